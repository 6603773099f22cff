"""How an answer was read, from its grade: in words, and as a potential."""

from __future__ import annotations

import math

from millivolt.gradebook.entry import PartGrade
from millivolt.quantities import QuantityError, convert, parse
from millivolt.quantities import format as printed

__all__ = ["in_millivolts", "millivolts_of", "read_as", "value_read"]

_FIGURES = 6


def read_as(grade: PartGrade) -> str:
    """How the answer was read; empty when that is just what was typed, or nothing."""
    read = _read(grade)
    return "" if _bare(grade.typed or "") == _bare(read) else read


def millivolts_of(grade: PartGrade) -> float | None:
    """The answer in mV, if it was read as an electric potential."""
    return value_read(grade, "mV")


def value_read(grade: PartGrade, unit: str) -> float | None:
    """The answer as a number in ``unit``, if it was read as a finite quantity of that kind."""
    try:
        value = parse(_read(grade)).to(unit)
    except QuantityError:
        return None
    return value if math.isfinite(value) else None


def in_millivolts(value: float, unit: str) -> float | None:
    """``value`` in mV; ``None`` when ``unit`` measures no potential."""
    try:
        return convert(value, unit, "mV")
    except QuantityError:
        return None


def _read(grade: PartGrade) -> str:
    if grade.understood:
        return grade.understood
    for finding in grade.verdict.findings:
        value = finding.evidence.get("value")
        if finding.code == "understood" and isinstance(value, int | float):
            return printed(float(f"{value:.{_FIGURES}g}"), str(finding.evidence.get("unit", "")))
    return ""


def _bare(text: str) -> str:
    """``text`` without what differs only in typing: spaces, the kind of minus, a plus sign."""
    return "".join(text.replace("-", "−").removeprefix("+").split())
