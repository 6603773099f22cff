"""Shared answers: pairs of students whose answers agree more often than chance explains.

Evidence for a person to look at, never a verdict. One agreement by itself is never reported.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from millivolt.analysis.fingerprint import Fingerprint, fingerprint

__all__ = ["Agreement", "Answer", "SharedAnswers", "shared_answers"]

FALSE_PAIRS = 0.05
"""Pairs that a class of honest students may show by chance, on average."""

_FEWEST_AGREEMENTS = 2
_SAME, _LIKE = 2, 1
_GRID = 0.1  # nats; surprises are rounded so that chance is never understated
_FEW = 3
_SAME_NUMBER = 1e-9

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """One student's answer to one part, as far as it can tell of copying.

    A number has ``value``, their own ``key`` and the ``tolerance`` around it, all in one unit;
    ``explained`` tells that it is right, or that a known misconception leads to it from the
    student's own numbers. A text has ``text``.
    """

    student: str
    part: str
    value: float | None = None
    key: float = math.nan
    tolerance: float = 0.0
    explained: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One part on which two students agree; ``same``: to the last digit or word."""

    part: str
    same: bool
    what: str


@dataclass(frozen=True, slots=True)
class SharedAnswers:
    """Two students with their agreements. ``by_chance`` is how many such pairs a class of this
    size would show if nobody shared anything."""

    students: tuple[str, str]
    agreements: tuple[Agreement, ...]
    by_chance: float


@dataclass(slots=True)
class _Part:
    """What was seen in one part: agreements by ordered pair, and how many could have agreed."""

    exposed: frozenset[int]
    answered: frozenset[int]
    texts: bool = False
    levels: dict[Pair, int] = field(default_factory=dict)
    what: dict[Pair, str] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)

    @property
    def pairs(self) -> int:
        """Ordered pairs of which the first could have agreed with the second."""
        return len(self.exposed) * max(len(self.answered) - 1, 0)

    def agree(self, pair: Pair, level: int, what: str) -> None:
        """Note an agreement; the closest of a pair counts."""
        known = self.levels.get(pair, 0)
        if level > known:
            self.totals.update(range(known + 1, level + 1))
            self.levels[pair], self.what[pair] = level, what

    def hits(self, level: int, without: Pair) -> int:
        """Agreements of at least ``level``, leaving out one pair of students."""
        left_out = (without, without[::-1])
        return self.totals[level] - sum(self.levels.get(pair, 0) >= level for pair in left_out)


def shared_answers(
    answers: Iterable[Answer], *, false_pairs: float = FALSE_PAIRS
) -> tuple[SharedAnswers, ...]:
    """The pairs that agree too often, the least explicable first.

    A number counts when it is wrong for the student's own variant, not explained by a known
    misconception, and right for the other's variant (within its tolerance) or equal to the
    other's answer (to the digit), where the two keys differ. A text counts when it is equal but
    for spaces and comments, or also but for names. How often students of this class agree on a
    part anyway is counted without the pair itself; a part on which many agree tells little. The
    probability that a pair's agreements or more surprising ones come together by chance, times
    the number of ordered pairs, must not exceed ``false_pairs``.
    """
    by_part: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_part[answer.part].append(answer)
    names = sorted({answer.student for given in by_part.values() for answer in given})
    number = {student: place for place, student in enumerate(names)}
    parts = {name: _seen(given, number) for name, given in sorted(by_part.items())}
    together: dict[Pair, list[str]] = defaultdict(list)
    for name, part in parts.items():
        for pair in part.levels:
            together[pair].append(name)
    found: dict[Pair, SharedAnswers] = {}
    for pair, shared in together.items():
        if len(shared) < _FEWEST_AGREEMENTS:
            continue
        by_chance = len(names) * (len(names) - 1) * _chance(pair, parts)
        low, high = sorted(pair)
        known = found.get((low, high))
        if by_chance <= false_pairs and (known is None or by_chance < known.by_chance):
            agreements = tuple(
                Agreement(name, parts[name].levels[pair] == _SAME, parts[name].what[pair])
                for name in shared
            )
            found[low, high] = SharedAnswers((names[low], names[high]), agreements, by_chance)
    return tuple(sorted(found.values(), key=lambda one: (one.by_chance, one.students)))


