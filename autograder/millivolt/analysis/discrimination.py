"""Discrimination: do those who do well elsewhere do well on this part?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from millivolt.analysis.interval import CONFIDENCE, Interval

__all__ = ["item_rest"]

_FEWEST = 4


def item_rest(
    part: Sequence[float], rest: Sequence[float], confidence: float = CONFIDENCE
) -> Interval | None:
    """Correlation of a part's credit with the rest of the score (the part left out).

    For an all-or-nothing part this is the corrected point-biserial correlation. The interval is
    Fisher's. ``None`` when there are fewer than four students or one of the two does not vary.
    Raises ``ValueError`` when the lengths differ.
    """
    if len(part) != len(rest):
        raise ValueError(f"{len(part)} credits do not pair with {len(rest)} scores")
    count = len(part)
    if count < _FEWEST:
        return None
    x, y = np.asarray(part, dtype=float), np.asarray(rest, dtype=float)
    x, y = x - x.mean(), y - y.mean()
    spread = math.sqrt(float(x @ x) * float(y @ y))
    # Below this the variation is rounding.
    if spread <= 1e-12 * count:
        return None
    r = min(1.0, max(-1.0, float(x @ y) / spread))
    if abs(r) >= 1 - 1e-12:
        return Interval(r, r, r, count)
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) / math.sqrt(count - 3)
    z = math.atanh(r)
    return Interval(r, math.tanh(z - reach), math.tanh(z + reach), count)
