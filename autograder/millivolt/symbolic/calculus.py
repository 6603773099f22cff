"""Derivatives of trees, and the unfolding of the calculus that a formula contains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from .balls import Unsupported
from .domain import Domain
from .expression import (
    ONE,
    PI,
    TWO,
    ZERO,
    Call,
    Logic,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    add,
    call,
    children,
    exp,
    invert,
    larger_than,
    ln,
    multiply,
    negate,
    number,
    power,
    rebuild,
    substitute,
    subtract,
    symbols_of,
    walk,
)
from .functions import BINDERS
from .lowering import lower

MAX_SUM = 60
MAX_BODY = 400  # nodes of what is differentiated
_MINUS_HALF = Num(Fraction(-1, 2))

_DERIVATIVES: dict[str, Callable[[Node], Node]] = {
    "exp": exp,
    "ln": invert,
    "sin": lambda u: call("cos", u),
    "cos": lambda u: negate(call("sin", u)),
    "sinh": lambda u: call("cosh", u),
    "cosh": lambda u: call("sinh", u),
    "tanh": lambda u: subtract(ONE, power(call("tanh", u), TWO)),
    "asin": lambda u: power(subtract(ONE, power(u, TWO)), _MINUS_HALF),
    "acos": lambda u: negate(power(subtract(ONE, power(u, TWO)), _MINUS_HALF)),
    "atan": lambda u: invert(add(ONE, power(u, TWO))),
    "asinh": lambda u: power(add(ONE, power(u, TWO)), _MINUS_HALF),
    "acosh": lambda u: power(subtract(power(u, TWO), ONE), _MINUS_HALF),
    "atanh": lambda u: invert(subtract(ONE, power(u, TWO))),
    "erf": lambda u: multiply(TWO, power(PI, _MINUS_HALF), exp(negate(power(u, TWO)))),
    "abs": lambda u: call("sign", u),
    "sign": lambda u: ZERO,
}


def differentiate(node: Node, variable: str, depending: Mapping[str, Node] | None = None) -> Node:
    """The derivative of a lowered tree.

    ``depending`` gives the derivatives of the symbols that depend on the variable, for the chain
    rule; all other symbols are constants. ``Unsupported`` for what has no derivative here.
    """
    return _Differentiation(variable, depending or {}).of(node)


class _Differentiation:
    def __init__(self, variable: str, depending: Mapping[str, Node]) -> None:
        self.variable = variable
        self.inner = {variable: ONE, **depending}
        self.names = frozenset(self.inner)

    def of(self, node: Node) -> Node:
        if not symbols_of(node) & self.names:
            return ZERO
        match node:
            case Var(name):
                return self.inner[name]
            case Sum(terms):
                return add(*(self.of(term) for term in terms))
            case Product(factors):
                return add(
                    *(
                        multiply(*factors[:i], self.of(factor), *factors[i + 1 :])
                        for i, factor in enumerate(factors)
                        if symbols_of(factor) & self.names
                    )
                )
            case Power(base, exponent):
                by_base = multiply(exponent, power(base, subtract(exponent, ONE)), self.of(base))
                if not symbols_of(exponent) & self.names:
                    return by_base
                return add(by_base, multiply(node, ln(base), self.of(exponent)))
            case Call("integrate", (body, Var(bound) as var, low, high)):
                ends = subtract(
                    multiply(substitute(body, {bound: high}), self.of(high)),
                    multiply(substitute(body, {bound: low}), self.of(low)),
                )
                inside = self.of(body) if bound not in self.names else ZERO
                return (
                    ends if inside == ZERO else add(ends, call("integrate", inside, var, low, high))
                )
            case Call(name, (argument,)) if name in _DERIVATIVES:
                return multiply(_DERIVATIVES[name](argument), self.of(argument))
            case _:
                raise Unsupported(f"derivative of {type(node).__name__}")


def unfold(
    node: Node,
    domains: Mapping[str, Domain],
    depending: Callable[[str], Mapping[str, Node]] | None = None,
) -> Node:
    """Lower a tree and carry out its derivatives, limits, sums and easy integrals.

    ``depending(x)`` names the symbols that depend on x with their derivatives. ``Unsupported`` when
    a limit or a sum cannot be carried out.
    """
    return unfold_lowered(lower(node), domains, depending)


def unfold_lowered(
    node: Node,
    domains: Mapping[str, Domain],
    depending: Callable[[str], Mapping[str, Node]] | None = None,
) -> Node:
    """``unfold`` of a tree that is lowered already; the tree itself when nothing is to be done."""
    if any(isinstance(part, Call) and part.name in BINDERS for part in walk(node)):
        return _unfold(node, domains, depending or (lambda _: {}))
    return node


def _unfold(
    node: Node,
    domains: Mapping[str, Domain],
    depending: Callable[[str], Mapping[str, Node]],
) -> Node:
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
                body = differentiate(body, name, depending(name))
            return body
        case Call("limit", (body, Var(name), target)):
            from .limits import limit

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
            from .antiderivatives import antiderivative

            primitive = antiderivative(body, name, domains)
            if primitive is None:
                return node
            at = [substitute(primitive, {name: end}) for end in (high_end, low_end)]
            return subtract(*at)
        case _:
            return node
