"""nbgrader's own assignments, with tests in their cells: read from its gradebook, scored in it.

Grading them is the work of ``millivolt.legacy``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import make_url

from millivolt.course import Course
from millivolt.gradebook.log import GradeLog
from millivolt.nbgrader_bridge.directory import directory
from millivolt.nbgrader_bridge.folder import Folder
from millivolt.nbgrader_bridge.gradebook import NbgraderGradebook
from millivolt.nbgrader_bridge.hand_grades import Conflict, conflicts

__all__ = ["kept_sources", "publish_scores"]


def kept_sources(course: Course, assignment: str, db_url: str = "") -> dict[tuple[str, str], str]:
    """What nbgrader saved of each cell when it made the release, by notebook and cell.

    Hidden tests and expanded AUTOTESTs are in it, solutions are not. Empty without a gradebook.
    """
    book = _open(course, db_url)
    if book is None:
        return {}
    with book:
        return book.sources(assignment)


def publish_scores(
    course: Course, assignment: str, log: GradeLog, students: Collection[str], db_url: str = ""
) -> tuple[Conflict, ...] | None:
    """Write what counts for ``students`` into nbgrader's gradebook, people's grades read first.

    Returns where a person decided otherwise there than another did here; ``None`` when there is
    no gradebook that knows the assignment, and nothing was written.
    """
    book = _open(course, db_url)
    if book is None:
        return None
    with book:
        if not book.knows(assignment):
            return None
        book.pull(log, assignment, datetime.now(UTC))
        standings = log.standings(assignment)
        folder = Folder(directory(course.folder, db_url))
        mine = {
            student: replace(
                standings[student],
                entry=replace(
                    standings[student].entry, received=folder.arrived(assignment, student)
                ),
            )
            for student in students
        }
        book.write(assignment, mine)
        return conflicts(standings, book.given(assignment, standings))


def _open(course: Course, db_url: str) -> NbgraderGradebook | None:
    """The gradebook, unless it is a file that is not there: nothing is made for a look."""
    there = directory(course.folder, db_url)
    address = make_url(there.db_url)
    if address.get_backend_name() == "sqlite" and not (
        address.database and (course.folder / address.database).is_file()
    ):
        return None
    return NbgraderGradebook.open(there.db_url, there.course_id)
