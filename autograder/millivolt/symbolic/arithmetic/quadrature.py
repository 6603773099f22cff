"""Definite integrals as balls: numerical integration with a guaranteed error.

The error bounds hold only if the integrand is holomorphic wherever it is claimed to be. So branch
cuts are watched, and absolute values and signs, which are no holomorphic functions, are continued
from either side of their zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from flint import acb, arb

from millivolt.symbolic.arithmetic.balls import (
    FUNCTIONS,
    MAX_POWER,
    Ball,
    Imprecise,
    Point,
    Undefined,
    Unsupported,
    ball,
    nonzero,
)
from millivolt.symbolic.arithmetic.field import Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.poles import pole_between
from millivolt.symbolic.formula.expression import (
    INFINITY,
    Call,
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

EVALUATIONS = 900  # most evaluations of one integrand
HALF = Fraction(1, 2)

Value = Callable[[Node, Point], Ball]
Path = Callable[[Ball, bool], Ball]  # (x, must it be holomorphic around x?) -> value


def integral(node: Call, point: Point, evaluate: Value) -> Ball:
    """The value of ``integrate(body, x, low, high)`` at a point; ``Unsupported`` without one.

    ``evaluate`` gives the value of what does not depend on x.
    """
    match node.args:
        case (body, Var(variable), low, high) if INFINITY not in (*walk(low), *walk(high)):
            pass
        case _:
            raise Unsupported("indefinite or improper integral")
    ends = acb(evaluate(low, point)), acb(evaluate(high, point))
    try:
        body = folded(body)
        path = _Integrand(variable, point, evaluate).along(body)
    except Undefined:
        raise Unsupported("the integrand has no value") from None
    trouble: list[str] = []

    def at(x: Ball, holomorphic: bool) -> Ball:
        # No exception may pass through the library that calls this.
        if not trouble:
            try:
                return path(x, holomorphic)
            except (Undefined, Imprecise):
                pass
            except Unsupported as found:
                trouble.append(str(found))
        return acb("nan")

    value = acb.integral(
        at,
        *ends,
        eval_limit=EVALUATIONS,
        depth_limit=64,
        deg_limit=32,
        rel_tol=arb(2) ** -60,
    )
    if not value.is_finite():
        if _has_pole(body, variable, point, (low, high), evaluate):
            raise Undefined("a pole inside the range of integration")
        raise Unsupported("integral does not converge here")
    return value.real if value.imag.contains(0) else value


def _has_pole(
    body: Node, variable: str, point: Point, ends: tuple[Node, Node], evaluate: Value
) -> bool:
    low, high = (evaluate(end, point) for end in ends)

    def value(part: Node, x: Ball) -> Ball:
        if isinstance(x, acb):  # around here, as a holomorphic function
            return _Integrand(variable, point, evaluate).along(part)(x, True)
        return evaluate(part, {**point, variable: x})

    def roots(part: Node) -> Sequence[Node]:
        return _roots(part, variable)

    return any(pole_between(one, low, high, value, roots) for one in (body, _cancelled(body)))


@lru_cache(maxsize=64)
def _cancelled(body: Node) -> Node:
    """The integrand as one fraction in lowest terms: a pole of this is one of the integrand."""
    from millivolt.symbolic.arithmetic.conversion import (  # few integrals have a pole
        element,
        in_field,
    )

    try:
        return in_field({}, lambda field: field.tree(element(field, body)))
    except (TooHard, Singular):
        return body


@lru_cache(maxsize=64)
def _roots(part: Node, variable: str) -> tuple[Node, ...]:
    """Where a denominator is zero, for any values of the other symbols."""
    from millivolt.symbolic.arithmetic.solving import solve  # few integrals have a pole

    return tuple(solve(part, variable, {}) or ())


class _Integrand:
    """A formula as a function of the variable of integration.

    Its tree is gone through once, not at every one of the hundreds of places where it is evaluated.
    """

    def __init__(self, variable: str, point: Point, evaluate: Value) -> None:
        self.variable = variable
        self.point = point
        self.evaluate = evaluate

    def along(self, node: Node) -> Path:
        if self.variable not in symbols_of(node):
            fixed = acb(self.evaluate(node, self.point))
            return lambda x, holomorphic: fixed
        match node:
            case Var():
                return lambda x, holomorphic: x
            case Sum((first, *rest)):
                return self.sum(self.along(first), [self.along(part) for part in rest])
            case Product((first, *rest)):
                return self.product(self.along(first), [self.along(part) for part in rest])
            case Power(base, Num(exponent)) if exponent.denominator == 1:
                return self.whole_power(self.along(base), int(exponent))
            case Power(Power(base, Num(even)), Num(exponent)) if (
                even.numerator % 2 == 0 and even.denominator == exponent.numerator == 1
            ):
                # sqrt(x**2) is |x| on the real line, and has no branch cut to trip over.
                return self.power_of_size(self.call("abs", self.along(base)), even * exponent)
            case Power(base, Num(exponent)) if exponent == HALF:
                below = self.along(base)
                return lambda x, holomorphic: below(x, holomorphic).sqrt(analytic=holomorphic)
            case Power(base, exponent):
                return self.power(self.along(base), self.along(exponent))
            case Call(name, (argument,)):
                return self.call(name, self.along(argument))
            case _:
                raise Unsupported("integral of something without a value")

    def sum(self, first: Path, rest: list[Path]) -> Path:
        def value(x: Ball, holomorphic: bool) -> Ball:
            total = first(x, holomorphic)
            for term in rest:
                total = total + term(x, holomorphic)
            return total

        return value

    def product(self, first: Path, rest: list[Path]) -> Path:
        def value(x: Ball, holomorphic: bool) -> Ball:
            total = first(x, holomorphic)
            for factor in rest:
                total = total * factor(x, holomorphic)
            return total

        return value

    def whole_power(self, base: Path, n: int) -> Path:
        if abs(n) > MAX_POWER:
            raise Unsupported("power too large")
        if n >= 0:
            return lambda x, holomorphic: base(x, holomorphic) ** n
        return lambda x, holomorphic: 1 / nonzero(base(x, holomorphic), "division by zero") ** -n

    def power_of_size(self, size: Path, times: Fraction) -> Path:
        if times.denominator == 1 and times > 0:
            return self.whole_power(size, int(times))

        def value(x: Ball, holomorphic: bool) -> Ball:
            logarithm = nonzero(size(x, holomorphic), "root of zero").log(analytic=holomorphic)
            return (logarithm * acb(ball(times))).exp()

        return value

    def power(self, base: Path, exponent: Path) -> Path:
        def value(x: Ball, holomorphic: bool) -> Ball:
            below = nonzero(base(x, holomorphic), "power of zero")
            return (below.log(analytic=holomorphic) * exponent(x, holomorphic)).exp()

        return value

    def call(self, name: str, argument: Path) -> Path:
        if name in _ON_THE_REAL_LINE:
            return self.on_the_real_line(_ON_THE_REAL_LINE[name], argument)
        if name == "ln":
            return lambda x, holomorphic: nonzero(argument(x, holomorphic), "ln of zero").log(
                analytic=holomorphic
            )
        if name not in FUNCTIONS or name in ("re", "im", "conjugate"):
            raise Unsupported(name)
        plain = FUNCTIONS[name]
        watched = _THROUGH_LOGARITHMS.get(name, plain)
        return lambda x, holomorphic: (watched if holomorphic else plain)(argument(x, holomorphic))

    def on_the_real_line(self, method: str, argument: Path) -> Path:
        def value(x: Ball, holomorphic: bool) -> Ball:
            u = argument(x, holomorphic)
            if x.imag.is_zero() and not u.imag.contains(0):
                raise Imprecise("not a real argument")
            return getattr(u, method)(analytic=holomorphic)

        return value


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
