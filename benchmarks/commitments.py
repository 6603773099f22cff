"""What it costs to find an answer from its commitment by trying all that are plausible.

    python benchmarks/commitments.py [--open ITEM] [--tries 4]

Prints the price of one try (CPU seconds of one core), for each kind of tolerance in the bank the
number of bins to try and the time that all cores of this machine need for them, and the parts
that get no commitment because they have too few. With --open it really opens one: every bin is
tried, in random order, by all cores, until the lock opens.

Somebody who knows the physics needs one try: a commitment hides an answer from guessing, not
from solving. The expected time is half of what is printed.
"""

import argparse
import os
import random
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial

from millivolt.bank import load_bank
from millivolt.checks.bins import Bins
from millivolt.checks.commitment import LEAST_GUESSES, POTENTIALS, Commitment, commit, guesses
from millivolt.checks.lock import IN_A_NOTEBOOK
from millivolt.items import Numeric
from millivolt.quantities import unit

SALT = b"benchmark only"


def numbers(bank):
    """Every number that the bank asks for, by item and part."""
    for family in bank:
        for part in family.variant(1).parts:
            if isinstance(part, Numeric):
                yield family.id, part


def price(tries):
    """CPU seconds of one try, on one core."""
    started = time.process_time()
    for number in range(tries):
        IN_A_NOTEBOOK.key(str(number), SALT)
    return (time.process_time() - started) / tries


def opens(text, label):
    """Whether ``label`` is the word of the commitment ``text``."""
    return Commitment.read(text).lock.open(label) is not None


def labels(bins, part):
    """The names of all bins between plausible ends, in random order."""
    reach = POTENTIALS / float(unit(part.unit).scale / unit("mV").scale)
    steps = 20 * guesses(part)
    found = {label for n in range(-steps, steps + 1) for label in bins.labels(reach * n / steps)}
    return random.sample(sorted(found), len(found))


def really_open(item, cores):
    """Opens the commitment of the first potential of ``item``; prints how long it took."""
    parts = load_bank()[item].variant(random.randrange(10**6)).parts
    part = next(p for p in parts if isinstance(p, Numeric) and p.unit == "mV")
    made = commit(part, SALT)
    order = labels(Bins.around(part.answer, part.tolerance), part)
    started, tried = time.perf_counter(), 0
    with ProcessPoolExecutor(cores) as pool:
        for done in as_completed(pool.submit(partial(opens, str(made)), one) for one in order):
            tried += 1
            if done.result():
                pool.shutdown(cancel_futures=True)
                break
    seconds = time.perf_counter() - started
    print(f"opened {item} after {tried} of {len(order)} bins in {seconds / 60:.1f} min")


def main(tries, item):
    """Prints the table."""
    cores = os.cpu_count() or 1
    one = price(tries)
    found = list(numbers(load_bank()))
    print(f"one try: {one:.2f} s of one core; {cores} cores; {IN_A_NOTEBOOK}")
    counts = Counter(guesses(part) for _, part in found)
    for bins, parts in sorted(counts.items()):
        if bins >= LEAST_GUESSES:
            minutes = bins * one / cores / 60
            print(f"  {parts:3d} numbers with {bins:5d} bins: {minutes:6.1f} min for all of them")
    few = [f"{item}.{part.id}" for item, part in found if guesses(part) < LEAST_GUESSES]
    print(f"  {len(few):3d} numbers without a commitment: {', '.join(few)}")
    if item:
        really_open(item, cores)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=4)
    parser.add_argument("--open", metavar="ITEM", default="")
    arguments = parser.parse_args()
    main(arguments.tries, arguments.open)
