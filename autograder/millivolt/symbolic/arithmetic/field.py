"""Exact arithmetic in a field of rational functions over the generators of a formula.

A generator is a symbol, a constant, an exponential, a logarithm, a root, an absolute value or an
opaque function value; ``kernels`` decides which ones a formula needs. The work is bounded by fuel.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import comb
from typing import Any

from flint import fmpq

from millivolt.symbolic.arithmetic.boxes import sign_on_box
from millivolt.symbolic.arithmetic.fuel import FUEL, OPERATION, START, TooHard, shared
from millivolt.symbolic.arithmetic.generators import (
    SIZES,
    Factors,
    Generator,
    Polynomial,
    Ratio,
    fraction,
    ring,
)
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import Node, Num, Var, add, multiply, negate, power

MAX_TERMS = 1000
MAX_FACTOR_TERMS = 250
MAX_FACTOR_DEGREE = 48


class Singular(ArithmeticError):
    """The formula divides by something that is identically zero."""


class Refine(Exception):
    """A generator must be replaced by a root of itself; start again with the finer unit."""


class Crowded(Exception):
    """The ring has no generator left; start again in a larger one."""


class Field:
    """Generators found so far, and arithmetic with ``Ratio`` over them."""

    def __init__(
        self,
        domains: Mapping[str, Domain],
        units: dict[Hashable, Fraction] | None = None,
        fuel: int = FUEL,
        size: int = SIZES[-1],
    ) -> None:
        self.domains = domains
        self.units = {} if units is None else units
        self.fuel = fuel
        self.tank = shared()
        self.burn(START)
        self.generators: list[Generator] = []
        self.index: dict[Hashable, int] = {}
        self.elements: dict[Node, Ratio] = {}  # of the trees converted so far
        self.relations: list[int] = []  # the generators with a relation
        self.real = True  # every generator is
        self.ring = ring(size)
        nothing, unit = self.ring.context.constant(0), self.ring.context.constant(1)
        self.zero, self.one = Ratio(nothing, unit), Ratio(unit, unit)

    def copy(self) -> Field:
        """A field to go on in: it knows what this one knows, and has spent as much."""
        new = Field(self.domains, dict(self.units), FUEL, len(self.ring.generators))
        new.burn(new.fuel - self.fuel)
        new.generators, new.index = self.generators[:], self.index.copy()
        new.elements, new.relations = self.elements.copy(), self.relations[:]
        new.real = self.real
        new.zero, new.one = self.zero, self.one
        return new

    # -- bounds ---------------------------------------------------------------------------

    def burn(self, amount: int) -> None:
        """Spend fuel; ``TooHard`` when it is used up."""
        self.fuel -= amount
        tank = self.tank
        if tank is not None:
            tank.left -= amount
        if self.fuel < 0 or (tank is not None and tank.left < 0):
            raise TooHard("fuel")

    # -- generators -----------------------------------------------------------------------

    def generator(self, new: Generator) -> int:
        """The index of a generator, entered if its key is new."""
        found = self.index.get(new.key)
        if found is not None:
            return found
        if len(self.generators) >= len(self.ring.generators):
            raise Crowded
        index = self.index[new.key] = len(self.generators)
        self.generators.append(new)
        self.real = self.real and new.real
        if new.relation is not None:
            self.relations.append(index)
        return index

    def element(self, index: int) -> Ratio:
        return Ratio(self.ring.generators[index], self.one.den)

    def bare(self, polynomial: Polynomial) -> int | None:
        """The index, if the polynomial is one generator and nothing else."""
        if len(polynomial) != 1 or polynomial.leading_coefficient() != 1:
            return None
        exponents = polynomial.monoms()[0]
        return exponents.index(1) if sum(exponents) == 1 else None

    def generators_in(self, ratio: Ratio) -> list[Generator]:
        """The generators that occur in an element."""
        degrees = zip(self.generators, ratio.num.degrees(), ratio.den.degrees(), strict=False)
        return [generator for generator, above, below in degrees if above > 0 or below > 0]

    def is_real(self, ratio: Ratio) -> bool:
        return self.real or all(g.real for g in self.generators_in(ratio))

    def is_integer(self, ratio: Ratio) -> bool:
        """Integer at every point: an integer polynomial in integer generators."""
        return (
            ratio.den.is_constant()
            and all(int(c.q) == 1 for c in ratio.num.coeffs())
            and all(g.integer for g in self.generators_in(ratio))
        )

    def symbol(self, name: str) -> Ratio:
        """A declared symbol (as the power of its root when a root of it occurred)."""
        domain = self.domains.get(name, REAL)
        if domain.fixed is not None:
            return self.number(domain.fixed)
        key = ("symbol", name)
        order = int(self.units.get(key, Fraction(1)))

        def make() -> Node:
            tree = negate(Var(name)) if domain.negative else Var(name)
            return power(tree, Num(Fraction(1, order)))

        index = self.generator(
            Generator(
                key,
                make,
                positive=domain.positive or domain.negative,
                real=domain.real,
                integer=domain.integer and order == 1,
                nonzero=domain.nonzero,
            )
        )
        value = self.element(index)
        if order != 1:
            value = Ratio(value.num**order, self.one.den)
        return self.negate(value) if domain.negative else value

    # -- arithmetic -----------------------------------------------------------------------

    def number(self, value: Fraction | int) -> Ratio:
        constant = fmpq(value.numerator, value.denominator)
        return Ratio(self.ring.context.constant(constant), self.one.den)

    def ratio(self, num: Polynomial, den: Polynomial) -> Ratio:
        """Lowest terms, modulo the relations of the roots."""
        if len(num) > MAX_TERMS or len(den) > MAX_TERMS:
            raise TooHard("terms")
        self.burn(OPERATION + 2 * (len(num) + len(den)))
        if self.relations:
            num, den = self.reduced(num, den)
        if den.is_zero():
            raise Singular
        if num.is_zero():
            return self.zero
        if den.is_one():
            return Ratio(num, den)
        if not den.is_constant():
            self.burn(OPERATION + 2 * len(num) * min(len(den), 60))
            common = num.gcd(den)
            if not common.is_one():
                num, den = num / common, den / common
        lead = den.leading_coefficient()
        return Ratio(num, den) if lead == 1 else Ratio(num / lead, den / lead)

    def add(self, a: Ratio, b: Ratio) -> Ratio:
        if a.den == b.den:
            return self.ratio(a.num + b.num, a.den)
        self._guard(a.num, b.den)
        self._guard(b.num, a.den)
        return self.ratio(a.num * b.den + b.num * a.den, a.den * b.den)

    def negate(self, a: Ratio) -> Ratio:
        return Ratio(-a.num, a.den)

    def subtract(self, a: Ratio, b: Ratio) -> Ratio:
        return self.add(a, self.negate(b))

    def multiply(self, a: Ratio, b: Ratio) -> Ratio:
        self._guard(a.num, b.num)
        self._guard(a.den, b.den)
        return self.ratio(a.num * b.num, a.den * b.den)

    def invert(self, a: Ratio) -> Ratio:
        if a.is_zero:
            raise Singular
        return self.ratio(a.den, a.num)

    def divide(self, a: Ratio, b: Ratio) -> Ratio:
        return self.multiply(a, self.invert(b))

    def scale(self, a: Ratio, factor: Fraction) -> Ratio:
        return self.multiply(a, self.number(factor))

    def power(self, a: Ratio, n: int) -> Ratio:
        """The integer power; sums only to moderate exponents."""
        if n == 1:
            return a
        if n < 0:
            return self.power(self.invert(a), -n)
        terms = max(len(a.num), len(a.den))
        if n > 10**6 or (terms > 1 and (n > 200 or comb(n + terms - 1, n) > MAX_TERMS)):
            raise TooHard("power")
        for lead in (a.num.leading_coefficient(), a.den.leading_coefficient()):
            if n * max(int(lead.p).bit_length(), int(lead.q).bit_length()) > 20_000:
                raise TooHard("coefficient")
        self.burn(OPERATION + terms * terms * n)
        return self.ratio(a.num**n, a.den**n)

    def _guard(self, p: Polynomial, q: Polynomial) -> None:
        work = len(p) * len(q)
        if work <= 1:
            return
        if work > 60_000:
            raise TooHard("product")
        self.burn(work)

    def reduced(self, num: Polynomial, den: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Apply every relation g**q = r, the newest generator first."""
        for index in reversed(self.relations):
            relation = self.generators[index].relation
            assert relation is not None
            order, value = relation
            above, below = num.degrees()[index] // order, den.degrees()[index] // order
            if above > 0:
                num, scale = self._reduce(num, index, order, value, above)
                den = den * scale
            if below > 0:
                den, scale = self._reduce(den, index, order, value, below)
                num = num * scale
        return num, den

    def _reduce(
        self, polynomial: Polynomial, index: int, order: int, value: Ratio, top: int
    ) -> tuple[Polynomial, Polynomial]:
        """(p', s) with p = p'/s modulo the relation and p' of degree < order in the generator."""
        slices: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in polynomial.to_dict().items():
            times, rest = divmod(exponents[index], order)
            key = (*exponents[:index], rest, *exponents[index + 1 :])
            slices.setdefault(times, {})[key] = coefficient
        if top > 40 and max(len(value.num), len(value.den)) > 1:
            raise TooHard("relation")
        total = self.zero.num
        for times, terms in slices.items():
            part = self.ring.context.from_dict(terms)
            self._guard(part, value.num)
            total = total + part * value.num**times * value.den ** (top - times)
            if len(total) > MAX_TERMS:
                raise TooHard("terms")
        return total, value.den**top

    def factors(self, polynomial: Polynomial) -> Factors:
        """Constant and irreducible factors with multiplicities."""
        if len(polynomial) > MAX_FACTOR_TERMS:
            raise TooHard("factor")
        if len(polynomial) > 1:
            if max(polynomial.degrees()) > MAX_FACTOR_DEGREE:
                raise TooHard("factor degree")
            self.burn(OPERATION * (1 + len(polynomial)) + len(polynomial) ** 2)
        return self.ring.factors(polynomial)

    # -- what is known ----------------------------------------------------------------------

    def sign(self, polynomial: Polynomial) -> int:
        """1 or -1 when the polynomial is proved positive or negative almost everywhere, else 0."""
        sign = 0
        strict = False
        for exponents, coefficient in polynomial.to_dict().items():
            positive = True
            for index, exponent in enumerate(exponents):
                if exponent and not self.generators[index].positive:
                    if exponent % 2 or not self.generators[index].real:
                        return self._sign_on_box(polynomial)
                    positive = positive and self.generators[index].nonzero
            this = 1 if coefficient > 0 else -1
            if sign and this != sign:
                return self._sign_on_box(polynomial)
            sign, strict = this, strict or positive
        return sign if strict or len(polynomial) == 1 else 0

    def _sign_on_box(self, polynomial: Polynomial) -> int:
        """The sign over a box of intervals, for symbols declared with finite ranges."""
        box = {}
        for index, degree in enumerate(polynomial.degrees()):
            if not degree:
                continue
            key = self.generators[index].key
            domain = (
                self.domains.get(key[1]) if isinstance(key, tuple) and key[0] == "symbol" else None
            )
            if domain is None or domain.kind != "interval" or key in self.units:
                return 0
            assert domain.low is not None
            assert domain.high is not None
            low, high = sorted((abs(domain.low), abs(domain.high)))
            box[index] = (low, high) if domain.negative else (domain.low, domain.high)
        self.burn(OPERATION * len(polynomial))
        return sign_on_box(polynomial, box)

    def nonzero(self, polynomial: Polynomial) -> bool:
        """Whether the (irreducible) polynomial is proved to vanish nowhere in the domain."""
        if polynomial.is_constant():
            return not polynomial.is_zero()
        index = self.bare(polynomial)
        if index is not None:
            return self.generators[index].nonzero
        used = [g for g, d in zip(self.generators, polynomial.degrees(), strict=False) if d]
        if any(not g.nonzero and g.positive for g in used):  # nonnegative symbols can vanish
            strict = any(
                coefficient != 0
                and all(self.generators[i].nonzero for i, e in enumerate(exponents) if e)
                for exponents, coefficient in polynomial.to_dict().items()
            )
            return strict and self.sign(polynomial) != 0
        return self.sign(polynomial) != 0

    # -- back to trees ------------------------------------------------------------------------

    def tree(self, ratio: Ratio) -> Node:
        """The element written as a formula."""
        top, bottom = self.polynomial_tree(ratio.num), self.polynomial_tree(ratio.den)
        return multiply(top, power(bottom, Num(Fraction(-1))))

    def polynomial_tree(self, polynomial: Polynomial) -> Node:
        terms = []
        for exponents, coefficient in polynomial.to_dict().items():
            parts = [
                power(self.generators[i].tree, Num(Fraction(int(e))))
                for i, e in enumerate(exponents)
                if e
            ]
            terms.append(multiply(Num(fraction(coefficient)), *parts))
        return add(*terms)
