"""Variants per second of every family, complete with their words, on one core.

    python benchmarks/bank.py [ITEM ...] [--variants N] [--repeat N] [--json]

Each family makes `--variants` variants of seeds that it has not seen, `--repeat` times, and the
fastest round counts, in CPU time. The exit code is 1 when the median over the families whose
answers are numbers is below 2,000 per second, or any family is below 50.
"""

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass

from millivolt.bank import Family, load_bank
from millivolt.items import Numeric

LEAST_MEDIAN = 2000
LEAST = 50


@dataclass(frozen=True)
class Row:
    """One family: variants per second, and whether all of its answers are numbers."""

    item: str
    numeric: bool
    per_second: float


def measured(family: Family, variants: int, repeat: int) -> Row:
    """The fastest of `repeat` rounds. What is made once for a family is made before."""
    parts = family.variant("warm").parts
    rounds = []
    for round_number in range(repeat):
        start = time.process_time()
        for seed in range(variants):
            family.variant(f"{round_number}/{seed}")
        rounds.append(time.process_time() - start)
    numeric = all(isinstance(part, Numeric) for part in parts)
    return Row(family.id, numeric, variants / min(rounds))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("items", nargs="*", metavar="ITEM")
    parser.add_argument("--variants", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    bank = load_bank()
    chosen = [bank[item] for item in options.items] if options.items else list(bank)
    rows = [measured(family, options.variants, options.repeat) for family in chosen]
    rows.sort(key=lambda row: row.per_second)
    numeric = [row.per_second for row in rows if row.numeric]
    median = statistics.median(numeric) if numeric else None
    if options.json:
        print(json.dumps({"median": median, "families": [asdict(row) for row in rows]}))
    else:
        for row in rows:
            print(f"{row.per_second:9.0f}/s  {row.item}{'' if row.numeric else '  (other kinds)'}")
        if median is not None:
            print(f"median of the {len(numeric)} numeric families: {median:.0f}/s")
    slow = rows[0].per_second < LEAST or (median is not None and median < LEAST_MEDIAN)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
