"""When the work of an assignment came in, and how often students tried."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from millivolt.course.course import Course
from millivolt.gradebook.lateness import late_days

if TYPE_CHECKING:
    from millivolt.course.assignment import Assignment
    from millivolt.gradebook.log import GradeLog

__all__ = ["Try", "Turnout", "turnout"]


@dataclass(frozen=True, slots=True)
class Try:
    """One of the attempts that an assignment allows: who took it, and their mean share of the
    points (0 to 1; ``None`` when nobody did)."""

    name: str
    graded: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Turnout:
    """How the class handed in.

    ``in_time`` came by their own due time (all, when the assignment has none), the median
    ``hours_before``. ``late`` counts students by calendar days begun after it. ``unknown`` have
    no time of arrival. ``notebooks`` counts students by how many different notebooks of theirs
    were graded, ``tries`` tells of each attempt that may be taken.
    """

    in_time: int
    hours_before: float | None
    late: Mapping[int, int]
    unknown: int
    notebooks: Mapping[int, int]
    tries: tuple[Try, ...]


def turnout(course: Course, assignment: Assignment, log: GradeLog) -> Turnout:
    """How the class handed in ``assignment``, extensions and the late policy's grace included."""
    extensions = course.extensions()
    days: list[int] = []
    ahead: list[float] = []
    unknown = 0
    for student, entry in log.latest(assignment.name).items():
        due = assignment.due_for(student, extensions, course.zone)
        if entry.received is None:
            unknown += 1
        elif due is None:
            days.append(0)
        else:
            days.append(late_days(entry.received, due, course.zone, assignment.late.grace))
            if days[-1] == 0:
                ahead.append((due - entry.received).total_seconds() / 3600)
    late = Counter(number for number in days if number)
    return Turnout(
        in_time=len(days) - late.total(),
        hours_before=statistics.median(ahead) if ahead else None,
        late=dict(sorted(late.items())),
        unknown=unknown,
        notebooks=dict(sorted(Counter(log.notebooks(assignment.name).values()).items())),
        tries=tuple(_try(name, log) for name in assignment.attempt_names),
    )


def _try(name: str, log: GradeLog) -> Try:
    entries = [standing.effective for standing in log.standings(name).values()]
    shares = [float(entry.score / entry.max_score) for entry in entries if entry.max_score]
    return Try(name, len(entries), statistics.fmean(shares) if shares else None)
