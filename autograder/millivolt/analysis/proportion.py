"""Facility: which share of the credit a class earns, with Wilson's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from millivolt.analysis.interval import CONFIDENCE, Interval

__all__ = ["facility", "wilson"]


def wilson(share: float, count: int, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a proportion ``share`` (0 to 1) seen in ``count`` trials.

    E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927). It stays within 0 and 1 and holds for few
    trials too. Raises ``ValueError`` without trials or for a share outside 0 to 1.
    """
    if count < 1 or not 0 <= share <= 1:
        raise ValueError(f"wilson needs a share from 0 to 1 of some trials, not {share} of {count}")
    z2 = NormalDist().inv_cdf(0.5 + confidence / 2) ** 2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    reach = math.sqrt(z2 * (share * (1 - share) / count + z2 / (4 * count**2))) / (1 + z2 / count)
    # Rounding must not leave the estimate itself outside.
    low, high = min(middle - reach, share), max(middle + reach, share)
    return Interval(share, max(0.0, low), min(1.0, high), count)


def facility(shares: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The mean of the credit ``shares`` (each 0 to 1) that students earned on one part.

    Wilson's interval is exact in spirit for all-or-nothing parts and on the safe side for
    partial credit, whose variance is smaller than that of a proportion with the same mean.
    """
    mean = math.fsum(shares) / len(shares) if shares else 0.0
    return wilson(min(max(mean, 0.0), 1.0), len(shares), confidence)
