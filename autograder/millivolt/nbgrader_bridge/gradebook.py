"""nbgrader's gradebook: our grades go in, what people gave there comes out.

Needs the extra ``[nbgrader]``. The columns that people fill (manual score, extra credit, manual
comment, the flag of a submission) are read and never written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Connection

from millivolt.errors import AuthorError
from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.database import Database
from millivolt.gradebook.entry import PartGrade
from millivolt.gradebook.log import BATCH, GradeLog
from millivolt.gradebook.standing import Standing
from millivolt.items import State
from millivolt.nbgrader_bridge.hand_grades import FORMGRADER, HandGrade, news, pushed
from millivolt.nbgrader_bridge.places import place_of_points, place_of_words
from millivolt.nbgrader_bridge.tables import (
    Layout,
    Place,
    api,
    existing_rows,
    layout,
    make_tables,
    name_students,
    rows_for,
    set_comments,
    set_grades,
    set_penalties,
)

__all__ = ["NbgraderGradebook", "Person"]

NO_RESPONSE = "No response."
"""nbgrader's own words for an answer left as it was."""


class Person(Protocol):
    """A student as nbgrader lists them: see ``millivolt.course.Student``."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def lms_id(self) -> str: ...


class NbgraderGradebook:
    """An open gradebook of nbgrader. Threads and processes may share it, nbgrader included."""

    def __init__(self, database: Database, gradebook: Any) -> None:
        self._database = database
        self._gradebook = gradebook

    @classmethod
    def open(cls, url: str, course_id: str = "default_course") -> NbgraderGradebook:
        """The gradebook at ``url`` (SQLite or PostgreSQL), made when it is not there yet.

        ``course_id`` is the one of nbgrader's configuration. Raises ``EnvironmentProblem`` when
        the database cannot be used, or is of another version of nbgrader.
        """
        # nbgrader chose how its file keeps its journal; that is left as it is.
        database = Database(url, wal=False)
        database.write(make_tables)
        return cls(database, api.Gradebook(database.address, course_id))

    def close(self) -> None:
        """Close every connection."""
        self._gradebook.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def register(
        self,
        assignment: str,
        notebooks: Mapping[str, Mapping[str, Any]],
        *,
        due: datetime | None = None,
        keep: Collection[str] = (),
    ) -> None:
        """Make ``assignment`` known with its ``notebooks``: parsed .ipynb documents by name.

        The same as ``nbgrader generate_assignment`` saves, read from the cells' nbgrader
        metadata. Further notebooks that nbgrader knows go, unless they are to ``keep``. Raises
        ``AuthorError`` when cells would go although students have handed in: nbgrader would
        lose their grades.
        """
        book = self._gradebook
        duedate = {} if due is None else {"duedate": due.astimezone(UTC).replace(tzinfo=None)}
        known = book.update_or_create_assignment(assignment, **duedate)
        for notebook in list(known.notebooks):
            if notebook.name not in (*notebooks, *keep):
                self._replace(assignment, notebook, ())
        for name, document in notebooks.items():
            cells = [cell for cell in document["cells"] if "nbgrader" in cell["metadata"]]
            found = next((n for n in known.notebooks if n.name == name), None)
            handed_in = found is not None and self._replace(assignment, found, cells)
            if not handed_in:
                kernel = json.dumps(document["metadata"].get("kernelspec", {}))
                book.add_notebook(name, assignment, kernelspec=kernel)
            for cell in cells:
                _register_cell(book, assignment, name, cell)

    def enrol(self, people: Iterable[Person]) -> None:
        """Add students with their names and addresses; what nbgrader knows already stays."""
        listed = {person.id: _named(person) for person in people}
        self._database.write(lambda connection: name_students(connection, listed))

    def write(
        self,
        assignment: str,
        standings: Mapping[str, Standing],
        *,
        penalties: Mapping[str, Fraction] | None = None,
    ) -> int:
        """Write automatic scores, comments and manual flags; returns how many grades changed.

        A part is flagged for a person when it waits for one, and again when its automatic score
        changes under a score given by hand. ``penalties`` are the points that lateness costs
        by our policy; without them nbgrader's own stay. Raises ``AuthorError`` when nbgrader
        lacks the assignment or one of its parts; see ``register``.
        """
        changed, students = 0, sorted(standings)
        for start in range(0, len(students), BATCH):
            batch = [standings[student] for student in students[start : start + BATCH]]
            late = {s.entry.student: (penalties or {}).get(s.entry.student) for s in batch}
            known = {student: float(cost) for student, cost in late.items() if cost is not None}
            work = partial(_write, assignment=assignment, standings=batch, penalties=known)
            changed += self._database.write(work)
        return changed

    def knows(self, assignment: str) -> bool:
        """Whether nbgrader has cells of ``assignment``."""
        with self._database.reading() as connection:
            try:
                return bool(layout(connection, assignment).graded)
            except AuthorError:
                return False

    def sources(self, assignment: str) -> dict[tuple[str, str], str]:
        """The text of every cell that nbgrader saved of ``assignment``, by notebook and cell."""
        found = next((a for a in self._gradebook.assignments if a.name == assignment), None)
        return {
            (notebook.name, cell.name): cell.source or ""
            for notebook in (found.notebooks if found is not None else ())
            for cell in notebook.source_cells
        }

    def hold(self, assignment: str, student: str, received: datetime | None = None) -> None:
        """Have a person look at every cell of ``student`` that we could not grade.

        What people gave already stays; nothing counts as zero. Other notebooks of the assignment
        are nbgrader's to grade.
        """

        def work(connection: Connection) -> None:
            rows = rows_for(connection, layout(connection, assignment), {student: received})
            undecided = [
                row
                for (_, (notebook, _)), row in rows.grades.items()
                if notebook == assignment and row.manual_score is None
            ]
            set_grades(connection, [(row.id, None, True) for row in undecided])

        self._database.write(work)

    def given(self, assignment: str, standings: Mapping[str, Standing]) -> tuple[HandGrade, ...]:
        """What people gave in formgrader to those with ``standings``, part by part; empty where
        they gave nothing."""
        with self._database.reading() as connection:
            of = layout(connection, assignment)
            rows = existing_rows(connection, of)
        found = []
        for student, standing in sorted(standings.items()):
            for part in standing.entry.parts:
                place = place_of_points(of.graded, standing.entry, part)
                grade = None if place is None else rows.grades.get((student, place))
                if place is None or grade is None:
                    continue
                comment = rows.comments.get((student, place_of_words(place, part)))
                words = None if comment is None else comment.manual_comment
                found.append(
                    HandGrade(student, part.slot, grade.manual_score, grade.extra_credit, words)
                )
        return tuple(found)

    def pull(
        self, log: GradeLog, assignment: str, when: datetime
    ) -> tuple[Override | Comment, ...]:
        """Record in ``log`` what people gave in formgrader since the last time; returns it."""
        standings = log.standings(assignment)
        found = news(standings, self.given(assignment, standings), when)
        log.record(found)
        return found

    def _replace(self, assignment: str, notebook: Any, cells: Sequence[Mapping[str, Any]]) -> bool:
        """Remove ``notebook``, unless students handed it in; then it must keep its cells.

        Returns whether they did.
        """
        if not notebook.submissions:
            self._gradebook.remove_notebook(notebook.name, assignment)
            return False
        now = {cell["metadata"]["nbgrader"]["grade_id"] for cell in cells}
        gone = {cell.name for cell in notebook.source_cells} - now
        if gone:
            raise AuthorError(
                f"students handed in {assignment}/{notebook.name} already, so no cell can be"
                f" removed ({', '.join(sorted(gone)[:5])}); make a new assignment."
            )
        return True


def _register_cell(book: Any, assignment: str, notebook: str, cell: Mapping[str, Any]) -> None:
    about = cell["metadata"]["nbgrader"]
    place, kind = (about["grade_id"], notebook, assignment), cell["cell_type"]
    worth = {"max_score": float(about.get("points", 0)), "cell_type": kind}
    if about["grade"]:
        book.update_or_create_grade_cell(*place, **worth)
    if about["solution"]:
        book.update_or_create_solution_cell(*place)
    if about.get("task"):
        book.update_or_create_task_cell(*place, **worth)
    book.update_or_create_source_cell(
        *place,
        cell_type=kind,
        source="".join(cell["source"]),
        checksum=about.get("checksum"),
        locked=not about["solution"] and (about["grade"] or about["locked"]),
    )


def _named(person: Person) -> dict[str, str]:
    first, _, last = person.name.strip().rpartition(" ")
    if "," in person.name:
        last, _, first = (part.strip() for part in person.name.partition(","))
    return {
        "first_name": first,
        "last_name": last,
        "email": person.email,
        "lms_user_id": person.lms_id,
    }


def _write(
    connection: Connection,
    assignment: str,
    standings: Sequence[Standing],
    penalties: Mapping[str, float],
) -> int:
    of = layout(connection, assignment)
    received = {standing.entry.student: standing.entry.received for standing in standings}
    rows = rows_for(connection, of, received)
    grades: list[tuple[str, float | None, bool]] = []
    comments: list[tuple[str, str | None]] = []
    for standing in standings:
        student = standing.entry.student
        words = {c.slot: c.text for c in standing.comments if c.who != FORMGRADER}
        for part, points in pushed(standing):
            place = _place(of, standing, part)
            row = rows.grades[student, place]
            new = _grade(row, part, points)
            if new != (row.auto_score, row.needs_manual_grade):
                grades.append((row.id, *new))
            spoken = place_of_words(place, part)
            remark = rows.comments.get((student, spoken))
            said = _comment(part, words.get(part.slot, ""), spoken == place)
            if remark is not None and remark.auto_comment != said:
                comments.append((remark.id, said))
    set_grades(connection, grades)
    set_comments(connection, comments)
    set_penalties(connection, of, _home(of, standings), penalties)
    return len(grades)


def _home(of: Layout, standings: Sequence[Standing]) -> str:
    """The notebook of our cells, of several that the assignment may have."""
    first, part = next((s, part) for s in standings for part in s.entry.parts)
    return of.graded[_place(of, first, part)][1]


def _place(of: Layout, standing: Standing, part: PartGrade) -> Place:
    place = place_of_points(of.graded, standing.entry, part)
    if place is None:
        raise AuthorError(
            f"nbgrader's assignment {standing.entry.assignment!r} has no cell for the part"
            f" {part.slot!r}, or two notebooks with one: assign it again, or make the release"
            " again if the assignment is nbgrader's own."
        )
    return place


def _grade(row: Any, part: PartGrade, points: Fraction) -> tuple[float | None, bool]:
    """The automatic score, and whether a person must look."""
    waits = part.verdict.state is State.NEEDS_REVIEW
    score = None if waits else float(points)
    if row.manual_score is None:
        return score, waits
    return score, bool(row.needs_manual_grade or row.auto_score != score)


def _comment(part: PartGrade, words: str, alone: bool) -> str | None:
    """What the student reads under a part: a person's words, and that there is no answer.

    Our findings stand below the check of a part; where the answer is ``alone``, they are here.
    """
    if part.verdict.state is State.NOT_ATTEMPTED:
        return words or NO_RESPONSE
    found = [finding.message for finding in part.verdict.findings] if alone else []
    return "\n\n".join(line for line in (words, *found) if line) or None
