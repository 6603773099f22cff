"""Constants of integration: a line with a new one must be the general solution of what is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.solving import solve, vanishing_factors
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.comparison.elimination import Outcome
from millivolt.symbolic.derivation.second_order import curved, general
from millivolt.symbolic.derivation.world import World, depends, independent, rates_of
from millivolt.symbolic.formula.domain import Symbols
from millivolt.symbolic.formula.expression import (
    ONE,
    ZERO,
    Call,
    Node,
    Relation,
    Var,
    children,
    functions_in,
    multiply,
    rebuild,
    substitute,
    subtract,
    symbols_of,
)
from millivolt.symbolic.formula.functions import canonical
from millivolt.symbolic.reading.parser import vocabulary

_USUAL = re.compile(r"[ABCK]|[ABCKck]_?\d|const(?:ant)?", re.ASCII)
_PROSE = re.compile(r"(?<![-+*·/=(^{])\s+const(?:ant)?\s+(?![-+*·/=)^}])")  # the constant field
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_\{?[A-Za-z0-9]+\}?)?")


def undeclared_constants(
    lines: Sequence[str], premises: Sequence[str], symbols: Symbols
) -> list[str]:
    """Names for constants of integration that the lines use and nobody declared."""
    words = vocabulary(symbols, derivatives=True)
    trees = [words.parse(text).tree for text in premises]
    if not any("/d" in name for tree in trees if tree is not None for name in symbols_of(tree)):
        return []
    texts = [_PROSE.sub(" ", line) for line in lines if isinstance(line, str)]
    typed = {re.sub("[{}]", "", name) for text in texts for name in _NAME.findall(text)}
    spelling = words.spelling
    return sorted(
        name
        for name in typed
        if _USUAL.fullmatch(name)
        and not (spelling.find(name) or spelling.cut(name) or canonical(name))
    )


def introduced(
    statement: Node, fresh: frozenset[str], worlds: Sequence[World]
) -> tuple[Outcome, World] | None:
    """Whether a line with fresh constants or indefinite integrals follows, and its world.

    None when it is no general solution in any of the worlds.
    """
    fresh = frozenset(filter(_USUAL.fullmatch, fresh))
    for world in reversed(worlds):
        same = equality_of_antiderivatives(statement, world)
        if same is not None:
            return same, world
        found = general_solution(statement, fresh, world) if fresh else None
        if found is not None:
            return found
    return None


def general_solution(
    statement: Node, fresh: frozenset[str], world: World
) -> tuple[Outcome, World] | None:
    """Whether a line with the fresh constants is the general solution of the world's equations.

    It is when it says A = f(x, c) with an f that keeps its value along every solution c(x). None
    when the line says nothing of this kind.
    """
    if not isinstance(statement, Relation) or statement.op != "=":
        return None
    typed, constants = statement, sorted(fresh & symbols_of(statement))
    if curved(world) and len(constants) > 1:
        found = general(statement, constants, world)
        return None if found is None else (Outcome("valid"), found)
    for variable in sorted(independent(world)):
        rates = rates_of(variable, world.symbols)
        given = {} if curved(world) else world.given(variable)
        sides = (substitute(side, given) for side in (typed.left, typed.right))
        statement = Relation("=", *sides)
        hidden = {name for rate in rates.values() for name in symbols_of(rate)} - {*rates}
        if symbols_of(statement) & hidden:
            continue
        for constant in constants:
            outcome = _keeps_its_value(statement, constant, variable, rates, world)
            if outcome is not None and outcome.holds:
                kept = [e for e in world.equations if not symbols_of(e) & fresh]
                return outcome, world.with_equations([*kept, statement])
    return None


def _keeps_its_value(
    statement: Relation, constant: str, variable: str, rates: Mapping[str, Node], world: World
) -> Outcome | None:
    domains = world.setting.domains
    gap = subtract(statement.left, statement.right)
    factors = vanishing_factors(gap, domains)
    if not factors or any(constant not in symbols_of(factor) for factor in factors):
        return None
    values = solve(gap, constant, domains)
    if not values:
        return None
    best = Outcome("valid")
    for value in values:
        if not any(depends(value, function, world) for function in rates):
            return None
        try:
            slope = differentiate(value, variable, rates)
        except Unsupported:
            return None
        outcome = world.knowledge.implies(Relation("=", slope, ZERO))
        if not outcome.holds:
            return outcome
        best = outcome if outcome.verdict == "probable" else best
    return best


def equality_of_antiderivatives(statement: Node, world: World) -> Outcome | None:
    """Whether two sides with indefinite integrals have the same derivative; None without any."""
    if not isinstance(statement, Relation) or "integrate" not in functions_in(statement):
        return None
    best: Outcome | None = None
    for variable in sorted(independent(world)):
        rates = rates_of(variable, world.symbols)
        given = world.given(variable)
        whole = (substitute(side, given) for side in (statement.left, statement.right))
        sides = [_named(side, variable, rates) for side in whole]
        if all(not symbols_of(side) & {n for n in rates if n.startswith("∫")} for side in sides):
            return None
        try:
            slopes = [differentiate(side, variable, rates) for side in sides]
        except Unsupported:
            continue
        outcome = world.knowledge.implies(Relation("=", *slopes))
        if outcome.holds:
            return outcome
        best = best or outcome
    return best


def _named(node: Node, variable: str, rates: dict[str, Node]) -> Node:
    """The formula with a symbol for every indefinite integral, its slope entered in ``rates``."""
    match node:
        case Call("integrate", (body, Var(name))):
            slope = ONE if name == variable else rates.get(name)
            if slope is None:
                return node
            symbol = f"∫{len(rates)}"
            rates[symbol] = multiply(body, slope)
            return Var(symbol)
        case _:
            parts = children(node)
            named = tuple(_named(part, variable, rates) for part in parts)
            return rebuild(node, named) if parts else node
