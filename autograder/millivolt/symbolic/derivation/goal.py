"""What a derivation has to reach, and in which form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from millivolt.symbolic.arithmetic.problem import Setting
from millivolt.symbolic.comparison.elimination import Knowledge, equations_in
from millivolt.symbolic.comparison.formulas import compare_expressions, compare_nodes
from millivolt.symbolic.formula.expression import Logic, Node, Relation, Var, symbols_of


@dataclass(frozen=True, slots=True)
class Goal:
    """An equation to reach, a symbol to solve for without the forbidden ones, or both."""

    equation: Relation | None
    solved_for: str | None
    forbidden: frozenset[str]
    setting: Setting

    def __bool__(self) -> bool:
        return self.equation is not None or self.solved_for is not None

    @property
    def symbols(self) -> frozenset[str]:
        """Those in the equation."""
        return frozenset() if self.equation is None else symbols_of(self.equation)

    @property
    def first(self) -> tuple[str, ...]:
        """The symbol that what is known should be solved for first."""
        if self.solved_for:
            return (self.solved_for,)
        if self.equation is not None and isinstance(self.equation.left, Var):
            return (self.equation.left.name,)
        return ()

    def reached(self, statement: Node, typed: Node) -> bool:
        """Whether a line is the goal in the required form.

        ``statement`` has its calculus carried out; ``typed`` still knows the digits of its numbers.
        """
        every = dict.fromkeys([*_ends(statement), *_ends(typed)])
        return any(self._is(one) for one in every)

    def _is(self, statement: Node) -> bool:
        if not isinstance(statement, Relation) or statement.op != "=":
            return False
        if isinstance(statement.right, Var) and not isinstance(statement.left, Var):
            statement = Relation("=", statement.right, statement.left)
        if self.solved_for is not None and not self._solved(statement):
            return False
        goal = self.equation
        if goal is None:
            return self.solved_for is not None
        if statement == goal:
            return True
        sides = statement.right, goal.right
        if isinstance(goal.left, Var) and statement.left == goal.left:
            implicit = goal.left.name in symbols_of(sides[0]) | symbols_of(sides[1])
            if not implicit:
                return compare_expressions(*sides, self.setting).accepted
        if self.solved_for is None:
            return compare_nodes(statement, goal, self.setting).accepted
        return Knowledge([statement], self.setting).implies(goal).holds

    def _solved(self, statement: Relation) -> bool:
        right = symbols_of(statement.right)
        left = statement.left
        if not isinstance(left, Var):
            return False
        same = left.name == self.solved_for or left.name.split("/")[0] == self.solved_for
        return same and left.name not in right and not right & self.forbidden


def _ends(statement: Node) -> Iterator[Node]:
    """A statement; of several joined by "and" each, and of ``a = b = c`` also a = c."""
    yield statement
    if isinstance(statement, Logic) and statement.op == "and":
        links = equations_in(statement)
        yield from links
        for before, link in pairwise(links):
            if link.left != before.right:
                return
            yield Relation("=", links[0].left, link.right)
