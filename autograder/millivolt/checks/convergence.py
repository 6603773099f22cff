"""How a simulation converges when its time step is halved, read off the runs alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from millivolt.checks.column import Column
from millivolt.checks.trace import Trace

SAME_TIME = 1e-8
"""Times of two runs are one when they differ by less, as a share of the time span."""
ROUNDING = 1e-12
"""Differences below this share of the values are rounding, and show no convergence."""
SAVED_ALIKE = 1.5
"""Runs whose samples lie closer together than this ratio were saved on one grid."""
NOT_HALVED = 2.6
"""From this ratio of the samples' distances on, the step was divided by more than two."""


def by_step(runs: Sequence[Trace]) -> list[Trace]:
    """The runs with the longest step first, as their samples show; in their own order if not."""
    steps = [_spacing(run) for run in runs]
    if max(steps) < SAVED_ALIKE * min(steps):
        return list(runs)
    return sorted(runs, key=_spacing, reverse=True)


def is_halved(runs: Sequence[Trace]) -> bool:
    """Whether the distances of the samples allow that each step is half of the one before."""
    steps = [_spacing(run) for run in runs]
    return all(a < NOT_HALVED * b for a, b in pairwise(steps))


def order(runs: Sequence[Trace]) -> float | None:
    """The order of convergence of the last three runs; None when they show none.

    An error proportional to the step to the power p makes the difference between one run and
    the next shrink by 2 to the power p (Richardson; Hairer, Nørsett and Wanner, *Solving
    Ordinary Differential Equations I*, II.4). No exact solution is needed. Only times that the
    runs share are compared, because straight lines between samples have an error of their own.
    """
    coarse, middle, fine = runs[-3:]
    times = _shared(_shared(coarse.times, middle.times), fine.times)
    if not times.size:
        return None
    first = float(np.abs(coarse.at(times) - middle.at(times)).max())
    second = float(np.abs(middle.at(times) - fine.at(times)).max())
    if min(first, second) <= ROUNDING * float(np.abs(fine.values).max()):
        return None
    return math.log2(first / second)


def _spacing(run: Trace) -> float:
    return float((run.times[-1] - run.times[0]) / (len(run.times) - 1))


def _shared(times: Column, others: Column) -> Column:
    """Those of `times` that are among `others`."""
    after = np.clip(np.searchsorted(others, times), 1, len(others) - 1)
    distance = np.minimum(np.abs(others[after - 1] - times), np.abs(others[after] - times))
    found: Column = times[distance <= SAME_TIME * (times[-1] - times[0])] if times.size else times
    return found
