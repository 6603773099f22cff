"""Equations and inequalities compared by their solution sets over the declared domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from flint import arb

from .balls import (
    Ball,
    Imprecise,
    Undefined,
    Unsupported,
    contains_zero,
    evaluate,
    is_real,
    precision,
    real_part,
)
from .calculus import unfold
from .comparison import Comparison
from .conversion import element, in_field, proved_equal, proved_zero
from .domain import REAL, Domain
from .expression import (
    ZERO,
    Logic,
    Node,
    Relation,
    relations_in,
    substitute,
    subtract,
    symbols_of,
)
from .field import Field, Singular, TooHard
from .points import Value
from .problem import Setting, balls_at, look, names_of
from .solving import Branch, branches, solve
from .wording import figure, where

TRIES = 14
BITS = 320


def compare_statements(student: Node, reference: Node, setting: Setting) -> Comparison:
    """Compare two statements: same solutions proved, a point that solves only one, or open."""
    try:
        left = unfold(student, setting.domains)
        right = unfold(reference, setting.domains)
    except Unsupported as trouble:
        return Comparison("undecided", f"I cannot work out this statement: {trouble}.")
    if left == right:
        return Comparison("equal", "The statements are the same.", how="structure")
    if _equation(left) and _equation(right):
        assert isinstance(left, Relation)
        assert isinstance(right, Relation)
        return compare_equations(left, right, setting)
    return _Cells(left, right, setting).decide()


def _equation(node: Node) -> bool:
    return isinstance(node, Relation) and node.op == "="


def difference(relation: Relation) -> Node:
    """left - right."""
    return subtract(relation.left, relation.right)


# -- equations -----------------------------------------------------------------------------------


def compare_equations(student: Relation, reference: Relation, setting: Setting) -> Comparison:
    """Compare two equations (lowered) by their solution sets."""
    f, g = difference(student), difference(reference)
    if same_zeros(f, g, setting.domains):
        return Comparison("equal", "The equations have the same solutions.", how="proof")
    for gap, other, yours in ((f, g, True), (g, f, False)):
        if proved_zero(gap, setting.domains):
            return _identity(other, setting, yours=yours)
    common = sorted(symbols_of(f) & symbols_of(g))
    there = _follows(student, reference, setting, common)
    if there.refuted:
        return _only(there, setting, yours=True)
    back = _follows(reference, student, setting, common)
    if back.refuted:
        return _only(back, setting, yours=False)
    if there.proved and back.proved:
        return Comparison("equal", "The equations have the same solutions.", how="solutions")
    if there.seen >= 4 and back.seen >= 4:
        return Comparison("probable", "The equations agree at many solutions.", how="points")
    return Comparison("undecided", "I cannot decide whether the equations are the same.")


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


def same_zeros(f: Node, g: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether both differences have the same factors that can vanish."""

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
        return sets[0] == sets[1]

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
    found = branches(difference(given), setting.domains, _by_domain(preference, setting))
    if found is None:
        return Implication()
    result = Implication(proved=True)
    for branch in found:
        assigned = {branch.symbol: branch.value}
        left, right = (substitute(side, assigned) for side in (wanted.left, wanted.right))
        valid = 0
        for point in islice(setting.points(names_of(left, right, branch.value)), TRIES):
            value = solution_value(branch, given, point, setting)
            if value is None:
                continue
            sight = look(left, right, point)
            if sight.relation == "apart":
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


def _by_domain(names: Sequence[str], setting: Setting) -> list[str]:
    return sorted(names, key=lambda name: (setting.domains.get(name, REAL).kind != "real", name))


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


def _only(found: Implication, setting: Setting, *, yours: bool) -> Comparison:
    assert found.point is not None
    assert found.solved is not None
    shown = setting.shown(found.point)
    value = found.value if found.value is not None else 0.0
    place = where(setting, found.point)
    text = f"{place}, " if place else ""
    text += f"{found.solved.symbol} = {figure(value, 4)}"
    message = (
        f"{text} solves your equation but not the right one."
        if yours
        else f"{text} should be a solution, but does not solve your equation."
    )
    return Comparison("different", message, {**shown, found.solved.symbol: value}, how="solutions")


# -- inequalities and compound statements ----------------------------------------------------------


