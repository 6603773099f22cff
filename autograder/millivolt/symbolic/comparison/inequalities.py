"""Inequalities and compound statements compared cell by cell between their boundaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise
from math import isfinite

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
from millivolt.symbolic.arithmetic.conversion import element, in_field, proved_zero
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.generators import Ratio
from millivolt.symbolic.arithmetic.points import Value
from millivolt.symbolic.arithmetic.problem import Setting, balls_at, names_of
from millivolt.symbolic.arithmetic.solving import solve
from millivolt.symbolic.arithmetic.truth import BITS, difference, in_domain, truth
from millivolt.symbolic.comparison.outcome import Comparison
from millivolt.symbolic.comparison.signs import same_by_signs
from millivolt.symbolic.comparison.wording import named
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    ZERO,
    Node,
    Relation,
    relations_in,
    subtract,
    symbols_of,
)
from millivolt.symbolic.formula.units import parse_unit

DIGITS = (4, 6, 9, 12)  # with which a point is shown
NEAR = 2.0**-23  # how far beside a boundary one looks, as a share of it


class Cells:
    """Compares truth at boundary points, between them and beyond, over samples of the rest.

    ``admitted`` tells of a point whether it counts.
    """

    def __init__(
        self,
        left: Node,
        right: Node,
        setting: Setting,
        admitted: Callable[[Mapping[str, Ball]], bool] | None = None,
    ) -> None:
        self.left, self.right, self.setting = left, right, setting
        self.admitted = admitted
        self.witness: Mapping[str, Ball] | None = None  # where one holds and the other does not
        self.names = names_of(left, right)
        self.boundaries: dict[tuple[str, int], list[Node] | None] = {}
        self.atoms = [*relations_in(left), *relations_in(right)]
        self.true = self.false = 0

    def decide(self) -> Comparison:
        same = self.same_inequality()
        turns = 10 if self.names else 1
        for point in islice(self.setting.points(self.names), turns):
            for candidate in self.candidates(point):
                if self.admitted is not None and not self.admitted(candidate):
                    continue
                verdict = self.compare_at(candidate)
                if verdict is not None:
                    return verdict
                if same and self.true:
                    return Comparison("equal", "The inequalities are the same.", how="proof")
        if self.names and not self.true:
            return Comparison("undecided", "I find no solution of either statement in the domain.")
        if self.complete():
            return Comparison("equal", "The statements have the same solutions.", how="solutions")
        if same_by_signs(self.left, self.right, self.setting.domains):
            return Comparison("equal", "The statements have the same solutions.", how="proof")
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
            sign, strict = _sign(field, field.divide(element(field, f), element(field, g)))
            return sign > 0 and strict

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
            found.sort(key=lambda ball: ball.mid())
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
        self.witness = point
        place, shown = self._place(point, (mine, wanted))
        yours = "holds" if mine else "does not hold"
        right = "holds" if wanted else "does not hold"
        message = f"At {place} your statement {yours}, but the right one {right}."
        return Comparison("different", message, shown, how="solutions")

    def _place(
        self, point: Mapping[str, Ball], verdicts: tuple[bool, bool]
    ) -> tuple[str, dict[str, float | int | complex]]:
        """Where the statements differ, in as few digits as show it, and the values there."""
        values = {
            name: float(real_part(ball).mid()) / self.setting.unit_factor(name)
            for name, ball in point.items()
        }
        if all(map(isfinite, values.values())):
            for digits in DIGITS:
                near = {name: Fraction(f"{value:.{digits}g}") for name, value in values.items()}
                with precision(BITS):
                    balls = balls_at({n: v * self._factor(n) for n, v in near.items()})
                    there = truth(self.left, balls), truth(self.right, balls)
                if there == verdicts:
                    rounded = {name: float(value) for name, value in near.items()}
                    return named(self.setting, rounded, digits), {**rounded}
        return named(self.setting, values), {**values}

    def _factor(self, name: str) -> Fraction:
        symbol = self.setting.symbols.get(name)
        return parse_unit(symbol.unit).factor if symbol and symbol.unit else Fraction(1)

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


def certain(inequality: Relation, setting: Setting) -> bool:
    """Whether an inequality is proved on the whole domain, by the sign of its difference."""
    gap, op = _oriented(inequality)
    if op not in ("<", "<="):
        return False

    def negative(field: Field) -> bool:
        ratio = element(field, gap)
        if ratio.is_zero:
            return op == "<="
        sign, strict = _sign(field, ratio)
        return sign < 0 and (strict or op == "<=")

    try:
        return in_field(setting.domains, negative)
    except (TooHard, Singular):
        return False


def _sign(field: Field, ratio: Ratio) -> tuple[int, bool]:
    """The sign that is proved (0 for none), and whether the ratio is nowhere zero or undefined."""
    parts = (ratio.num, ratio.den)
    strict = all(field.nonzero(factor) for part in parts for factor, _ in field.factors(part)[1])
    return field.sign(ratio.num) * field.sign(ratio.den), strict


def _oriented(relation: Relation) -> tuple[Node, str]:
    """The relation as ``difference < 0`` or ``<= 0``."""
    gap = difference(relation)
    if relation.op in (">", ">="):
        return subtract(ZERO, gap), {">": "<", ">=": "<="}[relation.op]
    return gap, relation.op


def _between(found: list[Ball], domain: Domain) -> Iterator[Ball]:
    """Points in every gap between boundary values, beside each of them and beyond.

    What holds on one side of a boundary only is seen beside it, whatever lies further off.
    """
    values = [ball.mid() for ball in found]
    if not values:
        return
    with precision(BITS):
        inside = [((a + b) / 2).mid() for a, b in pairwise(found) if a < b]  # certainly apart
        reach = max(arb(1), *(abs(value) for value in values))
        near = [NEAR * (reach if value == 0 else abs(value)) for value in values]
        beside = [
            (v + side * gap).mid() for v, gap in zip(values, near, strict=True) for side in (-1, 1)
        ]
        ends = [(values[0] - reach).mid(), (values[0] / 2).mid(), (values[-1] + reach).mid()]
    for ball in (*inside, *beside, *ends):
        if in_domain(ball, domain):
            yield ball
