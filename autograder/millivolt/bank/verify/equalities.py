"""The equalities that a worked solution prints, checked by computing both sides again.

This is the second route to every key: the author's formula gives the key, and the printed
calculation, read back with its printed numbers, must lead to the same value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from millivolt.bank.typography import Printed, tex
from millivolt.bank.verify.tex_arithmetic import NotANumber, Reading, read
from millivolt.items import Numeric
from millivolt.quantities import unit

__all__ = ["Step", "exact_numbers", "false_equalities", "leads_to", "steps"]

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
_EQUALS = re.compile(r"(?:=|\\approx|\\Rightarrow)")
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """One side of a printed equality that is a number, and its neighbour before it if it is one."""

    text: str
    reading: Reading
    before: Step | None = None


def steps(text: str, exact: frozenset[str]) -> Iterator[Step]:
    """Every side of every equality in the formulas of ``text`` that stands for a number."""
    for formula in _FORMULA.finditer(text):
        before: Step | None = None
        for side in _EQUALS.split(formula[1] or formula[2]):
            shown = side.strip().rstrip(".,;").strip()
            try:
                reading = read(shown, exact)
            except NotANumber:
                before = None
                continue
            before = Step(shown, reading, before)
            yield before


def false_equalities(text: str, exact: frozenset[str]) -> Iterator[str]:
    """Printed equalities whose two sides differ by more than rounding explains."""
    for step in steps(text, exact):
        if step.before is None:
            continue
        left, right = step.before.reading, step.reading
        if left.dimension != right.dimension:
            yield f"{step.before.text} = {step.text}: the two sides have different units"
            continue
        slack = left.uncertainty + right.uncertainty
        slack += _ROUNDING * (abs(left.value) + abs(right.value))
        if abs(left.value - right.value) > slack:
            factor = _shown_factor(left.value, right.value)
            yield f"{step.before.text} = {step.text}: the left side is {factor} the right one"


def leads_to(part: Numeric, text: str, exact: frozenset[str]) -> bool:
    """Whether a printed calculation arrives at the key of ``part``."""
    measured = unit(part.unit)
    scale = float(measured.scale)
    for step in steps(text, exact):
        if step.reading.dimension != measured.dimension:
            continue
        slack = scale * part.tolerance.allowed(part.answer) + step.reading.uncertainty
        if abs(step.reading.value - scale * part.answer) <= slack:
            return True
    return False


def exact_numbers(given: Mapping[str, Any]) -> frozenset[str]:
    """The drawn numbers as they are printed in formulas: these are not rounded."""
    return frozenset(_digits(value) for value in _numbers(given))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from _numbers(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _numbers(entry)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _digits(value: float) -> str:
    """The digits as they stand in TeX, without sign and power of ten."""
    return tex(Printed(abs(value))).partition(r"\times")[0]


def _shown_factor(left: float, right: float) -> str:
    return f"{left / right:.4g} times" if right else f"{left:.4g} and not"
