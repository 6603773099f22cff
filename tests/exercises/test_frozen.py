"""What was released stays what it was: every family is in the frozen table."""

import json
from pathlib import Path

import millivolt_exercises
from millivolt.bank import load_bank


def test_every_family_is_frozen_and_nothing_else_is():
    table = Path(millivolt_exercises.__file__).with_name("frozen.json")
    assert set(json.loads(table.read_text("utf-8"))) == {family.id for family in load_bank()}


def test_the_bank_covers_every_passage_of_the_text_twice():
    covered = {}
    for family in load_bank():
        for passage in family.item.passages:
            covered.setdefault(passage, []).append(family.id)
    assert set(covered) == {f"S{number}" for number in range(1, 15)}
    assert all(len(families) >= 2 for families in covered.values())
