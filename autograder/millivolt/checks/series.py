"""Checking a simulated trace: point by point and by its features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.column import read_column
from millivolt.checks.convergence import by_step, is_halved, order
from millivolt.checks.ideas import named
from millivolt.checks.judgement import within
from millivolt.checks.sketch import Stroke, sketched
from millivolt.checks.trace import Trace, measured
from millivolt.isolation import Frame
from millivolt.items import Feature, Finding, Misconception, Series, Verdict

EDGE = 0.02
"""Share of the time span that may be missing at either end."""
RESOLUTION = 0.2
"""How far the student's straight lines may cut corners of the trace, as a share of its range."""
PREFIX_SLIPS = (1e3, 1e-3)


def check_series(part: Series, value: Any) -> Verdict:
    """The verdict on a trace, whatever the times at which the student sampled it.

    Half of the credit is for the trace, half for its features; a trace that a misconception
    gives earns nothing. Without features the trace is everything.
    """
    runs = _read_runs(part, value)
    verdict = _judged(part, runs)
    return Verdict(verdict.state, verdict.fraction, (*verdict.findings, _sketched(part, runs)))


def _judged(part: Series, runs: Sequence[Trace]) -> Verdict:
    given = runs[-1]
    reference = Trace(np.array(part.times), np.array(part.values))
    if _shows(part, given, reference):
        return _graded(part, _sharpened(given, reference), runs, Fraction(1, 2))
    if any(_shows(part, given.scaled(times=factor), reference) for factor in PREFIX_SLIPS):
        return Verdict.of(0, finding(Code.TIME_UNIT, unit=part.time_unit))
    if not _covers(given, reference):
        low, high = (f"{time:g}" for time in (part.times[0], part.times[-1]))
        raise unreadable(Code.TRACE_TOO_SHORT, low=low, high=high, unit=part.time_unit)
    off = _off(given, reference)
    if not off.values.size or _follows(part, given, reference):
        raise unreadable(Code.TRACE_TOO_COARSE)
    ideas = [m for m in part.misconceptions if _follows(part, given, _trace_of(part, m))]
    if ideas:
        return Verdict.of(0, *named(ideas))
    for factor in PREFIX_SLIPS:
        if _follows(part, given.scaled(values=factor), reference):
            return Verdict.of(0, finding(Code.VALUE_UNIT, unit=part.value_unit))
    low, high = max(given.times[0], part.times[0]), min(given.times[-1], part.times[-1])
    found = _deviation_found(part, off)
    return _graded(part, given.between(low, high), runs, Fraction(0), found)


def _read_runs(part: Series, value: Any) -> list[Trace]:
    """The runs, the one with the longest step first; a single one unless more are asked for."""
    if part.runs == 1:
        return [_read(part, value)]
    wanted = f"A list of {part.runs} runs"
    if isinstance(value, Mapping) and not set(part.names) <= set(value):
        value = list(value.values())
    if not (isinstance(value, list | tuple) or getattr(value, "ndim", None) == 3):
        raise unreadable(Code.WRONG_TYPE, wanted=wanted, got=described(value))
    if len(value) != part.runs:
        raise unreadable(Code.WRONG_SHAPE, wanted=wanted, got=f"{len(value)} entries")
    return by_step([_read(part, run) for run in value])


def _read(part: Series, value: Any) -> Trace:
    times_name, values_name = part.names
    if isinstance(value, Frame):
        value = value.columns
    if isinstance(value, Mapping):
        for name in part.names:
            if name not in value:
                raise unreadable(Code.MISSING_NAME, name=name)
        columns = [value[times_name], value[values_name]]
    elif isinstance(value, list | tuple) or getattr(value, "ndim", None) == 2:
        columns = list(value)
        if len(columns) > 2 and all(_is_pair(row) for row in columns):
            columns = [list(column) for column in zip(*columns, strict=True)]
    else:
        wanted = f"A dict with “{times_name}” and “{values_name}”"
        raise unreadable(Code.WRONG_TYPE, wanted=wanted, got=described(value))
    if len(columns) != 2:
        wanted = "A list of times and a list of values"
        raise unreadable(Code.WRONG_SHAPE, wanted=wanted, got=f"{len(columns)} entries")
    times, values = read_column(columns[0], "times"), read_column(columns[1], "values")
    if len(times) != len(values) or len(times) < 2:
        got = f"{len(times)} times and {len(values)} values"
        raise unreadable(Code.WRONG_SHAPE, wanted="A value for each of two or more times", got=got)
    if not (np.diff(times) > 0).all():
        raise unreadable(Code.TIMES_NOT_INCREASING)
    return Trace(times, values)


def _is_pair(row: Any) -> bool:
    """Whether a row is a time with its value: a trace may be given sample by sample."""
    return (isinstance(row, list | tuple) or getattr(row, "ndim", None) == 1) and len(row) == 2


