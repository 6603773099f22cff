"""Bins: the number line cut into pieces, each about as wide as what a tolerance accepts.

The cuts follow from the tolerance and one small offset. They do not follow from the key: every
bin looks alike, so knowing the cuts does not tell which bin is the right one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from millivolt.checks.judgement import within
from millivolt.items import Tolerance

__all__ = ["OFFSETS", "Bins", "accepted"]

OFFSETS = 16
"""How many offsets there are. One of them is public: four bits about where in its bin the key
lies, and nothing about which bin that is. A finer offset would let a guessed formula be tried
for free."""

WIDEST = 1 / 3
"""No tolerance accepts more than this share of its key."""

_HAIR = 1e-9
"""Part of a bin: two machines' logarithms may differ by far less than this."""


@dataclass(frozen=True, slots=True)
class Bins:
    """The number line in bins; ``relative`` and ``resolution`` are the tolerance's.

    Up to ``resolution / relative`` the bins are equally wide, beyond it they grow with the
    number, as the accepted interval does. Without a resolution there are bins for positive and
    for negative numbers, and one for zero.
    """

    relative: float
    resolution: float
    offset: int

    @classmethod
    def around(cls, key: float, tolerance: Tolerance) -> Bins:
        """The bins of which one holds all that ``tolerance`` accepts for ``key``."""
        relative = min(tolerance.relative, WIDEST)
        bins = cls(relative, _rounded_up(tolerance.resolution), 0)
        low, high = accepted(key, tolerance)
        start = min(bins._place(low), bins._place(high)) if key else bins._place(low)
        step = math.floor((start - _HAIR) / bins.width * OFFSETS)
        return cls(relative, bins.resolution, step % OFFSETS)

    @property
    def width(self) -> float:
        """The width of a bin on the scale of ``_place``: the widest accepted interval, and a
        little more, because an offset is not exactly at its end."""
        widest = 1 / (1 - self.relative) + 2 * _HAIR
        return widest * OFFSETS / (OFFSETS - 1)

    def labels(self, value: float) -> Iterator[str]:
        """The bin of ``value``; both bins where it lies within a hair of a cut.

        None for what is no finite number.
        """
        if not math.isfinite(value):
            return
        if not value and not self.resolution:
            yield "0"
            return
        sign = "" if self.resolution else "-" if value < 0 else "+"
        at = self._place(value) / self.width - self.offset / OFFSETS
        hair = _HAIR / self.width * 2
        for number in sorted({math.floor(at - hair), math.floor(at + hair)}):
            yield f"{sign}{number}"

    def count(self, low: float, high: float) -> int:
        """About how many bins there are between two numbers of one sign, or around zero."""
        return math.ceil(abs(self._place(high) - self._place(low)) / self.width)

    def _place(self, value: float) -> float:
        """Where ``value`` lies on a scale on which every accepted interval is about 1 wide."""
        if not self.resolution:
            return math.log(abs(value)) / (2 * self.relative) if value else 0.0
        if not self.relative or abs(value) <= self.resolution / self.relative:
            return value / (2 * self.resolution)
        bend = self.resolution / self.relative
        beyond = (1 + math.log(abs(value) / bend)) / (2 * self.relative)
        return math.copysign(beyond, value)


def accepted(key: float, tolerance: Tolerance) -> tuple[float, float]:
    """The lowest and the highest float that count as ``key``."""
    allowed = tolerance.allowed(key)
    return (
        _last_within(key - allowed, key, tolerance, -math.inf),
        _last_within(key + allowed, key, tolerance, math.inf),
    )


def _last_within(value: float, key: float, tolerance: Tolerance, direction: float) -> float:
    """The last float from ``value`` in ``direction`` that counts; ``value`` is next to it."""
    while not within(value, key, tolerance):
        value = math.nextafter(value, key)
    while within(further := math.nextafter(value, direction), key, tolerance):
        value = further
    return value


def _rounded_up(resolution: float) -> float:
    """A resolution on a coarse ladder, ten steps to the decade.

    An author may have computed it from what is asked for; then its digits would tell.
    """
    if not resolution:
        return 0.0
    step = math.ceil(10 * math.log10(resolution) - _HAIR)
    # Three digits, rounded up as well.
    return float(f"{1.005 * 10 ** (step / 10):.2e}")
