"""Required forms of an answer, checked apart from its truth.

Solved for a symbol, free of others, a single logarithm, multiplied out, factored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    Call,
    Logic,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    is_statement,
    symbols_of,
    walk,
)
from millivolt.symbolic.formula.findings import Finding
from millivolt.symbolic.formula.lowering import lower

_LOGARITHMS = frozenset(("ln", "log", "log10", "log2"))


@dataclass(frozen=True, slots=True)
class Form:
    """What an answer must look like; every requirement is optional."""

    solved_for: str | None = None
    free_of: tuple[str, ...] = ()
    single_logarithm: bool = False
    expanded: bool = False
    factored: bool = False


def form_findings(tree: Node, form: Form, domains: Mapping[str, Domain]) -> tuple[Finding, ...]:
    """One finding for every requirement that the answer does not meet.

    ``tree`` is the answer as parsed; ``domains`` are needed to tell whether a sum can be factored.
    """
    found = []
    body = _result(tree, form.solved_for)
    if form.solved_for is not None and not is_solved_for(tree, form.solved_for):
        found.append(Finding("not_solved", f"Write the result as {form.solved_for} = …"))
    left_over = sorted(symbols_of(body) & set(form.free_of))
    if left_over:
        found.append(Finding("symbol_left", f"Eliminate {', '.join(left_over)} from the result."))
    if form.single_logarithm and logarithms(body) != 1:
        found.append(Finding("not_one_logarithm", "Combine the result into a single logarithm."))
    if form.expanded and not is_expanded(body):
        found.append(Finding("not_expanded", "Multiply the brackets out."))
    if form.factored and not is_factored(body, domains):
        found.append(Finding("not_factored", "Write the result as a product of factors."))
    return tuple(found)


def _result(tree: Node, name: str | None) -> Node:
    """What the symbol asked for is equal to; at the end of a chain ``E = a = b``, its last side."""
    match tree:
        case Logic("and", (Relation("=") as first, *_)) if _is_chain(tree):
            last = tree.parts[-1]
            assert isinstance(last, Relation)
            return _result(Relation("=", first.left, last.right), name)
        case Logic("or", parts):
            return Sum(tuple(_result(part, name) for part in parts))
        case Relation(_, left, Var(right)) if right == name and left != Var(right):
            return left
        case Relation(_, _, right):
            return right
        case _:
            return tree


def _is_chain(tree: Logic) -> bool:
    links = [part for part in tree.parts if isinstance(part, Relation) and part.op == "="]
    linked = all(a.right == b.left for a, b in pairwise(links))
    return linked and len(links) == len(tree.parts)


def is_solved_for(tree: Node, name: str) -> bool:
    """``name = ...`` without the symbol in what it equals.

    An expression counts as what it equals; of several solutions each must be solved.
    """
    match tree:
        case Logic("or", parts):
            return all(is_solved_for(part, name) for part in parts)
        case Logic("and", (Relation() as first, *_)) if _is_chain(tree):
            alone = first.left == Var(name)
        case Relation("=", left, right):
            alone = Var(name) in (left, right)
        case _:
            return not is_statement(tree) and name not in symbols_of(tree)
    return alone and name not in symbols_of(_result(tree, name))


def logarithms(tree: Node) -> int:
    """How many logarithms of something that is not a number the formula contains."""
    return sum(
        isinstance(node, Call) and node.name in _LOGARITHMS and bool(symbols_of(node))
        for node in walk(tree)
    )


def is_expanded(tree: Node) -> bool:
    """No product with a sum as factor, and no integer power of a sum, in any numerator."""
    for node in walk(tree):
        if isinstance(node, Product) and any(isinstance(f, Sum) for f in node.factors):
            return False
        if isinstance(node, Power) and isinstance(node.base, Sum):
            exponent = node.exponent
            if isinstance(exponent, Num) and exponent.value > 1:
                return False
    return True


def is_factored(tree: Node, domains: Mapping[str, Domain]) -> bool:
    """No sum outside of functions and exponents can be written as a product."""
    match tree:
        case Product(factors):
            return all(is_factored(factor, domains) for factor in factors)
        case Power(base, _):
            return is_factored(base, domains)
        case Sum():
            return _irreducible(tree, domains)
        case _:
            return True


def _irreducible(tree: Node, domains: Mapping[str, Domain]) -> bool:
    def count(field: Field) -> bool:
        ratio = element(field, lower(tree))
        constant, factors = field.factors(ratio.num)
        whole = abs(constant) == 1 or constant.numerator in (1, -1)
        return whole and sum(times for _, times in factors) <= 1 and ratio.den.is_constant()

    try:
        return in_field(domains, count)
    except (TooHard, Singular):
        return True
