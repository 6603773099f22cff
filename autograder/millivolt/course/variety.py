"""Different and equally hard variants across a class: which possible draw a student gets."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from millivolt.items import Item, Part, Variant
from millivolt.items.records import converter

__all__ = ["Variety", "told"]

SURVEYED = 64
TRIES = 64
TRIES_FOR_BALANCE = 16
TRIES_WHEN_EXHAUSTED = 4


class Variety:
    """What a class has got of one item so far: which given values, and how often each stratum.

    The next choice follows from these counts alone, never from the way they came about, so an
    interrupted assignment goes on as if nothing had happened.
    """

    def __init__(self) -> None:
        self._meanings: Counter[bytes] = Counter()
        self._strata: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._possible: Mapping[str, frozenset[str]] | None = None

    @property
    def repeats(self) -> int:
        """How many students share their given values with another who was before them."""
        return self._meanings.total() - len(self._meanings)

    def count(self, variant: Variant) -> None:
        """A student has got ``variant``."""
        self._meanings[_meaning(variant.given, variant.parts)] += 1
        for name, value in variant.strata.items():
            self._strata[name][value] += 1

    def choose(self, item: Item, seed: Callable[[int], str]) -> str:
        """The first of ``seed(0)``, ``seed(1)``, ... that is new to the class and balanced.

        When none of them does, the one that comes closest; being new counts more.
        """
        best, chosen = None, ""
        for draw in range(self._tries()):
            candidate = seed(draw)
            drawn = item.draw(candidate)
            score = (
                self._meanings[_meaning(drawn.draft.given, drawn.draft.parts)],
                self._excess(item, drawn.strata),
            )
            if best is None or score < best:
                best, chosen = score, candidate
            # Strata may hang together so that no draw balances all of them.
            if best == (0, 0) or (best[0] == 0 and draw + 1 >= TRIES_FOR_BALANCE):
                break
        return chosen

    def _tries(self) -> int:
        issued = self._meanings.total()
        scarce = issued > 1 and 2 * len(self._meanings) <= issued
        return TRIES_WHEN_EXHAUSTED if scarce else TRIES

    def _excess(self, item: Item, strata: Mapping[str, str]) -> int:
        """By how much the strata of a draw are ahead of the rarest that the family can give."""
        if strata and self._possible is None:
            self._possible = _possible_strata(item)
        possible = self._possible or {}
        return sum(
            self._strata[name][value]
            - min(self._strata[name][other] for other in {*possible.get(name, ()), value})
            for name, value in strata.items()
        )


def _possible_strata(item: Item) -> Mapping[str, frozenset[str]]:
    """The values of each stratum, found by drawing: a family does not list them."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for number in range(SURVEYED):
        for name, value in item.draw(f"survey {number}").strata.items():
            seen[name].add(value)
    return {name: frozenset(values) for name, values in seen.items()}


def _meaning(given: Mapping[str, Any], parts: Any) -> bytes:
    """A digest of what a student is given; of the parts where an item prints no parameters."""
    meant: Any = told(given) if given else [converter().unstructure(p, Part) for p in parts]
    return sha256(json.dumps(meant, sort_keys=True).encode()).digest()[:16]


def told(given: Any) -> Any:
    """What a student is given as it is printed: freshly drawn and frozen values compare equal."""
    if isinstance(given, Mapping):
        return {str(name): told(entry) for name, entry in given.items()}
    if isinstance(given, list | tuple):
        return [told(entry) for entry in given]
    return str(given)
