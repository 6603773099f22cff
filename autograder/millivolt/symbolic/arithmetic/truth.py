"""Whether a statement holds, and whether a value lies in a domain, at a point given as balls."""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb

from millivolt.symbolic.arithmetic.balls import (
    Ball,
    Imprecise,
    Undefined,
    Unsupported,
    contains_zero,
    is_real,
    real_part,
)
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import Logic, Node, Relation, subtract

BITS = 320  # precision at which solutions are inserted


def difference(relation: Relation) -> Node:
    """left - right."""
    return subtract(relation.left, relation.right)


def in_domain(value: Ball, domain: Domain) -> bool:
    """Whether a ball certainly lies in a domain (for integers: may be one)."""
    if not domain.real:
        return True
    if not is_real(value):
        return False
    real = real_part(value)
    if domain.integer:
        whole = real.unique_fmpz()
        if whole is None:
            return False
        n = int(whole)
        return domain.kind == "integer" or n > 0 or (domain.kind == "nonzero_integer" and n != 0)
    if domain.kind == "interval":
        assert domain.low is not None
        assert domain.high is not None
        low, high = (arb(end.numerator) / end.denominator for end in (domain.low, domain.high))
        return bool(real > low and real < high)
    if domain.kind == "nonnegative":
        return bool(real >= 0) or bool(real.contains(0))
    if domain.kind == "positive":
        return bool(real > 0)
    return domain.kind == "real" or not contains_zero(real)


def truth(node: Node, point: Mapping[str, Ball]) -> bool | None:
    """Whether a statement holds at a point; a tiny ball around zero counts as zero."""
    if isinstance(node, Logic):
        parts = [truth(part, point) for part in node.parts]
        decisive = node.op == "or"
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    assert isinstance(node, Relation)
    try:
        gap = evaluate(node.left, point) - evaluate(node.right, point)
    except Undefined:
        return False
    except (Imprecise, Unsupported):
        return None
    if not is_real(gap):
        return node.op == "!="
    gap = real_part(gap)
    if contains_zero(gap):
        if gap.rad() > arb(2) ** -120:
            return None
        return node.op in ("=", "<=", ">=")
    if node.op in ("=", "!="):
        return node.op == "!="
    return bool(gap < 0) if node.op in ("<", "<=") else bool(gap > 0)
