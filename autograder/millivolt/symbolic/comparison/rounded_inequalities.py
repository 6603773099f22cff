"""Rounded constants in inequalities: ``t > 0.693 tau`` for ``t > tau ln 2``.

Two inequalities say the same up to rounding when their boundaries are the same equation up to
rounding, and they hold on the same side of it for every value that the typed digits allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice

from flint import arb

from millivolt.symbolic.arithmetic.balls import (
    Ball,
    Imprecise,
    Undefined,
    Unsupported,
    is_real,
    precision,
    real_part,
)
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.arithmetic.problem import Setting, balls_at, names_of
from millivolt.symbolic.arithmetic.truth import difference
from millivolt.symbolic.calculus.operations import unfold
from millivolt.symbolic.comparison.rounding import (
    collect,
    may_be_rounded,
    release,
    rounded_equations,
)
from millivolt.symbolic.formula.expression import TURNED, Node, Relation, relations_in, transform

BITS = 128
POINTS = 24  # at which the sides of the boundary are looked at
ENOUGH = 4


def exactly(
    student: Node, known: Sequence[Relation], setting: Setting
) -> tuple[Node, list[str]] | None:
    """The student's statement with known inequalities for those that differ in rounding only.

    Also a sentence on every constant; None where there is none to be explained.
    """
    exact: dict[Node, Relation] = {}
    told: list[str] = []
    for atom in dict.fromkeys(relations_in(student)):
        for other in known:
            found = _explained(atom, other, setting)
            if found is not None:
                exact[atom] = found[0]
                told.append(found[1])
                break
    if not exact:
        return None
    return transform(student, lambda node: exact.get(node, node)), list(dict.fromkeys(told))


def _explained(atom: Relation, known: Relation, setting: Setting) -> tuple[Relation, str] | None:
    if "=" in (atom.op, known.op) or not (may_be_rounded(atom) or may_be_rounded(known)):
        return None
    one, other = (Relation("=", each.left, each.right) for each in (atom, known))
    told = rounded_equations(one, other, setting)
    if told is None:
        return None
    side = _same_side(atom, known, setting)
    if not side:
        return None
    op = atom.op if side > 0 else TURNED.get(atom.op, atom.op)
    return Relation(op, known.left, known.right), told


def _same_side(atom: Relation, known: Relation, setting: Setting) -> int:
    """1 or -1: both differences have the same, or opposite, signs on both sides; 0 if unsure."""
    gaps: list[Node] = []
    digits: dict[str, Ball] = {}
    for relation in (atom, known):
        literals = collect(relation)
        names = {value: f"#{value}" for value in literals}
        digits |= {name: _interval(value, literals[value]) for value, name in names.items()}
        try:
            gaps.append(difference(_lowered(release(relation, names), setting)))
        except Unsupported:
            return 0
    seen: set[int] = set()
    sides: set[int] = set()
    count = 0
    names_free = [name for name in names_of(*gaps) if name not in digits]
    for point in islice(setting.points(names_free), POINTS):
        with precision(BITS):
            signs = [_sign(gap, balls_at(point) | digits) for gap in gaps]
        if 0 not in signs:
            count += 1
            seen.add(signs[0])
            sides.add(signs[0] * signs[1])
    return sides.pop() if count >= ENOUGH and len(seen) == 2 and len(sides) == 1 else 0


def _lowered(node: Node, setting: Setting) -> Relation:
    found = unfold(node, setting.domains)
    assert isinstance(found, Relation)
    return found


def _interval(value: Fraction, half: Fraction) -> Ball:
    with precision(BITS):
        middle, radius = (arb(x.numerator) / x.denominator for x in (value, half))
        return arb(middle, radius)


def _sign(gap: Node, values: Mapping[str, Ball]) -> int:
    try:
        found = evaluate(gap, values)
    except (Undefined, Imprecise, Unsupported):
        return 0
    if not is_real(found):
        return 0
    real = real_part(found)
    return 1 if real > 0 else -1 if real < 0 else 0
