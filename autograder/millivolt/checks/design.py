"""Checking a free design: any values within bounds that meet every constraint are right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks.amount import described, read_amount, wrong_dimension
from millivolt.checks.catalogue import Code, Unreadable, finding, unreadable
from millivolt.checks.ideas import named
from millivolt.isolation import Frame
from millivolt.items import Constraint, Design, Finding, Misconception, Variable, Verdict
from millivolt.quantities import format as in_print
from millivolt.quantities import unit

SAME = 1e-3
"""Two choices of a variable this near to each other, relatively, count as the same choice."""


def check_design(part: Design, value: Any) -> Verdict:
    """The verdict on a design, by evaluating its constraints at the chosen values.

    Half of the credit is shared by the constraints that are met when not all of them are;
    values out of bounds earn nothing.
    """
    chosen = _chosen(part, value)
    outside = [_out_of_bounds(v) for v in part.variables if not v.low <= chosen[v.name] <= v.high]
    if outside:
        return Verdict.of(0, *outside)
    missed = [found for c in part.constraints if (found := _missed(c, chosen)) is not None]
    if not missed:
        return Verdict.of(1)
    ideas = [m for m in part.misconceptions if _is_choice(part, m, chosen)]
    if ideas:
        return Verdict.of(0, *missed, *named(ideas))
    met = len(part.constraints) - len(missed)
    return Verdict.of(Fraction(met, 2 * len(part.constraints)), *missed)


def _chosen(part: Design, value: Any) -> dict[str, float]:
    """The chosen value of each variable, in its unit."""
    names = [variable.name for variable in part.variables]
    if isinstance(value, Frame):
        value = {name: column[0] for name, column in value.columns.items() if len(column)}
    if len(names) == 1 and not isinstance(value, Mapping):
        value = {names[0]: value}
    if isinstance(value, list | tuple) or getattr(value, "ndim", None) == 1:
        if len(value) != len(names):
            wanted = f"A value for each of {', '.join(names)}"
            raise unreadable(Code.WRONG_SHAPE, wanted=wanted, got=f"{len(value)} values")
        value = dict(zip(names, value, strict=True))
    if not isinstance(value, Mapping):
        wanted = f"A dict with {', '.join(names)}"
        raise unreadable(Code.WRONG_TYPE, wanted=wanted, got=described(value))
    for name in names:
        if name not in value:
            raise unreadable(Code.MISSING_NAME, name=name)
    return {
        variable.name: _in_its_unit(variable, value[variable.name]) for variable in part.variables
    }


def _in_its_unit(variable: Variable, entry: Any) -> float:
    amount = read_amount(entry)
    wanted = unit(variable.unit)
    exact = amount.within(wanted)
    if exact is None:
        raise Unreadable(wrong_dimension(amount, wanted))
    return float(exact)


def _out_of_bounds(variable: Variable) -> Finding:
    return finding(
        Code.OUT_OF_BOUNDS,
        name=variable.name,
        low=f"{variable.low:g}",
        high=f"{variable.high:g}",
        unit=variable.unit,
    )


def _missed(constraint: Constraint, chosen: Mapping[str, float]) -> Finding | None:
    """What is missed of a constraint; None when it is met."""
    try:
        reached = symbolic.evaluate(constraint.formula, chosen)
    except (ArithmeticError, ValueError):
        reached = math.nan
    name = constraint.meaning or constraint.name
    if not math.isfinite(reached):
        return finding(Code.NOT_EVALUABLE, name=name)
    if constraint.low <= reached <= constraint.high:
        return None
    return finding(
        Code.CONSTRAINT_MISSED,
        evidence={"constraint": constraint.name, "value": reached},
        name=name,
        value=in_print(float(f"{reached:.5g}"), constraint.unit),
        bounds=_bounds(constraint),
    )


def _bounds(constraint: Constraint) -> str:
    low = in_print(constraint.low, constraint.unit) if math.isfinite(constraint.low) else ""
    high = in_print(constraint.high, constraint.unit) if math.isfinite(constraint.high) else ""
    if low and high:
        return f"between {low} and {high}"
    return f"above {low}" if low else f"below {high}"


def _is_choice(part: Design, idea: Misconception, chosen: Mapping[str, float]) -> bool:
    return all(
        math.isclose(chosen[variable.name], number, rel_tol=SAME)
        for variable, number in zip(part.variables, idea.value, strict=True)
    )
