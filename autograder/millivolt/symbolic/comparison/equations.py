"""Equations compared by their solution sets over the declared domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from millivolt.symbolic.arithmetic.balls import (
    Imprecise,
    Undefined,
    Unsupported,
    contains_zero,
    midpoint,
    precision,
    real_part,
)
from millivolt.symbolic.arithmetic.conversion import element, in_field, proved_equal, proved_zero
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.points import Value
from millivolt.symbolic.arithmetic.problem import Setting, balls_at, look, names_of
from millivolt.symbolic.arithmetic.solving import Branch, branches, solve
from millivolt.symbolic.arithmetic.truth import BITS, difference, in_domain
from millivolt.symbolic.comparison.outcome import Comparison
from millivolt.symbolic.comparison.wording import counterexample_message, named, where
from millivolt.symbolic.formula.dimensions import dimension_of
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    ZERO,
    Node,
    Num,
    Power,
    Relation,
    Var,
    substitute,
    symbols_of,
    walk,
)
from millivolt.symbolic.formula.findings import Finding

TRIES = 14
_HOLES = (
    "The equations agree wherever both have a value, but yours divides by something that can be 0."
)


def compare_equations(student: Relation, reference: Relation, setting: Setting) -> Comparison:
    """Compare two equations (lowered) by their solution sets."""
    f, g = difference(student), difference(reference)
    same = same_zeros(f, g, setting.domains)
    if same and not (may_have_poles(f, setting.domains) or may_have_poles(g, setting.domains)):
        return Comparison("equal", "The equations have the same solutions.", how="proof")
    for gap, other, yours in ((f, g, True), (g, f, False)):
        if proved_zero(gap, setting.domains):
            return _identity(other, setting, yours=yours)
    common = _by_domain(symbols_of(f) & symbols_of(g), reference, setting)
    there = _follows(student, reference, setting, common)
    back = Implication() if there.refuted else _follows(reference, student, setting, common)
    if there.refuted or back.refuted:
        found = there if there.refuted else back
        plain = _only(found, setting, yours=there.refuted)
        return _in_physics(found, student, reference, setting) or plain
    if not there.seen and not back.seen:
        return Comparison("undecided", "I find no solution of either equation in the domain.")
    if (there.proved and back.proved) or (same and there.seen and back.seen):
        poles = may_have_poles(f, setting.domains) and not may_have_poles(g, setting.domains)
        holes = (Finding("holes", _HOLES),) if poles else ()
        told = "The equations have the same solutions."
        return Comparison("equal", told, how="solutions", findings=holes)
    if there.seen >= 4 and back.seen >= 4:
        return Comparison("probable", "The equations agree at many solutions.", how="points")
    return Comparison("undecided", "I cannot decide whether the equations are the same.")


def _in_physics(
    found: Implication, student: Relation, reference: Relation, setting: Setting
) -> Comparison | None:
    """For ``E = ...``: what both equations give for E at the point, if each gives one value."""
    quantity = reference.left
    assert found.point is not None
    assert found.solved is not None
    if not isinstance(quantity, Var) or found.solved.symbol != quantity.name:
        return None
    values = [
        solve(difference(relation), quantity.name, setting.domains)
        for relation in (student, reference)
    ]
    if any(value is None or len(value) != 1 for value in values):
        return None
    (yours,), (wanted,) = (value or [ZERO] for value in values)
    sight = look(yours, wanted, found.point)
    if sight.relation != "apart":
        return None
    numbers = midpoint(sight.left), midpoint(sight.right)
    dimension = dimension_of(quantity, setting.symbols)
    message = counterexample_message(setting, found.point, *numbers, dimension)
    value = numbers[0 if found.solved.value == yours else 1]
    shown = setting.shown(found.point)
    if not isinstance(value, complex):
        shown[quantity.name] = value / setting.unit_factor(quantity.name)
    return Comparison(
        "different",
        message,
        shown,
        how="solutions",
        student_value=numbers[0],
        reference_value=numbers[1],
    )


def _identity(other: Node, setting: Setting, *, yours: bool) -> Comparison:
    """One equation holds everywhere; the other is an identity too, or fails at some point."""
    for point in islice(setting.points(names_of(other)), TRIES):
        if look(other, ZERO, point).relation == "apart":
            place = where(setting, point)
            message = (
                f"Your equation holds for all values, the right one does not (at {place})."
                if yours
                else f"The equation should hold for all values; yours does not at {place}."
            )
            return Comparison("different", message, setting.shown(point), how="solutions")
    return Comparison("undecided", "I cannot decide whether the equations are the same.")


def may_have_poles(node: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether something is divided by that is not proved to vanish nowhere."""
    below = [part.base for part in walk(node) if isinstance(part, Power) and _below(part)]

    def vanishes(field: Field) -> bool:
        return any(
            not field.nonzero(factor)
            for part in below
            for factor, _ in field.factors(element(field, part).num)[1]
        )

    try:
        return bool(below) and in_field(domains, vanishes)
    except (TooHard, Singular):
        return True


