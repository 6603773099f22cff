"""Correcting a wrong key after release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from millivolt.course import Course, amend, assign
from millivolt.errors import AuthorError
from millivolt.items import Draft, Draw, Item, Numeric, Tolerance
from millivolt.notebooks import compose

Family = Callable[[Draw], Draft]


@pytest.fixture
def released(course: Course, bank: Any) -> Course:
    assign(course, course.assignment("ps1"), bank, course.roster())
    return course


def mended(bank: Any, family: Family, version: int = 2) -> Any:
    """The bank with ``doubling`` replaced by ``family``."""
    old: Item = bank["doubling"].item
    new = replace(bank["doubling"], item=replace(old, family=family, version=version))

    class Mended:
        def __getitem__(self, name: str) -> Any:
            return new if name == "doubling" else bank[name]

    return Mended()


def tripling(draw: Draw) -> Draft:
    n = draw.integer(1, 1000)
    return Draft(
        {"n": n}, [Numeric("double", answer=3.0 * n, unit="mV", tolerance=Tolerance(0.01))]
    )


def other_numbers(draw: Draw) -> Draft:
    n = draw.integer(5000, 6000)
    return Draft(
        {"n": n}, [Numeric("double", answer=3.0 * n, unit="mV", tolerance=Tolerance(0.01))]
    )


def other_parts(draw: Draw) -> Draft:
    n = draw.integer(1, 1000)
    return Draft(
        {"n": n}, [Numeric("triple", answer=3.0 * n, unit="mV", tolerance=Tolerance(0.01))]
    )


@pytest.mark.parametrize("version", [1, 2])
def test_every_student_gets_the_key_that_their_printed_numbers_call_for(
    released: Course, bank: Any, version: int
) -> None:
    done = amend(released, "ps1", mended(bank, tripling, version))
    assert set(done.changed) == {student.id for student in released.roster()}
    assert set(done.changed.values()) == {("q1_double",)}
    for issue in released.issues.all("ps1"):
        variant = issue.questions[0].variant
        part = variant.parts[0]
        assert isinstance(part, Numeric)
        assert part.answer == 3.0 * variant.given["n"]


def test_what_was_released_stays_as_it_is(released: Course, bank: Any) -> None:
    before = {i.student: compose(i) for i in released.issues.all("ps1")}
    amend(released, "ps1", mended(bank, tripling))
    assert {i.student: compose(i) for i in released.issues.all("ps1")} == before


def test_the_old_key_is_kept_aside(released: Course, bank: Any) -> None:
    path = released.state / "issues" / "ps1" / "ada.json"
    frozen = path.read_bytes()
    amend(released, "ps1", mended(bank, tripling))
    (kept,) = (released.state / "amended" / "ps1").glob("ada-*.json")
    assert kept.read_bytes() == frozen != path.read_bytes()


def test_amending_again_or_without_need_changes_nothing(released: Course, bank: Any) -> None:
    assert amend(released, "ps1", bank).changed == {}
    amend(released, "ps1", mended(bank, tripling))
    assert amend(released, "ps1", mended(bank, tripling)).changed == {}


def test_a_dry_run_tells_who_would_change_and_writes_nothing(released: Course, bank: Any) -> None:
    path = released.state / "issues" / "ps1" / "ada.json"
    frozen = path.read_bytes()
    told = amend(released, "ps1", mended(bank, tripling), dry_run=True)
    assert path.read_bytes() == frozen
    assert told.changed == amend(released, "ps1", mended(bank, tripling)).changed


def test_a_key_for_other_numbers_than_were_printed_is_never_taken(
    released: Course, bank: Any
) -> None:
    done = amend(released, "ps1", mended(bank, other_numbers))
    assert done.changed == {}
    assert set(done.unmatched.values()) == {("doubling",)}
    assert len(done.unmatched) == 6


def test_other_parts_than_were_released_are_refused(released: Course, bank: Any) -> None:
    with pytest.raises(AuthorError, match="other parts"):
        amend(released, "ps1", mended(bank, other_parts))
