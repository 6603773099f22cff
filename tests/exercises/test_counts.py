"""The built-in bank has what was promised of it: every kind of response, and enough of each."""

import pytest

from millivolt.bank import load_bank
from millivolt.bank.coverage import by_kind

BANK = load_bank()
KINDS = by_kind(BANK)
FIND_THE_ERROR = {
    "donnan-slip",
    "fact-sheet",
    "find-the-bug",
    "published-table",
    "wrong-line",
}
PLOTS_READ = {"developmental-switch", "iv-plot", "valence-from-slope"}


def test_there_are_enough_families():
    assert len(list(BANK)) >= 64


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_occurs(kind):
    assert KINDS[kind]


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (("derivation", "expression"), 6),
        (("design",), 3),
        (("function",), 8),
        (("series",), 6),
    ],
)
def test_there_are_enough_of_a_kind(kinds, least):
    assert len({family for kind in kinds for family in KINDS[kind]}) >= least


def test_plots_are_made_and_read():
    assert len(KINDS["figure"]) >= 2
    assert all(BANK[name].item.draw(0).draft.picture for name in PLOTS_READ)
    assert len(PLOTS_READ | set(KINDS["figure"])) >= 4


def test_errors_of_others_are_found():
    assert len(FIND_THE_ERROR) >= 4
    assert all(BANK[name].item.level == "evaluate" for name in FIND_THE_ERROR)
