"""Laws of change dc/dx = f(x, c) that need not be solved: where they settle, how they begin."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import factorial

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.solving import solve
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.limits import limit
from millivolt.symbolic.comparison.inequalities import certain
from millivolt.symbolic.derivation.world import World, depends, derivatives, moving_with, value_at
from millivolt.symbolic.formula.expression import (
    INFINITY,
    ZERO,
    Node,
    Relation,
    Var,
    add,
    multiply,
    number,
    power,
    rate_name,
    substitute,
    subtract,
    symbols_of,
)


def rates(variable: str, world: World) -> Iterator[tuple[str, Node]]:
    """Functions of the variable with their derivative, solved from what is known."""
    for equation in world.recent():
        gap = subtract(equation.left, equation.right)
        for function, x in derivatives(symbols_of(equation)):
            if x != variable:
                continue
            values = solve(gap, rate_name(function, x), world.setting.domains)
            if values is not None and len(values) == 1:
                yield function, values[0]


def steady_state(variable: str, world: World) -> World | None:
    """What holds when the variable has become infinite, of a linear law that is proved to settle.

    None when there is no law, several functions change, or it is not known to settle.
    """
    domains = world.setting.domains
    functions = {f for f, x in derivatives(world.symbols) if x == variable}
    found = list(rates(variable, world))
    if len(functions) != 1 or not found:
        return None
    function, rate = found[0]
    slope = differentiate(rate, function)
    if depends(slope, function, world) or depends(slope, variable, world):
        return None
    if not certain(Relation("<", slope, ZERO), world.setting):
        return None
    still = {rate_name(function, variable): ZERO}
    held = []
    for equation in world.equations:
        sides = [substitute(side, still) for side in (equation.left, equation.right)]
        ends = [limit(side, variable, INFINITY, domains) for side in sides]
        if ends[0] is None or ends[1] is None:
            return None
        held.append(Relation("=", ends[0], ends[1]))
    held.append(Relation("=", Var(rate_name(function, variable)), ZERO))
    return world.with_equations(held)


def polynomials(variable: str, centre: Node, order: int, world: World) -> Iterator[World]:
    """What functions begin with at a place where their values are known, up to an order."""
    moving = moving_with(variable, world.symbols)
    for function, rate in rates(variable, world):
        start = value_at(function, centre, variable, world)
        if start is None or symbols_of(rate) & (moving - {function}):
            continue
        terms, slope = [start], rate
        for k in range(1, order + 1):
            there = substitute(slope, {variable: centre, function: start})
            step = power(subtract(Var(variable), centre), number(k))
            terms.append(multiply(number(Fraction(1, factorial(k))), there, step))
            try:
                slope = add(
                    differentiate(slope, variable),
                    multiply(differentiate(slope, function), rate),
                )
            except Unsupported:
                break
        else:
            yield world.with_equations([Relation("=", Var(function), add(*terms))])
