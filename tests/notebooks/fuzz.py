"""Fuzzes the notebook reader, and what is done with a notebook before its code may run.

    python tests/notebooks/fuzz.py --inputs 1000000 --seed 1

Mutates the bytes and the structure of real notebooks. Fails if anything but a refusal comes out
of ``read``, ``answers`` or ``plan``, or if memory grows by more than 64 MB.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from copy import deepcopy
from fractions import Fraction
from typing import Any

from millivolt.bank import load_bank
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.notebooks import NotebookProblem, answers, compose, plan, read, sheet

ODD: tuple[Any, ...] = (
    None, True, -1, 10**40, 1e308, float("nan"), "", "\x00", "\ud800", "q1_E", "a" * 5000, [], {},
    [[[[[]]]]], {"cell_type": "code"}, ["q1_E = ", 3], {"nbgrader": {"grade_id": ["q1_E"]}},
    "q1_E = (" * 300, "q1_E = 1\n" * 400, "\u202eq1_E = 1", "def q1_E(: pass", "q1_E: int",
)  # fmt: skip
KEYS = (
    "cells", "cell_type", "source", "metadata", "nbformat", "nbformat_minor", "id", "outputs",
    "nbgrader", "grade_id", "millivolt", "token", "worksheets", "input", "level",
)  # fmt: skip


def small_issue() -> Issue:
    """Three questions: a number, choices and a derivation."""
    bank = load_bank()
    names = ("N01", "D01", "E04")
    questions = tuple(
        IssuedQuestion(number, Fraction(2), bank[name].variant(1))
        for number, name in enumerate(names, 1)
    )
    return Issue("ada", "ps1", "ps1.ipynb", "a-token", questions)


def slim(data: bytes) -> dict[str, Any]:
    """The notebook without its long texts, so that mutations meet structure."""
    document: dict[str, Any] = json.loads(data)
    for cell in document["cells"]:
        cell["source"] = "".join(cell["source"])[:60]
    return document


def mutated(rng: random.Random, document: dict[str, Any]) -> bytes:
    """A notebook that is wrong in a few places."""
    copy = json.loads(json.dumps(document))
    for _ in range(rng.randrange(1, 5)):
        place = _somewhere(rng, copy)
        _change(rng, place)
    data = json.dumps(copy).encode("utf-8", "surrogatepass")
    if rng.random() < 0.4:
        data = _torn(rng, data)
    return data


def _somewhere(rng: random.Random, value: Any) -> Any:
    """A dict or list inside ``value``."""
    while True:
        inner = value.values() if isinstance(value, dict) else value
        containers = [entry for entry in inner if isinstance(entry, dict | list) and entry]
        if not containers or rng.random() < 0.3:
            return value
        value = rng.choice(containers)


def _change(rng: random.Random, place: Any) -> None:
    odd = deepcopy(rng.choice(ODD))
    if isinstance(place, dict):
        key = rng.choice([*place, *KEYS])
        if rng.random() < 0.3:
            place.pop(key, None)
        else:
            place[key] = odd
        return
    at = rng.randrange(len(place) + 1)
    action = rng.random()
    if action < 0.3 and place:
        del place[at % len(place)]
    elif action < 0.6 and place:
        place.insert(at, deepcopy(place[rng.randrange(len(place))]))
    else:
        place.insert(at, odd)


def _torn(rng: random.Random, data: bytes) -> bytes:
    """Bytes cut, doubled or replaced."""
    at, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    action = rng.randrange(4)
    if action == 0:
        return data[:at]
    if action == 1:
        return data[:at] + data[end:]
    if action == 2:
        return data[:end] + data[at:]
    noise = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
    return data[:at] + noise + data[at + len(noise) :]


def look(issue: Issue, data: bytes) -> str:
    """What became of ``data``: ``read`` or ``refused``."""
    try:
        notebook = read(data)
    except NotebookProblem:
        return "refused"
    found = answers(notebook, sheet(issue))
    plan(notebook, sheet(issue).slots, found)
    return "read"


def run(inputs: int, seed: int) -> Counter[str]:
    """Look at ``inputs`` mutated notebooks."""
    issue = small_issue()
    document = slim(compose(issue))
    rng = random.Random(seed)
    seen: Counter[str] = Counter()
    for number in range(inputs):
        data = mutated(rng, document)
        try:
            seen[look(issue, data)] += 1
        except Exception:
            print(f"input {number} of seed {seed}: {data[:2000]!r}", file=sys.stderr)
            raise
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    run(2000, asked.seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    seen = run(asked.inputs, asked.seed)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    seconds = time.monotonic() - started
    print(f"{asked.inputs} notebooks in {seconds:.0f} s: {dict(seen)}; {grown:.1f} MB grown")
    return int(grown > 64)


if __name__ == "__main__":
    sys.exit(main())
