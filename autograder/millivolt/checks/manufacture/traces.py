"""Made-up responses for parts that ask for a trace or a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from millivolt.checks.figure import is_straight
from millivolt.checks.manufacture.specimen import (
    BLANKS,
    Kind,
    Specimen,
    disguised,
    malformed,
    plain,
    right,
)
from millivolt.checks.trace import Trace
from millivolt.isolation import AxesData, FigureData
from millivolt.isolation import Curve as DrawnCurve
from millivolt.items import Curve, Figure, Series, State

POINTS = 200
FAR = 40.0
"""A wrong trace or curve lies this many tolerances beside the right one, and is tilted."""


def series_specimens(part: Series) -> tuple[Specimen, ...]:
    """The right trace in other samplings and shapes, each misconception's, and wrong ones.

    For several runs, every one of these traces as runs that converge in the right order; and
    right traces whose runs do not.
    """
    single = _trace_specimens(part)
    if part.runs == 1:
        return single
    order = _order(part)
    found = [
        _run_thrice(part, specimen, order)
        for specimen in single
        if specimen.kind not in (Kind.MALFORMED, Kind.BLANK)
    ]
    trace = single[0].value
    if order is not None:
        runs = _runs(part, trace, order + 1)
        found.append(plain(Kind.WRONG, "a method of higher order", runs, State.PARTIAL))
        found.append(plain(Kind.WRONG, "one run repeated", [trace] * part.runs, State.PARTIAL))
    return (
        *found,
        malformed(trace, "a single run"),
        malformed([trace] * (part.runs - 1), "a run short"),
        *(s for s in single if s.kind in (Kind.MALFORMED, Kind.BLANK)),
    )


def _order(part: Series) -> float | None:
    orders = (f.answer for f in part.features if f.measure == "order_of_convergence")
    return next(orders, None)


def _run_thrice(part: Series, specimen: Specimen, order: float | None) -> Specimen:
    """A specimen's trace as the last of runs that converge to it."""
    made = plain(Kind.RIGHT, "", _runs(part, specimen.value, order or 1.0))
    return replace(specimen, value=made.value, expression=made.expression)


def _runs(part: Series, trace: Any, order: float) -> list[Any]:
    """Runs whose error falls by 2 to the power `order` each time, the last one the trace."""
    times, values = trace.values() if isinstance(trace, dict) else trace
    times, values = np.array(times), np.array(values)
    # Zero at the start, as the error of a simulation is.
    bump = part.max_deviation * np.sin(np.pi * (times - times[0]) / (2 * np.ptp(times)))
    powers = [2.0 ** (order * (part.runs - 1 - n)) - 1 for n in range(part.runs)]
    runs = [values + bump * power for power in powers]
    if isinstance(trace, dict):
        return [dict(zip(trace, (times.tolist(), run.tolist()), strict=True)) for run in runs]
    return [[times.tolist(), run.tolist()] for run in runs]


