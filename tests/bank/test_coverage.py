"""The table of what a bank covers."""

from collections import Counter

from millivolt.bank import load_bank
from millivolt.bank.coverage import by_kind, coverage, kinds_of
from millivolt.items.item import LEVELS
from millivolt.items.records import PART_KINDS

BANK = load_bank()


def test_there_is_a_row_for_every_passage_of_every_family_in_the_order_of_the_text():
    rows = coverage(BANK)
    assert Counter((row.passage, row.family) for row in rows) == Counter(
        (passage, family.id) for family in BANK for passage in family.item.passages
    )
    numbers = [int(row.passage[1:]) for row in rows]
    assert numbers == sorted(numbers)


def test_a_row_tells_the_level_and_the_kinds_of_the_family():
    for row in coverage(BANK):
        assert row.level in LEVELS
        assert row.kinds == kinds_of(BANK[row.family])
    assert kinds_of(BANK["nernst-plot"]) == ("figure",)
    assert kinds_of(BANK["ghk-current-density"]) == ("numeric", "choice")


def test_every_kind_is_listed_even_when_no_family_asks_for_it():
    assert list(by_kind([])) == [part.kind for part in PART_KINDS]
    assert not any(by_kind([]).values())
