"""Rounded constants: 2.303 for ln 10, 58 for a slope, 96485 for F.

Two formulas are equal up to rounding when some literals can be replaced by exact values, each
within half a unit of its last typed digit, so that the formulas agree at every point looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice
from typing import TYPE_CHECKING, cast

from flint import arb, arb_mat

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
from millivolt.symbolic.arithmetic.points import Value
from millivolt.symbolic.arithmetic.problem import Setting, balls_at, names_of
from millivolt.symbolic.arithmetic.solving import branches
from millivolt.symbolic.arithmetic.truth import difference
from millivolt.symbolic.calculus.operations import unfold
from millivolt.symbolic.comparison.wording import figure
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    MINUS_ONE,
    ZERO,
    Call,
    Node,
    Num,
    Power,
    Relation,
    Var,
    children,
    multiply,
    rebuild,
    substitute,
    symbols_of,
    walk,
)

if TYPE_CHECKING:
    from millivolt.symbolic.comparison.elimination import Knowledge

Domains = Mapping[str, Domain]
WorkOut = Callable[[Node, Domains], Node]

WIDEST = Fraction(1, 40)  # a literal known to worse than 2.5 % is not a rounded constant
MOST_LITERALS = 6
MOST_AT_ONCE = 2
BITS = 256
CHECKS = 5


def half_digit(literal: Num) -> Fraction | None:
    """Half a unit of the last significant typed digit, if the literal can be a rounded constant."""
    if literal.half is None or literal.value == 0:
        return None
    half = literal.half
    if half >= Fraction(1, 2):  # an integer: 96500 may stand for 96485
        digits = str(abs(int(literal.value))).rstrip("0")
        if len(digits) >= 3:
            half = Fraction(abs(int(literal.value)), int(digits)) / 2
    return half if half / abs(literal.value) <= WIDEST else None


def rounded_constants(student: Node, reference: Node, setting: Setting) -> str | None:
    """A sentence naming the rounded constant that explains the whole difference, or None.

    Both trees as parsed (literals still carry their digits).
    """
    return _explained(student, reference, setting, unfold)


def rounded_equations(student: Relation, reference: Relation, setting: Setting) -> str | None:
    """The same for two equations, if each has one solution for the same symbol."""
    shared = symbols_of(student) & symbols_of(reference)
    for name in sorted(shared, key=lambda n: (setting.domains.get(n, REAL).kind != "real", n)):

        def solution(equation: Node, domains: Domains, name: str = name) -> Node:
            gap = difference(cast(Relation, unfold(equation, domains)))
            found = branches(gap, domains, [name])
            if found is None or len(found) != 1 or found[0].symbol != name:
                raise Unsupported("no single solution")
            return found[0].value

        if told := _explained(student, reference, setting, solution):
            return told
    return None


def rounded_line(
    line: Relation,
    knowledge: Knowledge,
    branch: Mapping[str, Node],
    unfolded: Callable[[Node], Node],
) -> str | None:
    """The same for a line that would follow on a branch, but for its rounded constant."""

    def gap(released: Node, _: Domains) -> Node:
        return substitute(difference(cast(Relation, unfolded(released))), branch)

    free = [name for name in names_of(line) if name not in branch]
    for literals in _choices(line):
        places = (point for point, _ in knowledge.places(branch, free))
        exact = _exact(line, literals, knowledge.setting, gap, ZERO, places)
        if exact is not None:
            return _sentence(exact, "line")
    return None


def may_be_rounded(node: Node) -> bool:
    """Whether there is a number in a formula that may stand for another one."""
    return bool(collect(node))


def _explained(student: Node, reference: Node, setting: Setting, work_out: WorkOut) -> str | None:
    for whose, tree, other in (("formula", student, reference), ("", reference, student)):
        for literals in _choices(tree):
            try:
                right = work_out(other, setting.domains)
            except Unsupported:
                return None
            exact = _exact(tree, literals, setting, work_out, right)
            if exact is not None:
                return _sentence(exact, whose)
    return None


def _choices(tree: Node) -> Iterator[dict[Fraction, Fraction]]:
    """The literals that may be rounded, with half a unit of their last digit: one, then two."""
    literals = collect(tree)
    if len(literals) <= MOST_LITERALS:
        for count in range(1, min(len(literals), MOST_AT_ONCE) + 1):
            yield from map(dict, combinations(literals.items(), count))


def _sentence(exact: Mapping[Fraction, float], whose: str) -> str:
    shown = " and ".join(
        f"{figure(float(typed), 6)} stands for {figure(value, 6)}" for typed, value in exact.items()
    )
    owner = f"your {whose}" if whose else "the reference"
    return f"In {owner} {shown}."


def collect(node: Node) -> dict[Fraction, Fraction]:
    """Literals that may be rounded, by absolute value, with half a unit of their last digit.

    Numeric exponents are exact.
    """
    found: dict[Fraction, Fraction] = {}
    _collect(node, found)
    return found


def _collect(node: Node, found: dict[Fraction, Fraction]) -> None:
    if isinstance(node, Num):
        half = half_digit(node)
        if half is not None:
            found[abs(node.value)] = half
        return
    for part in children(node):
        if not (isinstance(node, Power) and part is node.exponent and isinstance(part, Num)):
            _collect(part, found)


def release(node: Node, names: Mapping[Fraction, str]) -> Node:
    """The tree with the chosen literals replaced by free symbols."""
    if isinstance(node, Num):
        name = names.get(abs(node.value)) if half_digit(node) is not None else None
        if name is None:
            return node
        return Var(name) if node.value > 0 else multiply(MINUS_ONE, Var(name))
    if isinstance(node, Power) and isinstance(node.exponent, Num):
        return rebuild(node, (release(node.base, names), node.exponent))
    parts = children(node)
    return rebuild(node, tuple(release(part, names) for part in parts)) if parts else node


def _exact(
    tree: Node,
    literals: Mapping[Fraction, Fraction],
    setting: Setting,
    work_out: WorkOut,
    right: Node,
    places: Iterator[Mapping[str, Value]] | None = None,
) -> dict[Fraction, float] | None:
    """The exact values of the literals, when the same ones work at every point."""
    names = {value: f"#{i}" for i, value in enumerate(literals)}
    ranges = {n: Domain("interval", v - literals[v], v + literals[v]) for v, n in names.items()}
    try:
        left = work_out(release(tree, names), {**setting.domains, **ranges})
    except Unsupported:
        return None
    symbols = [name for name in names_of(left, right) if name not in ranges]
    if not symbols:
        return None
    stream = setting.points(symbols, seed=5) if places is None else places
    found: list[Ball] | None = None
    with precision(BITS):
        for _ in range(CHECKS):
            group = list(islice(stream, len(literals)))
            if len(group) < len(literals):
                return None
            values = _solve(left, right, list(literals), group)
            if values is None:
                return None
            for value, (typed, half) in zip(values, literals.items(), strict=True):
                if not abs(Fraction(float(value)) - typed) <= half * (1 + Fraction(1, 10**9)):
                    return None
            if found is not None and not all(
                abs(a - b) < abs(a) * arb(2) ** -90 for a, b in zip(found, values, strict=True)
            ):
                return None
            found = values
    assert found is not None
    return {typed: float(value) for typed, value in zip(literals, found, strict=True)}


def _solve(
    left: Node, right: Node, start: Sequence[Fraction], group: Sequence[Mapping[str, Value]]
) -> list[Ball] | None:
    """Newton's method for the literals that make the formulas agree at a group of points."""
    unknowns = [arb(value.numerator) / value.denominator for value in start]
    # The logarithm of an exponential is straight: Newton's method then needs few steps.
    raised = any(
        any(name.startswith("#") for name in symbols_of(node.args[0]))
        for node in walk(left)
        if isinstance(node, Call) and node.name == "exp"
    )
    try:
        targets = [_real(right, balls_at(point)) for point in group]
        for _ in range(9):
            at = list(_residuals(left, targets, group, unknowns, raised=raised))
            columns = []
            for k in range(len(unknowns)):
                step = abs(unknowns[k]) * arb(2) ** -100
                moved = [u + step if j == k else u for j, u in enumerate(unknowns)]
                shifted = _residuals(left, targets, group, moved, raised=raised)
                columns.append([(b - a).mid() / step for a, b in zip(at, shifted, strict=True)])
            size = len(unknowns)
            matrix = arb_mat(
                size, size, [columns[k][j].mid() for j in range(size) for k in range(size)]
            )
            change = matrix.solve(arb_mat(size, 1, [value.mid() for value in at]))
            unknowns = [(u - change[k, 0]).mid() for k, u in enumerate(unknowns)]
            if all(abs(change[k, 0]) <= abs(u) * arb(2) ** -110 for k, u in enumerate(unknowns)):
                return unknowns
    except (Undefined, Imprecise, Unsupported, ZeroDivisionError):
        return None
    return None


def _residuals(
    left: Node,
    targets: Sequence[Ball],
    group: Sequence[Mapping[str, Value]],
    unknowns: Sequence[Ball],
    *,
    raised: bool,
) -> Iterator[Ball]:
    for target, point in zip(targets, group, strict=True):
        values = balls_at(point) | {f"#{k}": value for k, value in enumerate(unknowns)}
        value = _real(left, values)
        same_sign = (value > 0 and target > 0) or (value < 0 and target < 0)
        yield (value / target).log() if raised and same_sign else value - target


def _real(node: Node, values: Mapping[str, Ball]) -> Ball:
    value = evaluate(node, values)
    if not is_real(value):
        raise Undefined("not real")
    return real_part(value)
