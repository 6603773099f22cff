"""What lateness costs in nbgrader's gradebook, where the course has a policy of ours. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from millivolt.course import Assignment, Course, settle
from millivolt.gradebook import Standing
from millivolt.gradebook.lateness import Extension, LatePolicy, late_days, penalised

__all__ = ["is_ours", "late_penalties"]


def is_ours(assignment: Assignment) -> bool:
    """Whether our policy says what lateness costs; otherwise nbgrader's plugin does."""
    return assignment.late != LatePolicy(grace=assignment.late.grace)


def late_penalties(
    course: Course,
    assignment: Assignment,
    books: Mapping[str, Mapping[str, Standing]],
    students: Sequence[str],
    extensions: Sequence[Extension],
) -> dict[str, Fraction]:
    """The points that lateness costs each of ``students`` in ``assignment``, most of them none.

    ``books`` hold the standings in every attempt at every assignment, by its name: a student's
    free late days are spent on the earliest ones.
    """
    every = [course.assignment(name) for name in course.assignments]
    found: dict[str, Fraction] = {}
    for student in students:
        entry = books[assignment.name][student].effective
        due = assignment.due_for(student, extensions, course.zone)
        found[student] = Fraction(0)
        if due is None or entry.received is None:
            continue
        days = late_days(entry.received, due, course.zone, assignment.late.grace)
        if not days:
            continue
        theirs = [book[student].effective for book in books.values() if student in book]
        settled = settle(course, every, student, theirs, extensions)
        counted = next(one for one in settled.assignments if one.assignment == assignment.base)
        charged = counted.charged_days if counted.counted == assignment.name else days
        rest = penalised(entry.score, entry.max_score, days, assignment.late, charged)
        found[student] = entry.score - rest
    return found
