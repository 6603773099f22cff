"""nbgrader's own tables, and the rows that one assignment of a class has in them.

Plain SQL in batches: nbgrader's interface commits each row by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Connection, Table, bindparam, insert, select, update

import millivolt.nbgrader_bridge.lean  # noqa: F401
from millivolt.errors import AuthorError, EnvironmentProblem

try:
    from alembic.script import ScriptDirectory
    from nbgrader import api
except ModuleNotFoundError as error:
    raise EnvironmentProblem(
        "nbgrader's gradebook needs nbgrader: install it with pip install 'millivolt[nbgrader]'."
    ) from error

__all__ = [
    "Layout", "Place", "Rows", "api", "arrivals", "existing_rows", "layout", "make_tables",
    "name_students", "rows_for", "set_comments", "set_grades", "set_penalties",
]  # fmt: skip

_VERSION = Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), nullable=False)
)
_ASSIGNMENT: Table = api.Assignment.__table__
_NOTEBOOK: Table = api.Notebook.__table__
_CELL: Table = api.BaseCell.__table__
_STUDENT: Table = api.Student.__table__
_SUBMISSION: Table = api.SubmittedAssignment.__table__
_SUBMITTED: Table = api.SubmittedNotebook.__table__
_GRADE: Table = api.Grade.__table__
_COMMENT: Table = api.Comment.__table__

_AT_ONCE = 1000
_GRADED = ("GradeCell", "TaskCell")
_COMMENTED = ("SolutionCell", "TaskCell")


Place: TypeAlias = tuple[str, str]
"""Where a cell stands: the name of its notebook, and its own, which others may have there."""


@dataclass(frozen=True, slots=True)
class Layout:
    """An assignment as nbgrader knows it: the ids of its notebooks, and by place those of each
    cell and its notebook."""

    assignment: str
    notebooks: tuple[str, ...]
    graded: Mapping[Place, tuple[str, str]]
    commented: Mapping[Place, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some students' grades and comments, by (student, place of the cell)."""

    grades: Mapping[tuple[str, Place], Any]
    comments: Mapping[tuple[str, Place], Any]


def make_tables(connection: Connection) -> None:
    """Make nbgrader's tables where they are missing, with the version of their schema noted.

    nbgrader by itself notes the version only in an empty database, and asks a program for it
    that need not be on the path. Raises ``EnvironmentProblem`` for another version.
    """
    head = ScriptDirectory(str(Path(api.__file__).with_name("alembic"))).get_current_head()
    api.Base.metadata.create_all(connection)
    _VERSION.create(connection, checkfirst=True)
    found = connection.scalars(select(_VERSION.c.version_num)).all()
    if not found:
        connection.execute(insert(_VERSION), [{"version_num": head}])
    elif head not in found:
        raise EnvironmentProblem(
            "nbgrader's gradebook is of another version than the nbgrader that is installed:"
            " run nbgrader db upgrade."
        )


def layout(connection: Connection, assignment: str) -> Layout:
    """The layout of ``assignment``; raises ``AuthorError`` when nbgrader does not know it."""
    found = connection.scalar(select(_ASSIGNMENT.c.id).where(_ASSIGNMENT.c.name == assignment))
    if found is None:
        raise AuthorError(f"nbgrader's gradebook has no assignment {assignment!r} yet.")
    query = select(_NOTEBOOK.c.id, _NOTEBOOK.c.name).where(_NOTEBOOK.c.assignment_id == found)
    notebooks = {row.id: row.name for row in connection.execute(query)}
    cells = connection.execute(select(_CELL).where(_CELL.c.notebook_id.in_(notebooks))).all()
    graded, commented = (
        {
            (notebooks[cell.notebook_id], cell.name): (cell.id, cell.notebook_id)
            for cell in cells
            if cell.type in kinds
        }
        for kinds in (_GRADED, _COMMENTED)
    )
    return Layout(found, tuple(notebooks), graded, commented)


