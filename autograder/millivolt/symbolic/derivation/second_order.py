"""Linear laws with a second derivative and constant coefficients: V'' = a V' + b V + s."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import (
    element,
    in_field,
    proved_equal,
    proved_zero,
    terms_of,
)
from millivolt.symbolic.arithmetic.field import Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.problem import look, names_of
from millivolt.symbolic.arithmetic.solving import solve
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.expansion import plain_values
from millivolt.symbolic.calculus.limits import limit, tends_to_infinity
from millivolt.symbolic.comparison.inequalities import certain
from millivolt.symbolic.derivation.world import World, depends, derivatives, moving_with, rates_of
from millivolt.symbolic.formula.expression import (
    HALF,
    HIDDEN,
    INFINITY,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Node,
    Product,
    Relation,
    Var,
    add,
    call,
    divide,
    exp,
    multiply,
    negate,
    power,
    rate_name,
    substitute,
    subtract,
    symbols_of,
)

CONSTANTS = Var(f"{HIDDEN}1"), Var(f"{HIDDEN}2")
PLACES = 4  # at which the constants of a solution must be told apart


def curved(world: World) -> list[tuple[str, str]]:
    """The functions with a second derivative, and their variables."""
    return [
        (inner, x)
        for rate, x in derivatives(world.symbols)
        for inner, y in derivatives([rate])
        if x == y
    ]


def solved(world: World) -> World | None:
    """The world with the solution of its law, its constants fixed where values are known."""
    for function, x in curved(world):
        solution = _solution(function, x, world)
        if solution is not None:
            known = with_solution(function, x, solution, world)
            return at_boundaries(known, Relation("=", Var(function), solution))
    return None


def with_solution(function: str, x: str, solution: Node, world: World) -> World:
    """The world in which the function is this one."""
    slope = Relation("=", Var(rate_name(function, x)), differentiate(solution, x))
    return world.with_equations([Relation("=", Var(function), solution), slope, *world.equations])


def _solution(function: str, x: str, world: World) -> Node | None:
    rate = rate_name(function, x)
    law = _law(function, x, world)
    if law is None:
        return None
    damping, stiffness = differentiate(law, rate), differentiate(law, function)
    source = substitute(law, {function: ZERO, rate: ZERO})
    moving = moving_with(x, world.symbols) | {x}
    if any(depends(part, name, world) for part in (damping, stiffness, source) for name in moving):
        return None
    shapes = _shapes(damping, stiffness, source, Var(x), world)
    if shapes is None:
        return None
    particular, first, second = shapes
    return add(particular, multiply(CONSTANTS[0], first), multiply(CONSTANTS[1], second))


def _law(function: str, x: str, world: World) -> Node | None:
    """The second derivative in terms of the rest, if exactly one equation says it."""
    name = rate_name(rate_name(function, x), x)
    concerned = [equation for equation in world.equations if name in symbols_of(equation)]
    if len(concerned) != 1:
        return None
    gap = subtract(concerned[0].left, concerned[0].right)
    values = solve(gap, name, world.setting.domains)
    return values[0] if values is not None and len(values) == 1 else None


def _shapes(
    damping: Node, stiffness: Node, source: Node, x: Var, world: World
) -> tuple[Node, Node, Node] | None:
    """A particular solution and two independent ones of the law without its source."""
    domains = world.setting.domains

    def is_zero(node: Node) -> bool:
        return node == ZERO or proved_zero(node, domains)

    def positive(node: Node) -> bool:
        return certain(Relation(">", node, ZERO), world.setting)

    if is_zero(stiffness):
        if is_zero(damping):
            return multiply(HALF, source, power(x, TWO)), ONE, x
        if positive(damping) or positive(negate(damping)):
            along = negate(divide(multiply(source, x), damping))
            return along, ONE, exp(multiply(damping, x))
        return None
    middle = multiply(HALF, damping)
    spread = add(power(middle, TWO), stiffness)
    rest = negate(divide(source, stiffness))
    if positive(spread) and (positive(stiffness) or positive(negate(stiffness))):
        root = _plain(power(spread, HALF), world)
        rates = add(middle, root), subtract(middle, root)
        return rest, exp(multiply(rates[1], x)), exp(multiply(rates[0], x))
    if positive(negate(spread)):
        angle = multiply(_plain(power(negate(spread), HALF), world), x)
        fading = exp(multiply(middle, x))
        return rest, multiply(fading, call("cos", angle)), multiply(fading, call("sin", angle))
    return None


def _plain(node: Node, world: World) -> Node:
    """The formula in lowest terms."""
    try:
        return in_field(world.setting.domains, lambda field: field.tree(element(field, node)))
    except (TooHard, Singular):
        return node


def general(statement: Relation, constants: Sequence[str], world: World) -> World | None:
    """The world with a line as the general solution V = f(x, A, B), if it is."""
    if len(constants) != 2:
        return None
    for function, x in curved(world):
        if function not in symbols_of(statement):
            continue
        gap = subtract(statement.left, statement.right)
        explicit = statement.left == Var(function)
        values = [statement.right] if explicit else solve(gap, function, world.setting.domains)
        if values is None or len(values) != 1:
            continue
        (solution,) = values
        moving = moving_with(x, world.symbols)
        try:
            if not symbols_of(solution) & moving and _solves(
                solution, constants, function, x, world
            ):
                own = {*constants, *(constant.name for constant in CONSTANTS)}
                kept = [e for e in world.equations if not symbols_of(e) & own]
                return with_solution(function, x, solution, world.with_equations(kept))
        except Unsupported:
            continue
    return None


def _solves(solution: Node, constants: Sequence[str], function: str, x: str, world: World) -> bool:
    """Whether a formula solves the law, and its two constants are independent."""
    law = _law(function, x, world)
    if law is None:
        return False
    domains = world.setting.domains
    slope = differentiate(solution, x)
    values = {function: solution, rate_name(function, x): slope}
    if not proved_equal(differentiate(slope, x), substitute(law, values), domains):
        return False
    parts = [differentiate(solution, constant) for constant in constants]
    if any(depends(part, constant, world) for part in parts for constant in constants):
        return False
    (a, b), (da, db) = parts, [differentiate(part, x) for part in parts]
    wronskian = subtract(multiply(a, db), multiply(b, da))
    names = names_of(wronskian)
    seen = [
        look(wronskian, ZERO, point).relation
        for point in islice(world.setting.points(names), PLACES)
    ]
    return "apart" in seen


def at_boundaries(world: World, statement: Relation) -> World:
    """The world with what a solution says wherever its functions are known."""
    instances: list[Relation] = []
    for variable in sorted({x for _, x in derivatives(world.symbols)}):
        moving = moving_with(variable, world.symbols)
        functions = rates_of(variable, world.symbols).keys()
        slopes = [
            equation
            for equation in world.equations
            if isinstance(equation.left, Var)
            and equation.left.name in functions
            and derivatives([equation.left.name])
            and not symbols_of(equation.right) & moving
        ]
        for place in dict.fromkeys(boundary.at for boundary in world.boundaries):
            there = {b.function: b.value for b in world.boundaries if b.at == place}
            for equation in (statement, *slopes):
                concerned = functions & symbols_of(equation)
                if concerned and concerned <= there.keys():
                    instances += _instance(equation, variable, place, there, world)
    return world.with_equations([*world.equations, *instances])


def _instance(
    equation: Relation, variable: str, place: Node, there: dict[str, Node], world: World
) -> Iterator[Relation]:
    if place not in (INFINITY, multiply(MINUS_ONE, INFINITY)):
        values = {variable: place, **there}
        sides = (substitute(side, values) for side in (equation.left, equation.right))
        yield Relation("=", *map(plain_values, sides))
    elif isinstance(equation.left, Var) and equation.left.name in there:
        yield from _far_away(equation.right, variable, place, there[equation.left.name], world)


def _far_away(
    formula: Node, variable: str, place: Node, value: Node, world: World
) -> Iterator[Relation]:
    """What a finite value at infinity says: what grows beyond bounds has no share."""
    domains = world.setting.domains
    if place != INFINITY:
        formula = substitute(formula, {variable: multiply(MINUS_ONE, Var(variable))})
    settled, growing = [], []
    for term in terms_of(formula, domains):
        end = limit(term, variable, INFINITY, domains)
        if end is None:
            growing.append(term)
        else:
            settled.append(end)
    if len(growing) > 1:
        return
    for term in growing:
        factors = term.factors if isinstance(term, Product) else (term,)
        share = [factor for factor in factors if variable not in symbols_of(factor)]
        rest = multiply(*(factor for factor in factors if factor not in share))
        if not tends_to_infinity(rest, variable, domains):
            return
        yield Relation("=", multiply(*share), ZERO)
    yield Relation("=", value, add(*settled))
