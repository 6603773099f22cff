"""An estimate with what the data leave open about it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONFIDENCE", "Interval"]

CONFIDENCE = 0.95
"""Usual confidence of an interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """``estimate`` with the ends of its confidence interval, from ``count`` students."""

    estimate: float
    low: float
    high: float
    count: int

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high
