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
from typing import Any, Protocol, Self

from sqlalchemy import Connection

from millivolt.errors import AuthorError
from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.database import Database
from millivolt.gradebook.log import BATCH, GradeLog
from millivolt.gradebook.standing import Standing
from millivolt.nbgrader_bridge.automatic import write_grades
from millivolt.nbgrader_bridge.hand_grades import HandGrade, news
from millivolt.nbgrader_bridge.places import place_of_points, place_of_words
from millivolt.nbgrader_bridge.tables import (
    api,
    arrivals,
    existing_rows,
    layout,
    make_tables,
    name_students,
    rows_for,
    set_grades,
)

__all__ = ["NbgraderGradebook", "Person"]


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

    def __exit__(self, *_: object) -> None:
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
        changes under a score given by hand, or that score was given to another file.
        ``penalties`` are the points that lateness costs by our policy; without them nbgrader's
        own stay. Raises ``AuthorError`` when nbgrader lacks the assignment or one of its parts;
        see ``register``.
        """
        changed, students = 0, sorted(standings)
        for start in range(0, len(students), BATCH):
            batch = [standings[student] for student in students[start : start + BATCH]]
            late = {s.entry.student: (penalties or {}).get(s.entry.student) for s in batch}
            known = {student: float(cost) for student, cost in late.items() if cost is not None}
            work = partial(write_grades, assignment=assignment, standings=batch, penalties=known)
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
            rows, arrived = existing_rows(connection, of), arrivals(connection, of)
        found = []
        for student, standing in sorted(standings.items()):
            for part in standing.entry.parts:
                place = place_of_points(of.graded, standing.entry, part)
                grade = None if place is None else rows.grades.get((student, place))
                if place is None or grade is None:
                    continue
                comment = rows.comments.get((student, place_of_words(place, part)))
                words = None if comment is None else comment.manual_comment
                came = arrived[student] in (None, standing.entry.received)
                settled = came and not grade.needs_manual_grade
                found.append(
                    HandGrade(
                        student, part.slot, grade.manual_score, grade.extra_credit, words, settled
                    )
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
