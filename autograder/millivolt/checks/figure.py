"""Checking a figure by the data it shows: its curves, the labels and the scale of its axes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.column import Column
from millivolt.checks.ideas import named
from millivolt.checks.sketch import MOST_LETTERS, Stroke, sketched
from millivolt.checks.trace import Trace
from millivolt.isolation import AxesData, FigureData
from millivolt.isolation import Curve as DrawnCurve
from millivolt.items import Curve, Figure, Finding, Verdict
from millivolt.quantities import QuantityError, Unit, unit

CURVES_SHARE = Fraction(7, 10)
"""What the curves are worth; the two labels and the scale share the rest."""
EDGE = 0.05
CROSSING = 0.02
"""How far a zero crossing may be off, as a share of the range of x."""
STRAIGHT = 1.1
"""Chord conductances within this ratio belong to a straight line."""
OVERLAP = 0.5
"""A line that lies over less of the range of x than this says nothing about the curve's shape."""

_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\))?[^()\[\]]*)[)\]]")


def check_figure(part: Figure, value: Any) -> Verdict:
    """The verdict on a figure: what it plots, and whether its axes say what they show.

    An axis in another unit of the same kind is as good, if its label says so. (The label "V" may
    say nothing of a unit.)
    """
    axes = _axes(value)
    readings = (
        _judged(part, tuple(_in_asked_units(part, one, x, y) for one in axes))
        for x, y in product((False, True), repeat=2)
    )
    verdict = max(readings, key=lambda v: (v.fraction, -len(v.findings)))
    return Verdict(verdict.state, verdict.fraction, (*verdict.findings, _sketched(axes)))


def _judged(part: Figure, axes: tuple[AxesData, ...]) -> Verdict:
    findings: list[Finding] = []
    shown = 0
    for curve in part.curves:
        wrong = _check_curve(part, curve, axes)
        shown += not wrong
        findings += wrong
    credit = CURVES_SHARE * Fraction(shown, len(part.curves))
    # Labels and scale earn nothing on a figure that shows nothing right.
    decoration = _check_axes(part, axes)
    if shown:
        credit += (1 - CURVES_SHARE) * Fraction(3 - len(decoration), 3)
    return Verdict.of(credit, *findings, *decoration)


def _in_asked_units(part: Figure, axes: AxesData, along_x: bool, along_y: bool) -> AxesData:
    """The axes as they would be if x or y were drawn in the unit that is asked for."""
    wanted_x, wanted_y = unit(part.x_unit), unit(part.y_unit)
    x = unit_named(axes.xlabel, part.x_unit) if along_x else None
    y = unit_named(axes.ylabel, part.y_unit) if along_y else None

    def drawn(curve: DrawnCurve) -> DrawnCurve:
        return replace(
            curve, x=_converted(curve.x, x, wanted_x), y=_converted(curve.y, y, wanted_y)
        )

    return replace(
        axes,
        xlabel=f"({part.x_unit})" if x else axes.xlabel,
        ylabel=f"({part.y_unit})" if y else axes.ylabel,
        lines=tuple(map(drawn, axes.lines)),
        points=tuple(map(drawn, axes.points)),
    )


def _converted(column: Column, given: Unit | None, wanted: Unit) -> Column:
    if given is None:
        return column
    shift = float((given.offset - wanted.offset) / wanted.scale)
    return column * float(given.scale / wanted.scale) + shift


def _axes(value: Any) -> tuple[AxesData, ...]:
    if not isinstance(value, FigureData):
        raise unreadable(Code.WRONG_TYPE, wanted="A figure", got=described(value))
    drawn = tuple(axes for axes in value.axes if axes.lines or axes.points)
    if not drawn:
        raise unreadable(Code.NO_FIGURE)
    return drawn


