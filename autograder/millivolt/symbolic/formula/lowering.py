"""Functions in terms of fewer functions: what the proving and evaluating modules must know.

After ``lower`` only exp, ln, abs, sign, the basic trigonometric, hyperbolic and inverse
functions, erf, gamma, floor, min, max and the binders (diff, integrate, limit, sum) are left.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from millivolt.symbolic.formula.expression import (
    HALF,
    MINUS_ONE,
    ONE,
    TEN,
    TWO,
    Call,
    Node,
    Num,
    add,
    call,
    divide,
    exp,
    functions_in,
    invert,
    ln,
    multiply,
    power,
    subtract,
    transform,
)

_RULES: dict[str, Callable[..., Node]] = {
    "log10": lambda x: divide(ln(x), ln(TEN)),
    "log2": lambda x: divide(ln(x), ln(TWO)),
    "log": lambda x, base=None: ln(x) if base is None else divide(ln(x), ln(base)),
    "log1p": lambda x: ln(add(ONE, x)),
    "expm1": lambda x: subtract(exp(x), ONE),
    "sqrt": lambda x: power(x, HALF),
    "cbrt": lambda x: power(x, Num(Fraction(1, 3))),
    "root": lambda x, n=TWO: power(x, invert(n)),
    "pow": power,
    "tan": lambda x: divide(call("sin", x), call("cos", x)),
    "cot": lambda x: divide(call("cos", x), call("sin", x)),
    "sec": lambda x: invert(call("cos", x)),
    "csc": lambda x: invert(call("sin", x)),
    "coth": lambda x: invert(call("tanh", x)),
    "sech": lambda x: invert(call("cosh", x)),
    "csch": lambda x: invert(call("sinh", x)),
    "acot": lambda x: call("atan", invert(x)),
    "acoth": lambda x: call("atanh", invert(x)),
    "erfc": lambda x: subtract(ONE, call("erf", x)),
    "factorial": lambda x: call("gamma", add(x, ONE)),
    "binomial": lambda n, k: divide(
        call("gamma", add(n, ONE)),
        multiply(call("gamma", add(k, ONE)), call("gamma", add(subtract(n, k), ONE))),
    ),
    "heaviside": lambda x: multiply(HALF, add(ONE, call("sign", x))),
    "max": lambda *xs: _extreme(xs, ONE),
    "min": lambda *xs: _extreme(xs, MINUS_ONE),
}


def _extreme(args: tuple[Node, ...], sign: Node) -> Node:
    """max (sign 1) or min (sign -1) through absolute values: (a + b ± |a - b|)/2."""
    first, *rest = args
    for other in rest:
        gap = call("abs", subtract(first, other))
        first = multiply(HALF, add(first, other, multiply(sign, gap)))
    return first


def _lower_one(node: Node) -> Node:
    if isinstance(node, Call) and node.name in _RULES:
        return _RULES[node.name](*node.args)
    return node


def lower(node: Node) -> Node:
    """The same formula with the derived functions written out."""
    if not _RULES.keys().isdisjoint(functions_in(node)):
        return transform(node, _lower_one)
    return node
