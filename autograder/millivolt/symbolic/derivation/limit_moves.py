"""Limits as a move: of equations, of what they are solved for, and of laws of change."""

from __future__ import annotations

from collections.abc import Iterator

from millivolt.symbolic.calculus.limits import limit
from millivolt.symbolic.comparison.elimination import Knowledge
from millivolt.symbolic.derivation.laws import steady_state
from millivolt.symbolic.derivation.lines import Move
from millivolt.symbolic.derivation.world import World, arguments, moving_with
from millivolt.symbolic.formula.domain import REAL
from millivolt.symbolic.formula.expression import (
    INFINITY,
    Node,
    Relation,
    Var,
    substitute,
    symbols_of,
)


def in_the_limit(move: Move, world: World, statement: Node) -> list[World] | None:
    target = move.values[0]
    if target == INFINITY and (settled := steady_state(move.symbol, world)):
        return [settled]
    wanted = frozenset(world.first)
    found: list[Relation] = []
    unchanged: list[Relation] = []
    sources = [*world.lines[-1:], *world.equations, *world.solved_forms(wanted)]
    for equation in sources:
        if move.symbol not in symbols_of(equation):
            unchanged.append(equation)
            continue
        if not _explicit(equation, move.symbol, world):
            continue
        sides = [
            limit(side, move.symbol, target, world.setting.domains)
            for side in (equation.left, equation.right)
        ]
        if sides[0] is not None and sides[1] is not None:
            found.append(Relation("=", sides[0], sides[1]))
    found += [
        Relation("=", Var(boundary.function), boundary.value)
        for boundary in world.boundaries
        if boundary.at == target and move.symbol in arguments(world, boundary.function)
    ]
    every = [*found, *unchanged]
    worlds = [world.with_equations([one]) for one in found]
    worlds += [world.with_equations(every)] if found and len(every) > 1 else []
    return worlds + list(_limits_solved(move, target, world, statement))


def at_the_end(move: Move, statement: Node, world: World) -> Iterator[tuple[Relation, World]]:
    """What a line such as ``I/V = g`` says, whose one side still holds what runs and has a limit.

    On both sides, or alone beside a formula that holds it, the limit is not carried out.
    """
    if not isinstance(statement, Relation) or statement.op != "=":
        return
    running, other = statement.left, statement.right
    if move.symbol in symbols_of(other):
        running, other = other, running
    solutions = world.knowledge.solutions()
    if move.symbol not in symbols_of(running) or move.symbol in symbols_of(other):
        return
    if solutions is None or len(solutions) != 1:
        return
    explicit = {side for equation in world.equations for side in (equation.left, equation.right)}
    if any(Var(name) not in explicit for name in solutions[0]):
        return  # which symbols change with the one that runs is not said
    running, other = (substitute(side, solutions[0]) for side in (running, other))
    hidden = moving_with(move.symbol, world.symbols) | solutions[0].keys()
    if move.symbol in hidden or (symbols_of(running) | symbols_of(other)) & hidden:
        return
    end = limit(running, move.symbol, move.values[0], world.setting.domains)
    if end is not None and move.symbol not in symbols_of(other):
        yield Relation("=", end, other), World(world.setting, (), (), world.first, world.conditions)


def _explicit(equation: Relation, variable: str, world: World) -> bool:
    """Whether nothing in the equation changes unseen with the variable: y alone, or not at all."""
    moving = moving_with(variable, world.symbols)
    sides = equation.left, equation.right
    hidden = [side for side in sides if symbols_of(side) & moving]
    return not hidden or (len(hidden) == 1 and isinstance(hidden[0], Var))


def _limits_solved(move: Move, target: Node, world: World, statement: Node) -> Iterator[World]:
    """Limits of equations that have none as they stand: of what they are solved for."""
    concerned = [e for e in world.equations if move.symbol in symbols_of(e)]
    if not all(_explicit(equation, move.symbol, world) for equation in concerned):
        return
    names = frozenset().union(*(symbols_of(e) for e in concerned)) - {move.symbol}
    domains = world.setting.domains
    for name in sorted(names, key=lambda n: (n in symbols_of(statement), n not in world.first, n)):
        if domains.get(name, REAL).kind != "real":
            continue
        solutions = Knowledge(world.equations, world.setting, (name, *world.first)).solutions()
        if solutions is None or len(solutions) != 1:
            continue
        ends = {n: limit(tree, move.symbol, target, domains) for n, tree in solutions[0].items()}
        if name in ends and None not in ends.values():
            yield world.with_equations(
                [Relation("=", Var(n), end) for n, end in ends.items() if end is not None]
            )
