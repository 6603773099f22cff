"""Derivatives of lowered trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.formula.expression import (
    ONE,
    PI,
    TWO,
    ZERO,
    Call,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    add,
    call,
    exp,
    invert,
    ln,
    multiply,
    negate,
    power,
    rate_name,
    substitute,
    subtract,
    symbols_of,
)

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
        twice = {
            rate_name(f, variable): Var(rate_name(rate_name(f, variable), variable))
            for f in depending
            if "/" not in f
        }
        self.inner = {variable: ONE, **twice, **depending}
        self.names = frozenset(self.inner)
        self.rates = tuple(rate_name(function, "") for function in depending)

    def of(self, node: Node) -> Node:
        names = symbols_of(node)
        if self.rates and any(name.startswith(self.rates) for name in names - self.names):
            raise Unsupported("a derivative of a derivative")
        if any(name.startswith("∫_") for name in names):
            raise Unsupported("a derivative of an unknown integral")
        if not names & self.names:
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
