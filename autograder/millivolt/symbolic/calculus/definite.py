"""Definite integrals by an antiderivative: its limits at the ends, and whether there is a value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import islice

from millivolt.symbolic.arithmetic.balls import Imprecise, Undefined, Unsupported, ball, precision
from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.points import points
from millivolt.symbolic.calculus.antiderivatives import antiderivative
from millivolt.symbolic.calculus.expansion import plain_values
from millivolt.symbolic.calculus.limits import grows, limit
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    INFINITY,
    MINUS_ONE,
    ZERO,
    Node,
    Num,
    Power,
    Var,
    call,
    functions_in,
    invert,
    multiply,
    substitute,
    subtract,
    symbols_of,
    walk,
)

POINTS, BITS = 3, 64  # at which the value of an integral is looked for


def definite(
    body: Node, name: str, ends: tuple[Node, Node], domains: Mapping[str, Domain]
) -> Node | None:
    """The integral of a lowered tree from one end to the other; None if it is not found.

    One that is proved not to exist is 1/0.
    """
    low, high = ends
    domains = {**domains, name: _between(low, high, domains)}
    primitive = antiderivative(body, name, domains)
    if primitive is None:
        return None
    if _crosses_pole(call("integrate", body, Var(name), low, high), primitive, domains):
        return invert(ZERO)
    top, bottom = (_at(end, primitive, name, domains) for end in (high, low))
    if _diverges(ends, primitive, name, domains):
        return invert(ZERO)
    return None if top is None or bottom is None else subtract(top, bottom)


def _between(low: Node, high: Node, domains: Mapping[str, Domain]) -> Domain:
    """Where the variable of an integral runs, whatever else its name may stand for."""

    def positive(node: Node) -> bool:
        def sign(field: Field) -> bool:
            ratio = element(field, node)
            return field.sign(ratio.num) * field.sign(ratio.den) > 0

        try:
            return node == INFINITY or in_field(domains, sign)
        except (TooHard, Singular):
            return False

    ahead = (low == ZERO or positive(low)) and positive(high)
    return Domain("positive" if ahead else "real")


def _crosses_pole(node: Node, primitive: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether the integral is certified to have no value at each of a few points.

    An antiderivative steps over a pole without noticing.
    """
    smooth = not any(
        isinstance(part, Power) and isinstance(part.exponent, Num) and part.exponent.value < 0
        for part in walk(primitive)
    )
    if smooth and "ln" not in functions_in(primitive):
        return False
    for point in islice(points(sorted(symbols_of(node)), domains), POINTS):
        with precision(BITS):
            values = {name: ball(v) for name, v in point.items() if isinstance(v, Fraction)}
            try:
                evaluate(node, values)
            except Undefined:
                continue
            except (Imprecise, Unsupported):
                pass
            return False
    return True


def _diverges(
    ends: tuple[Node, Node], primitive: Node, name: str, domains: Mapping[str, Domain]
) -> bool:
    """Whether the antiderivative leaves all bounds at an infinite end."""
    inside = {**domains, name: Domain("positive")}
    mirrored = substitute(primitive, {name: multiply(MINUS_ONE, Var(name))})
    bodies = {INFINITY: primitive, multiply(MINUS_ONE, INFINITY): mirrored}
    return any(end in bodies and grows(bodies[end], name, inside) for end in ends)


def _at(end: Node, primitive: Node, name: str, domains: Mapping[str, Domain]) -> Node | None:
    """An antiderivative at one end of an integral, as a limit where that is infinite."""
    if INFINITY not in walk(end):
        return plain_values(substitute(primitive, {name: end}))
    kind = "positive" if end == INFINITY else "real"
    return limit(primitive, name, end, {**domains, name: Domain(kind)})
