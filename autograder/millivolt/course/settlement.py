"""What a student's grades come to: each assignment after its late policy, and the total.

Grades as they were earned stay in the grade log; what is made of them here can always be made
again, so that a changed policy or a late extension needs no regrading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from fractions import Fraction

from millivolt.course.assignment import Assignment
from millivolt.course.course import Course
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.lateness import (
    Extension,
    late_days,
    penalised,
    spend_free_days,
)
from millivolt.gradebook.total import Result, Total, combined, total

__all__ = ["Settled", "Settlement", "settle"]


@dataclass(frozen=True, slots=True)
class Settled:
    """One assignment of one student.

    ``earned`` are the points before any penalty, ``score`` those that count; ``None`` when
    nothing was handed in. ``due`` is this student's own, extensions included. Of ``late_days``
    (calendar days begun) ``charged_days`` cost points. ``counted`` names the attempt that counts.
    """

    assignment: str
    max_score: Fraction
    earned: Fraction | None = None
    score: Fraction | None = None
    due: datetime | None = None
    late_days: int = 0
    charged_days: int = 0
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """All assignments of one student, the total of each group, and their weighted ``share``."""

    student: str
    assignments: tuple[Settled, ...]
    groups: Mapping[str, Total]
    share: Fraction | None


def settle(
    course: Course,
    assignments: Sequence[Assignment],
    student: str,
    entries: Iterable[GradeEntry],
    extensions: Sequence[Extension] = (),
    extra: Mapping[str, Fraction] | None = None,
) -> Settlement:
    """What ``entries``, one for each attempt that ``student`` handed in, come to.

    ``assignments`` are all those of the course, whichever are looked at: free late days and
    totals depend on every one. ``extra`` are points that a person gave on top, by attempt; no
    penalty touches them.
    Of several attempts the best counts (before free late days are spent) or the last, as the
    assignment says.
    """
    graded = {entry.assignment: entry for entry in entries}
    due = {
        a.name: moment
        for a in assignments
        if (moment := a.due_for(student, extensions, course.zone)) is not None
    }
    counting = {
        a.name: found
        for a in assignments
        if (found := _counting(a, graded, due.get(a.name), course.zone)) is not None
    }
    late = {
        a.name: _days(a, counting[a.name], due.get(a.name), course.zone)
        for a in assignments
        if a.name in counting
    }
    charged = _charged(course, assignments, due, late)
    settled = tuple(
        _settled(
            a,
            counting.get(a.name),
            due.get(a.name),
            late.get(a.name, 0),
            charged.get(a.name),
            extra or {},
        )
        for a in assignments
    )
    groups = {
        group: total(
            [
                Result(s.assignment, s.score, s.max_score, a.extra_credit)
                for a, s in zip(assignments, settled, strict=True)
                if a.group == group
            ],
            course.total,
        )
        for group in dict.fromkeys(a.group for a in assignments)
    }
    weights = {group: course.weights.get(group, Fraction(1)) for group in groups}
    share = combined({group: found.share for group, found in groups.items()}, weights)
    return Settlement(student, settled, groups, share)


def _counting(
    assignment: Assignment,
    graded: Mapping[str, GradeEntry],
    due: datetime | None,
    zone: tzinfo,
) -> GradeEntry | None:
    """The attempt that counts, or ``None`` when there is none; of equal ones the first."""
    attempts = [graded[name] for name in assignment.attempt_names if name in graded]
    if not attempts or assignment.counts == "last":
        return attempts[-1] if attempts else None

    def worth(entry: GradeEntry) -> Fraction:
        days = _days(assignment, entry, due, zone)
        return penalised(entry.score, entry.max_score, days, assignment.late)

    return max(attempts, key=worth)


def _days(assignment: Assignment, entry: GradeEntry, due: datetime | None, zone: tzinfo) -> int:
    if due is None or entry.received is None:
        return 0
    return late_days(entry.received, due, zone, assignment.late.grace)


def _charged(
    course: Course,
    assignments: Sequence[Assignment],
    due: Mapping[str, datetime],
    late: Mapping[str, int],
) -> dict[str, int]:
    """The late days that cost points after the free ones are spent, the earliest due first."""
    # Days of work that is too late to count at all would be wasted on it.
    accepted = {
        a.name: late[a.name]
        for a in assignments
        if a.name in late
        and a.name in due
        and (a.late.last_day is None or late[a.name] <= a.late.last_day)
    }
    in_order = sorted(accepted, key=lambda name: (due[name], name))
    return spend_free_days([(name, accepted[name]) for name in in_order], course.free_late_days)


def _settled(
    assignment: Assignment,
    entry: GradeEntry | None,
    due: datetime | None,
    late: int,
    charged: int | None,
    extra: Mapping[str, Fraction],
) -> Settled:
    if entry is None:
        return Settled(assignment.name, assignment.points, due=due)
    costly = late if charged is None else charged
    score = penalised(entry.score, entry.max_score, late, assignment.late, costly)
    score += extra.get(entry.assignment, Fraction(0))
    return Settled(
        assignment.name, entry.max_score, entry.score, score, due, late, costly, entry.assignment
    )
