"""The value of a tree at a point, as a ball that holds the exact value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq

from millivolt.symbolic.arithmetic.balls import (
    FUNCTIONS,
    MAX_POWER,
    Ball,
    Imprecise,
    Point,
    Undefined,
    Unsupported,
    is_exact_zero,
    nonzero,
)
from millivolt.symbolic.formula.expression import Call, Const, Node, Num, Power, Product, Sum, Var


def evaluate(node: Node, point: Point) -> Ball:
    """The value of a lowered tree at a point.

    Raises ``Undefined`` where there is none, ``Imprecise`` when the precision does not suffice and
    ``Unsupported`` for what has no evaluation.
    """
    value = _VALUE[type(node)](node, point)
    if not value.is_finite():
        raise Imprecise("overflow")
    return value


def _number(node: Num, _: Point) -> Ball:
    return arb(fmpq(node.value.numerator, node.value.denominator))


def _variable(node: Var, point: Point) -> Ball:
    try:
        return point[node.name]
    except KeyError:
        raise Unsupported(f"no value for {node.name}") from None


def _constant(node: Const, _: Point) -> Ball:
    if node.name == "pi":
        return arb.pi()
    if node.name == "i":
        return acb(0, 1)
    raise Undefined("infinity")


def _sum(node: Sum, point: Point) -> Ball:
    first, *rest = node.terms
    total = evaluate(first, point)
    for term in rest:
        total = total + evaluate(term, point)
    return total


def _product(node: Product, point: Point) -> Ball:
    first, *rest = node.factors
    total = evaluate(first, point)
    for factor in rest:
        total = total * evaluate(factor, point)
    return total


def _power(node: Power, point: Point) -> Ball:
    base = evaluate(node.base, point)
    if isinstance(node.exponent, Num) and node.exponent.value.denominator == 1:
        n = int(node.exponent.value)
        if abs(n) > MAX_POWER:
            raise Unsupported("power too large")
        return base**n if n >= 0 else 1 / nonzero(base, "division by zero") ** (-n)
    exponent = evaluate(node.exponent, point)
    whole = exponent.unique_fmpz() if isinstance(exponent, arb) and exponent.is_exact() else None
    if whole is not None and abs(int(whole)) <= MAX_POWER:
        n = int(whole)
        return base**n if n >= 0 else 1 / nonzero(base, "division by zero") ** (-n)
    if isinstance(base, arb):
        if base > 0:
            return base**exponent
        if is_exact_zero(base):
            if isinstance(exponent, arb) and exponent > 0:
                return arb(0)
            raise Undefined("zero to a power that is not positive")
    return ((acb(nonzero(base, "power of zero"))).log() * exponent).exp()


def _call(node: Call, point: Point) -> Ball:
    if node.name == "integrate":
        from millivolt.symbolic.arithmetic.quadrature import integral  # few formulas need it

        return integral(node, point, evaluate)
    function = FUNCTIONS.get(node.name)
    if function is None:
        raise Unsupported(node.name)
    return function(evaluate(node.args[0], point))


_VALUE: dict[type, Callable[[Any, Point], Ball]] = {
    Num: _number,
    Var: _variable,
    Const: _constant,
    Sum: _sum,
    Product: _product,
    Power: _power,
    Call: _call,
}
