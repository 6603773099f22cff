"""Functions of every kind, handed in and graded in the box, get the verdicts they deserve."""

from datetime import UTC, datetime

import pytest

from millivolt.bank import load_bank
from millivolt.grading.rehearsal import misjudged_functions

BANK = load_bank()
WHEN = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.parametrize("name", [family.id for family in BANK if family.tests is not None])
def test_made_up_functions_get_the_verdicts_that_they_deserve(name):
    assert list(misjudged_functions(BANK[name], WHEN)) == []


@pytest.mark.sandbox
def test_a_family_that_asks_for_no_code_needs_no_box(monkeypatch):
    monkeypatch.setattr("millivolt.grading.rehearsal.grade_all", None)
    assert list(misjudged_functions(BANK["monovalent-cation"], WHEN)) == []
