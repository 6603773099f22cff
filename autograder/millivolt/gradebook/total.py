"""A student's total over several assignments: weights, dropped results, extra credit. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["Missing", "Result", "Total", "TotalPolicy", "Weigh", "combined", "total"]


class Missing(StrEnum):
    """What a missing score means: nothing yet, or no points."""

    BLANK = "blank"
    ZERO = "zero"


class Weigh(StrEnum):
    """What an assignment weighs: its points, or as much as any other."""

    POINTS = "points"
    EQUALLY = "equally"


@dataclass(frozen=True, slots=True)
class Result:
    """One student's score in one assignment; ``None`` when there is none.

    ``extra_credit`` counts for the student, never against: it adds to what was earned and not
    to what could be earned.
    """

    assignment: str
    score: Fraction | None
    max_score: Fraction
    extra_credit: bool = False

    def __post_init__(self) -> None:
        if self.max_score <= 0:
            raise ValueError(f"{self.assignment} must be worth more than {self.max_score} points")


@dataclass(frozen=True, slots=True)
class TotalPolicy:
    """How results become a total.

    The ``drop`` results that cost most are left out, but never all. A share above ``cap`` is
    cut to it; ``None`` lets extra credit pass 1.
    """

    weigh: Weigh = Weigh.POINTS
    drop: int = 0
    missing: Missing = Missing.BLANK
    cap: Fraction | None = None

    def __post_init__(self) -> None:
        if self.drop < 0:
            raise ValueError(f"drop cannot be negative, got {self.drop}")


@dataclass(frozen=True, slots=True)
class Total:
    """``earned`` of ``possible`` points, or of assignments when they weigh equally.

    ``share`` is ``None`` when nothing counts yet. ``dropped`` and ``counted`` name assignments.
    """

    share: Fraction | None
    earned: Fraction
    possible: Fraction
    counted: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    assignment: str
    earned: Fraction
    possible: Fraction


def total(results: Iterable[Result], policy: TotalPolicy) -> Total:
    """The total of ``results`` under ``policy``, exact."""
    regular: list[_Weighed] = []
    extra: list[_Weighed] = []
    for result in results:
        score = result.score
        if score is None and (policy.missing is Missing.BLANK or result.extra_credit):
            continue
        weight = Fraction(1) if policy.weigh is Weigh.POINTS else 1 / result.max_score
        weighed = _Weighed(
            result.assignment, (score or Fraction(0)) * weight, result.max_score * weight
        )
        (extra if result.extra_credit else regular).append(weighed)
    kept = _kept(regular, max(min(1, len(regular)), len(regular) - policy.drop))
    earned = sum((one.earned for one in (*kept, *extra)), Fraction(0))
    possible = sum((one.possible for one in kept), Fraction(0))
    share = earned / possible if possible else None
    if share is not None and policy.cap is not None:
        share = min(share, policy.cap)
    return Total(
        share,
        earned,
        possible,
        tuple(one.assignment for one in (*kept, *extra)),
        tuple(one.assignment for one in regular if one not in kept),
    )


def combined(
    shares: Mapping[str, Fraction | None], weights: Mapping[str, Fraction]
) -> Fraction | None:
    """The weighted mean of the shares of several groups, such as homework and exams.

    A group without anything counted is left out and the others weigh accordingly; ``None`` when
    no group counts. Raises ``KeyError`` for a group without a weight.
    """
    counting = {group: share for group, share in shares.items() if share is not None}
    weight = sum((weights[group] for group in counting), Fraction(0))
    if not weight:
        return None
    return sum((weights[g] * share for g, share in counting.items()), Fraction(0)) / weight


def _kept(results: Sequence[_Weighed], count: int) -> tuple[_Weighed, ...]:
    """The ``count`` results with the largest ratio of earned to possible points, in order.

    The lowest percentages are not always the ones to drop when the points differ. Dinkelbach's
    iteration is exact here: with the best ratio so far, keep what gains most over it.
    Source: W. Dinkelbach, Management Science 13 (1967) 492.
    """
    if count == len(results):
        return tuple(results)
    ratio = Fraction(0)
    while True:
        gain = [result.earned - ratio * result.possible for result in results]
        best = sorted(range(len(results)), key=lambda i: (-gain[i], i))[:count]
        kept = tuple(results[i] for i in sorted(best))
        better = sum(r.earned for r in kept) / sum((r.possible for r in kept), Fraction(0))
        if better <= ratio:
            return kept
        ratio = better
