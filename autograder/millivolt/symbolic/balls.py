"""Values with guaranteed error bounds: a tree and a point to a ball that holds the exact value.

Balls are python-flint ``arb`` (real) or ``acb`` (complex, principal values). A ball that excludes
zero is a certificate; one that contains it proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
from flint import acb, arb, fmpq

from .expression import (
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
)

Ball = Any  # arb | acb: python-flint carries no type information
Point = Mapping[str, Ball]

MAX_POWER = 10**7


class Undefined(ArithmeticError):
    """The formula has no value at the point (division by an exact zero, ln 0, ...)."""


class Unsupported(ArithmeticError):
    """The formula contains something that has no ball evaluation here."""


class Imprecise(ArithmeticError):
    """The balls are too wide to tell; more precision may help."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Evaluate with this many bits inside the block."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def rational(value: Fraction) -> Any:
    """A Fraction as an flint rational."""
    return fmpq(value.numerator, value.denominator)


def ball(value: Fraction) -> Ball:
    """The ball around an exact number at the current precision."""
    return arb(rational(value))


def contains_zero(value: Ball) -> bool:
    if isinstance(value, arb):
        return bool(value.contains(0))
    return bool(value.real.contains(0) and value.imag.contains(0))


def is_exact_zero(value: Ball) -> bool:
    return bool(value.is_zero())


def is_real(value: Ball) -> bool:
    """Whether the value is certainly real (zero lies in the imaginary ball counts as real)."""
    return isinstance(value, arb) or bool(value.imag.contains(0))


def real_part(value: Ball) -> Ball:
    return value if isinstance(value, arb) else value.real


def nonzero(value: Ball, what: str) -> Ball:
    if contains_zero(value):
        if is_exact_zero(value):
            raise Undefined(what)
        raise Imprecise(what)
    return value


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


def _ln(x: Ball) -> Ball:
    if isinstance(x, arb) and x > 0:
        return x.log()
    return acb(nonzero(x, "logarithm of zero")).log()


def _absolute(x: Ball) -> Ball:
    return abs(x)


def _sign(x: Ball) -> Ball:
    if is_exact_zero(x):
        return arb(0)
    if isinstance(x, arb):
        nonzero(x, "sign")
        return arb(1) if x > 0 else arb(-1)
    return x / abs(nonzero(x, "sign"))


def _either(name: str) -> Callable[[Ball], Ball]:
    """A function whose real version may leave its domain and then continues in the complex."""

    def value(x: Ball) -> Ball:
        result = getattr(x, name)()
        return result if result.is_finite() else getattr(acb(x), name)()

    return value


def _gamma(x: Ball) -> Ball:
    if isinstance(x, arb) and abs(x) > 10**12:
        raise Unsupported("factorial too large")
    whole = x.unique_fmpz() if isinstance(x, arb) else None
    if whole is not None and whole <= 0 and x.is_exact():
        raise Undefined("factorial of a negative integer")
    return x.gamma()


FUNCTIONS: dict[str, Callable[[Ball], Ball]] = {
    "exp": lambda x: x.exp(),
    "ln": _ln,
    "abs": _absolute,
    "sign": _sign,
    **{
        name: (lambda x, name=name: getattr(x, name)())  # type: ignore[misc]
        for name in ("sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf")
    },
    **{name: _either(name) for name in ("asin", "acos", "acosh", "atanh")},
    "gamma": _gamma,
    "floor": lambda x: real_part(x).floor(),
    "re": real_part,
    "im": lambda x: arb(0) if isinstance(x, arb) else x.imag,
    "conjugate": lambda x: x if isinstance(x, arb) else x.conjugate(),
}


def _call(node: Call, point: Point) -> Ball:
    if node.name == "integrate":
        from .quadrature import integral

        return integral(node, point)
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


def midpoint(value: Ball) -> float | complex:
    """The centre of a ball as an ordinary number, for messages."""
    if isinstance(value, arb):
        return float(value.mid())
    if value.imag.contains(0):
        return float(value.real.mid())
    return complex(float(value.real.mid()), float(value.imag.mid()))