def rows_for(connection: Connection, of: Layout, received: Mapping[str, datetime | None]) -> Rows:
    """The rows of the students in ``received``, made where they are missing.

    ``received`` gives when each student's submission arrived; an unknown time leaves nbgrader's
    as it is. A new grade row counts as nothing earned and nothing to look at.
    """
    students = sorted(received)
    _insert_missing(connection, _STUDENT, "id", [{"id": student} for student in students])
    _insert_missing(
        connection,
        _SUBMISSION,
        "student_id",
        [{"id": _new(), "assignment_id": of.assignment, "student_id": s} for s in students],
        _SUBMISSION.c.assignment_id == of.assignment,
    )
    theirs = select(_SUBMISSION.c.id, _SUBMISSION.c.student_id).where(
        _SUBMISSION.c.assignment_id == of.assignment, _SUBMISSION.c.student_id.in_(students)
    )
    submissions = {row.id: row.student_id for row in connection.execute(theirs)}
    _set_times(connection, submissions, received)
    pairs = [(s, n) for s in submissions for n in of.notebooks]
    known = connection.execute(
        select(_SUBMITTED).where(_SUBMITTED.c.assignment_id.in_(submissions))
    ).all()
    there = {(row.assignment_id, row.notebook_id): row.id for row in known}
    made = {pair: _new() for pair in pairs if pair not in there}
    _insert(
        connection,
        _SUBMITTED,
        [{"id": i, "assignment_id": s, "notebook_id": n} for (s, n), i in made.items()],
    )
    submitted = {row: (submissions[s], n) for (s, n), row in (there | made).items()}
    blank = {"auto_score": 0.0, "needs_manual_grade": False}
    return Rows(
        _cell_rows(connection, _GRADE, of.graded, submitted, blank),
        _cell_rows(connection, _COMMENT, of.commented, submitted, {}),
    )


def existing_rows(connection: Connection, of: Layout) -> Rows:
    """The rows of everyone who has a submission; nothing is written."""
    query = (
        select(_SUBMITTED.c.id, _SUBMISSION.c.student_id, _SUBMITTED.c.notebook_id)
        .join(_SUBMISSION, _SUBMISSION.c.id == _SUBMITTED.c.assignment_id)
        .where(_SUBMISSION.c.assignment_id == of.assignment)
    )
    submitted = {row.id: (row.student_id, row.notebook_id) for row in connection.execute(query)}
    return Rows(
        _known_rows(connection, _GRADE, of.graded, submitted),
        _known_rows(connection, _COMMENT, of.commented, submitted),
    )


def arrivals(connection: Connection, of: Layout) -> dict[str, datetime | None]:
    """When each student's submission arrived, as far as nbgrader was told."""
    query = select(_SUBMISSION.c.student_id, _SUBMISSION.c.timestamp).where(
        _SUBMISSION.c.assignment_id == of.assignment
    )
    return {
        row.student_id: row.timestamp and row.timestamp.replace(tzinfo=UTC)
        for row in connection.execute(query)
    }


def set_grades(connection: Connection, grades: Sequence[tuple[str, float | None, bool]]) -> None:
    """Set (id, automatic score, whether a person must look); no column of people is touched."""
    _update(
        connection,
        _GRADE,
        ("auto_score", "needs_manual_grade"),
        [(row, (score, flag)) for row, score, flag in grades],
    )


def set_comments(connection: Connection, comments: Sequence[tuple[str, str | None]]) -> None:
    """Set (id, automatic comment); people's own comments are not touched."""
    _update(connection, _COMMENT, ("auto_comment",), [(row, (text,)) for row, text in comments])


