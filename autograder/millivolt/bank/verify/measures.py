"""Measures over many variants of a family: margins, guesses, distinctness, strata."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from millivolt.bank.verify.report import Guess, Margin
from millivolt.items import (
    Choice,
    Drawn,
    Matching,
    Misconception,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Table,
    Tolerance,
    TwoTier,
)

__all__ = ["distinct", "guesses", "margins", "strata"]

Claim = tuple[str, float, Tolerance, Misconception]


class Interval(NamedTuple):
    """The numbers that are accepted as an answer, in ``unit``."""

    low: float
    high: float
    unit: str


Answer = Interval | str


def margins(drawn: Sequence[Drawn]) -> tuple[Margin, ...]:
    """The margin table: every part's misconceptions with their least distance from the key."""
    least: dict[tuple[str, str], float] = {}
    claimed: Counter[tuple[str, str]] = Counter()
    confused: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for variant in drawn:
        by_part: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in _claims(variant.draft.parts):
            by_part[claim[0]].append(claim)
        for part, claims in by_part.items():
            for _, key, tolerance, misconception in claims:
                name = (part, misconception.id)
                distance = abs(misconception.value - key) / tolerance.allowed(key)
                least[name] = min(distance, least.get(name, distance))
                claimed[name] += 1
                confused[name] |= _same_answer(misconception, claims)
    return tuple(
        Margin(*name, least[name], claimed[name], tuple(sorted(confused[name])))
        for name in sorted(least)
    )


def _claims(parts: Iterable[Part]) -> Iterator[Claim]:
    for part in parts:
        if isinstance(part, Numeric):
            for each in part.misconceptions:
                yield part.id, part.answer, part.tolerance, each
        elif isinstance(part, Table):
            for cell in part.cells:
                for each in cell.misconceptions:
                    yield f"{part.id} {cell.row}/{cell.column}", cell.answer, cell.tolerance, each


def _same_answer(one: Misconception, claims: Iterable[Claim]) -> set[str]:
    return {
        other.id
        for _, _, tolerance, other in claims
        if other.id != one.id and abs(other.value - one.value) <= tolerance.allowed(one.value)
    }


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
