"""The value of a formula at given values of its symbols."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from millivolt.symbolic.arithmetic.balls import (
    Imprecise,
    Undefined,
    Unsupported,
    is_real,
    precision,
    real_part,
)
from millivolt.symbolic.arithmetic.evaluation import evaluate as ball_value
from millivolt.symbolic.arithmetic.problem import PRECISIONS, balls_at
from millivolt.symbolic.calculus.operations import unfold
from millivolt.symbolic.formula.domain import REAL, as_fraction
from millivolt.symbolic.formula.expression import Node, is_statement, symbols_of
from millivolt.symbolic.reading.parser import parse

NOTHING = 2.0**-400
"""Terms that cancel to less than this cancel for good: no float could tell."""


def evaluate(formula: str | Node, values: Mapping[str, float | int | Fraction]) -> float:
    """The value of a formula, correct to the last digits of a float.

    Terms that cancel give 0. ``formula`` is text or a tree; ``values`` gives a number for every
    symbol, in coherent units.
    Raises ``ValueError`` when the text cannot be read, a value is missing, or there is no real
    value at this point.
    """
    if isinstance(formula, str):
        parsed = parse(formula, dict.fromkeys(values, "real"))
        if parsed.tree is None:
            raise ValueError(f"{formula!r}: {parsed.error}")
        formula = parsed.tree
    if is_statement(formula):
        raise ValueError("an equation has no value")
    missing = sorted(symbols_of(formula) - values.keys())
    if missing:
        raise ValueError(f"no value for {', '.join(missing)}")
    point = {name: as_fraction(value) for name, value in values.items()}
    try:
        lowered = unfold(formula, dict.fromkeys(values, REAL))
        for bits in PRECISIONS:
            with precision(bits):
                try:
                    value = ball_value(lowered, balls_at(point))
                except Imprecise:
                    continue
                real = real_part(value)
                if not is_real(value):
                    raise ValueError("the value is not real")
                if real.rad() <= abs(real.mid()) * 2.0**-60 or real.is_zero():
                    return float(real.mid())
                if real.contains(0) and real.rad() <= NOTHING:
                    return 0.0
    except (Undefined, Unsupported) as trouble:
        raise ValueError(f"no value here: {trouble}") from None
    raise ValueError("the value cannot be computed precisely enough")