def _sketched(axes: Sequence[AxesData]) -> Finding:
    """How the figure was read: its fullest axes."""
    fullest = max(axes, key=lambda one: sum(len(c.x) for c in (*one.lines, *one.points)))
    strokes = [Stroke(c.label, c.x, c.y) for c in fullest.lines]
    strokes += [Stroke(c.label, c.x, c.y, points=True) for c in fullest.points]
    count = "1 curve" if len(strokes) == 1 else f"{len(strokes)} curves"
    labels = [label.strip()[:MOST_LETTERS] for label in (fullest.ylabel, fullest.xlabel)]
    over = f": {' over '.join(labels)}" if all(labels) else ""
    shown = f"a figure with {count}{over}"
    return sketched(shown, strokes, fullest.xlabel, fullest.ylabel, fullest.xscale)


def _check_curve(part: Figure, curve: Curve, axes: tuple[AxesData, ...]) -> tuple[Finding, ...]:
    """What is wrong about a curve; nothing when a line of the figure shows it."""
    reference = Trace(np.array(curve.x), np.array(curve.y))
    lines = list(_lines(axes))
    following = [line for line in lines if _follows(line, reference, curve.max_deviation)]
    whole = [line for line in following if _covers(line, reference)]
    if whole:
        return min((_misshapen(line, curve, reference) for line in whole), key=len)
    if following:
        low, high = f"{curve.x[0]:g}", f"{curve.x[-1]:g}"
        return (finding(Code.CURVE_SHORT, name=curve.name, low=low, high=high, unit=part.x_unit),)
    ideas = [
        idea
        for idea in curve.misconceptions
        if any(
            _follows(line, Trace(reference.times, np.array(idea.value)), curve.max_deviation)
            for line in lines
        )
    ]
    if ideas:
        return named(ideas)
    exchanged = list(_lines(axes, exchanged=True))
    if any(_follows(line, reference, curve.max_deviation) for line in exchanged):
        return (finding(Code.AXES_SWAPPED, name=curve.name),)
    nearest = _nearest(lines, reference)
    shape = () if nearest is None else _misshapen(nearest, curve, reference)
    return (finding(Code.CURVE_MISSING, name=curve.name), *shape)


def _lines(axes: tuple[AxesData, ...], *, exchanged: bool = False) -> Iterator[Trace]:
    """Every line and cloud of points as a trace over increasing x."""
    for one in axes:
        for drawn in (*one.lines, *one.points):
            x, y = (drawn.y, drawn.x) if exchanged else (drawn.x, drawn.y)
            finite = np.isfinite(x) & np.isfinite(y)
            x, places = np.unique(x[finite], return_index=True)
            if x.size > 1:
                yield Trace(x, y[finite][places])


def _inside(line: Trace, reference: Trace) -> Column:
    inside: Column = line.times[
        (line.times >= reference.times[0]) & (line.times <= reference.times[-1])
    ]
    return inside


def _follows(line: Trace, reference: Trace, max_deviation: float) -> bool:
    """Whether the drawn line, straight between its points, stays by the reference."""
    if not _inside(line, reference).size:
        return False
    low, high = line.times[0], line.times[-1]
    both = np.union1d(
        reference.times[(reference.times >= low) & (reference.times <= high)],
        _inside(line, reference),
    )
    return bool(np.abs(line.at(both) - reference.at(both)).max() <= max_deviation)


def _covers(line: Trace, reference: Trace) -> bool:
    first, last = reference.times[0], reference.times[-1]
    slack = EDGE * (last - first)
    return bool(line.times[0] <= first + slack and line.times[-1] >= last - slack)


def _nearest(lines: Iterable[Trace], reference: Trace) -> Trace | None:
    """The line closest to the reference among those that lie over enough of its range."""
    span = reference.times[-1] - reference.times[0]

    def distance(line: Trace) -> float:
        return float(np.abs(line.at(reference.times) - reference.values).mean())

    inside = [(line, _inside(line, reference)) for line in lines]
    over = [line for line, x in inside if x.size and np.ptp(x) >= OVERLAP * span]
    return min(over, key=distance, default=None)


