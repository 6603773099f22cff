"""Carrying out the calculus in a formula: its derivatives, limits, sums and integrals."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import islice

from .antiderivatives import antiderivative
from .balls import Imprecise, Undefined, Unsupported, ball, precision
from .conversion import element, in_field
from .differentiation import differentiate
from .domain import Domain
from .evaluation import evaluate
from .expansion import plain_values
from .expression import (
    INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Logic,
    Node,
    Num,
    Power,
    Relation,
    Var,
    add,
    children,
    functions_in,
    invert,
    larger_than,
    multiply,
    number,
    rebuild,
    substitute,
    subtract,
    symbols_of,
    walk,
)
from .field import Field, Singular
from .fuel import TooHard
from .functions import BINDERS
from .limits import grows, limit
from .lowering import lower
from .points import points

MAX_SUM = 60
POINTS, BITS = 3, 64  # at which the value of an integral is looked for
MAX_BODY = 400  # nodes of what is differentiated


class Dependence:
    """Which symbols are functions of others; here none is."""

    def rates(self, variable: str) -> Mapping[str, Node]:
        """The functions of a variable with the symbols of their derivatives."""
        return {}

    def integral(self, body: Node, variable: str, low: Node, high: Node) -> Node | None:
        """A definite integral that has to do with these functions, None for any other.

        ``Unsupported`` where the functions would have to be known.
        """
        return None


def unfold(node: Node, domains: Mapping[str, Domain], depending: Dependence | None = None) -> Node:
    """Lower a tree and carry out its derivatives, limits, sums and easy integrals.

    ``Unsupported`` when a limit or a sum cannot be carried out.
    """
    return unfold_lowered(lower(node), domains, depending)


def unfold_lowered(
    node: Node, domains: Mapping[str, Domain], depending: Dependence | None = None
) -> Node:
    """``unfold`` of a tree that is lowered already; the tree itself when nothing is to be done."""
    if not BINDERS.isdisjoint(functions_in(node)):
        return _unfold(node, domains, depending or Dependence())
    return node


def _unfold(node: Node, domains: Mapping[str, Domain], depending: Dependence) -> Node:
    parts = children(node)
    if not parts:
        return node
    if isinstance(node, Relation | Logic):
        return rebuild(node, tuple(_unfold(part, domains, depending) for part in parts))
    new = tuple(_unfold(part, domains, depending) for part in parts)
    if new != parts:
        node = rebuild(node, new)
    match node:
        case Call("diff", (body, Var(name), *order)):
            times = order[0] if order else ONE
            if not (isinstance(times, Num) and times.value in (1, 2, 3, 4)):
                raise Unsupported("order of a derivative")
            for _ in range(int(times.value)):
                if larger_than(body, MAX_BODY):
                    raise Unsupported("a derivative of something this long")
                body = differentiate(body, name, depending.rates(name))
            return body
        case Call("limit", (body, Var(name), target)):
            found = limit(body, name, target, domains)
            if found is None:
                raise Unsupported("a limit that I cannot find")
            return found
        case Call("sum", (body, Var(name), Num(low), Num(high))):
            if high - low > MAX_SUM or low.denominator != 1:
                raise Unsupported("a sum with too many terms")
            return add(
                *(substitute(body, {name: number(k)}) for k in range(int(low), int(high) + 1))
            )
        case Call("integrate", (body, Var(name), low_end, high_end)):
            if low_end == high_end:
                return ZERO
            if (known := depending.integral(body, name, low_end, high_end)) is not None:
                return known
            domains = {**domains, name: _between(low_end, high_end, domains)}
            primitive = antiderivative(body, name, domains)
            if primitive is None:
                return node
            if _crosses_pole(node, primitive, domains):
                return invert(ZERO)  # no value at all
            ends = [_at(end, primitive, name, domains) for end in (high_end, low_end)]
            if _diverges((low_end, high_end), primitive, name, domains):
                return invert(ZERO)
            return node if None in ends else subtract(*(end for end in ends if end is not None))
        case _:
            return node


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
