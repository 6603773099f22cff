"""What is checked in an answer of each kind, in one sentence that tells nothing of the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    Figure,
    FreeText,
    Function,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Series,
    Table,
    TwoTier,
)
from millivolt.quantities import format as printed

__all__ = ["criterion"]


def criterion(part: Part) -> str:
    """What the check of ``part`` looks at."""
    return _CRITERIA[type(part)](part)


def _numeric(part: Numeric) -> str:
    allowed = []
    if part.tolerance.relative:
        percent = float(f"{100 * part.tolerance.relative:.3g}")
        allowed.append(f"{printed(percent)}\u202f%")
    if part.tolerance.resolution:
        allowed.append(printed(part.tolerance.resolution, part.unit))
    looked = f"the value (within {' or '.join(allowed)}, whichever is more)"
    if len(allowed) == 1:
        looked = f"the value (within {allowed[0]})"
    if part.unit:
        looked += " and its unit"
    if part.figures is not None:
        looked += f", {part.figures} significant figures"
    return looked


def _series(part: Series) -> str:
    most = printed(part.max_deviation, part.value_unit)
    looked = f"the trace point by point (within {most})"
    if part.runs > 1:
        looked = f"the last of the {part.runs} traces point by point (within {most})"
    return looked + (", and what can be read from it" if part.features else "")


def _figure(part: Figure) -> str:
    looked = "the curves"
    if any(curve.zero_crossing is not None for curve in part.curves):
        looked += ", where they cross zero"
    if any(curve.rectification is not None for curve in part.curves):
        looked += ", how they bend there"
    return f"{looked}, the scales, and the units in the labels"


def _expression(part: Expression) -> str:
    looked = "whether your formula equals the right one, in any form"
    if part.solved_for:
        looked = f"whether your formula, solved for {part.solved_for}, equals the right one"
    if part.forms:
        looked += f"; the form ({', '.join(form.replace('_', ' ') for form in part.forms)})"
    return looked


def _always(sentence: str) -> Callable[[Any], str]:
    return lambda part: sentence


_CRITERIA: Mapping[type[Part], Callable[[Any], str]] = MappingProxyType(
    {
        Numeric: _numeric,
        Table: _always("each entry, with its unit"),
        Series: _series,
        Figure: _figure,
        Design: _always("whether your values lie in their ranges and meet every condition"),
        Choice: _always("which option you chose"),
        MultipleChoice: _always("each option, chosen or not"),
        Ordering: _always("how many moves would put the order right"),
        Matching: _always("each pair"),
        TwoTier: _always("your answer and your reason together"),
        Expression: _expression,
        Derivation: _always("whether each line follows from those before it, up to the goal"),
        Function: _always("what your function returns for many inputs, and its errors"),
        FreeText: _always("a person reads this answer"),
    }
)
