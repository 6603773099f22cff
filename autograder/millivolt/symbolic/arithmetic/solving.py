"""Solving an equation for one of its symbols, by factoring and by inverting what surrounds it.

A solution is a tree; the caller checks at points that it lies in the domain. Nothing numeric here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.generators import Generator, Polynomial
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    HALF,
    MINUS_ONE,
    Call,
    Node,
    Num,
    Power,
    Product,
    Var,
    add,
    divide,
    exp,
    invert,
    ln,
    multiply,
    negate,
    number,
    power,
    subtract,
    symbols_of,
)

MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to satisfy an equation: ``symbol`` takes the value ``value``."""

    symbol: str
    value: Node


class Unsolvable(ArithmeticError):
    """The equation cannot be solved by the means of this module."""


def solve(difference: Node, name: str, domains: Mapping[str, Domain]) -> list[Node] | None:
    """Values of the symbol that make the lowered ``difference`` zero.

    None when they cannot all be found; conditions that do not involve the symbol are left out.
    """
    try:
        return _solve(difference, name, domains, 0)
    except (Unsolvable, TooHard, Singular):
        return None


def branches(
    difference: Node, domains: Mapping[str, Domain], preference: Sequence[str]
) -> list[Branch] | None:
    """All ways to satisfy ``difference = 0``, each solved for the first symbol that allows it.

    Factors proved to vanish nowhere are dropped. None when a factor cannot be solved; an empty list
    when the equation has no solution.
    """
    try:
        pieces = in_field(domains, lambda field: _factor_trees(field, difference))
        found = []
        for factor in pieces:
            found += _one_factor(factor, domains, preference)
    except (Unsolvable, TooHard, Singular):
        return None
    return found


def vanishing_factors(difference: Node, domains: Mapping[str, Domain]) -> list[Node] | None:
    """The irreducible factors that can make the difference zero, as trees; None if too hard."""
    try:
        return in_field(domains, lambda field: _factor_trees(field, difference))
    except (TooHard, Singular):
        return None


def _factor_trees(field: Field, difference: Node) -> list[Node]:
    ratio = element(field, difference)
    if ratio.is_zero:
        raise Singular  # an identity holds everywhere: there is nothing to solve
    _, factors = field.factors(ratio.num)
    return [field.polynomial_tree(f) for f, _ in factors if not field.nonzero(f)]


def _one_factor(
    factor: Node, domains: Mapping[str, Domain], preference: Sequence[str]
) -> list[Branch]:
    present = symbols_of(factor)
    ranked = [name for name in preference if name in present]
    ranked += sorted(present - set(ranked))
    ranked.sort(key=lambda name: domains.get(name, REAL).integer)
    for name in ranked:
        if domains.get(name, REAL).fixed is not None:
            continue
        values = solve(factor, name, domains)
        if values is not None and (values or len(ranked) == 1):
            return [Branch(name, value) for value in values]
    raise Unsolvable


def _solve(difference: Node, name: str, domains: Mapping[str, Domain], depth: int) -> list[Node]:
    if depth > MAX_DEPTH:
        raise Unsolvable
    inversions = in_field(domains, lambda field: _inversions(field, difference, name))
    found: list[Node] = []
    for generator, value in inversions:
        for tree in _invert(generator, value, name, domains, depth):
            if tree not in found:
                found.append(tree)
    return found


def _inversions(field: Field, difference: Node, name: str) -> list[tuple[_Kernel, Node]]:
    """For every factor: the one generator that involves the symbol, and the values it must take."""
    ratio = element(field, difference)
    if ratio.is_zero:
        return []
    _, factors = field.factors(ratio.num)
    found = []
    for factor, _ in factors:
        involved = [
            i
            for i, degree in enumerate(factor.degrees())
            if degree and name in symbols_of(field.generators[i].tree)
        ]
        if not involved or field.nonzero(factor):
            continue
        if len(involved) > 1:
            raise Unsolvable
        generator = _Kernel.of(field, field.generators[involved[0]])
        for value in _polynomial_roots(field, factor, involved[0]):
            found.append((generator, value))
    return found