def _seen(given: Sequence[Answer], number: Mapping[str, int]) -> _Part:
    if any(answer.text for answer in given):
        texts = [answer for answer in given if answer.text]
        return _texts(texts, number)
    return _numbers([answer for answer in given if answer.value is not None], number)


def _numbers(given: Sequence[Answer], number: Mapping[str, int]) -> _Part:
    suspect = [answer for answer in given if not answer.explained]
    everyone = frozenset(number[answer.student] for answer in given)
    part = _Part(frozenset(number[answer.student] for answer in suspect), everyone)
    by_key = sorted(given, key=lambda answer: answer.key)
    by_value = sorted(given, key=_value)
    keys, values = [answer.key for answer in by_key], [_value(answer) for answer in by_value]
    widest = max((answer.tolerance for answer in given), default=0.0)
    for mine in suspect:
        value = _value(mine)
        for other in by_key[bisect_left(keys, value - widest) : bisect_right(keys, value + widest)]:
            if abs(value - other.key) <= other.tolerance:
                _note(part, mine, other, _LIKE, "right for the other's numbers", number)
        near = _SAME_NUMBER * abs(value)
        for other in by_value[
            bisect_left(values, value - near) : bisect_right(values, value + near)
        ]:
            _note(part, mine, other, _SAME, "the same number", number)
    return part


def _note(
    part: _Part, mine: Answer, other: Answer, level: int, what: str, number: Mapping[str, int]
) -> None:
    """Students with the same key may well agree; only an agreement across keys tells anything."""
    apart = abs(mine.key - other.key) > mine.tolerance + other.tolerance
    if mine.student != other.student and apart:
        part.agree((number[mine.student], number[other.student]), level, what)


def _texts(given: Sequence[Answer], number: Mapping[str, int]) -> _Part:
    prints = {number[answer.student]: fingerprint(answer.text) for answer in given}
    telling = {place: one for place, one in prints.items() if one is not None}
    everyone = frozenset(telling)
    part = _Part(everyone, everyone, texts=True)
    usual = max(_FEW, len(telling) // 8)
    for level, what in ((_LIKE, "the same but for names"), (_SAME, "the same")):
        for pair in _equal(telling, level, usual):
            part.agree(pair, level, what)
    return part


def _equal(prints: Mapping[int, Fingerprint], level: int, usual: int) -> Iterator[Pair]:
    """Pairs with equal prints. What more than ``usual`` students write is the usual way."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, one in prints.items():
        groups[one.words if level == _SAME else one.shape].append(place)
    for group in groups.values():
        if len(group) <= usual:
            yield from ((a, b) for a in group for b in group if a != b)


def _chance(pair: Pair, parts: Mapping[str, _Part]) -> float:
    """Probability that the surprises of ``pair`` reach what was seen, over its open parts."""
    mine, other = pair
    open_parts = [p for p in parts.values() if mine in p.exposed and other in p.answered]
    pooled = {
        (texts, level): _pooled([p for p in parts.values() if p.texts is texts], level, pair)
        for texts in {p.texts for p in open_parts}
        for level in (_LIKE, _SAME)
    }
    chance, seen = np.ones(1), 0
    for part in open_parts:
        # The class as a whole bounds the rate from below, where one part has too few answers.
        rates = [
            min(1.0, max(pooled[part.texts, level], part.hits(level, pair) / max(part.pairs, 1)))
            for level in (_LIKE, _SAME)
        ]
        like, same = rates[0], min(rates[1], rates[0])
        low, high = math.ceil(-math.log(like) / _GRID), math.ceil(-math.log(same) / _GRID)
        outcome = np.zeros(high + 1)
        outcome[0] += 1 - like
        outcome[low] += like - same
        outcome[high] += same
        chance = np.convolve(chance, outcome)
        seen += {0: 0, _LIKE: low, _SAME: high}[part.levels.get(pair, 0)]
    return float(chance[seen:].sum())


def _pooled(parts: Sequence[_Part], level: int, without: Pair) -> float:
    """How often students agree over all ``parts``, never 0."""
    hits = sum(part.hits(level, without) for part in parts)
    return (1 + hits) / (1 + sum(part.pairs for part in parts))


def _value(answer: Answer) -> float:
    return math.nan if answer.value is None else answer.value
