"""Whether a constant made of whole numbers and real roots is exactly zero.

A number that is built with few operations cannot be small without being zero. The bound is that of
Burnikel, Fleischer, Mehlhorn and Schirra (Algorithmica 27, 2000, 87): with u and l computed along
the formula and D the product of the orders of its roots, |E| >= 1 / (l * u**(D*D - 1)).
"""

from __future__ import annotations

from fractions import Fraction
from math import log2

from flint import arb

from millivolt.symbolic.arithmetic.balls import Imprecise, Undefined, Unsupported, precision
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.formula.expression import (
    ONE,
    Call,
    Node,
    Num,
    Power,
    Product,
    Sum,
    folded,
    multiply,
    power,
    subtract,
    walk,
)

MAX_DEGREE = 64
MAX_BITS = 60_000


def proved_zero_constant(node: Node) -> bool:
    """Whether the formula, which has no symbols, is proved to be zero by a root bound."""
    node = without_logarithms(folded(node))
    roots = {part for part in walk(node) if _root_order(part) > 1}
    degree = 1
    for root in roots:
        degree *= _root_order(root)
    if degree > MAX_DEGREE:
        return False
    bounds = _bounds(node)
    if bounds is None:
        return False
    above, below = bounds
    bits = int(below + above * (degree * degree - 1)) + 8
    if bits > MAX_BITS:
        return False
    with precision(bits + 64 + 4 * sum(1 for _ in walk(node))):
        try:
            value = evaluate(node, {})
        except (Imprecise, Undefined, Unsupported):
            return False
        # Real roots only: the bound does not speak of complex branches.
        return isinstance(value, arb) and bool(abs(value) < arb(2) ** -bits)


def without_logarithms(node: Node) -> Node:
    """A sum of rational multiples of logarithms as the product of powers, minus one.

    Where the arguments are positive, one is zero exactly when the other is. Any other formula is
    given back as it is.
    """
    factors = []
    for term in node.terms if isinstance(node, Sum) else (node,):
        match term:
            case Call("ln", (argument,)):
                factors.append(argument)
            case Product((Num(times), Call("ln", (argument,)))):
                factors.append(power(argument, Num(times)))
            case _:
                return node
    return subtract(multiply(*factors), ONE)


def _root_order(node: Node) -> int:
    match node:
        case Power(_, Num(exponent)):
            return int(exponent.denominator)
        case _:
            return 1


def _bounds(node: Node) -> tuple[float, float] | None:
    """log2 of (u, l) of the formula, rounded up; None for what is no algebraic number."""
    match node:
        case Num(value):
            return _up(value.numerator), _up(value.denominator)
        case Sum(parts) | Product(parts):
            found = [_bounds(part) for part in parts]
            if any(bounds is None for bounds in found):
                return None
            known = [bounds for bounds in found if bounds is not None]
            below = sum(l for _, l in known)
            if isinstance(node, Product):
                return sum(u for u, _ in known), below
            # u1*l2 + u2*l1 and so on: the sum of n terms adds log2(n) to the largest.
            return max(u + below - l for u, l in known) + log2(len(known)), below
        case Power(base, Num(exponent)):
            bounds = _bounds(base)
            return None if bounds is None else _raised(bounds, exponent)
        case _:
            return None


def _raised(bounds: tuple[float, float], exponent: Fraction) -> tuple[float, float]:
    above, below = bounds
    if exponent < 0:
        above, below, exponent = below, above, -exponent
    above, below = above * exponent.numerator, below * exponent.numerator
    order = exponent.denominator
    if order == 1:
        return above, below
    if above >= below:
        return (above + (order - 1) * below) / order, below
    return above, ((order - 1) * above + below) / order


def _up(value: int) -> float:
    return float(abs(value).bit_length())
