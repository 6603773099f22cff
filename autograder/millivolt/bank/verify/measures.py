"""Measures over many variants of a family: margins, guesses, distinctness, strata."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from millivolt.bank.verify.report import Guess, Margin
from millivolt.items import (
    Cell,
    Choice,
    Drawn,
    Figure,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Series,
    Table,
    Tolerance,
    TwoTier,
)

__all__ = ["distinct", "guesses", "margins", "strata"]


class Claim(NamedTuple):
    """What a misconception gives, and its distance from the key in tolerances."""

    part: str
    id: str
    value: Any
    allowed: float
    margin: float


class Interval(NamedTuple):
    """The numbers that are accepted as an answer, in ``unit``."""

    low: float
    high: float
    unit: str


Answer = Interval | str


def margins(drawn: Sequence[Drawn]) -> tuple[Margin, ...]:
    """The margin table: every part's misconceptions with their least distance from the key.

    The distance of traces and curves is that where they differ most.
    """
    least: dict[tuple[str, str], float] = {}
    claimed: Counter[tuple[str, str]] = Counter()
    confused: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for variant in drawn:
        by_part: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in _claims(variant.draft.parts):
            by_part[claim.part].append(claim)
        for part, claims in by_part.items():
            for claim in claims:
                name = (part, claim.id)
                least[name] = min(claim.margin, least.get(name, claim.margin))
                claimed[name] += 1
                confused[name] |= {
                    other.id
                    for other in claims
                    if other.id != claim.id and _apart(other.value, claim.value) <= claim.allowed
                }
    return tuple(
        Margin(*name, least[name], claimed[name], tuple(sorted(confused[name])))
        for name in sorted(least)
    )


def _claims(parts: Iterable[Part]) -> Iterator[Claim]:
    for part in parts:
        if isinstance(part, Numeric):
            yield from _of_number(part.id, part)
        elif isinstance(part, Table):
            for cell in part.cells:
                yield from _of_number(f"{part.id} {cell.row}/{cell.column}", cell)
        elif isinstance(part, Series):
            for each in part.misconceptions:
                margin = _apart(each.value, part.values) / part.max_deviation
                yield Claim(part.id, each.id, each.value, part.max_deviation, margin)
        elif isinstance(part, Figure):
            yield from _of_figure(part)


def _of_number(name: str, answer: Numeric | Cell) -> Iterator[Claim]:
    for each in answer.misconceptions:
        margin = abs(each.value - answer.answer) / answer.tolerance.allowed(answer.answer)
        yield Claim(name, each.id, each.value, answer.tolerance.allowed(each.value), margin)


def _of_figure(part: Figure) -> Iterator[Claim]:
    for curve in part.curves:
        for each in curve.misconceptions:
            # A wrong curve must not lie on another right one either: it would be taken for it.
            margin = min(
                _apart(each.value, right.y) / right.max_deviation
                for right in part.curves
                if right.x == curve.x
            )
            name = f"{part.id} {curve.name}"
            yield Claim(name, each.id, each.value, curve.max_deviation, margin)


def _apart(one: Any, other: Any) -> float:
    """How far two numbers, or two traces at the same times, are apart at the most."""
    if isinstance(one, int | float):
        return float(abs(one - other))
    return float(max(abs(a - b) for a, b in zip(one, other, strict=True)))


def guesses(drawn: Sequence[Drawn]) -> tuple[Guess, ...]:
    """For each part the one answer that is right most often.

    Whoever guesses knows the positions of options, not what stands there. A table is guessed
    cell by cell, and the share is that of all its cells.
    """
    answers: defaultdict[str, defaultdict[str, list[Answer]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for variant in drawn:
        for part in variant.draft.parts:
            for cell, answer in _answers(part):
                answers[part.id][cell].append(answer)
    return tuple(_best_guess(part, list(cells.values())) for part, cells in answers.items())


def _answers(part: Part) -> Iterator[tuple[str, Answer]]:
    """What is right, each under the name of its cell, or under none."""
    if isinstance(part, Numeric):
        yield "", _interval(part.answer, part.tolerance, part.unit)
    elif isinstance(part, Table):
        for cell in part.cells:
            yield f"{cell.row}/{cell.column}", _interval(cell.answer, cell.tolerance, cell.unit)
    elif picked := _picked(part):
        yield "", picked


def _picked(part: Part) -> str:
    """The right answer as letters; empty where nothing is picked."""
    match part:
        case Choice():
            right: Iterable[str] = (part.answer,)
        case Ordering() | Matching():
            right = part.answer
        case MultipleChoice():
            right = [option.id for option in part.options if option.id in part.answer]
        case TwoTier():
            return f"{_letters(part.options, (part.answer,))} because of " + _letters(
                part.reasons, (part.reason,)
            )
        case _:
            return ""
    return _letters(part.options, right)


def _letters(options: Sequence[Option], right: Iterable[str]) -> str:
    letters = {option.id: chr(65 + position) for position, option in enumerate(options)}
    return "".join(letters[answer] for answer in right)


def _interval(answer: float, tolerance: Tolerance, unit: str) -> Interval:
    allowed = tolerance.allowed(answer)
    return Interval(answer - allowed, answer + allowed, unit)


def _best_guess(part: str, cells: Sequence[Sequence[Answer]]) -> Guess:
    """The best guesses of all cells together; a part without cells counts as one."""
    found = [_best_answer(same) for same in cells]
    hits, asked = sum(hits for _, hits in found), sum(len(same) for same in cells)
    number = any(isinstance(answer, Interval) for same in cells for answer in same)
    return Guess(part, ", ".join(answer for answer, _ in found), hits / asked, number)


def _best_answer(same: Sequence[Answer]) -> tuple[str, int]:
    """The answer that is right most often, and how often."""
    intervals = [answer for answer in same if isinstance(answer, Interval)]
    if intervals:
        number, hits = _best_number(intervals)
        return f"{number:.4g} {intervals[0].unit}".strip(), hits
    return Counter(str(picked) for picked in same).most_common(1)[0]


def _best_number(intervals: Sequence[Interval]) -> tuple[float, int]:
    """The number that most of the accepted intervals contain, by a sweep over their ends."""
    starts = sorted(interval.low for interval in intervals)
    ends = sorted(interval.high for interval in intervals)
    best, hits = starts[0], 0
    for index, start in enumerate(starts):
        open_intervals = index + 1 - bisect.bisect_left(ends, start)
        if open_intervals > hits:
            best, hits = start, open_intervals
    return best, hits


def distinct(drawn: Iterable[Drawn]) -> int:
    """How many of the variants give different parameters."""
    return len({_told(variant.draft.given) for variant in drawn})


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return repr({name: _told(entry) for name, entry in sorted(value.items())})
    return str(value)


def strata(drawn: Iterable[Drawn]) -> dict[str, dict[str, int]]:
    """How often each value of each stratum came up."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for variant in drawn:
        for name, value in variant.strata.items():
            counts[name][value] += 1
    return {name: dict(sorted(values.items())) for name, values in sorted(counts.items())}