def _trace_specimens(part: Series) -> tuple[Specimen, ...]:
    times, values = np.array(part.times), np.array(part.values)
    t, v = part.names
    thinned = _thinned(part)
    other = np.linspace(times[0], times[-1], POINTS - 1)
    resampled = np.interp(other, times, values)
    found = [
        right({t: times[thinned].tolist(), v: values[thinned].tolist()}),
        disguised([times.tolist(), values.tolist()], "two lists"),
    ]
    if _sharp(part, other):
        found.append(disguised({t: other.tolist(), v: resampled.tolist()}, "another sampling"))
    for idea in part.misconceptions:
        trace = np.array(idea.value, dtype=float)
        ideas = {
            m.id
            for m in part.misconceptions
            if np.abs(np.array(m.value) - trace).max() <= part.max_deviation
        }
        value = {t: part.times, v: trace.tolist()}
        found.append(plain(Kind.MISCONCEPTION, idea.id, value, State.INCORRECT, ideas=ideas))
    states = (State.INCORRECT, State.PARTIAL) if part.features else (State.INCORRECT,)
    # A trace that runs through all of the range and back resembles none that is claimed.
    wave = np.sin(np.linspace(0, 40, len(times)))
    wrong = values.mean() + wave * (np.ptp(values) + FAR * part.max_deviation)
    found += [
        plain(Kind.WRONG, "a wave", {t: times.tolist(), v: wrong.tolist()}, *states),
        malformed({t: times.tolist()}, "no values"),
        malformed({t: times.tolist(), v: values[:-1].tolist()}, "a value short"),
        malformed({t: times[::-1].tolist(), v: values.tolist()}, "times that decrease"),
        malformed({t: times.tolist(), v: [float("nan")] * len(times)}, "NaN"),
        malformed("see the figure", "words"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def _thinned(part: Series) -> np.ndarray[tuple[int], np.dtype[np.int_]]:
    """Places of at most `POINTS` samples, the ends among them, if those still are sharp."""
    places = np.unique(np.linspace(0, len(part.times) - 1, POINTS).astype(int))
    if _sharp(part, np.array(part.times)[places]):
        return places
    return np.arange(len(part.times))


def _sharp(part: Series, times: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    """Whether samples at these times still show the trace within a tenth of its tolerance."""
    sampled = np.interp(times, part.times, part.values)
    back = np.interp(part.times, times, sampled)
    return bool(np.abs(back - part.values).max() <= part.max_deviation / 10)


def figure_specimens(part: Figure) -> tuple[Specimen, ...]:
    """The right figure drawn by the family's own source and by ours, and wrong figures."""
    ours = [(curve.x, curve.y) for curve in part.curves]
    found = [
        _drawn(part, Kind.RIGHT, "as expected", ours, State.CORRECT, source=part.solution),
        _drawn(part, Kind.DISGUISED, "points", ours, State.CORRECT, points=True),
        _drawn(part, Kind.WRONG, "no labels", ours, State.PARTIAL, labels=("", "")),
    ]
    found += _unbent(part, ours)
    for place, curve in enumerate(part.curves):
        for idea in curve.misconceptions:
            lines = [*ours[:place], (curve.x, tuple(idea.value)), *ours[place + 1 :]]
            state = State.INCORRECT if len(part.curves) == 1 else State.PARTIAL
            ideas = _alike(curve, idea.value)
            found.append(_drawn(part, Kind.MISCONCEPTION, idea.id, lines, state, ideas=ideas))
    wrong = [(c.x, _beside(c)) for c in part.curves]
    found += [
        _drawn(part, Kind.WRONG, "curves beside the right ones", wrong, State.INCORRECT),
        malformed("see above", "words"),
        malformed([1.0, 2.0], "numbers"),
        _drawn(part, Kind.MALFORMED, "empty axes", [], State.UNGRADABLE_INPUT),
    ]
    return (*found, *BLANKS)


def _unbent(
    part: Figure, ours: Sequence[tuple[Sequence[float], Sequence[float]]]
) -> Iterator[Specimen]:
    """A straight line through the reversal for each curve that must bend there."""
    for place, curve in enumerate(part.curves):
        if curve.rectification is None or curve.zero_crossing is None:
            continue
        trace = Trace(np.array(curve.x), np.array(curve.y))
        bend = trace.rectification(curve.zero_crossing, curve.rectification)
        if bend is None or is_straight(bend):
            continue
        slope = (curve.y[-1] - curve.y[0]) / (curve.x[-1] - curve.x[0])
        straight = slope * (trace.times - curve.zero_crossing)
        ideas = _alike(curve, straight.tolist())
        lines = [*ours[:place], (curve.x, tuple(straight.tolist())), *ours[place + 1 :]]
        state = State.INCORRECT if len(part.curves) == 1 else State.PARTIAL
        yield _drawn(part, Kind.WRONG, f"{curve.name} straight", lines, state, ideas=ideas)


def _alike(curve: Curve, values: Sequence[float]) -> frozenset[str]:
    return frozenset(
        m.id
        for m in curve.misconceptions
        if np.abs(np.array(m.value) - np.array(values)).max() <= curve.max_deviation
    )


def _beside(curve: Curve) -> tuple[float, ...]:
    y = np.array(curve.y)
    tilt = np.linspace(1, 3, len(y)) * (np.ptp(y) + FAR * curve.max_deviation)
    return tuple((y + tilt).tolist())


def _drawn(
    part: Figure,
    kind: Kind,
    label: str,
    lines: Sequence[tuple[Sequence[float], Sequence[float]]],
    state: State,
    *,
    source: str = "",
    points: bool = False,
    labels: tuple[str, str] | None = None,
    ideas: frozenset[str] = frozenset(),
) -> Specimen:
    x_label, y_label = labels or (f"x ({part.x_unit or '1'})", f"y ({part.y_unit or '1'})")
    curves = tuple(
        DrawnCurve(f"curve {n}", np.array(x, dtype=float), np.array(y, dtype=float))
        for n, (x, y) in enumerate(lines)
    )
    axes = AxesData(
        title="",
        xlabel=x_label,
        ylabel=y_label,
        xscale=part.x_scale,
        yscale="linear",
        xlim=(0.0, 1.0),
        ylim=(0.0, 1.0),
        lines=() if points else curves,
        points=curves if points else (),
        legend=(),
    )
    draw = "scatter" if points else "plot"
    own = [
        "fig, ax = plt.subplots()",
        *(f"ax.{draw}({list(x)!r}, {list(y)!r})" for x, y in lines),
        f"ax.set(xlabel={x_label!r}, ylabel={y_label!r}, xscale={part.x_scale!r})",
    ]
    return Specimen(
        kind,
        label,
        FigureData("", (axes,)),
        "plt.gcf()",
        frozenset({state}),
        ideas,
        prelude="\n".join(["import matplotlib.pyplot as plt", source or "\n".join(own)]),
    )
