"""Statements (equations, inequalities and their combinations) compared by what solves them."""

from __future__ import annotations

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.problem import Setting
from millivolt.symbolic.calculus.operations import unfold
from millivolt.symbolic.comparison.elimination import Knowledge
from millivolt.symbolic.comparison.equations import compare_equations
from millivolt.symbolic.comparison.inequalities import Cells
from millivolt.symbolic.comparison.outcome import Comparison
from millivolt.symbolic.comparison.wording import named
from millivolt.symbolic.formula.expression import Logic, Node, Relation, conjuncts

MOST_PARTS = 4  # of a statement that are compared with each of another one


def compare_statements(student: Node, reference: Node, setting: Setting) -> Comparison:
    """Compare two statements: same solutions proved, a point that solves only one, or open."""
    try:
        left = unfold(student, setting.domains)
        right = unfold(reference, setting.domains)
    except Unsupported as trouble:
        return Comparison("undecided", f"I cannot work out this statement: {trouble}.")
    if left == right:
        return Comparison("equal", "The statements are the same.", how="structure")
    if isinstance(left, Logic) or isinstance(right, Logic):
        if _same_parts(left, right, setting):
            return Comparison("equal", "The statements have the same parts.", how="proof")
        decided = _compare_systems(left, right, setting)
        if decided is not None:
            return decided
    if _equation(left) and _equation(right):
        assert isinstance(left, Relation)
        assert isinstance(right, Relation)
        return compare_equations(left, right, setting)
    return Cells(left, right, setting).decide()


def _same_parts(left: Node, right: Node, setting: Setting) -> bool:
    """Whether every part of one statement is proved the same as one of the other."""
    if not (isinstance(left, Logic) and isinstance(right, Logic) and left.op == right.op):
        return False
    if max(len(left.parts), len(right.parts)) > MOST_PARTS:
        return False

    def has_equal(part: Node, others: tuple[Node, ...]) -> bool:
        return any(compare_statements(part, o, setting).verdict == "equal" for o in others)

    return all(has_equal(part, right.parts) for part in left.parts) and all(
        has_equal(part, left.parts) for part in right.parts
    )


def _compare_systems(left: Node, right: Node, setting: Setting) -> Comparison | None:
    """Compare what holds together, by solving the equations in it; None if that does not decide."""
    given, wanted = _system(left, setting), _system(right, setting)
    if given is None or wanted is None:
        return None
    there, back = given.implies(right), wanted.implies(left)
    for outcome, whose, other in (
        (there, "your statement holds", "the right one"),
        (back, "the right statement holds", "yours"),
    ):
        if outcome.verdict == "invalid" and outcome.point is not None:
            message = f"At {named(setting, outcome.point)} {whose}, but {other} does not."
            return Comparison("different", message, outcome.point, how="solutions")
    if there.verdict == back.verdict == "valid":
        return Comparison("equal", "The statements have the same solutions.", how="solutions")
    return None


def _system(node: Node, setting: Setting) -> Knowledge | None:
    """Equations, and conditions on their solutions; None for what is no such conjunction."""
    parts = conjuncts(node)
    equations = [part for part in parts if isinstance(part, Relation) and part.op == "="]
    conditions = [part for part in parts if part not in equations]
    if not equations or not all(isinstance(part, Relation) for part in conditions):
        return None
    return Knowledge(equations, setting, conditions=conditions)


def _equation(node: Node) -> bool:
    return isinstance(node, Relation) and node.op == "="
