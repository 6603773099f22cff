"""Checking a simulated trace: point by point and by its features."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.column import read_column
from millivolt.checks.ideas import named
from millivolt.checks.judgement import within
from millivolt.checks.trace import Trace, measured
from millivolt.isolation import Frame
from millivolt.items import Finding, Misconception, Series, Verdict

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
    given = _read(part, value)
    reference = Trace(np.array(part.times), np.array(part.values))
    if _shows(part, given, reference):
        return _graded(part, _sharpened(given, reference), Fraction(1, 2))
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
    return _graded(part, given.between(low, high), Fraction(0), found)


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


def _graded(part: Series, given: Trace, trace_credit: Fraction, *found: Finding) -> Verdict:
    if not part.features:
        return Verdict.of(2 * trace_credit, *found)
    findings = list(found)
    right = 0
    for feature in part.features:
        number = measured(given, feature)
        hit = number is not None and within(number, feature.answer, feature.tolerance)
        right += hit
        code = Code.FEATURE_RIGHT if hit else Code.FEATURE_WRONG
        evidence = {"feature": feature.name, "value": number}
        findings.append(finding(code, evidence=evidence, name=feature.name))
    return Verdict.of(trace_credit + Fraction(right, 2 * len(part.features)), *findings)


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
