"""What people do in formgrader, nbgrader's page for grading by hand, as events of our log. Pure.

formgrader keeps only the present state and not who changed it; the log keeps each change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.entry import PartGrade
from millivolt.gradebook.standing import Standing, in_force

__all__ = ["FORMGRADER", "Conflict", "HandGrade", "conflicts", "news", "pushed"]

FORMGRADER = "formgrader"
"""Who gave a grade in formgrader: nbgrader does not record the person."""


@dataclass(frozen=True, slots=True)
class HandGrade:
    """What people gave one part in formgrader; ``None`` where they gave nothing.

    It is ``settled`` when it is about the submission that came last, and no flag asks a person
    to look at it.
    """

    student: str
    slot: str
    score: float | None = None
    extra: float | None = None
    comment: str | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part whose score by hand in formgrader is not the one in our log: a person decided here
    after another did there. nbgrader shows ``theirs``, our log counts ``ours``."""

    student: str
    slot: str
    theirs: Fraction
    ours: Fraction


def news(
    standings: Mapping[str, Standing], given: Iterable[HandGrade], when: datetime
) -> tuple[Override | Comment, ...]:
    """The events that bring the log up to what people ``given`` in formgrader.

    What the log already heard from formgrader is not repeated, so that an override given here
    afterwards stands. Parts that we never graded belong to nbgrader alone.
    """
    found: list[Override | Comment] = []
    for hand in given:
        standing = standings.get(hand.student)
        part = None if standing is None else _part(standing, hand.slot)
        if standing is not None and part is not None:
            found += _overrides(standing, part, hand, when)
            found += _comments(standing, hand, when)
    return tuple(found)


def pushed(standing: Standing) -> tuple[tuple[PartGrade, Fraction], ...]:
    """Each part with the score that nbgrader should show as the automatic one.

    People's overrides are in it, except those from formgrader: they stand in nbgrader's own
    column, and the automatic score beside them is to stay the machine's.
    """
    ours = tuple(o for o in standing.overrides if o.who != FORMGRADER)
    mine = Standing(standing.entry, ours)
    extra = {slot: override.extra for slot, override in in_force(ours).items()}
    return tuple(
        (part, part.score + extra.get(part.slot, Fraction(0))) for part in mine.effective.parts
    )


def conflicts(
    standings: Mapping[str, Standing], given: Iterable[HandGrade]
) -> tuple[Conflict, ...]:
    """Where nbgrader's score by hand and our log differ."""
    found = []
    for hand in given:
        standing = standings.get(hand.student)
        part = None if standing is None else _part(standing, hand.slot)
        if standing is None or part is None or hand.score is None:
            continue
        share, extra = _exact(hand, part.points)
        override = in_force(standing.overrides).get(hand.slot)
        theirs = (share or 0) * part.points + extra
        counted = next(p for p in standing.effective.parts if p.slot == hand.slot)
        ours = counted.score + (override.extra if override else 0)
        if theirs != ours:
            found.append(Conflict(hand.student, hand.slot, theirs, ours))
    return tuple(found)


def _overrides(
    standing: Standing, part: PartGrade, hand: HandGrade, when: datetime
) -> Iterator[Override]:
    of_part = [override for override in standing.overrides if override.slot == hand.slot]
    heard = next((o for o in reversed(of_part) if o.who == FORMGRADER), None)
    known = (heard.fraction, heard.extra) if heard else (None, Fraction(0))
    given = _exact(hand, part.points)
    taken_back = given == (None, Fraction(0))
    if taken_back and (given == known or of_part[-1] is not heard):
        return
    why = "taken back in formgrader" if taken_back else "graded by hand in formgrader"
    if given == known:
        if not hand.settled or heard not in standing.outdated:
            return
        why = "looked at again in formgrader"
    yield Override(
        hand.student, standing.entry.assignment, hand.slot, given[0], FORMGRADER, why, when,
        extra=given[1], notebook=standing.entry.provenance.notebook,
    )  # fmt: skip


def _comments(standing: Standing, hand: HandGrade, when: datetime) -> Iterator[Comment]:
    told = [c for c in standing.comments if c.slot == hand.slot and c.who == FORMGRADER]
    text = hand.comment or ""
    if text != (told[-1].text if told else ""):
        yield Comment(hand.student, standing.entry.assignment, hand.slot, text, FORMGRADER, when)


def _part(standing: Standing, slot: str) -> PartGrade | None:
    return next((part for part in standing.entry.parts if part.slot == slot), None)


def _exact(hand: HandGrade, worth: Fraction) -> tuple[Fraction | None, Fraction]:
    """A score by hand as our share and extra points.

    formgrader allows any number: more than the part is worth becomes extra points, less than
    nothing counts as nothing. The double nearest to the full points means all of them.
    """
    extra = max(Fraction(0), _decimal(hand.extra or 0.0))
    if hand.score is None:
        return None, extra
    if hand.score == float(worth):
        return Fraction(1), extra
    score = max(Fraction(0), _decimal(hand.score))
    if score >= worth:
        return Fraction(1), extra + score - worth
    return score / worth, extra


def _decimal(number: float) -> Fraction:
    """The decimal number that a person typed, rather than the double that stands for it."""
    return Fraction(repr(float(number)))
