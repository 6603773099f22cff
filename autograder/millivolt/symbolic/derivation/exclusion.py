"""Branches of what is known that a line before has excluded, by dividing by what is zero there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from millivolt.symbolic.arithmetic.problem import look, names_of
from millivolt.symbolic.comparison.elimination import Knowledge, Outcome
from millivolt.symbolic.derivation.world import World
from millivolt.symbolic.formula.expression import Logic, Node, Relation, Var, substitute

PLACES = 4  # at which a line must have no value


def excluded(outcome: Outcome, world: World, lines: Sequence[Relation]) -> Node | None:
    """The condition that keeps off the branch which refutes a line; None if nothing excludes it.

    ``lines`` are those that were accepted before.
    """
    solutions = world.knowledge.solutions()
    if outcome.branch is None or solutions is None or len(solutions) < 2:
        return None
    if not any(_has_no_value(line, outcome.branch, world.knowledge) for line in lines):
        return None
    others = [branch for branch in solutions if branch is not outcome.branch]
    return _condition(outcome.branch, others)


def _has_no_value(line: Relation, branch: Mapping[str, Node], knowledge: Knowledge) -> bool:
    left, right = substitute(line.left, branch), substitute(line.right, branch)
    names = [name for name in names_of(line, left, right) if name not in branch]
    places = islice(knowledge.places(branch, names), PLACES)
    seen = [look(left, right, point).relation.endswith("undefined") for point, _ in places]
    return bool(seen) and all(seen)


def _condition(branch: Mapping[str, Node], others: Iterable[Mapping[str, Node]]) -> Node | None:
    """What says that a point is not on the branch: one of its values is not taken."""
    own = [
        Relation("!=", Var(name), value)
        for name, value in branch.items()
        if all(other.get(name) != value for other in others)
    ]
    return own[0] if len(own) == 1 else Logic("or", tuple(own)) if own else None