def _polynomial_roots(field: Field, polynomial: Polynomial, index: int) -> list[Node]:
    """Values of one generator that make the polynomial zero: degrees 1, 2 and pure powers."""
    degree = int(polynomial.degrees()[index])
    slices: dict[int, dict[tuple[int, ...], Any]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        key = (*exponents[:index], 0, *exponents[index + 1 :])
        slices.setdefault(int(exponents[index]), {})[key] = coefficient
    parts: dict[int, Polynomial] = {
        k: field.ring.context.from_dict(terms) for k, terms in slices.items()
    }

    def quotient(a: Polynomial, b: Polynomial) -> Node:
        return field.tree(field.ratio(a, b))

    if degree == 1:
        return [quotient(-parts[0] if 0 in parts else field.zero.num, parts[1])]
    if degree == 2:
        nothing = field.zero.num
        a: Polynomial = parts[2]
        b: Polynomial = parts.get(1, nothing)
        c: Polynomial = parts.get(0, nothing)
        radicand = field.polynomial_tree(b * b - 4 * a * c)
        lead = field.polynomial_tree(2 * a)
        middle = field.polynomial_tree(-b)
        spread = power(radicand, HALF)
        both = [divide(add(middle, spread), lead), divide(subtract(middle, spread), lead)]
        if field.generators[index].positive:  # drop a root that is certainly negative
            product_sign = field.sign(a) * field.sign(c)
            if product_sign < 0:
                return both[:1] if field.sign(a) > 0 else both[1:]
        return both
    if set(parts) == {0, degree}:
        value = quotient(-parts[0], parts[degree])
        positive = power(value, Num(Fraction(1, degree)))
        if field.generators[index].positive:
            return [positive]
        return [positive, negate(positive)] if degree % 2 == 0 else _odd_root(value, degree)
    raise Unsolvable


def _odd_root(value: Node, degree: int) -> list[Node]:
    """The real odd root, also of negative numbers: sign(v) |v|**(1/n)."""
    size = power(Call("abs", (value,)), Num(Fraction(1, degree)))
    return [multiply(Call("sign", (value,)), size)]


@dataclass(frozen=True, slots=True)
class _Kernel:
    """What a generator is, with its argument as a tree, independent of the field it came from."""

    kind: str
    argument: Node
    order: int = 1

    @classmethod
    def of(cls, field: Field, generator: Generator) -> _Kernel:
        if generator.exp_of is not None:
            return cls("exp", field.tree(generator.exp_of))
        if generator.log_of is not None:
            return cls("ln", field.tree(generator.log_of))
        if generator.root_of is not None:
            value, order = generator.root_of
            return cls("root", field.tree(value), order)
        if isinstance(generator.key, tuple) and generator.key[0] == "symbol":
            return cls("symbol", generator.tree)
        if isinstance(generator.tree, Call) and len(generator.tree.args) == 1:
            return cls(generator.tree.name, generator.tree.args[0])
        raise Unsolvable


def _invert(
    kernel: _Kernel, value: Node, name: str, domains: Mapping[str, Domain], depth: int
) -> list[Node]:
    """Solve ``kernel = value`` for the symbol."""

    def inner(argument: Node, target: Node) -> list[Node]:
        return _solve(subtract(argument, target), name, domains, depth + 1)

    match kernel.kind:
        case "symbol":
            return [_symbol_value(kernel.argument, value)]
        case "exp":
            return inner(kernel.argument, ln(value))
        case "ln":
            return inner(kernel.argument, exp(value))
        case "root":
            return inner(kernel.argument, power(value, number(kernel.order)))
        case "abs":
            return inner(kernel.argument, value) + inner(kernel.argument, negate(value))
        case "asinh":
            return inner(kernel.argument, Call("sinh", (value,)))
        case _:
            raise Unsolvable


def _symbol_value(tree: Node, value: Node) -> Node:
    """The symbol itself from the value of its generator: x, x**(1/q), or -x."""
    if isinstance(tree, Power) and isinstance(tree.exponent, Num):
        return _symbol_value(tree.base, power(value, invert(tree.exponent)))
    if isinstance(tree, Product) and tree.factors[0] == MINUS_ONE:
        return negate(value)
    assert isinstance(tree, Var)
    return value
