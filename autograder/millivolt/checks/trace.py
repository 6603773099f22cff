"""Traces: values over increasing times, compared and measured whatever the sampling."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from millivolt.checks.column import Column
from millivolt.items import Feature

RISE = 1 - 1 / math.e
"""The share of a change that an exponential has made after one time constant."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Values at increasing times, joined by straight lines."""

    times: Column
    values: Column

    def at(self, times: Column) -> Column:
        """The values at other times, held constant outside the trace."""
        read: Column = np.interp(times, self.times, self.values)
        return read

    def between(self, low: float, high: float) -> Trace:
        """The part of the trace from `low` to `high`, its ends interpolated."""
        inside = (self.times > low) & (self.times < high)
        times = np.concatenate(([low], self.times[inside], [high]))
        return Trace(times, self.at(times))

    def scaled(self, times: float = 1.0, values: float = 1.0) -> Trace:
        """The same trace with its times and values multiplied."""
        return Trace(self.times * times, self.values * values)

    def first_at(self, level: float) -> float | None:
        """When the trace first reaches `level`; None if it never does."""
        above = self.values - level
        hits = np.flatnonzero(above[:-1] * above[1:] <= 0)
        if not hits.size:
            return None
        at = int(hits[0])
        step = above[at] - above[at + 1]
        share = above[at] / step if step else 0.0
        return float(self.times[at] + share * (self.times[at + 1] - self.times[at]))

    def share_of_change(self, share: float) -> float | None:
        """How long after its start the trace has made `share` of its whole change."""
        first, last = float(self.values[0]), float(self.values[-1])
        if first == last:
            return None
        reached = self.first_at(first + share * (last - first))
        return None if reached is None else reached - float(self.times[0])

    def zero_nearest(self, place: float) -> float | None:
        """Where the trace crosses zero, nearest to `place`; None if it never does."""
        signs = self.values[:-1] * self.values[1:]
        crossings = [
            self.between(self.times[at], self.times[at + 1]).first_at(0.0)
            for at in np.flatnonzero(signs <= 0)
        ]
        found = [crossing for crossing in crossings if crossing is not None]
        return min(found, key=lambda crossing: abs(crossing - place), default=None)

    def rectification(self, reversal: float, distance: float) -> float | None:
        """The chord conductance above the reversal potential, divided by the one below it.

        Both are taken at `distance` from `reversal`. More than 1 is outward rectification.
        None where the trace does not reach so far, or runs the wrong way there.
        """
        low, high = reversal - distance, reversal + distance
        if not self.times[0] <= low < high <= self.times[-1]:
            return None
        below, above = self.at(np.array([low, high]))
        return float(above / -below) if above * below < 0 else None


def _zero_crossing(trace: Trace, feature: Feature) -> float | None:
    return trace.zero_nearest(feature.answer)


def _rectification(trace: Trace, feature: Feature) -> float | None:
    reversal = trace.first_at(0.0)
    return None if reversal is None else trace.rectification(reversal, _at(feature))


def _at(feature: Feature) -> float:
    if feature.at is None:
        raise ValueError(f"feature {feature.name!r}: say at which place it is measured")
    return feature.at


_MEASURES: Mapping[str, Callable[[Trace, Feature], float | None]] = MappingProxyType(
    {
        "initial": lambda trace, _: float(trace.values[0]),
        "final": lambda trace, _: float(trace.values[-1]),
        "maximum": lambda trace, _: float(trace.values.max()),
        "minimum": lambda trace, _: float(trace.values.min()),
        "time_of_maximum": lambda trace, _: float(trace.times[trace.values.argmax()]),
        "time_of_minimum": lambda trace, _: float(trace.times[trace.values.argmin()]),
        "half_time": lambda trace, _: trace.share_of_change(0.5),
        "time_constant": lambda trace, _: trace.share_of_change(RISE),
        "value_at": lambda trace, feature: float(trace.at(np.array([_at(feature)]))[0]),
        "zero_crossing": _zero_crossing,
        "rectification": _rectification,
    }
)


def measured(trace: Trace, feature: Feature) -> float | None:
    """The feature's number on a trace; None when the trace does not show it.

    Raises `ValueError` for a measure that is not known: an author's slip.
    """
    try:
        measure = _MEASURES[feature.measure]
    except KeyError:
        raise ValueError(
            f"feature {feature.name!r}: measure {feature.measure!r} is none of "
            f"{', '.join(_MEASURES)} or order_of_convergence"
        ) from None
    return measure(trace, feature)
