"""Where a family's numbers come from: one vocabulary of draws, whatever the source of chance.

Every draw is built on a single primitive, a uniform whole number below ``n``. The seeded
stream takes it from SHA-256, so a seed gives the same draws on every platform and with every
library version; verification takes it from Hypothesis (``items.adversary``), which searches.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeVar

__all__ = ["Draw", "Redraw", "SeededDraw"]

T = TypeVar("T")


class Redraw(Exception):
    """The numbers just drawn make a poor exercise; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Draw(ABC):
    """What a family may ask for. Every value is rounded to what will be printed.

    ``overrides`` replaces named intermediate results (``step``); it is how a later part is
    re-evaluated from a student's own earlier value.
    """

    def __init__(self, overrides: Mapping[str, float] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self.steps: dict[str, float] = {}
        self.strata: dict[str, str] = {}

    @abstractmethod
    def below(self, n: int) -> int:
        """A whole number from 0 to ``n - 1``, all equally likely."""

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        if high < low:
            raise ValueError(f"integer({low}, {high}): the range is empty")
        return low + self.below(high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        """One of ``options``."""
        if not options:
            raise ValueError("choice(): there is nothing to choose from")
        return options[self.below(len(options))]

    def stratum(self, name: str, options: Sequence[T]) -> T:
        """A choice that shifts difficulty, recorded so that a class can be balanced on it."""
        chosen = self.choice(options)
        self.strata[name] = str(chosen)
        return chosen

    def sign(self) -> int:
        """+1 or -1."""
        return 1 if self.below(2) else -1

    def number(self, low: float, high: float, step: float) -> float:
        """A multiple of ``step`` from ``low`` to ``high``, evenly spread.

        Computed in decimal, so that 0.1 steps give 4.3 and never 4.300000000000001.
        """
        grid = Decimal(str(step))
        if grid <= 0:
            raise ValueError(f"number(): step must be positive, not {step!r}")
        first = (Decimal(str(low)) / grid).to_integral_value(ROUND_CEILING)
        last = (Decimal(str(high)) / grid).to_integral_value(ROUND_FLOOR)
        return float(self.integer(int(first), int(last)) * grid)

    def magnitude(self, low: float, high: float, figures: int = 2) -> float:
        """A positive number of ``figures`` significant figures from ``low`` to ``high``.

        Every number with that many figures is equally likely, so small and large values of a
        wide range both occur (each full decade has the same weight).
        """
        if not 0 < low <= high:
            raise ValueError(f"magnitude({low}, {high}): needs 0 < low <= high")
        first, last = (
            _grid_index(low, figures, ROUND_CEILING),
            _grid_index(high, figures, ROUND_FLOOR),
        )
        index = self.integer(first, last)
        smallest = int(10 ** (figures - 1))
        decade, offset = divmod(index, 9 * smallest)
        return float(Decimal(smallest + offset).scaleb(decade))

    def sample(self, options: Sequence[T], k: int) -> list[T]:
        """``k`` different entries of ``options``, in random order."""
        if k > len(options):
            raise ValueError(f"sample(): {k} of {len(options)} options")
        return self.shuffled(options)[:k]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """All of ``options`` in random order."""
        order = list(options)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def require(self, condition: bool, reason: str = "a requirement of the family") -> None:
        """Draw everything again unless ``condition`` holds.

        Nothing is required while a student's own value is carried forward: the numbers are
        theirs by then.
        """
        if not condition and not self._overrides:
            raise Redraw(reason)

    def step(self, name: str, value: float) -> float:
        """Name an intermediate result on which later parts build.

        Returns ``value``, or the student's own value when it is carried forward. What is drawn
        must not depend on it.
        """
        self.steps[name] = value
        return self._overrides.get(name, value)


def _grid_index(value: float, figures: int, rounding: str) -> int:
    """Position of ``value`` on the grid of numbers with ``figures`` significant figures."""
    exact = Decimal(str(value))
    decade = exact.adjusted() - figures + 1
    mantissa = int(exact.scaleb(-decade).to_integral_value(rounding))
    smallest = int(10 ** (figures - 1))
    return decade * 9 * smallest + mantissa - smallest


class SeededDraw(Draw):
    """The stream that never changes: SHA-256 of the key in counter mode, read 8 bytes at a time."""

    def __init__(self, key: str, overrides: Mapping[str, float] | None = None) -> None:
        super().__init__(overrides)
        self._key = hashlib.sha256(key.encode()).digest()
        self._block = b""
        self._counter = 0
        self._at = 32

    def below(self, n: int) -> int:
        if not 0 < n <= 1 << 63:
            raise ValueError(f"below({n}): n must be from 1 to 2**63")
        # Rejecting the incomplete last cycle keeps every value equally likely.
        limit = (1 << 64) - (1 << 64) % n
        while True:
            word = self._word()
            if word < limit:
                return word % n

    def _word(self) -> int:
        if self._at == 32:
            self._block = hashlib.sha256(self._key + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
            self._at = 0
        word = int.from_bytes(self._block[self._at : self._at + 8], "big")
        self._at += 8
        return word
