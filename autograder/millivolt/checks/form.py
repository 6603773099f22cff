"""The form of a right formula: solved for a symbol, free of others, a single logarithm, ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from millivolt.checks.catalogue import Code, finding
from millivolt.items import Expression, Finding
from millivolt.symbolic import Symbol, parse
from millivolt.symbolic.expression import (
    Call,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    symbols_of,
    walk,
)

LOGARITHMS = frozenset({"ln", "log10", "log"})


def lacking_form(part: Expression, text: str, symbols: Mapping[str, Symbol]) -> tuple[Finding, ...]:
    """What a right formula lacks of the form that is asked for; nothing if all is well."""
    tree = parse(text, symbols).tree
    if tree is None:
        raise ValueError(f"{text!r} was compared, so it can be read")
    found: list[Finding] = []
    formula = tree
    if isinstance(tree, Relation):
        formula = tree.right
        if part.solved_for and not _is_solved(tree, part.solved_for):
            found.append(finding(Code.NOT_SOLVED_FOR, symbol=part.solved_for))
    unwanted = sorted(symbols_of(formula) & set(part.forbidden))
    if unwanted:
        found.append(finding(Code.FORBIDDEN_SYMBOL, symbols=", ".join(unwanted)))
    for name in part.forms:
        words, holds = FORMS[name]
        if not holds(formula):
            found.append(finding(Code.WRONG_FORM, form=words, evidence={"form": name}))
    return tuple(found)


def _is_solved(relation: Relation, name: str) -> bool:
    alone = isinstance(relation.left, Var) and relation.left.name == name
    return alone and name not in symbols_of(relation.right)


def _has_single_logarithm(tree: Node) -> bool:
    return sum(isinstance(node, Call) and node.name in LOGARITHMS for node in walk(tree)) == 1


def _is_expanded(tree: Node) -> bool:
    return not any(
        (isinstance(node, Product) and any(isinstance(f, Sum) for f in node.factors))
        or (isinstance(node, Power) and isinstance(node.base, Sum) and _is_whole(node.exponent))
        for node in walk(tree)
    )


def _is_whole(exponent: Node) -> bool:
    return isinstance(exponent, Num) and exponent.value > 1 and exponent.value.denominator == 1


def _is_factored(tree: Node) -> bool:
    return not isinstance(tree, Sum)


FORMS: Mapping[str, tuple[str, Callable[[Node], bool]]] = MappingProxyType(
    {
        "single_logarithm": ("one logarithm", _has_single_logarithm),
        "expanded": ("without brackets to multiply out", _is_expanded),
        "factored": ("a product, not a sum", _is_factored),
    }
)
