"""Values with guaranteed error bounds, and the functions that formulas call on them.

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


def midpoint(value: Ball) -> float | complex:
    """The centre of a ball as an ordinary number, for messages."""
    if isinstance(value, arb):
        return float(value.mid())
    if value.imag.contains(0):
        return float(value.real.mid())
    return complex(float(value.real.mid()), float(value.imag.mid()))
