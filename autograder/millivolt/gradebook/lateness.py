"""How late a submission is, and what that costs. Pure; no clock is read.

Days are calendar days in the course's time zone: the second day ends at the same time on the
clock as the first, also when a night in between has 23 or 25 hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from fractions import Fraction

__all__ = [
    "Extension",
    "LatePolicy",
    "PenaltyOf",
    "days_later",
    "due_for",
    "late_days",
    "penalised",
    "spend_free_days",
]

_AT_ONCE = timedelta(0)


class PenaltyOf(StrEnum):
    """What a late day takes its share of: the points earned, or those that could be earned."""

    EARNED = "earned"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What late work costs.

    Each late day begun takes ``per_day`` (0 to 1) of ``of``, never more than leaves ``least``
    (0 to 1) of the points earned. Work later than ``last_day`` days counts nothing; ``None``
    accepts it for ever. Up to ``grace`` after the due time is not late.
    """

    per_day: Fraction = Fraction(0)
    of: PenaltyOf = PenaltyOf.EARNED
    least: Fraction = Fraction(0)
    last_day: int | None = None
    grace: timedelta = _AT_ONCE

    def __post_init__(self) -> None:
        for name in ("per_day", "least"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between 0 and 1, not {getattr(self, name)}")
        if self.grace < _AT_ONCE or (self.last_day or 0) < 0:
            raise ValueError("grace and the last day cannot be negative")


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one student: a due time of their own (aware), or calendar days more."""

    student: str
    assignment: str
    due: datetime | None = None
    days: int = 0
    why: str = ""

    def __post_init__(self) -> None:
        if (self.due is None) == (self.days == 0) or self.days < 0:
            raise ValueError("an extension gives either a due time or a number of days")
        if self.due is not None and self.due.tzinfo is None:
            raise ValueError("Extension.due needs a time zone")


def days_later(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The same time on the clock of ``zone``, ``days`` calendar days after ``moment``, in UTC.

    Where the clock shows that time twice, the later one; where it skips it, the moment as far
    after the change as the time lies after the skipped hour's start. Both favour the student.
    """
    if days == 0:
        return _utc(moment)
    local = moment.astimezone(zone)
    target = local.replace(tzinfo=None) + timedelta(days=days)
    return max(target.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def due_for(
    student: str, assignment: str, due: datetime, extensions: Iterable[Extension], zone: tzinfo
) -> datetime:
    """When ``assignment`` is due for ``student``, in UTC: the latest of ``due`` and the
    student's extensions; days of several extensions do not add up."""
    theirs = [e for e in extensions if (e.student, e.assignment) == (student, assignment)]
    moments = [_utc(e.due) if e.due else days_later(due, e.days, zone) for e in theirs]
    return max([_utc(due), *moments])


def late_days(received: datetime, due: datetime, zone: tzinfo, grace: timedelta = _AT_ONCE) -> int:
    """Calendar days begun after ``due``; 0 up to ``grace`` after it, also at the very moment.

    ``received`` is when the submission arrived, never when it was graded.
    """
    moment = _utc(received) - grace
    if moment <= _utc(due):
        return 0
    days = max(1, (moment.astimezone(zone).date() - due.astimezone(zone).date()).days - 1)
    while moment > days_later(due, days, zone):
        days += 1
    return days


def spend_free_days(late: Iterable[tuple[str, int]], free_days: int) -> dict[str, int]:
    """The late days that still cost points, by assignment.

    ``late`` are a student's assignments with their late days, in the order they were due; free
    days go to the earliest first, so that what was charged before never changes afterwards.
    """
    left, charged = free_days, {}
    for assignment, days in late:
        free = min(left, days)
        left -= free
        charged[assignment] = days - free
    return charged


def penalised(
    score: Fraction, max_score: Fraction, days: int, policy: LatePolicy, charged: int | None = None
) -> Fraction:
    """What ``score`` is worth when it came ``days`` late, exact.

    ``charged`` are the days that cost points, when free days paid for some; ``last_day`` looks
    at all of them.
    """
    if policy.last_day is not None and days > policy.last_day:
        return Fraction(0)
    counted = days if charged is None else charged
    base = score if policy.of is PenaltyOf.EARNED else max_score
    least = min(score, policy.least * score)
    return max(least, score - base * policy.per_day * counted)


def _utc(moment: datetime) -> datetime:
    # Moments in one zone would be compared by their clocks, which run back once a year.
    if moment.tzinfo is None:
        raise ValueError("a due or received time needs a time zone")
    return moment.astimezone(UTC)
