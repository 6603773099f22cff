"""Corrections of lost brackets, and of fractions and roots that were taken term by term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from millivolt.symbolic.derivation.log_slips import quotient
from millivolt.symbolic.formula.expression import (
    HALF,
    MINUS_ONE,
    TWO,
    Node,
    Power,
    Product,
    Sum,
    add,
    divide,
    invert,
    multiply,
    negate,
    power,
    subtract,
)


def bracketed(terms: Sequence[Node]) -> Iterator[Node]:
    """``a + b/c`` for ``(a + b)/c``; ``a b - c + d e - f`` for ``a (b - c) + d (e - f)``."""
    *others, last = terms
    if isinstance(last, Product):
        for factor in last.factors:
            if isinstance(factor, Power) and factor.exponent == MINUS_ONE:
                above = multiply(*(f for f in last.factors if f is not factor))
                yield multiply(add(*others, above), factor)
    first, *behind = terms
    pairs = [_pair(a, b) for a, b in zip(terms[::2], terms[1::2], strict=False)]
    if isinstance(first, Product):
        factor, *rest = first.factors
        yield multiply(factor, add(multiply(*rest), *behind))
        if pairs[0] is not None and len(terms) > 2:
            yield add(pairs[0], *terms[2:])
    for k, (one, other) in enumerate(pairwise(terms)):
        if isinstance(one, Product) and (joined := _erased(one, other)) is not None:
            yield add(*terms[:k], joined, *terms[k + 2 :])
    whole = [pair for pair in pairs if pair is not None]
    if len(whole) > 1 and 2 * len(whole) == len(terms):
        yield add(*whole)


def over_one_sum(terms: Sequence[Node]) -> Iterator[Node]:
    """``a/(b + c)`` for ``a/b + a/c``."""
    parts = [quotient(term) for term in terms]
    for (i, (top, bottom)), (j, (other, beside)) in combinations(enumerate(parts), 2):
        if bottom is None or beside is None:
            continue
        rest = [term for k, term in enumerate(terms) if k not in (i, j)]
        if top == other:
            yield add(*rest, divide(top, add(bottom, beside)))
        elif top == negate(other):
            yield add(*rest, divide(top, subtract(bottom, beside)))
    if len(terms) > 2 and all(bottom and top == parts[0][0] for top, bottom in parts):
        yield divide(parts[0][0], add(*(bottom for _, bottom in parts if bottom)))


def upside_down(side: Node) -> Node:
    """Every term of a side turned over: 1/a + 1/b for a + b."""
    return add(*(invert(term) for term in (side.terms if isinstance(side, Sum) else (side,))))


def _erased(first: Product, second: Node) -> Node | None:
    """``a (b + c) d`` for ``a b + c d``: what is left when the brackets are left out."""
    *before, last = first.factors
    sign, *behind = second.factors if isinstance(second, Product) else (second,)
    if sign == MINUS_ONE and behind:
        sign, behind = negate(behind[0]), behind[1:]
    return multiply(*before, add(last, sign), *behind) if behind else None


def _pair(first: Node, second: Node) -> Node | None:
    """``a b + c`` with the first factor before both."""
    if not isinstance(first, Product):
        return None
    factor, *rest = first.factors
    return multiply(factor, add(multiply(*rest), second))


def roots_of_sums(terms: Sequence[Node]) -> Iterator[Node]:
    """``sqrt(a^2 + b^2)`` for ``a + b``."""
    for pair in combinations(range(len(terms)), 2):
        squares = (power(terms[k], TWO) for k in pair)
        rest = (term for k, term in enumerate(terms) if k not in pair)
        yield add(*rest, power(add(*squares), HALF))
