"""Different and equally hard variants across a class: which possible draw a student gets."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from itertools import chain
from typing import Any, TypeAlias

from millivolt.items import Item, Part, Variant
from millivolt.items.item import Drawn
from millivolt.items.records import converter

__all__ = ["Variety", "told"]

SURVEYED = 64
TRIES = 64
TRIES_FOR_BALANCE = 16
TRIES_WHEN_EXHAUSTED = 4

Combination: TypeAlias = tuple[tuple[str, str], ...]
"""The strata of a draw, as pairs of name and value."""


class Variety:
    """What a class has got of one item so far: which given values, and how often each stratum.

    The next choice follows from these counts alone, never from the way they came about, so an
    interrupted assignment goes on as if nothing had happened.
    """

    def __init__(self) -> None:
        self._meanings: Counter[bytes] = Counter()
        self._strata: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._combinations: frozenset[Combination] | None = None

    @property
    def repeats(self) -> int:
        """How many students share their given values with another who was before them."""
        return self._meanings.total() - len(self._meanings)

    def count(self, variant: Variant) -> None:
        """A student has got ``variant``."""
        self._meanings[_meaning(variant.given, variant.parts)] += 1
        for name, value in variant.strata.items():
            self._strata[name][value] += 1

    def choose(self, item: Item, seed: Callable[[int], str]) -> Drawn:
        """The first draw of ``seed(0)``, ``seed(1)``, ... that is new to the class and balanced.

        When none of them does, the one that comes closest; being new counts more.
        """
        if self._combinations is None:
            self._combinations = _surveyed(item)
        rarest = self._rarest(self._combinations)
        # Strata may hang together so that no draw balances all of them.
        least = min(self._excess(c, rarest) for c in self._combinations)
        best, chosen = None, None
        for draw in range(self._tries()):
            drawn = item.draw(seed(draw))
            score = (
                self._meanings[_meaning(drawn.draft.given, drawn.draft.parts)],
                self._excess(_combination(drawn.strata), rarest),
            )
            if best is None or score < best:
                best, chosen = score, drawn
            if best[0] == 0 and (best[1] <= least or draw + 1 >= TRIES_FOR_BALANCE):
                break
        assert chosen is not None, "it tries at least once"
        return chosen

    def _tries(self) -> int:
        # Whoever shares in spite of many tries shows that next to nothing new is left.
        return max(TRIES_WHEN_EXHAUSTED, TRIES >> self.repeats // 4)

    def _rarest(self, combinations: Iterable[Combination]) -> Mapping[str, int]:
        """How often the rarest value of each stratum was given so far."""
        times: dict[str, int] = {}
        for name, value in chain.from_iterable(combinations):
            times[name] = min(times.get(name, self._strata[name][value]), self._strata[name][value])
        return times

    def _excess(self, strata: Combination, rarest: Mapping[str, int]) -> int:
        """By how much the strata of a draw are ahead of the rarest that the family can give."""
        return sum(self._strata[name][value] - rarest.get(name, 0) for name, value in strata)


def _surveyed(item: Item) -> frozenset[Combination]:
    """The combinations of strata that an item gives, found by drawing: it does not list them."""
    return frozenset(
        _combination(item.draw(f"survey {number}").strata) for number in range(SURVEYED)
    )


def _combination(strata: Mapping[str, str]) -> Combination:
    return tuple(sorted(strata.items()))


def _meaning(given: Mapping[str, Any], parts: Any) -> bytes:
    """A digest of what a student is given; of the parts where an item prints no parameters."""
    meant: Any = told(given) if given else [converter().unstructure(p, Part) for p in parts]
    return sha256(json.dumps(meant, sort_keys=True).encode()).digest()[:16]


def told(given: Any) -> Any:
    """What a student is given as it is printed: freshly drawn and frozen values compare equal."""
    if isinstance(given, str | float | int):
        return str(given)
    if isinstance(given, Mapping):
        return {str(name): told(entry) for name, entry in given.items()}
    if isinstance(given, list | tuple):
        return [told(entry) for entry in given]
    return str(given)
