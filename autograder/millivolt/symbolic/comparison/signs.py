"""Statements proved the same by the signs of their factors, whatever these signs may be.

Absolute values (and with them max and min) are replaced case by case; what is left are polynomials,
and a statement about these is decided by the signs of their factors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations, product
from typing import Any

from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.generators import Polynomial
from millivolt.symbolic.arithmetic.truth import difference
from millivolt.symbolic.comparison.equations import may_have_poles
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    ZERO,
    Call,
    Logic,
    Node,
    Num,
    Power,
    Relation,
    functions_in,
    negate,
    relations_in,
    symbols_of,
    transform,
    walk,
)

MOST_BENDS, MOST_FACTORS = 2, 5

_SIGNS_OF = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}

Form = tuple[Any, ...]  # ("and", forms), ("or", forms) or (op, sign, powers of the factors)


def same_by_signs(left: Node, right: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether two statements are proved to hold at the same points."""
    left, right = transform(left, _plainer), transform(right, _plainer)
    gaps = [difference(atom) for side in (left, right) for atom in relations_in(side)]
    if not all(_plain(gap, domains) for gap in gaps):
        return False
    calls = [node for gap in gaps for node in walk(gap) if isinstance(node, Call)]
    bends = list(dict.fromkeys(call.args[0] for call in calls))
    if len(bends) > MOST_BENDS or any("abs" in functions_in(bend) for bend in bends):
        return False
    cases = list(product((1, -1), repeat=len(bends)))
    try:
        return in_field(
            domains, lambda field: all(_same(left, right, bends, case, field) for case in cases)
        )
    except (TooHard, Singular):
        return False


def _plainer(node: Node) -> Node:
    """A relation between odd powers or exponentials as one between what is raised."""
    match node:
        case Relation(op, Power(a, Num(n)), Power(b, Num(m))) if n == m and n > 0 and n % 2 == 1:
            return Relation(op, a, b)
        case Relation(op, Call("exp", (a,)), Call("exp", (b,))):
            return Relation(op, a, b)
        case _:
            return node


def _plain(gap: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether a difference is real and defined everywhere: a polynomial but for absolute values."""
    powers = (node.exponent for node in walk(gap) if isinstance(node, Power))
    return (
        functions_in(gap) <= {"abs"}
        and all(isinstance(e, Num) and e.value.denominator == 1 for e in powers)
        and all(domains.get(name, REAL).real for name in symbols_of(gap))
        and not may_have_poles(gap, domains)
    )


def _same(
    left: Node, right: Node, bends: Sequence[Node], case: Sequence[int], field: Field
) -> bool:
    straight: dict[Node, Node] = {
        Call("abs", (bend,)): bend if sign > 0 else negate(bend)
        for bend, sign in zip(bends, case, strict=True)
    }
    given: list[Node] = [
        Relation(">=" if sign > 0 else "<=", bend, ZERO)
        for bend, sign in zip(bends, case, strict=True)
    ]
    signs = _Signs(field)
    one, other, *conditions = (
        signs.form(transform(node, lambda part: straight.get(part, part)))
        for node in (left, right, *given)
    )
    if len(signs.factors) > MOST_FACTORS:
        return False
    return all(
        _holds(one, vector) == _holds(other, vector)
        for vector in signs.vectors()
        if all(_holds(condition, vector) for condition in conditions)
    )


class _Signs:
    """The factors met so far, and which signs they can have together."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.factors: list[Polynomial] = []

    def form(self, statement: Node) -> Form:
        if isinstance(statement, Logic):
            return statement.op, tuple(self.form(part) for part in statement.parts)
        assert isinstance(statement, Relation)
        ratio = element(self.field, difference(statement))
        if ratio.is_zero:
            return statement.op, 0, ()
        sign, powers = 1, []
        for polynomial in (ratio.num, ratio.den):
            constant, found = self.field.factors(polynomial)
            sign *= 1 if constant > 0 else -1
            for factor, times in found:
                lead = factor.leading_coefficient()
                known = self.field.sign(factor) if self.field.nonzero(factor) else 0
                if known:
                    sign *= known**times
                    continue
                sign *= (1 if lead > 0 else -1) ** times
                powers.append((self.index(factor / lead), times))
        return statement.op, sign, tuple(powers)

    def index(self, factor: Polynomial) -> int:
        if factor not in self.factors:
            self.factors.append(factor)
        return self.factors.index(factor)

    def vectors(self) -> Iterator[tuple[int, ...]]:
        """Every combination of signs that no linear relation between three factors forbids."""
        one = self.field.one.num
        tied = []
        for trio in combinations(range(len(self.factors) + 1), 3):
            polynomials = [*self.factors, one]
            for i, j, k in permutations(trio):
                if i < j and (found := _combined(*(polynomials[n] for n in (i, j, k)))):
                    tied.append((i, j, k, *found))
        choices = []
        for factor in self.factors:
            known = self.field.sign(factor)
            choices.append((0, known) if known else (-1, 0, 1))
        for vector in product(*choices, (1,)):
            if all(_possible(vector, *tie) for tie in tied):
                yield vector


def _combined(f: Polynomial, g: Polynomial, h: Polynomial) -> tuple[int, int] | None:
    """The signs of a and b in h = a f + b g, if there are such numbers."""
    rows = [dict(p.to_dict()) for p in (f, g, h)]
    keys = sorted(set().union(*rows))
    columns = [tuple(row.get(key, 0) for row in rows) for key in keys]
    for one, other in combinations(columns, 2):
        area = one[0] * other[1] - one[1] * other[0]
        if area == 0:
            continue
        a = (one[2] * other[1] - one[1] * other[2]) / area
        b = (one[0] * other[2] - one[2] * other[0]) / area
        if all(a * column[0] + b * column[1] == column[2] for column in columns):
            return (a > 0) - (a < 0), (b > 0) - (b < 0)
        return None
    return None


def _possible(vector: Sequence[int], i: int, j: int, k: int, a: int, b: int) -> bool:
    first, second = a * vector[i], b * vector[j]
    if first * second < 0:
        return True
    return vector[k] == (first or second)


def _holds(form: Form, vector: Sequence[int]) -> bool:
    if form[0] in ("and", "or"):
        join = all if form[0] == "and" else any
        return join(_holds(part, vector) for part in form[1])
    op, sign, powers = form
    for index, times in powers:
        sign *= vector[index] ** times
    return sign in _SIGNS_OF[op]
