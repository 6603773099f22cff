"""Laurent expansions of formulas at a point, or in 1/x at infinity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.field import Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.points import points
from millivolt.symbolic.arithmetic.problem import look, names_of
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    ONE,
    ZERO,
    Call,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    add,
    divide,
    exp,
    larger_than,
    ln,
    multiply,
    number,
    power,
    rebuild,
    substitute,
    subtract,
    symbols_of,
)

MAX_COEFFICIENT = 600  # nodes of a coefficient's tree
MAX_PRODUCTS = 6000  # products of coefficients in one expansion


class NoSeries(ArithmeticError):
    """There is no expansion of this kind at the point."""


class TooShort(ArithmeticError):
    """All computed terms vanish; more are needed."""


@dataclass(frozen=True, slots=True)
class Laurent:
    """sum of ``terms[k] * h**(start + k)``; the first term is not zero unless all are unknown."""

    start: int
    terms: tuple[Node, ...]


class Expansion:
    """Expands trees in h, where the symbol is ``centre + h`` (or 1/h at infinity)."""

    def __init__(self, name: str, centre: Node | None, domains: Mapping[str, Domain]) -> None:
        self.name = name
        self.centre = centre
        self.domains = domains
        self.tidied: dict[Node, Node] = {}
        self.products = 0

    def tidy(self, node: Node) -> Node:
        """The coefficient in canonical form; exact zero when it is proved to vanish."""
        if isinstance(node, Num | Var):
            return node
        if larger_than(node, MAX_COEFFICIENT):
            raise NoSeries
        if node not in self.tidied:
            try:
                self.tidied[node] = in_field(
                    self.domains, lambda field: field.tree(element(field, node))
                )
            except (TooHard, Singular):
                raise NoSeries from None
        return self.tidied[node]

    def normal(self, start: int, terms: Sequence[Node], *, keep_zero: bool = False) -> Laurent:
        """Strip leading terms that are zero; raise when one can be neither zero nor not."""
        tidy = [self.tidy(term) for term in terms]
        while tidy and tidy[0] == ZERO:
            tidy.pop(0)
            start += 1
        if not tidy and not keep_zero:
            raise TooShort
        if tidy and not isinstance(tidy[0], Num | Var) and not self.certainly_nonzero(tidy[0]):
            raise NoSeries
        return Laurent(start, tuple(tidy))

    def certainly_nonzero(self, node: Node) -> bool:
        stream = points(names_of(node), self.domains)
        return any(look(node, ZERO, p).relation == "apart" for p in islice(stream, 2))

    def of(self, node: Node, depth: int) -> Laurent:
        if self.name not in symbols_of(node):
            return Laurent(0, (node, *[ZERO] * (depth - 1)))
        match node:
            case Var():
                if self.centre is None:
                    return Laurent(-1, (ONE, *[ZERO] * (depth - 1)))
                if self.tidy(self.centre) == ZERO:
                    return Laurent(1, (ONE, *[ZERO] * (depth - 1)))
                return Laurent(0, (self.centre, ONE, *[ZERO] * (depth - 2)))
            case Sum(parts):
                return self.sum([self.of(part, depth) for part in parts])
            case Product(parts):
                total = self.of(parts[0], depth)
                for part in parts[1:]:
                    total = self.product(total, self.of(part, depth))
                return total
            case Power(base, exponent):
                if self.name in symbols_of(exponent):
                    return self.of(exp(multiply(exponent, ln(base))), depth)
                return self.power(self.of(base, depth), exponent)
            case Call(name, (argument,)):
                return self.call(name, self.of(argument, depth))
            case _:
                raise NoSeries

    def sum(self, parts: list[Laurent]) -> Laurent:
        start = min(part.start for part in parts)
        end = min(part.start + len(part.terms) for part in parts)
        terms = []
        for k in range(start, end):
            terms.append(
                add(*(p.terms[k - p.start] for p in parts if 0 <= k - p.start < len(p.terms)))
            )
        return self.normal(start, terms)

    def spend(self, products: int) -> None:
        """Count the products of coefficients; give up when there are too many."""
        self.products += products
        if self.products > MAX_PRODUCTS:
            raise NoSeries

    def product(self, a: Laurent, b: Laurent) -> Laurent:
        count = min(len(a.terms), len(b.terms))
        self.spend(count * count)
        terms = [
            add(*(multiply(a.terms[i], b.terms[k - i]) for i in range(k + 1))) for k in range(count)
        ]
        return self.normal(a.start + b.start, terms)

    def power(self, base: Laurent, exponent: Node) -> Laurent:
        """base**e = lead**e h**(start e) (1 + u)**e with the binomial series."""
        start = multiply(number(base.start), exponent)
        if not (isinstance(start, Num) and start.value.denominator == 1):
            raise NoSeries
        lead = base.terms[0]
        u = Laurent(0, (ZERO, *(divide(term, lead) for term in base.terms[1:])))
        coefficients: list[Node] = [ONE]
        for k in range(1, len(base.terms)):
            last = coefficients[-1]
            step = divide(subtract(exponent, number(k - 1)), number(k))
            coefficients.append(multiply(last, step))
        inside = self.compose(coefficients, u)
        scale = power(lead, exponent)
        return self.normal(int(start.value), [multiply(scale, term) for term in inside])

    def call(self, name: str, argument: Laurent) -> Laurent:
        if name == "ln":
            if argument.start != 0:
                raise NoSeries
            lead = argument.terms[0]
            u = Laurent(0, (ZERO, *(divide(t, lead) for t in argument.terms[1:])))
            logs: list[Node] = [ln(lead)]
            logs += [number(Fraction((-1) ** (k + 1), k)) for k in range(1, len(argument.terms))]
            return self.normal(0, self.compose(logs, u))
        if argument.start < 0:
            raise NoSeries
        padded = (*[ZERO] * argument.start, *argument.terms)
        at = padded[0]
        u = Laurent(0, (ZERO, *padded[1:]))
        variable = Var("#t")
        derivative: Node = Call(name, (variable,))
        coefficients: list[Node] = []
        factorial = Fraction(1)
        for k in range(len(argument.terms)):
            value = substitute(derivative, {"#t": at})
            coefficients.append(multiply(number(1 / factorial), plain_values(value)))
            derivative = differentiate(derivative, "#t")
            factorial *= k + 1
        if name in ("abs", "sign"):
            raise NoSeries
        return self.normal(0, self.compose(coefficients, u))

    def compose(self, coefficients: Sequence[Node], u: Laurent) -> list[Node]:
        """sum of c_k u**k for a series u without constant term, by Horner's rule."""
        count = len(coefficients)
        inner = [self.tidy(term) for term in (*u.terms, *[ZERO] * count)[:count]]
        total: list[Node] = [coefficients[-1], *[ZERO] * (count - 1)]
        for coefficient in reversed(coefficients[:-1]):
            self.spend(count * count)
            total = [
                self.tidy(add(*(multiply(total[i], inner[k - i]) for i in range(k + 1))))
                for k in range(count)
            ]
            total[0] = add(total[0], coefficient)
        return total


def plain_values(node: Node) -> Node:
    """Functions at zero written as numbers."""
    match node:
        case Call("exp" | "cosh" | "cos", (argument,)) if argument == ZERO:
            return ONE
        case Call("sinh" | "sin" | "tanh" | "asinh" | "atanh" | "atan" | "erf", (argument,)) if (
            argument == ZERO
        ):
            return ZERO
        case Sum(parts) | Product(parts):
            return rebuild(node, tuple(plain_values(part) for part in parts))
        case Power(base, exponent):
            return power(plain_values(base), exponent)
        case _:
            return node