def _below(node: Power) -> bool:
    return not (isinstance(node.exponent, Num) and node.exponent.value > 0)


def same_zeros(f: Node, g: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether both differences can vanish, and have the same factors that can."""

    def factors(field: Field) -> bool:
        sets = []
        for node in (f, g):
            ratio = element(field, node)
            if ratio.is_zero:
                sets.append({"0"})
                continue
            _, parts = field.factors(ratio.num)
            sets.append(
                {str(p / p.leading_coefficient()) for p, _ in parts if not field.nonzero(p)}
            )
        return bool(sets[0]) and sets[0] == sets[1]

    try:
        return in_field(domains, factors)
    except (TooHard, Singular):
        return False


@dataclass(slots=True)
class Implication:
    """What was found about "every solution of one equation solves the other"."""

    proved: bool = False
    seen: int = 0
    point: Mapping[str, Value] | None = None
    solved: Branch | None = None
    value: float | None = None

    @property
    def refuted(self) -> bool:
        return self.point is not None


def _follows(
    given: Relation, wanted: Relation, setting: Setting, preference: Sequence[str]
) -> Implication:
    """Do the solutions of ``given`` satisfy ``wanted``?"""
    found = branches(difference(given), setting.domains, preference)
    if found is None:
        return Implication()
    result = Implication(proved=True)
    for branch in found:
        assigned = {branch.symbol: branch.value}
        left, right = (substitute(side, assigned) for side in (wanted.left, wanted.right))
        valid = 0
        names = names_of(left, right, branch.value)
        for point in islice(setting.points(names), TRIES):
            value = solution_value(branch, given, point, setting)
            if value is None:
                continue
            sight = look(left, right, point)
            if sight.relation == "apart":
                for other in setting.physical(names):
                    there = solution_value(branch, given, other, setting)
                    if there is not None and look(left, right, other).relation == "apart":
                        return Implication(False, 0, other, branch, there)
                return Implication(False, 0, point, branch, value)
            valid += sight.relation == "close"
            if valid >= 6:
                break
        if valid:
            result.seen += valid
            result.proved &= proved_equal(left, right, setting.domains)
        elif not _empty(branch, given, setting):
            result.proved = False
    return result


def _empty(branch: Branch, given: Relation, setting: Setting) -> bool:
    """Whether no point of the domain was found on the branch."""
    names = names_of(branch.value, given.left, given.right)
    names = [name for name in names if name != branch.symbol]
    return not any(
        solution_value(branch, given, point, setting) is not None
        for point in islice(setting.points(names), TRIES)
    )


def _by_domain(names: Set[str], reference: Relation, setting: Setting) -> list[str]:
    """The symbols in the order in which to solve for them: the one asked for, then real ones."""

    def rank(name: str) -> tuple[bool, bool, str]:
        real = setting.domains.get(name, REAL).kind == "real"
        return (Var(name) not in (reference.left, reference.right), not real, name)

    return sorted(names, key=rank)


def solution_value(
    branch: Branch, given: Relation, point: Mapping[str, Value], setting: Setting
) -> float | None:
    """The branch's value at a point, if it lies in the domain and really solves ``given``."""
    rest = [name for name in names_of(given.left, given.right) if name != branch.symbol]
    missing = [name for name in rest if name not in point]
    if missing:
        point = {**point, **next(setting.points(missing))}
    with precision(BITS):
        values = balls_at(point)
        try:
            value = evaluate(branch.value, values)
            if not in_domain(value, setting.domains.get(branch.symbol, REAL)):
                return None
            values[branch.symbol] = value
            gap = evaluate(given.left, values) - evaluate(given.right, values)
        except (Undefined, Imprecise, Unsupported):
            return None
        return float(real_part(value).mid()) if contains_zero(gap) else None


def _only(found: Implication, setting: Setting, *, yours: bool) -> Comparison:
    assert found.point is not None
    assert found.solved is not None
    assert found.value is not None
    solved = found.value / setting.unit_factor(found.solved.symbol)
    rest = setting.shown(found.point)
    place, value = named(setting, rest), named(setting, {found.solved.symbol: solved})
    shown = {**rest, found.solved.symbol: solved}
    start = f"At {place} " if place else ""
    whose, other = ("your", "the right one") if yours else ("the right", "yours")
    told = f"{start}{whose} equation gives {value}; {other} does not hold there."
    message = told[0].upper() + told[1:]
    return Comparison("different", message, shown, how="solutions")
