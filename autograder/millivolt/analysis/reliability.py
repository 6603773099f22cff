"""Reliability: would the same students come out in the same order on a like assignment?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from millivolt.analysis.interval import CONFIDENCE, Interval

__all__ = ["alpha"]


def alpha(scores: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Interval | None:
    """Cronbach's alpha of a table with a row for each student and a column for each part.

    The interval is Feldt's, from the F distribution of (1 - alpha) / (1 - estimate)
    (L. S. Feldt, Psychometrika 30, 357 (1965)). ``None`` with fewer than two parts or three
    students, or when no total differs from another. Raises ``ValueError`` for a ragged table.
    """
    # Imported here, because whoever reads a page of feedback would wait for it.
    from scipy.special import fdtri

    if len({len(row) for row in scores}) > 1:
        raise ValueError("alpha needs a score for every student and part")
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2 or table.shape[0] < 3 or table.shape[1] < 2:
        return None
    students, parts = table.shape
    total = float(table.sum(axis=1).var(ddof=1))
    if total <= 1e-12:
        return None
    single = float(table.var(axis=0, ddof=1).sum())
    estimate = parts / (parts - 1) * (1 - single / total)
    above, below = students - 1, (students - 1) * (parts - 1)
    tail = (1 - confidence) / 2
    low = 1 - (1 - estimate) * float(fdtri(above, below, 1 - tail))
    high = 1 - (1 - estimate) * float(fdtri(above, below, tail))
    return Interval(estimate, low, high, students)
