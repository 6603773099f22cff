"""From values to places along an axis, and the round numbers at which an axis is marked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from millivolt.quantities import format as printed

__all__ = ["Scale", "linear_scale", "log_scale", "numeral"]

_MOST_DECADES = 6
_LEAST_SPAN = 1e-200


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` laid out from ``start`` to ``end`` user units.

    ``ticks`` are the marked values, ``step`` their distance (1 on a logarithmic scale).
    """

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    step: float = 1.0
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Where ``value`` lies, in user units."""
        low, high, at = self.low, self.high, value
        if self.logarithmic:
            low, high, at = math.log10(low), math.log10(high), math.log10(value)
        # Halves first: the difference of two huge numbers may not be finite.
        share = (at / 2 - low / 2) / (high / 2 - low / 2)
        return self.start + (self.end - self.start) * share

    def label(self, tick: float) -> str:
        """How ``tick`` is written on the axis."""
        if self.logarithmic:
            return printed(tick, sig=1)
        return numeral(tick, self.step)


def numeral(value: float, step: float) -> str:
    """``value`` with as many decimals as steps of ``step`` need; a power of ten when it is long."""
    if value and not 1e-4 <= max(abs(value), step) < 1e6:
        return printed(value, sig=3)
    return printed(value, decimals=max(0, -Decimal(repr(float(f"{step:.1g}"))).adjusted()))


def linear_scale(
    values: Iterable[float], start: float, end: float, *, ticks: int = 6, padding: float = 0.0
) -> Scale:
    """A scale from one round number to another that holds all ``values``, finite numbers."""
    held = tuple(values)
    low, high = min(held), max(held)
    margin = padding * (high - low)
    low, high = low - margin, high + margin
    # A span that rounding could swallow would put all ticks on one number.
    if high - low <= max(1e-9 * max(abs(low), abs(high)), _LEAST_SPAN):
        low, high = low - max(1.0, abs(low) / 10), high + max(1.0, abs(high) / 10)
    step = _round_step((high - low) / ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Counting by whole steps keeps 0.3 from being 0.30000000000000004.
    decimal = Decimal(f"{step:.0e}")
    marks = tuple(float(n * decimal) for n in range(first, last + 1))
    return Scale(marks[0], marks[-1], start, end, marks, step)


def log_scale(values: Iterable[float], start: float, end: float) -> Scale:
    """A logarithmic scale from one power of ten to another that holds all ``values``.

    Raises:
        ValueError: when a value is not positive.
    """
    held = tuple(values)
    if min(held) <= 0:
        raise ValueError("a logarithmic axis shows positive values only")
    first, last = math.floor(math.log10(min(held))), math.ceil(math.log10(max(held)))
    last = max(last, first + 1)
    stride = math.ceil((last - first) / _MOST_DECADES)
    last = first + stride * math.ceil((last - first) / stride)
    marks = tuple(float(f"1e{power}") for power in range(first, last + 1, stride))
    return Scale(marks[0], marks[-1], start, end, marks, logarithmic=True)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next(nice for nice in (1, 2, 5, 10) if rough <= nice * power * (1 + 1e-9))
