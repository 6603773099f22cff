"""Statements (equations, inequalities and their combinations) compared by what solves them."""

from __future__ import annotations

from .balls import Unsupported
from .calculus import unfold
from .equations import compare_equations
from .expression import Node, Relation
from .inequalities import Cells
from .outcome import Comparison
from .problem import Setting


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
    return Cells(left, right, setting).decide()


def _equation(node: Node) -> bool:
    return isinstance(node, Relation) and node.op == "="
