"""The grades of a class as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from millivolt.course import Course, create
from millivolt.course.grades import grade_table
from millivolt.errors import AuthorError
from millivolt.gradebook.entry import GradeEntry, PartGrade, Provenance
from millivolt.gradebook.log import GradeLog
from millivolt.items import Verdict

DUE = datetime(2026, 11, 23, 18, tzinfo=UTC)
LATE = DUE + timedelta(days=1)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Two assignments of ten points, a tenth off for each late day, one free day in all."""
    create(tmp_path)
    (tmp_path / "course.toml").write_text(
        'title = "C"\n[late]\nper_day = 0.1\n[total]\nfree_late_days = 1\n'
    )
    for n, attempts in ((1, 1), (2, 2)):
        due = DUE + timedelta(weeks=n - 1)
        (tmp_path / "assignments" / f"ps{n}.toml").write_text(
            f'title = "A"\ndue = {due.isoformat()}\nattempts = {attempts}\n'
            '[[question]]\nitem = "N01"\npoints = 10\n'
        )
    (tmp_path / "roster.csv").write_text("id,name,email\nada,Ada,a@x.org\nbo,Bo,\n")
    return Course.open(tmp_path)


@pytest.fixture
def log(course: Course) -> GradeLog:
    return GradeLog.open(course.database)


def graded(student: str, assignment: str, received: datetime, points: int = 10) -> GradeEntry:
    part = PartGrade("q1_E", "n01", "E", "v", Fraction(10), Verdict.of(Fraction(points, 10)))
    made = Provenance("millivolt", "graded", DUE, "1", "b", "k", "n", "full")
    return GradeEntry(student, assignment, (part,), made, received)


def test_everybody_on_the_roster_or_graded_has_a_line(course: Course, log: GradeLog) -> None:
    log.append([graded("ada", "ps1", DUE), graded("zoe", "ps1", DUE, 5)])
    table = grade_table(course, log)
    assert [(row.student, row.name, row.scores) for row in table.rows] == [
        ("ada", "Ada", (10,)),
        ("bo", "Bo", (None,)),
        ("zoe", "", (5,)),
    ]
    assert [(column.label, column.max_score) for column in table.columns] == [("ps1", 10)]


def test_one_assignment_alone_counts_as_it_does_among_all(course: Course, log: GradeLog) -> None:
    log.append([graded("ada", "ps1", LATE), graded("ada", "ps2", LATE + timedelta(weeks=1))])
    assert grade_table(course, log).rows[0].scores == (10, 9)
    assert grade_table(course, log, ["ps2"]).rows[0].scores == (9,)


def test_attempts_share_a_column_and_points_on_top_count(course: Course, log: GradeLog) -> None:
    log.append([graded("ada", "ps2", DUE, 4), graded("ada", "ps2-attempt2", DUE, 7)])
    when = datetime(2026, 12, 1, tzinfo=UTC)
    log.override(
        "ada", "ps2-attempt2", "q1_E", who="ta", why="neat", when=when, extra=Fraction(1)
    )  # fmt: skip
    for names in ([], ["ps2"], ["ps2-attempt2"]):
        table = grade_table(course, log, names)
        assert [column.label for column in table.columns] == ["ps2"]
        assert table.rows[0].scores == (8,)


def test_a_course_without_grades_has_no_table(course: Course, log: GradeLog) -> None:
    with pytest.raises(AuthorError, match="nothing was graded"):
        grade_table(course, log)
