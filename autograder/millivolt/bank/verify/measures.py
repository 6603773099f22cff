"""Measures over many variants of a family: margins, guesses, distinctness, strata."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from millivolt.bank.verify.report import Guess, Margin
from millivolt.items import (
    Choice,
    Drawn,
    Misconception,
    Numeric,
    Ordering,
    Part,
    Table,
    Tolerance,
    TwoTier,
)

__all__ = ["distinct", "guesses", "margins", "strata"]

Claim = tuple[str, float, Tolerance, Misconception]


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
    """For each part the one answer that is right most often."""
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for variant in drawn:
        for part in variant.draft.parts:
            parts[part.id].append(part)
    found = (_best_guess(part_id, same) for part_id, same in parts.items())
    return tuple(guess for guess in found if guess is not None)


def _best_guess(part_id: str, same: list[Part]) -> Guess | None:
    numbers = [part for part in same if isinstance(part, Numeric)]
    if numbers:
        answer, hits = _best_number(numbers)
        return Guess(part_id, f"{answer:.4g} {numbers[0].unit}".strip(), hits / len(same))
    picked = [_picked(part) for part in same if isinstance(part, Choice | Ordering | TwoTier)]
    if picked:
        position, hits = Counter(picked).most_common(1)[0]
        return Guess(part_id, position, hits / len(same))
    return None


def _picked(part: Choice | Ordering | TwoTier) -> str:
    """The answer as letters: whoever guesses knows the positions, not what stands there."""
    if isinstance(part, TwoTier):
        reason = [option.id for option in part.reasons].index(part.reason)
        answer = [option.id for option in part.options].index(part.answer)
        return f"{chr(65 + answer)} because of {chr(65 + reason)}"
    letters = {option.id: chr(65 + n) for n, option in enumerate(part.options)}
    answers = (part.answer,) if isinstance(part, Choice) else part.answer
    return "".join(letters[option] for option in answers)


def _best_number(parts: Sequence[Numeric]) -> tuple[float, int]:
    """The number that most of the accepted intervals contain, by a sweep over their ends."""
    starts = sorted(part.answer - part.tolerance.allowed(part.answer) for part in parts)
    ends = sorted(part.answer + part.tolerance.allowed(part.answer) for part in parts)
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
