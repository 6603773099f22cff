"""Pseudonyms tell students apart and name nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.course import Course
from millivolt.course.pseudonyms import Pseudonyms
from millivolt.gradebook import GradeEntry, PartGrade, Provenance
from millivolt.items import Finding, State, Verdict

SECRET = bytes(range(32))
IDS = st.text("abcdeøµ0123456789-_.@", min_size=1, max_size=12).filter(lambda s: s.strip("-."))


@given(st.sets(IDS, max_size=30))
def test_everybody_has_one_of_their_own_and_is_found_by_it(students: set[str]) -> None:
    pseudonyms = Pseudonyms(SECRET, students)
    assert len({pseudonyms.of(student) for student in students}) == len(students)
    for student in students:
        assert pseudonyms.whose(f" {pseudonyms.of(student).upper()} ") == student


@given(st.sets(IDS, max_size=5))
def test_another_course_gives_other_pseudonyms(students: set[str]) -> None:
    ours, theirs = Pseudonyms(SECRET, students), Pseudonyms(bytes(32), students)
    assert {ours.of(s) for s in students}.isdisjoint({theirs.of(s) for s in students})


def test_one_who_has_left_the_course_has_the_same_as_before() -> None:
    assert Pseudonyms(SECRET, []).of("ada") == Pseudonyms(SECRET, ["ada"]).of("ada")


@pytest.mark.parametrize(
    "text",
    [
        "handed in by bo.b, but issued to ada",
        'File "/course/submitted/ada/ps1/ps1.ipynb", line 3',
        "ada: see bo.b.",
        "(ada) ada's",
    ],
)
def test_ids_in_a_text_are_replaced_wherever_they_stand(text: str) -> None:
    pseudonyms = Pseudonyms(SECRET, ["ada", "bo.b"])
    hidden = pseudonyms.text(text)
    assert "ada" not in hidden
    assert "bo.b" not in hidden
    assert pseudonyms.of("ada") in hidden


def test_other_words_that_hold_an_id_are_left_alone() -> None:
    assert Pseudonyms(SECRET, ["ada", "e"]).text("adapt the case, ada-1") == (
        "adapt the case, ada-1"
    )


def test_a_grade_keeps_everything_but_the_name() -> None:
    finding = Finding("crash", "Trouble with ada.", {}, "Traceback: /submitted/ada/")
    verdict = Verdict.without_credit(State.NEEDS_REVIEW, finding)
    part = PartGrade("q1_E", "n01", "E", "v", Fraction(2), verdict, typed="-90 mV")
    made = Provenance("m", "graded", datetime(2026, 3, 2, tzinfo=UTC), "1", "b", "k", "n", "full")
    entry = GradeEntry("ada", "ps1", (part,), made, notes=("from ada",))
    hidden = Pseudonyms(SECRET, ["ada"]).entry(entry)
    assert "ada" not in repr(hidden)
    assert (hidden.score, hidden.state, hidden.parts[0].typed) == (
        entry.score,
        entry.state,
        "-90 mV",
    )


def test_a_course_knows_the_pseudonyms_of_its_roster(course: Course) -> None:
    pseudonyms = course.pseudonyms()
    assert [pseudonyms.whose(pseudonyms.of(s.id)) for s in course.roster()] == [
        s.id for s in course.roster()
    ]
    assert pseudonyms.whose("nobody") is None