def set_penalties(
    connection: Connection, of: Layout, notebook: str, penalties: Mapping[str, float]
) -> None:
    """Set the points that lateness costs each student, on the notebook of that id."""
    penalty = _SUBMITTED.c.late_submission_penalty
    query = (
        select(_SUBMITTED.c.id, _SUBMISSION.c.student_id, penalty)
        .join(_SUBMISSION, _SUBMISSION.c.id == _SUBMITTED.c.assignment_id)
        .where(
            _SUBMISSION.c.assignment_id == of.assignment,
            _SUBMITTED.c.notebook_id == notebook,
            _SUBMISSION.c.student_id.in_(sorted(penalties)),
        )
    )
    # nbgrader warns of a penalty of nothing, so none is written where none was.
    found = [
        (row.id, (penalties[row.student_id],))
        for row in connection.execute(query)
        if (row.late_submission_penalty or 0.0) != penalties[row.student_id]
    ]
    _update(connection, _SUBMITTED, ("late_submission_penalty",), found)


def name_students(connection: Connection, people: Mapping[str, Mapping[str, str]]) -> None:
    """Add students and fill in what nbgrader does not know of them; nothing is overwritten."""
    _insert_missing(connection, _STUDENT, "id", [{"id": student} for student in sorted(people)])
    for row in connection.execute(select(_STUDENT).where(_STUDENT.c.id.in_(sorted(people)))).all():
        known = row._mapping
        told = {key: text for key, text in people[row.id].items() if text and not known[key]}
        if told:
            connection.execute(update(_STUDENT).where(_STUDENT.c.id == row.id).values(told))


def _cell_rows(
    connection: Connection,
    table: Table,
    cells: Mapping[Place, tuple[str, str]],
    submitted: Mapping[str, tuple[str, str]],
    blank: Mapping[str, Any],
) -> dict[tuple[str, Place], Any]:
    known = _known_rows(connection, table, cells, submitted)
    missing = [
        {"id": _new(), "cell_id": cell, "notebook_id": row, **blank}
        for row, (student, notebook) in submitted.items()
        for place, (cell, of_notebook) in cells.items()
        if of_notebook == notebook and (student, place) not in known
    ]
    if not missing:
        return known
    _insert(connection, table, missing)
    return _known_rows(connection, table, cells, submitted)


def _known_rows(
    connection: Connection,
    table: Table,
    cells: Mapping[Place, tuple[str, str]],
    submitted: Mapping[str, tuple[str, str]],
) -> dict[tuple[str, Place], Any]:
    places = {cell: place for place, (cell, _) in cells.items()}
    ids, found = sorted(submitted), {}
    for start in range(0, len(ids), _AT_ONCE):
        query = select(table).where(table.c.notebook_id.in_(ids[start : start + _AT_ONCE]))
        for row in connection.execute(query):
            if row.cell_id in places:
                found[submitted[row.notebook_id][0], places[row.cell_id]] = row
    return found


def _set_times(
    connection: Connection,
    submissions: Mapping[str, str],
    received: Mapping[str, datetime | None],
) -> None:
    times = [
        # nbgrader keeps UTC without saying so.
        (row, (when.astimezone(UTC).replace(tzinfo=None),))
        for row, student in submissions.items()
        if (when := received[student]) is not None
    ]
    _update(connection, _SUBMISSION, ("timestamp",), times)


def _insert_missing(
    connection: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]], *where: Any
) -> None:
    wanted = [row[key] for row in rows]
    query = select(table.c[key]).where(table.c[key].in_(wanted), *where)
    known = set(connection.scalars(query))
    _insert(connection, table, [row for row in rows if row[key] not in known])


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _update(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Any]]],
) -> None:
    """Set ``columns`` of the rows whose ids are given, in one statement for all."""
    if not rows:
        return
    values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
    statement = update(table).where(table.c.id == bindparam("of_id")).values(values)
    parameters = [
        {"of_id": row} | {f"new_{c}": v for c, v in zip(columns, new, strict=True)}
        for row, new in rows
    ]
    connection.execute(statement, parameters)


def _new() -> str:
    """An id such as nbgrader makes."""
    return uuid4().hex
