"""Antiderivatives of what biophysics integrates: x**n exp(a x), Gaussians, rational functions.

Rational functions of x, or of one exponential exp(a x + b), with linear factors are integrated by
partial fractions; one quadratic factor without real roots gives an arcus tangent. Anything else has
no antiderivative here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.generators import Polynomial, Ratio
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    HALF,
    PI,
    Node,
    Num,
    Var,
    add,
    call,
    divide,
    exp,
    invert,
    ln,
    multiply,
    negate,
    number,
    power,
    substitute,
    subtract,
    symbols_of,
)

MAX_DEGREE = 8


def antiderivative(body: Node, name: str, domains: Mapping[str, Domain]) -> Node | None:
    """A function whose derivative with respect to the symbol is the lowered tree, or None."""
    if name not in symbols_of(body):
        return multiply(body, Var(name))
    try:
        return in_field(domains, lambda field: _Integration(field, name).of(element(field, body)))
    except (TooHard, Singular, Unsupported, _Elsewhere):
        return None


class _Elsewhere(ArithmeticError):
    """The integrand is not of the kinds treated here."""


class _Integration:
    def __init__(self, field: Field, name: str) -> None:
        self.field = field
        self.name = name
        self.slopes: dict[int, Node | None] = {}  # generators with x; None for x itself
        self.curves: dict[int, Node] = {}  # factor of x**2 in the exponents that have one
        self.orders: dict[int, int] = {}  # of the root of x that stands for it

    def of(self, body: Ratio) -> Node:
        field = self.field
        for index, generator in enumerate(field.generators):
            if self.name not in symbols_of(generator.tree):
                continue
            if generator.key == ("symbol", self.name):
                self.slopes[index] = None
                self.orders[index] = int(field.units.get(generator.key, Fraction(1)))
            elif generator.exp_of is not None:
                slope = differentiate(field.tree(generator.exp_of), self.name)
                if self.name in symbols_of(slope):
                    curve = differentiate(slope, self.name)
                    if self.name in symbols_of(curve):
                        raise _Elsewhere
                    self.curves[index] = divide(curve, number(2))
                    slope = substitute(slope, {self.name: number(0)})
                self.slopes[index] = slope
            else:
                raise _Elsewhere
        _, factors = field.factors(body.den)
        outside, inside = field.one.den, []
        for factor, times in factors:
            if self._involved(factor) and field.bare(factor) is None:
                inside.append((factor, times))
            else:
                outside = outside * factor**times
        lead = body.den.leading_coefficient()
        numerator = Ratio(body.num / lead, outside)
        if not inside:
            return self.terms(numerator)
        return self.partial_fractions(numerator, inside)

    def _involved(self, polynomial: Polynomial) -> list[int]:
        return [i for i, degree in enumerate(polynomial.degrees()) if degree and i in self.slopes]

    # -- sums of x**n exp(a x) ----------------------------------------------------------------

    def terms(self, ratio: Ratio) -> Node:
        parts = []
        (below,) = ratio.den.monoms() if len(ratio.den) == 1 else (None,)
        for exponents, coefficient in ratio.num.to_dict().items():
            powers = [int(e) for e in exponents]
            den = ratio.den
            if below is not None:
                powers = [int(a) - int(b) for a, b in zip(exponents, below, strict=True)]
                den = self.field.ring.context.constant(ratio.den.leading_coefficient())
            elif self._involved(den):
                raise _Elsewhere
            parts.append(self.term(powers, Fraction(int(coefficient.p), int(coefficient.q)), den))
        return add(*parts)

    def term(self, powers: list[int], coefficient: Fraction, den: Polynomial) -> Node:
        n = Fraction(0)
        rate: Node = number(0)
        curve: Node = number(0)
        constant: Node = divide(number(coefficient), self.field.polynomial_tree(den))
        wave: Node = number(1)
        for index, exponent in enumerate(powers):
            if not exponent:
                continue
            tree = power(self.field.generators[index].tree, number(exponent))
            if index not in self.slopes:
                constant = multiply(constant, tree)
                continue
            slope = self.slopes[index]
            if slope is None:
                n = Fraction(exponent, self.orders[index])
                continue
            rate = add(rate, multiply(number(exponent), slope))
            if index in self.curves:
                curve = add(curve, multiply(number(exponent), self.curves[index]))
            wave = multiply(wave, tree)
        if curve != number(0):
            return multiply(constant, self.gaussian(n, negate(curve), rate, wave))
        return multiply(constant, self.power_times_wave(n, rate, wave))

    def gaussian(self, n: Fraction, width: Node, rate: Node, wave: Node) -> Node:
        """x**n times the wave exp(-width x**2 + rate x), by parts down to the error function."""
        ratio = element(self.field, width)
        if self.field.sign(ratio.num) * self.field.sign(ratio.den) <= 0:
            raise _Elsewhere
        if n.denominator != 1 or not 0 <= n <= MAX_DEGREE:
            raise _Elsewhere
        x, root = Var(self.name), power(width, HALF)
        shift = divide(rate, multiply(number(2), width))
        if n == 0:
            peak = exp(multiply(rate, shift, HALF))
            area = divide(multiply(power(PI, HALF), peak), multiply(number(2), root))
            return multiply(area, call("erf", multiply(root, subtract(x, shift))))
        total = [
            negate(divide(multiply(power(x, number(n - 1)), wave), multiply(number(2), width))),
            multiply(shift, self.gaussian(n - 1, width, rate, wave)),
        ]
        if n > 1:
            factor = divide(number(n - 1), multiply(number(2), width))
            total.append(multiply(factor, self.gaussian(n - 2, width, rate, wave)))
        return add(*total)

    def power_times_wave(self, n: Fraction, rate: Node, wave: Node) -> Node:
        x = Var(self.name)
        if isinstance(rate, Num) and rate.value == 0:
            if n == -1:
                return ln(call("abs", x))
            return divide(power(x, number(n + 1)), number(n + 1))
        if n.denominator != 1 or not 0 <= n <= MAX_DEGREE:
            raise _Elsewhere
        total: list[Node] = []
        coefficient: Node = number(1)
        for k in range(int(n) + 1):  # integration by parts, n times
            total.append(
                divide(multiply(coefficient, power(x, number(n - k))), power(rate, number(k + 1)))
            )
            coefficient = multiply(coefficient, number(-(n - k)))
        return multiply(wave, add(*total))

    # -- partial fractions ----------------------------------------------------------------------

    def partial_fractions(self, top: Ratio, factors: list[tuple[Polynomial, int]]) -> Node:
        """N(g) / product of linear factors in one generator g (x itself or an exponential)."""
        involved = {i for factor, _ in factors for i in self._involved(factor)}
        involved |= set(self._involved(top.num)) | set(self._involved(top.den))
        if len(involved) != 1:
            raise _Elsewhere
        (index,) = involved
        if index in self.curves or self.orders.get(index, 1) != 1:
            raise _Elsewhere
        slope = self.slopes[index]
        field = self.field
        if slope is None and len(factors) == 1 and factors[0][0].degrees()[index] == 2:
            return self.quadratic(top, *factors[0], index)
        g = field.element(index)
        if slope is not None:  # dx = dg / (slope g)
            top = field.divide(top, g)
        linear: list[tuple[Ratio, Ratio, int]] = []  # (slope, constant, multiplicity) in g
        rest = top
        if top.den.degrees()[index]:
            times = int(top.den.degrees()[index])
            linear.append((field.one, field.zero, times))
            rest = field.multiply(top, field.power(g, times))
        for factor, times in factors:
            if factor.degrees()[index] != 1:
                raise _Elsewhere
            alpha = Ratio(factor.derivative(index), field.one.den)
            beta = Ratio(factor - alpha.num * g.num, field.one.den)
            linear.append((alpha, beta, times))
        total = self._residues(rest, linear, index)
        return total if slope is None else divide(total, slope)

    def quadratic(self, top: Ratio, factor: Polynomial, times: int, index: int) -> Node:
        """(p x + q) / (a x**2 + b x + c) without real roots; p = 0 over its square."""
        field = self.field
        x = field.ring.generators[index]
        curve = factor.derivative(index).derivative(index) / 2
        slope = factor.derivative(index) - 2 * curve * x
        rest = factor - curve * x * x - slope * x
        gap = 4 * curve * rest - slope * slope
        p = Ratio(top.num.derivative(index), top.den)
        q = Ratio(top.num - p.num * x, top.den)
        if field.sign(gap) <= 0 or times > 2 or (times == 2 and not p.is_zero):
            raise _Elsewhere
        if p.num.degrees()[index] > 0 or top.den.degrees()[index] > 0:
            raise _Elsewhere
        a, b, whole = (field.polynomial_tree(part) for part in (curve, slope, factor))
        spread, inner = field.polynomial_tree(gap), field.polynomial_tree(2 * curve * x + slope)
        angle = call("atan", divide(inner, power(spread, HALF)))
        plain = multiply(number(2), power(spread, negate(HALF)), angle)
        if times == 2:
            plain = add(
                divide(inner, multiply(spread, whole)),
                multiply(number(2), a, invert(spread), plain),
            )
        over = divide(field.tree(p), multiply(number(2), a))
        straight = subtract(field.tree(q), multiply(over, b))
        return add(multiply(over, ln(call("abs", whole))), multiply(straight, plain))

    def _residues(self, top: Ratio, linear: list[tuple[Ratio, Ratio, int]], index: int) -> Node:
        field = self.field
        degree = int(top.num.degrees()[index])
        if any(times > 1 for _, _, times in linear):
            return self._pure_power(top, linear, index)
        if degree >= len(linear):
            raise _Elsewhere
        g_tree = field.generators[index].tree
        parts = []
        for k, (alpha, beta, _) in enumerate(linear):
            at = field.negate(field.divide(beta, alpha))
            residue = self._value(top, index, at)
            for j, (a, b, _) in enumerate(linear):
                if j != k:
                    residue = field.divide(residue, field.add(field.multiply(a, at), b))
            residue = field.divide(residue, alpha)
            argument = add(multiply(field.tree(alpha), g_tree), field.tree(beta))
            parts.append(multiply(field.tree(residue), ln(call("abs", argument))))
        return add(*parts)

    def _pure_power(self, top: Ratio, linear: list[tuple[Ratio, Ratio, int]], index: int) -> Node:
        """A constant over a single power of a linear factor."""
        field = self.field
        if len(linear) != 1 or top.num.degrees()[index]:
            raise _Elsewhere
        alpha, beta, times = linear[0]
        argument = add(multiply(field.tree(alpha), field.generators[index].tree), field.tree(beta))
        scale = divide(field.tree(top), multiply(number(1 - times), field.tree(alpha)))
        return multiply(scale, power(argument, number(1 - times)))

    def _value(self, ratio: Ratio, index: int, at: Ratio) -> Ratio:
        """The numerator's value when the generator takes the value ``at``."""
        field = self.field
        total = field.zero
        for exponents, coefficient in ratio.num.to_dict().items():
            rest = field.ring.context.from_dict(
                {(*exponents[:index], 0, *exponents[index + 1 :]): coefficient}
            )
            term = field.multiply(
                Ratio(rest, field.one.den), field.power(at, int(exponents[index]))
            )
            total = field.add(total, term)
        return field.divide(total, Ratio(ratio.den, field.one.den))
