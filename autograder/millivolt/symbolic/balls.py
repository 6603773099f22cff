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
    INFINITY,
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    folded,
    symbols_of,
    walk,
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


def _nonzero(value: Ball, what: str) -> Ball:
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
        return base**n if n >= 0 else 1 / _nonzero(base, "division by zero") ** (-n)
    exponent = evaluate(node.exponent, point)
    whole = exponent.unique_fmpz() if isinstance(exponent, arb) and exponent.is_exact() else None
    if whole is not None and abs(int(whole)) <= MAX_POWER:
        n = int(whole)
        return base**n if n >= 0 else 1 / _nonzero(base, "division by zero") ** (-n)
    if isinstance(base, arb):
        if base > 0:
            return base**exponent
        if is_exact_zero(base):
            if isinstance(exponent, arb) and exponent > 0:
                return arb(0)
            raise Undefined("zero to a power that is not positive")
    return ((acb(_nonzero(base, "power of zero"))).log() * exponent).exp()


def _ln(x: Ball) -> Ball:
    if isinstance(x, arb) and x > 0:
        return x.log()
    return acb(_nonzero(x, "logarithm of zero")).log()


def _absolute(x: Ball) -> Ball:
    return abs(x)


def _sign(x: Ball) -> Ball:
    if is_exact_zero(x):
        return arb(0)
    if isinstance(x, arb):
        _nonzero(x, "sign")
        return arb(1) if x > 0 else arb(-1)
    return x / abs(_nonzero(x, "sign"))


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


_FUNCTIONS: dict[str, Callable[[Ball], Ball]] = {
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
        return _integral(node, point)
    function = _FUNCTIONS.get(node.name)
    if function is None:
        raise Unsupported(node.name)
    return function(evaluate(node.args[0], point))


def _integral(node: Call, point: Point) -> Ball:
    match node.args:
        case (body, Var(variable), low, high) if INFINITY not in (*walk(low), *walk(high)):
            pass
        case _:
            raise Unsupported("indefinite or improper integral")
    ends = acb(evaluate(low, point)), acb(evaluate(high, point))
    value = acb.integral(
        _Integrand(body, variable, point).at,
        *ends,
        eval_limit=900,
        depth_limit=64,
        deg_limit=32,
        rel_tol=arb(2) ** -60,
    )
    if not value.is_finite():
        raise Unsupported("integral does not converge here")
    return value.real if value.imag.contains(0) else value


class _Integrand:
    """A formula along the path of an integral.

    The error bounds of the integration hold only if the integrand is holomorphic wherever it is
    claimed to be. So branch cuts are watched, and absolute values and signs, which are no
    holomorphic functions, are continued from either side of their zero.
    """

    def __init__(self, body: Node, variable: str, point: Point) -> None:
        self.body = folded(body)
        self.variable = variable
        self.point = point
        self.fixed: dict[int, Ball] = {}
        self.unsupported = ""

    def at(self, x: Ball, holomorphic: bool) -> Ball:
        # No exception may pass through the library that calls this.
        if not self.unsupported:
            try:
                return self._value(self.body, x, holomorphic)
            except (Undefined, Imprecise):
                pass
            except Unsupported as trouble:
                self.unsupported = str(trouble) or "no value"
        return acb("nan")

    def _value(self, node: Node, x: Ball, holomorphic: bool) -> Ball:
        if self.variable not in symbols_of(node):
            if id(node) not in self.fixed:
                self.fixed[id(node)] = acb(evaluate(node, self.point))
            return self.fixed[id(node)]
        match node:
            case Var():
                return x
            case Sum((first, *rest)):
                total = self._value(first, x, holomorphic)
                for term in rest:
                    total = total + self._value(term, x, holomorphic)
                return total
            case Product((first, *rest)):
                total = self._value(first, x, holomorphic)
                for factor in rest:
                    total = total * self._value(factor, x, holomorphic)
                return total
            case Power(base, Num(exponent)) if exponent.denominator == 1:
                if abs(exponent) > MAX_POWER:
                    raise Unsupported("power too large")
                below = self._value(base, x, holomorphic)
                n = int(exponent)
                return below**n if n >= 0 else 1 / _nonzero(below, "division by zero") ** -n
            case Power(Power(base, Num(even)), Num(exponent)) if (
                even.numerator % 2 == 0 and even.denominator == exponent.numerator == 1
            ):
                # sqrt(x**2) is |x| on the real line, and has no branch cut to trip over.
                size = self._call("abs", self._value(base, x, holomorphic), x, holomorphic)
                if (times := even * exponent).denominator == 1 and times > 0:
                    return size ** int(times)
                return (
                    _nonzero(size, "root of zero").log(analytic=holomorphic) * acb(ball(times))
                ).exp()
            case Power(base, Num(exponent)) if exponent == Fraction(1, 2):
                return self._value(base, x, holomorphic).sqrt(analytic=holomorphic)
            case Power(base, exponent):
                below = self._value(base, x, holomorphic)
                logarithm = _nonzero(below, "power of zero").log(analytic=holomorphic)
                return (logarithm * self._value(exponent, x, holomorphic)).exp()
            case Call(name, (argument,)):
                return self._call(name, self._value(argument, x, holomorphic), x, holomorphic)
            case _:
                raise Unsupported("integral of something without a value")

    def _call(self, name: str, u: Ball, x: Ball, holomorphic: bool) -> Ball:
        if name in _ON_THE_REAL_LINE:
            if x.imag.is_zero() and not u.imag.contains(0):
                raise Imprecise("not a real argument")
            return getattr(u, _ON_THE_REAL_LINE[name])(analytic=holomorphic)
        if name in _THROUGH_LOGARITHMS and holomorphic:
            return _THROUGH_LOGARITHMS[name](u)
        if name == "ln":
            return _nonzero(u, "logarithm of zero").log(analytic=holomorphic)
        if name not in _FUNCTIONS or name in ("re", "im", "conjugate"):
            raise Unsupported(name)
        return _FUNCTIONS[name](u)


_ON_THE_REAL_LINE = {"abs": "real_abs", "sign": "real_sgn", "floor": "real_floor"}


def _root(z: Ball) -> Ball:
    return z.sqrt(analytic=True)


def _log(z: Ball) -> Ball:
    return z.log(analytic=True)


def _asin(z: Ball) -> Ball:
    i = acb(0, 1)
    return -i * _log(i * z + _root(1 - z * z))


# Inverse functions in terms of those whose branch cuts can be watched.
_THROUGH_LOGARITHMS: dict[str, Callable[[Ball], Ball]] = {
    "asin": _asin,
    "acos": lambda z: acb.pi() / 2 - _asin(z),
    "atan": lambda z: (_log(1 + acb(0, 1) * z) - _log(1 - acb(0, 1) * z)) / acb(0, 2),
    "asinh": lambda z: _log(z + _root(z * z + 1)),
    "acosh": lambda z: _log(z + _root(z - 1) * _root(z + 1)),
    "atanh": lambda z: (_log(1 + z) - _log(1 - z)) / 2,
}


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
