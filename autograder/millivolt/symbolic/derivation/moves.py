"""What a move does to what is known: new equations from a substitution, limit, derivative, ...

Each move returns the equations that hold after it, or None when it cannot be carried out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import combinations

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.calculus.antiderivatives import antiderivative
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.expansion import plain_values
from millivolt.symbolic.calculus.limits import series
from millivolt.symbolic.calculus.operations import unfold, unfold_lowered
from millivolt.symbolic.comparison.elimination import conditions_in, equations_in
from millivolt.symbolic.derivation.dependence import Functions, unknown_integrals
from millivolt.symbolic.derivation.laws import polynomials, rates
from millivolt.symbolic.derivation.limit_moves import in_the_limit
from millivolt.symbolic.derivation.lines import Move
from millivolt.symbolic.derivation.second_order import curved
from millivolt.symbolic.derivation.world import (
    World,
    arguments,
    depends,
    derivatives,
    moving_with,
    rates_of,
    same,
    value_at,
)
from millivolt.symbolic.formula.expression import (
    ZERO,
    Node,
    Relation,
    Var,
    add,
    call,
    exp,
    invert,
    multiply,
    negate,
    number,
    rate_name,
    substitute,
    subtract,
    symbols_of,
)


def after(move: Move, world: World, statement: Node) -> list[World] | None:
    """The worlds in which a line with this move may be judged, likeliest first."""
    if move.kind not in ("let", "integrate", "assume") and unknown_integrals(world.symbols):
        return None  # how they change is not known
    try:
        return _MOVES[move.kind](move, world, statement) or None
    except Unsupported:
        return None


def _let(move: Move, world: World, statement: Node) -> list[World] | None:
    values = {}
    there = []  # what the functions are at this place
    for name, typed in move.assigned:
        value = unfold(typed, world.setting.domains)
        values[name] = value
        for boundary in world.boundaries:
            if name in arguments(world, boundary.function) and same(boundary.at, value, world):
                values[boundary.function] = boundary.value
                there.append(Relation("=", Var(boundary.function), boundary.value))
    written = {name for line in world.lines for name in symbols_of(line)}
    if not values.keys() & (world.symbols | written):
        added = [Relation("=", Var(name), value) for name, value in values.items()]
        return [world.with_equations([*world.equations, *added])]
    world = world.under([substitute(condition, values) for condition in world.conditions])
    new = [_substituted(equation, values) for equation in world.equations]
    worlds = [world.with_equations([*new, *there])]
    plain = worlds[0].knowledge.implies(substitute(statement, values))
    if len(move.assigned) == 1 and not plain.holds:  # 0/0 there: the value is the limit
        towards = Move("limit", move.symbol, (move.assigned[0][1],))
        worlds += in_the_limit(towards, world, statement) or []
    if world.lines:
        worlds.append(world.with_equations([_substituted(world.lines[-1], values)]))
    return worlds


def _assume(move: Move, world: World, _: Node) -> list[World] | None:
    """An inequality is taken as true, unless it concerns what is looked for."""
    if any(symbols_of(condition) & set(world.first) for condition in move.values):
        return None
    assumed = [unfold(condition, world.setting.domains) for condition in move.values]
    equations = [e for condition in assumed for e in equations_in(condition)]
    inequalities = [i for condition in assumed for i in conditions_in(condition)]
    return [world.under(inequalities).with_equations([*world.equations, *equations])]


def _substituted(equation: Relation, values: dict[str, Node]) -> Relation:
    sides = (substitute(side, values) for side in (equation.left, equation.right))
    return Relation("=", *map(plain_values, sides))


def between_boundaries(world: World) -> Iterator[Move]:
    """The integrations from one known value of a function to another, or to any place."""
    if curved(world):  # solved as a whole, or not at all
        return
    for one, other in combinations(world.boundaries, 2):
        if one.function == other.function:
            for variable in sorted(arguments(world, one.function)):
                yield Move("integrate", variable, (one.at, other.at))
    for one in world.boundaries:
        for variable in sorted(arguments(world, one.function)):
            yield Move("integrate", variable, (one.at, Var(variable)))


def _differentiate(move: Move, world: World, statement: Node) -> list[World] | None:
    x = move.symbol
    depending = rates_of(x, symbols_of(statement))
    if not depending:  # no derivative is written, so nothing new is known
        return [world]
    world = world.written_out(x, symbols_of(statement))
    moving = {**rates_of(x, world.symbols), **depending}
    sources = [*world.lines[-1:], *world.solved_forms(frozenset(depending))]
    if not world.lines:
        sources += [e for e in world.equations if symbols_of(e) & depending.keys()]
    derived = []
    for equation in sources:
        if _of_unknown_functions(equation, {x, *moving}):
            continue
        with suppress(Unsupported):  # one that holds a derivative already
            derived.append(_derivative(equation, x, moving))
    return [world.with_equations([*world.equations, one]) for one in derived]


def _of_unknown_functions(equation: Relation, moving: set[str]) -> bool:
    """Whether one side moves and the other does not seem to: something in it must."""
    sides = [bool(symbols_of(side) & moving) for side in (equation.left, equation.right)]
    constant = equation.right if sides[0] else equation.left
    return sides[0] != sides[1] and bool(symbols_of(constant))


def _derivative(equation: Relation, name: str, depending: Mapping[str, Node]) -> Relation:
    left, right = (differentiate(side, name, depending) for side in (equation.left, equation.right))
    return Relation("=", left, right)


def _integrate(move: Move, world: World, statement: Node) -> list[World] | None:
    world = world.written_out(move.symbol, symbols_of(statement))
    if not move.values:
        return _indefinite(move, world, statement)
    low, high = (unfold(end, world.setting.domains) for end in move.values)
    worlds = []
    for function, rate in rates(move.symbol, world):
        start = value_at(function, low, move.symbol, world)
        end = value_at(function, high, move.symbol, world)
        if start is None or end is None:
            continue
        for solved in _solved_equation(
            function, rate, move.symbol, (low, high), (start, end), world
        ):
            worlds.append(world.with_equations([*world.equations, solved]))
    for equation in world.recent():
        exact = _term_by_term(equation, move.symbol, (low, high), world)
        if exact is not None:
            worlds.append(world.with_equations([*world.equations, exact]))
    if unknown_integrals(symbols_of(statement)):
        worlds += _with_unknown_integrals(move.symbol, (low, high), world, worlds)
    if not worlds:
        for equation in world.recent():
            if move.symbol in symbols_of(equation):  # it holds at some places only
                continue
            sides = [
                _between(side, move.symbol, low, high, world)
                for side in (equation.left, equation.right)
            ]
            if sides[0] is not None and sides[1] is not None:
                new = Relation("=", sides[0], sides[1])
                worlds.append(world.with_equations([*world.equations, new]))
    return worlds


def _with_unknown_integrals(
    variable: str, ends: tuple[Node, Node], world: World, solved: Sequence[World]
) -> list[World]:
    """Every equation that holds a derivative, integrated as it stands."""
    added = []
    functions = Functions(world.symbols, world)
    for equation in world.recent():
        if any(x == variable for _, x in derivatives(symbols_of(equation))):
            gap = subtract(equation.left, equation.right)
            with suppress(Unsupported):
                whole = functions.integral(gap, variable, *ends)
                if whole is not None:
                    added.append(Relation("=", whole, ZERO))
    known = [world, *solved] if added else []
    return [one.with_equations([*one.equations, *added]) for one in known]


def _between(node: Node, name: str, low: Node, high: Node, world: World) -> Node | None:
    if symbols_of(node) & moving_with(name, world.symbols):
        return None
    return unfold_lowered(call("integrate", node, Var(name), low, high), world.setting.domains)


def _solved_equation(
    function: str,
    rate: Node,
    variable: str,
    ends: tuple[Node, Node],
    values: tuple[Node, Node],
    world: World,
) -> Iterator[Relation]:
    """What the rate law says about the end values: linear laws, then separable ones."""
    (low, high), (start, end) = ends, values
    domains = world.setting.domains
    slope = differentiate(rate, function)
    linear = not depends(slope, function, world)
    if linear and not depends(slope, variable, world):
        source = substitute(rate, {function: number(0)})
        span = subtract(high, low)
        decay = exp(negate(multiply(slope, subtract(Var(variable), low))))
        forced = antiderivative(multiply(source, decay), variable, domains)
        if forced is not None:
            gain = subtract(
                substitute(forced, {variable: high}), substitute(forced, {variable: low})
            )
            yield Relation(
                "=", subtract(multiply(end, exp(negate(multiply(slope, span)))), start), gain
            )
    for split in _separated(rate, function, variable):
        inverse = antiderivative(invert(split[0]), function, domains)
        driven = antiderivative(split[1], variable, domains)
        if inverse is None or driven is None:
            continue
        yield Relation(
            "=",
            subtract(substitute(inverse, {function: end}), substitute(inverse, {function: start})),
            subtract(substitute(driven, {variable: high}), substitute(driven, {variable: low})),
        )


def _term_by_term(
    equation: Relation, variable: str, ends: tuple[Node, Node], world: World
) -> Relation | None:
    """The integral of A(y) dy/dx + B(z) dz/dx + ... = h(x), when every coefficient allows it."""
    gap = subtract(equation.left, equation.right)
    functions = {rate_name(f, x): f for f, x in derivatives(symbols_of(gap)) if x == variable}
    domains = world.setting.domains
    if len(functions) < 2:
        return None
    total: list[Node] = []
    for name, function in functions.items():
        coefficient = differentiate(gap, name)
        others = {*functions, variable, *functions.values()} - {function}
        if any(depends(coefficient, other, world) for other in others):
            return None
        primitive = antiderivative(coefficient, function, domains)
        values = [value_at(function, end, variable, world) for end in ends]
        if primitive is None or values[0] is None or values[1] is None:
            return None
        total.append(
            subtract(
                substitute(primitive, {function: values[1]}),
                substitute(primitive, {function: values[0]}),
            )
        )
    rest = substitute(gap, dict.fromkeys(functions, number(0)))
    if any(depends(rest, function, world) for function in functions.values()):
        return None
    driven = _between(rest, variable, *ends, world)
    return None if driven is None else Relation("=", add(*total, driven), number(0))


def _separated(rate: Node, function: str, variable: str) -> Iterator[tuple[Node, Node]]:
    """The rate as g(function) h(variable), when one of them is constant."""
    if variable not in symbols_of(rate):
        yield rate, number(1)
    elif function not in symbols_of(rate):
        yield number(1), rate


def _indefinite(move: Move, world: World, statement: Node) -> list[World] | None:
    """An antiderivative is right when its derivative follows; then it is taken as known."""
    if not isinstance(statement, Relation):
        return None
    if any(True for _ in rates(move.symbol, world)):
        return [world]  # right when it is the general solution, which is judged without the move
    left, right = (differentiate(side, move.symbol) for side in (statement.left, statement.right))
    for equation in world.recent()[:1]:
        gaps = subtract(left, right), subtract(equation.left, equation.right)
        if not same(*gaps, world):
            return [world]
    known = world.with_equations([*world.equations, statement])
    return [known if known.knowledge.implies(Relation("=", left, right)).holds else world]


def _series(move: Move, world: World, _: Node) -> list[World] | None:
    centre, degree = move.values
    order = int(degree.value) if hasattr(degree, "value") else 1
    sources = [*world.lines[-1:], *world.solved_forms(frozenset(world.first)), *world.equations]
    worlds = list(polynomials(move.symbol, centre, order, world))
    for equation in sources:
        if move.symbol not in symbols_of(equation):
            continue
        sides = [
            series(side, move.symbol, centre, order, world.setting.domains)
            for side in (equation.left, equation.right)
        ]
        if sides[0] is not None and sides[1] is not None:
            worlds.append(world.with_equations([Relation("=", sides[0], sides[1])]))
    return worlds


_MOVES = {
    "assume": _assume,
    "let": _let,
    "limit": in_the_limit,
    "differentiate": _differentiate,
    "integrate": _integrate,
    "series": _series,
}
