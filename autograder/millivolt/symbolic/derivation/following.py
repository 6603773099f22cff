"""Whether a line of a derivation follows: in some world, after its move, or one left unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from millivolt.symbolic.comparison.elimination import Outcome, equations_in
from millivolt.symbolic.derivation.dependence import unknown_integrals
from millivolt.symbolic.derivation.limit_moves import at_the_end
from millivolt.symbolic.derivation.lines import Move
from millivolt.symbolic.derivation.moves import after, between_boundaries
from millivolt.symbolic.derivation.world import World, derivatives, independent
from millivolt.symbolic.formula.expression import (
    Node,
    Relation,
    relations_in,
    substitute,
    symbols_of,
)

Judged = tuple[Outcome, World]


def follows(move: Move | None, statement: Node, worlds: Sequence[World]) -> Judged:
    """Does the line follow in some world? Also the world it belongs to."""
    best: Judged | None = None
    for world in reversed(worlds):
        candidates = after_move(move, statement, [world])
        judged: list[Judged] = []
        values = dict(move.assigned) if move is not None and move.kind == "let" else {}
        target = statement
        mentioned = {name for one in candidates for name in one.symbols}
        if values and not mentioned & values.keys():
            target = substitute(statement, values)
        if move is not None and move.kind == "limit":
            for ending, candidate in at_the_end(move, target, world):
                outcome = candidate.knowledge.implies(ending)
                if outcome.holds:
                    return outcome, candidate
                judged.append((outcome, candidate))
        for candidate in candidates:
            outcome = candidate.knowledge.implies(target)
            if outcome.holds:
                if move is not None and move.kind == "let" and move.symbol in independent(world):
                    # an equation between functions of x holds at every x: keep this instance
                    return outcome, world.with_equations([*world.equations, *equations_in(target)])
                return outcome, _richest(candidate, candidates, target)
            judged.append((outcome, candidate))
        if judged and (best is None or best[0].verdict == "undecided"):
            best = _refutation(judged) or best or judged[0]
        if move is None and world.lines and (best is None or best[0].verdict == "undecided"):
            single = world.with_equations([world.lines[-1]])
            outcome = single.knowledge.implies(statement)
            if outcome.holds:
                return outcome, world
            if outcome.verdict == "invalid" and best is not None:
                alone = _with_definitions(world, statement)
                if alone.holds:
                    return alone, world
    if best is None or (move is None and _may_follow_in(worlds, best[0])):
        return Outcome("undecided"), worlds[-1]
    return best


def _refutation(judged: Sequence[Judged]) -> Judged | None:
    """The first refutation, unless more is known where the line could not be decided."""
    open_ = [len(world.equations) for outcome, world in judged if outcome.verdict == "undecided"]
    most = max(open_, default=0)
    refuted = (one for one in judged if one[0].verdict == "invalid")
    return next((one for one in refuted if len(one[1].equations) >= most), None)


def _may_follow_in(worlds: Sequence[World], outcome: Outcome) -> bool:
    """Whether a line is refuted in general, but not where something special was set last."""
    if len(worlds) < 2 or outcome.verdict != "invalid":
        return False
    return worlds[-1].knowledge.solutions() == []


def follows_unsaid(
    move: Move | None, statement: Node, worlds: Sequence[World], known: Sequence[str]
) -> Judged | None:
    """The same after an integration between known values or a derivative that is not mentioned.

    ``known`` are the derivatives of which something is known. None when that does not help.
    """
    for integrated in _integrated(move, statement, worlds):
        outcome, world = follows(move, statement, integrated)
        if outcome.holds:
            return outcome, world
    if unknown_integrals(symbols_of(statement)):
        return None
    told = derivatives(symbols_of(statement) - frozenset(known))
    steps = [Move("differentiate", x) for x in dict.fromkeys(x for _, x in told)]
    if move is not None and move.kind in ("let", "limit"):
        for step in steps:
            outcome, world = follows(move, statement, after_move(step, statement, worlds) or worlds)
            if outcome.holds:
                return outcome, world
    if move is not None:
        return None
    if len(steps) > 1:
        outcome, world = follows(None, statement, [_together(steps, statement, w) for w in worlds])
        if outcome.holds:
            return outcome, world
    for step in steps:
        outcome, world = follows(step, statement, worlds)
        if outcome.verdict != "undecided":
            return outcome, world
    return None


def _integrated(
    move: Move | None, statement: Node, worlds: Sequence[World]
) -> Iterator[list[World]]:
    """The worlds after each integration from one known value to another, or to any place."""
    if move is None or move.kind in ("let", "limit"):
        for step in dict.fromkeys(m for world in worlds for m in between_boundaries(world)):
            if found := after_move(step, statement, worlds):
                yield found


def _together(steps: Sequence[Move], statement: Node, world: World) -> World:
    """A world with what each of several moves adds to it."""
    added = [
        e for step in steps for one in after(step, world, statement) or [] for e in one.equations
    ]
    return world.with_equations(list(dict.fromkeys([*world.equations, *added])))


def _richest(first: World, candidates: Sequence[World], target: Node) -> World:
    """Of the worlds after a move in which a line holds, the one where most is known."""
    larger = [one for one in candidates if len(one.equations) > len(first.equations)]
    for one in sorted(larger, key=lambda world: -len(world.equations)):
        if one.knowledge.implies(target).holds:
            return one
    return first


def up_to_rounding(
    move: Move | None,
    typed: Node,
    statement: Node,
    worlds: Sequence[World],
    rounded: Sequence[World],
    unfolded: Callable[[Node], Node],
) -> str | None:
    """What would follow but for a rounded constant, in it or in a line before.

    The sentence that names the constant (empty when it was in a line before), None when rounding
    does not explain it. ``rounded`` are the lines before that hold up to rounding.
    """
    from millivolt.symbolic.comparison.rounding import may_be_rounded, rounded_line

    if not rounded and not may_be_rounded(typed):
        return None
    sources = after_move(move, statement, [*reversed(worlds), *rounded])
    if rounded and any(one.knowledge.implies(statement).holds for one in sources):
        return ""
    for integrated in _integrated(move, statement, worlds):
        sources += after_move(move, statement, integrated)
    for one in sources:
        solutions = one.knowledge.solutions()
        if solutions is None or len(solutions) != 1:
            continue
        if isinstance(typed, Relation) and typed.op == "=":
            told = rounded_line(typed, one.knowledge, solutions[0], unfolded)
        else:
            told = _rounded_inequality(typed, one, solutions[0])
        if told:
            return told
    return None


def _rounded_inequality(typed: Node, world: World, branch: Mapping[str, Node]) -> str | None:
    from millivolt.symbolic.comparison.rounded_inequalities import exactly

    given = [substitute(condition, branch) for condition in world.conditions]
    known = [one for condition in given for one in relations_in(condition)]
    found = exactly(substitute(typed, branch), known, world.setting)
    if found is None or not world.knowledge.implies(found[0]).holds:
        return None
    return " ".join(found[1])


def after_move(move: Move | None, statement: Node, worlds: Sequence[World]) -> list[World]:
    """The worlds in which a line with this move may be judged, likeliest first."""
    if move is None:
        return list(worlds)
    return [one for world in worlds for one in after(move, world, statement) or []]


def _with_definitions(world: World, statement: Node) -> Outcome:
    """The last line together with each single premise."""
    pairs = (world.with_equations([world.lines[-1], one]) for one in world.equations)
    outcomes = (pair.knowledge.implies(statement) for pair in pairs)
    return next((one for one in outcomes if one.holds), Outcome("undecided"))
