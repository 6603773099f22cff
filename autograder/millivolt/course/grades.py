"""The grades of a class as a table: what counts after late days, attempts and points on top."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from millivolt.course.course import Course
from millivolt.course.settlement import settle
from millivolt.errors import AuthorError
from millivolt.lms import Column, GradeRow, GradeTable

if TYPE_CHECKING:
    from millivolt.gradebook.log import GradeLog

__all__ = ["grade_table"]


def grade_table(course: Course, log: GradeLog, names: Collection[str] = ()) -> GradeTable:
    """The grades of everyone on the roster or graded, in the assignments ``names`` or in all.

    Who handed nothing in has a blank. An attempt such as ``ps1-attempt2`` means its assignment.

    Raises:
        AuthorError: when nothing was graded yet.
    """
    # All of them, whichever are asked for: free late days spent on one are gone for the next.
    every = [course.assignment(name) for name in course.assignments]
    standings = {name: log.standings(name) for a in every for name in a.attempt_names}
    wanted = {course.assignment(name).base for name in names}
    shown = [
        a
        for a in every
        if (not wanted or a.name in wanted) and any(standings[name] for name in a.attempt_names)
    ]
    if not shown:
        raise AuthorError("nothing was graded yet")
    roster = {student.id: student for student in course.roster()}
    extensions = course.extensions()
    rows = []
    for who in sorted({*roster, *(who for found in standings.values() for who in found)}):
        entries = [found[who].effective for found in standings.values() if who in found]
        extra = {name: found[who].extra for name, found in standings.items() if who in found}
        settled = settle(course, every, who, entries, extensions, extra)
        score = {one.assignment: one.score for one in settled.assignments}
        student = roster.get(who)
        rows.append(
            GradeRow(
                who,
                tuple(score[assignment.name] for assignment in shown),
                name=student.name if student else "",
                email=student.email if student else "",
            )
        )
    return GradeTable(tuple(Column(a.name, a.points) for a in shown), tuple(rows))