def _sketched(part: Series, runs: Sequence[Trace]) -> Finding:
    """How the answer was read: as a trace of so many samples."""
    time, value = part.names
    given = runs[-1]
    counted = f"{len(runs)} traces, the last" if len(runs) > 1 else "a trace"
    low, high = (f"{at:.4g}" for at in (given.times[0], given.times[-1]))
    shown = f"{counted} of {len(given.times)} samples from {low} to {high} {part.time_unit}"
    strokes = [
        Stroke("your trace" if run is given else "a longer step", run.times, run.values)
        for run in reversed(runs)
    ]
    return sketched(shown, strokes, f"{time} ({part.time_unit})", f"{value} ({part.value_unit})")


def _trace_of(part: Series, idea: Misconception) -> Trace:
    return Trace(np.array(part.times), np.array(idea.value, dtype=float))


def _shows(part: Series, given: Trace, reference: Trace) -> bool:
    """Whether the samples are right, from one end to the other, and dense enough to tell."""
    return (
        _covers(given, reference)
        and _follows(part, given, reference)
        and _resolves(part, given, reference)
    )


def _covers(given: Trace, reference: Trace) -> bool:
    first, last = reference.times[0], reference.times[-1]
    slack = EDGE * (last - first)
    return bool(given.times[0] <= first + slack and given.times[-1] >= last - slack)


def _off(given: Trace, reference: Trace) -> Trace:
    """By how much the samples differ from the reference, at those that fall within it."""
    inside = (given.times >= reference.times[0]) & (given.times <= reference.times[-1])
    times = given.times[inside]
    return Trace(times, given.values[inside] - reference.at(times))


def _follows(part: Series, given: Trace, reference: Trace) -> bool:
    off = _off(given, reference).values
    return bool(off.size and np.abs(off).max() <= part.max_deviation)


def _resolves(part: Series, given: Trace, reference: Trace) -> bool:
    """Whether straight lines between the given samples still show the shape of the trace."""
    corners = float(np.abs(given.at(reference.times) - reference.values).max())
    span = float(np.ptp(reference.values))
    return corners <= max(RESOLUTION * span, part.max_deviation)


def _sharpened(given: Trace, reference: Trace) -> Trace:
    """A right trace between its samples: the reference, plus what the samples deviate by.

    Features read off straight lines would depend on where the student happened to sample.
    """
    off = _off(given, reference)
    every = np.union1d(reference.times, off.times)
    return Trace(every, reference.at(every) + off.at(every))


def _graded(
    part: Series, given: Trace, runs: Sequence[Trace], trace_credit: Fraction, *found: Finding
) -> Verdict:
    if not part.features:
        return Verdict.of(2 * trace_credit, *found)
    findings = list(found)
    right = 0
    for feature in part.features:
        if feature.measure == "order_of_convergence":
            hit, told = _converges(feature, runs)
        else:
            number = measured(given, feature)
            hit, told = _is(feature, number), [_told(feature, number)]
        right += hit
        findings += told
    return Verdict.of(trace_credit + Fraction(right, 2 * len(part.features)), *findings)


def _is(feature: Feature, number: float | None) -> bool:
    return number is not None and within(number, feature.answer, feature.tolerance)


def _told(feature: Feature, number: float | None) -> Finding:
    code = Code.FEATURE_RIGHT if _is(feature, number) else Code.FEATURE_WRONG
    return finding(code, evidence={"feature": feature.name, "value": number}, name=feature.name)


def _converges(feature: Feature, runs: Sequence[Trace]) -> tuple[bool, list[Finding]]:
    """Whether the runs show the order of convergence, and what they do show."""
    if not is_halved(runs):
        return False, [_told(feature, None), finding(Code.STEP_NOT_HALVED)]
    number = order(runs)
    told = [_told(feature, number)]
    if number is None:
        why = "they agree but for rounding, or share no times after the start"
        told.append(finding(Code.NO_CONVERGENCE, why=why))
    elif number <= 0:
        told.append(finding(Code.NO_CONVERGENCE, why="they differ more and more"))
    elif not _is(feature, number):
        told.append(finding(Code.ORDER_SEEN, factor=f"{2.0**number:.3g}", order=f"{number:.2f}"))
    return _is(feature, number), told


def _deviation_found(part: Series, off: Trace) -> Finding:
    """Where and by how much a trace deviates most."""
    sizes = np.abs(off.values)
    worst = int(sizes.argmax())
    return finding(
        Code.TRACE_DEVIATES,
        evidence={"deviation": float(sizes[worst]), "time": float(off.times[worst])},
        deviation=f"{sizes[worst]:.3g}",
        unit=part.value_unit,
        time=f"{off.times[worst]:.4g}",
        time_unit=part.time_unit,
    )