class _Cells:
    """Compares truth at boundary points, between them and beyond, over samples of the rest."""

    def __init__(self, left: Node, right: Node, setting: Setting) -> None:
        self.left, self.right, self.setting = left, right, setting
        self.names = names_of(left, right)
        self.boundaries: dict[tuple[str, int], list[Node] | None] = {}
        self.atoms = [*relations_in(left), *relations_in(right)]
        self.true = self.false = 0

    def decide(self) -> Comparison:
        if self.same_inequality():
            return Comparison("equal", "The inequalities are the same.", how="proof")
        turns = 10 if self.names else 1
        for point in islice(self.setting.points(self.names), turns):
            for candidate in self.candidates(point):
                verdict = self.compare_at(candidate)
                if verdict is not None:
                    return verdict
        if self.complete():
            return Comparison("equal", "The statements have the same solutions.", how="solutions")
        if self.true + self.false >= 12 or not self.names:
            return Comparison("probable", "The statements agree at many points.", how="points")
        return Comparison("undecided", "I cannot decide whether the statements are the same.")

    def same_inequality(self) -> bool:
        """One inequality each, the differences in a ratio that is proved positive."""
        if not (isinstance(self.left, Relation) and isinstance(self.right, Relation)):
            return False
        (f, strict), (g, other) = _oriented(self.left), _oriented(self.right)
        if strict != other or "=" in (strict, other) or "!=" in (strict, other):
            return False

        def positive(field: Field) -> bool:
            ratio = field.divide(element(field, f), element(field, g))
            parts = (ratio.num, ratio.den)
            return field.sign(ratio.num) * field.sign(ratio.den) > 0 and all(
                field.nonzero(factor) for part in parts for factor, _ in field.factors(part)[1]
            )

        try:
            return in_field(self.setting.domains, positive)
        except (TooHard, Singular):
            return False

    def roots(self, name: str) -> Iterator[tuple[int, list[Node] | None]]:
        for index, atom in enumerate(self.atoms):
            key = (name, index)
            gap = difference(atom)
            if name not in symbols_of(gap):
                continue
            if key not in self.boundaries:
                self.boundaries[key] = solve(gap, name, self.setting.domains)
            yield index, self.boundaries[key]

    def candidates(self, point: Mapping[str, Value]) -> Iterator[dict[str, Ball]]:
        """The point itself, and the boundary points and cells along every axis through it."""
        with precision(BITS):
            base = balls_at(point)
        yield base
        for name in self.names:
            domain = self.setting.domains.get(name, REAL)
            if domain.integer or not domain.real or domain.fixed is not None:
                continue
            found: list[Ball] = []
            for _, values in self.roots(name):
                for value in values or []:
                    with precision(BITS):
                        try:
                            ball = evaluate(value, base)
                        except (Undefined, Imprecise, Unsupported):
                            continue
                    if is_real(ball) and in_domain(ball, domain):
                        found.append(real_part(ball))
            found.sort(key=lambda ball: float(ball.mid()))
            for ball in (*found, *_between(found, domain)):
                yield {**base, name: ball}

    def compare_at(self, point: Mapping[str, Ball]) -> Comparison | None:
        with precision(BITS):
            mine, wanted = truth(self.left, point), truth(self.right, point)
        if mine is None or wanted is None:
            return None
        if mine == wanted:
            self.true += mine
            self.false += not mine
            return None
        shown = {name: float(real_part(ball).mid()) for name, ball in point.items()}
        place = ", ".join(f"{name} = {figure(value, 4)}" for name, value in shown.items())
        yours = "holds" if mine else "does not hold"
        right = "holds" if wanted else "does not hold"
        message = f"At {place} your statement {yours}, but the right one {right}."
        return Comparison("different", message, shown, how="solutions")

    def complete(self) -> bool:
        """Whether the cells along one axis are a complete decision."""
        if not self.true and not self.false:
            return False
        if not self.names:
            return True
        for name in self.names:
            if self.setting.domains.get(name, REAL).integer:
                continue
            found = list(self.roots(name))
            if any(values is None for _, values in found):
                continue
            if len(self.names) == 1:
                return True
            count = sum(1 for _ in relations_in(self.left))
            mine = [v for index, values in found if index < count for v in values or []]
            theirs = [v for index, values in found if index >= count for v in values or []]
            if self._matched(mine, theirs) and self._matched(theirs, mine):
                return True
        return False

    def _matched(self, some: list[Node], others: list[Node]) -> bool:
        return all(
            any(proved_zero(subtract(a, b), self.setting.domains) for b in others) for a in some
        )


def _oriented(relation: Relation) -> tuple[Node, str]:
    """The relation as ``difference < 0`` or ``<= 0``."""
    gap = difference(relation)
    if relation.op in (">", ">="):
        return subtract(ZERO, gap), {">": "<", ">=": "<="}[relation.op]
    return gap, relation.op


def _between(found: list[Ball], domain: Domain) -> Iterator[Ball]:
    """One point in every gap between boundary values and on either side of them."""
    values = [Fraction(float(ball.mid())) for ball in found]
    if not values:
        return
    inside = [(a + b) / 2 for a, b in zip(values, values[1:], strict=False) if a < b]
    reach = max(1, *(abs(value) for value in values))
    for value in (*inside, values[0] - reach, values[0] / 2, values[-1] + reach):
        ball = arb(value.numerator) / value.denominator
        if in_domain(ball, domain):
            yield ball


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
    return {"=": False, "!=": True, "<": gap < 0, "<=": gap < 0}.get(node.op, bool(gap > 0))
