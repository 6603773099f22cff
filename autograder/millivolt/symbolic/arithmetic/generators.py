"""The generators of a field, and the ring of polynomials over them that all fields share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mpoly_ctx

from millivolt.symbolic.formula.expression import Node

Polynomial = Any  # fmpq_mpoly: python-flint carries no type information
Factors = tuple[Fraction, list[tuple[Polynomial, int]]]

SIZES = (16, 32)  # generators of a ring; every step costs more in the larger one


class Ring(NamedTuple):
    """Polynomials over so many generators, whatever they may stand for."""

    context: Any
    generators: tuple[Polynomial, ...]

    def factors(self, polynomial: Polynomial) -> Factors:
        """Constant and irreducible factors with multiplicities.

        A factor is primitive: whole coefficients without a common divisor, the first one positive.
        """
        if len(polynomial) == 1:
            powers = zip(self.generators, polynomial.monoms()[0], strict=True)
            constant = fraction(polynomial.leading_coefficient())
            return constant, [(generator, int(times)) for generator, times in powers if times]
        for index, degree in enumerate(polynomial.degrees()):
            if degree == 1:
                return self._factors_along(index, polynomial)
        constant, parts = polynomial.factor()
        return fraction(constant), [(part, int(times)) for part, times in parts]

    def _factors_along(self, index: int, polynomial: Polynomial) -> Factors:
        """Those of a g + b, linear in the generator g: gcd(a, b) times one irreducible factor.

        To factor in many variables takes a hundred times as long as to divide.
        """
        slope = polynomial.derivative(index)
        common = slope.gcd(polynomial - slope * self.generators[index])
        constant = Fraction(1)
        parts: list[tuple[Polynomial, int]] = []
        if not common.is_constant():
            constant, parts = self.factors(common)
            polynomial = polynomial / common
        scale = content(polynomial)
        if scale != 1:
            polynomial = polynomial / fmpq(scale.numerator, scale.denominator)
        return scale * constant, [(polynomial, 1), *parts]


@lru_cache(maxsize=len(SIZES))
def ring(size: int) -> Ring:
    """The ring of this size, which all fields share."""
    context = fmpq_mpoly_ctx.get([f"g{i}" for i in range(size)], "lex")
    return Ring(context, tuple(context.gens()))


class Ratio(NamedTuple):
    """``num / den`` in lowest terms, the denominator's leading coefficient 1."""

    num: Polynomial
    den: Polynomial

    @property
    def is_zero(self) -> bool:
        return bool(self.num.is_zero())

    @property
    def constant(self) -> Fraction | None:
        """The value, when it is a rational number."""
        if self.num.is_constant() and self.den.is_constant():
            return Fraction(0) if self.num.is_zero() else fraction(self.num.leading_coefficient())
        return None


@dataclass(slots=True)
class Generator:
    """One generator: what it means (``tree``) and what is known of its values.

    The tree is made when it is asked for: most proofs need none. ``relation`` (q, r) says that the
    q-th power is r. ``log_of``, ``exp_of`` and ``root_of`` hold the argument of a logarithm, of an
    exponential, or the pair (value, order) of a root.
    """

    key: Hashable
    make: Callable[[], Node]
    positive: bool = False
    real: bool = True
    integer: bool = False
    nonzero: bool = False
    relation: tuple[int, Ratio] | None = None
    log_of: Ratio | None = None
    exp_of: Ratio | None = None
    root_of: tuple[Ratio, int] | None = None
    made: Node | None = field(default=None, init=False)

    @property
    def tree(self) -> Node:
        if self.made is None:
            self.made = self.make()
        return self.made


def fraction(value: Any) -> Fraction:
    """An flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))


def content(polynomial: Polynomial) -> Fraction:
    """The rational number that leaves a primitive polynomial, with the sign of the first term."""
    coefficients = [(int(c.p), int(c.q)) for c in polynomial.coeffs()]
    divisor = gcd(*(above for above, _ in coefficients))
    if coefficients[0][0] < 0:
        divisor = -divisor
    return Fraction(divisor, lcm(*(below for _, below in coefficients)))