def _misshapen(line: Trace, curve: Curve, reference: Trace) -> tuple[Finding, ...]:
    """What is wrong with where a line crosses zero, and with how it bends there."""
    if curve.zero_crossing is None:
        return ()
    found: list[Finding] = []
    zero = line.zero_nearest(curve.zero_crossing)
    reach = CROSSING * (curve.x[-1] - curve.x[0])
    if zero is None or abs(zero - curve.zero_crossing) > reach:
        found.append(finding(Code.ZERO_CROSSING, name=curve.name))
    if curve.rectification is not None and zero is not None:
        # As far as the line reaches to either side of where it crosses zero itself.
        room = float(min(curve.rectification, zero - line.times[0], line.times[-1] - zero))
        asked = reference.rectification(curve.zero_crossing, room)
        shown = line.rectification(zero, room)
        if asked is not None and shown is not None and not _bends_alike(shown, asked):
            shape = _shape(shown)
            evidence = {"ratio": shown}
            found.append(
                finding(Code.RECTIFICATION, evidence=evidence, name=curve.name, shape=shape)
            )
    return tuple(found)


def _bends_alike(shown: float, asked: float) -> bool:
    """Whether a line is nearer to the curve's rectification than to a straight line."""
    allowed = max(abs(math.log(asked)) / 2, math.log(STRAIGHT))
    return abs(math.log(shown / asked)) <= allowed


def is_straight(ratio: float) -> bool:
    """Whether chord conductances in this ratio belong to a line that does not bend."""
    return max(ratio, 1 / ratio) <= STRAIGHT


def _shape(ratio: float) -> str:
    """How a line bends, by its chord conductance above the reversal divided by that below."""
    if is_straight(ratio):
        return "passes current equally well in both directions"
    first, second = ("outward", "inward") if ratio > 1 else ("inward", "outward")
    return f"passes {first} current more easily than {second} current"


def _check_axes(part: Figure, axes: tuple[AxesData, ...]) -> tuple[Finding, ...]:
    """What the best labelled axes lack: each label its unit, and the scale of x."""
    return min((_lacking(part, one) for one in axes), key=len)


def _lacking(part: Figure, axes: AxesData) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for axis, label, symbol in (("x", axes.xlabel, part.x_unit), ("y", axes.ylabel, part.y_unit)):
        if not names_unit(label, symbol):
            found.append(finding(Code.LABEL_WITHOUT_UNIT, axis=axis, unit=symbol or "1"))
    if axes.xscale != part.x_scale:
        found.append(finding(Code.WRONG_SCALE, wanted=part.x_scale, got=axes.xscale))
    return tuple(found)


def names_unit(label: str, symbol: str) -> bool:
    """Whether an axis label names the unit: "V (mV)", "V [mV]", "V/mV", "V in mV", "V, mV".

    A label that is not empty is enough for a pure number.
    """
    named = unit_named(label, symbol)
    return named is not None and _same(named, unit(symbol))


def _same(one: Unit, other: Unit) -> bool:
    return (one.scale, one.offset) == (other.scale, other.offset)


def unit_named(label: str, symbol: str) -> Unit | None:
    """The unit that an axis label names, if it measures the same as the unit `symbol`."""
    wanted = unit(symbol)
    if not symbol:
        return wanted if label.strip() else None
    plain = re.sub(r"\\mathrm|\\text|\\,|[${}]", "", label)
    candidates = [*_IN_BRACKETS.findall(plain), *re.split(r"\bin\b|,|;", plain)[1:]]
    candidates += [plain.split(" ")[-1], plain.partition("/")[2]]
    found = []
    for candidate in candidates:
        with suppress(QuantityError):
            found.append(unit(candidate))
    alike = [named for named in found if named.dimension == wanted.dimension]
    return next((named for named in alike if _same(named, wanted)), next(iter(alike), None))
