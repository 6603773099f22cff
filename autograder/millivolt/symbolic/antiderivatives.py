"""Antiderivatives of what biophysics integrates: x**n exp(a x), and simple rational functions.

Rational functions of x, or of one exponential exp(a x + b), with linear factors are integrated by
partial fractions. Anything else has no antiderivative here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .balls import Unsupported
from .conversion import element, in_field
from .differentiation import differentiate
from .domain import Domain
from .expression import (
    Node,
    Num,
    Var,
    add,
    call,
    divide,
    ln,
    multiply,
    number,
    power,
    symbols_of,
)
from .field import Field, Singular
from .fuel import TooHard
from .generators import Polynomial, Ratio

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

    def of(self, body: Ratio) -> Node:
        field = self.field
        for index, generator in enumerate(field.generators):
            if self.name not in symbols_of(generator.tree):
                continue
            if generator.key == ("symbol", self.name) and generator.tree == Var(self.name):
                self.slopes[index] = None
            elif generator.exp_of is not None:
                slope = differentiate(field.tree(generator.exp_of), self.name)
                if self.name in symbols_of(slope):
                    raise _Elsewhere
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
        n = 0
        rate: Node = number(0)
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
                n = exponent
            else:
                rate = add(rate, multiply(number(exponent), slope))
                wave = multiply(wave, tree)
        return multiply(constant, self.power_times_wave(n, rate, wave))

    def power_times_wave(self, n: int, rate: Node, wave: Node) -> Node:
        x = Var(self.name)
        if isinstance(rate, Num) and rate.value == 0:
            if n == -1:
                return ln(call("abs", x))
            return divide(power(x, number(n + 1)), number(n + 1))
        if not 0 <= n <= MAX_DEGREE:
            raise _Elsewhere
        total: list[Node] = []
        coefficient: Node = number(1)
        for k in range(n + 1):  # integration by parts, n times
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
        slope = self.slopes[index]
        field = self.field
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
