"""The report tells when work came in and how often students tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from millivolt.course import Course, turnout
from millivolt.course.turnout import Try, Turnout
from millivolt.feedback import report_data
from millivolt.gradebook import GradeEntry, PartGrade, Provenance
from millivolt.gradebook.log import GradeLog
from millivolt.items import Verdict

DUE = datetime(2026, 10, 24, 18, tzinfo=UTC)


def entry(
    student: str, hours: float | None, *, name: str = "ps1", notebook: str = "n", share: int = 1
) -> GradeEntry:
    """A grade for what came ``hours`` after it was due."""
    part = PartGrade("q1_E", "n01", "E", "v", Fraction(2), Verdict.of(Fraction(share)))
    made = Provenance("m", "graded", DUE, "1", "b", "k", notebook, "full")
    received = None if hours is None else DUE + timedelta(hours=hours)
    return GradeEntry(student, name, (part,), made, received)


@pytest.fixture
def found(course: Course) -> Turnout:
    (course.folder / "course.toml").write_text(
        'title = "T"\ntime_zone = "Europe/Zurich"\n[late]\ngrace_minutes = 10\n'
    )
    (course.folder / "assignments" / "ps1.toml").write_text(
        f'title = "Set"\ndue = {DUE.isoformat()}\nattempts = 2\n'
        '[[question]]\nitem = "doubling"\npoints = 2\n'
    )
    (course.folder / "roster.csv").write_text("id\nada\nbo\nchen\ndana\neve\n")
    (course.folder / "extensions.toml").write_text(
        '[[extension]]\nstudent = "chen"\nassignment = "ps1"\ndays = 1\n'
    )
    opened = Course.open(course.folder)
    with GradeLog.open(opened.database) as log:
        log.append(
            [
                entry("ada", -2),
                entry("ada", -1, notebook="n2"),
                entry("bo", 0.1),
                entry("chen", 5),
                entry("dana", 24.5),  # the night between has 25 hours
                entry("eve", None),
                entry("ada", 30, name="ps1-attempt2", share=0),
            ]
        )
        return turnout(opened, opened.assignment("ps1"), log)


def test_each_student_is_late_by_their_own_due_time(found: Turnout) -> None:
    assert (found.in_time, found.late, found.unknown) == (3, {1: 1}, 1)
    # Ada an hour before it, Chen twenty with the day and the hour of the clocks; Bo by grace.
    assert found.hours_before == pytest.approx(1.0)


def test_versions_and_attempts_are_counted(found: Turnout) -> None:
    assert found.notebooks == {1: 4, 2: 1}
    assert found.tries == (Try("ps1", 5, 1.0), Try("ps1-attempt2", 1, 0.0))


def test_its_numbers_are_in_the_report(found: Turnout) -> None:
    told = report_data("t", [], [], found)["turnout"]
    assert told["late"] == [{"days": 1, "students": 1}]
    assert told["attempts"][1] == {"name": "ps1-attempt2", "graded": 1, "mean": 0.0}
