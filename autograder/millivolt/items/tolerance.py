"""How far from the key an answer may lie and still be right."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = [
    "CONCENTRATION",
    "CURRENT",
    "MULTI_TERM",
    "SINGLE_LOG",
    "Tolerance",
]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """An allowance around the key.

    ``relative`` is a share of the key. ``resolution`` is what the printed data can resolve, in
    the part's own unit: a physical quantity, which scales when the unit changes (unlike an
    absolute floor), and which never reaches a third of the key, so that zero is never accepted
    for a small non-zero truth. ``close`` is a wider share of the key that is still wrong but
    earns a hint about rounding.
    """

    relative: float
    resolution: float = 0.0
    close: float = 0.015

    def __post_init__(self) -> None:
        for name in ("relative", "resolution", "close"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"Tolerance: {name} must be finite and >= 0, not {value!r}")
        if self.relative == 0 and self.resolution == 0:
            raise ValueError("Tolerance: allow something, relative or resolution")

    def allowed(self, key: float) -> float:
        """The largest accepted deviation from ``key``, in the unit of ``key``."""
        allowance = max(self.relative * abs(key), self.resolution)
        return min(allowance, abs(key) / 3) if key else allowance


# The classes of the exercise catalogue; those with a resolution are for parts in mV.
SINGLE_LOG = Tolerance(0.005, resolution=0.3)
MULTI_TERM = Tolerance(0.005, resolution=0.5)
CURRENT = Tolerance(0.01)
CONCENTRATION = Tolerance(0.03, close=0.06)
