"""What is taken as true at some place of a derivation, and the functions in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import proved_equal, proved_zero
from millivolt.symbolic.arithmetic.problem import Setting
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.comparison.elimination import Knowledge
from millivolt.symbolic.formula.expression import (
    Node,
    Relation,
    Var,
    rate_name,
    substitute,
    symbols_of,
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """A known value of a function: ``c(0) = c_i``."""

    function: str
    at: Node
    value: Node


@dataclass(slots=True)
class World:
    """The equations taken as true at some place of a derivation, and the lines written since."""

    setting: Setting
    equations: tuple[Relation, ...]
    boundaries: tuple[Boundary, ...] = ()
    first: tuple[str, ...] = ()
    conditions: tuple[Node, ...] = ()  # inequalities
    lines: list[Relation] = field(default_factory=list)
    _knowledge: Knowledge | None = None

    @property
    def symbols(self) -> frozenset[str]:
        """Those in the equations."""
        return frozenset().union(*map(symbols_of, self.equations))

    @property
    def knowledge(self) -> Knowledge:
        if self._knowledge is None:
            self._knowledge = Knowledge(self.equations, self.setting, self.first, self.conditions)
        return self._knowledge

    def learn(self, equations: Sequence[Relation]) -> None:
        """Take further equations as true."""
        self.equations = (*self.equations, *equations)
        self._knowledge = None

    def observe(self, conditions: Sequence[Node]) -> None:
        """Take further inequalities as true."""
        self.conditions = tuple(dict.fromkeys((*self.conditions, *conditions)))
        self._knowledge = None

    def with_equations(self, equations: Sequence[Relation]) -> World:
        """The same setting with other equations taken as true."""
        return World(self.setting, tuple(equations), self.boundaries, self.first, self.conditions)

    def under(self, conditions: Sequence[Node]) -> World:
        """The same world where further conditions hold."""
        both = dict.fromkeys((*self.conditions, *conditions))
        if len(both) == len(self.conditions):
            return self
        world = replace(self, conditions=tuple(both), _knowledge=None)
        world.lines = list(self.lines)
        return world

    def recent(self) -> tuple[Relation, ...]:
        """The lines last written, newest first, and then the equations."""
        return (*reversed(self.lines), *reversed(self.equations))

    def given(self, variable: str, written: Iterable[str] = ()) -> dict[str, Node]:
        """What is a formula of a variable, as one: all that calculus must not take for constant.

        ``written`` are further symbols of the line, derivatives among them.
        """
        rates = rates_of(variable, self.symbols.union(written))
        found: dict[str, Node] = {}
        explicit = [
            (equation.left.name, equation.right)
            for equation in self.equations
            if isinstance(equation.left, Var)
            and equation.left.name != variable
            and "/d" not in equation.left.name
        ]
        for _ in explicit:
            for name, typed in explicit:
                right = substitute(typed, found)
                names = symbols_of(right)
                varies = names & {variable, *rates, *found}
                if name not in {*found, *names} and varies and not any("/d" in n for n in names):
                    found = {k: substitute(v, {name: right}) for k, v in found.items()}
                    found[name] = right
        return found

    def written_out(self, variable: str, written: Iterable[str] = ()) -> World:
        """The same world with these formulas in every equation, and with their derivatives."""
        given = self.given(variable, written)
        if not given:
            return self
        rates = rates_of(variable, self.symbols.union(written))
        inserted = [_inserted(e, given) for e in self.equations if not _says(e, given)]
        known = []
        for name, tree in given.items():
            known.append(Relation("=", Var(name), tree))
            with suppress(Unsupported):
                slope = differentiate(tree, variable, rates)
                known.append(Relation("=", Var(rate_name(name, variable)), slope))
                curved = rate_name(rate_name(name, variable), variable)
                if curved in self.symbols.union(written):
                    bend = differentiate(slope, variable, rates)
                    known.append(Relation("=", Var(curved), bend))
        world = self.with_equations([*inserted, *known])
        world.lines = [_inserted(line, given) for line in self.lines]
        return world

    def solved_forms(self, wanted: frozenset[str]) -> Iterator[Relation]:
        """``symbol = tree`` for the wanted symbols, when there is a single branch."""
        solutions = self.knowledge.solutions()
        if solutions is not None and len(solutions) == 1:
            for name, tree in solutions[0].items():
                if name in wanted:
                    yield Relation("=", Var(name), tree)


def _inserted(equation: Relation, given: Mapping[str, Node]) -> Relation:
    sides = (substitute(side, given) for side in (equation.left, equation.right))
    return Relation(equation.op, *sides)


def _says(equation: Relation, given: Mapping[str, Node]) -> bool:
    """Whether an equation is one of these formulas."""
    left = equation.left
    return isinstance(left, Var) and given.get(left.name) == substitute(equation.right, given)


def derivatives(symbols: Iterable[str]) -> list[tuple[str, str]]:
    """(c, x) for every ``dc/dx`` among the symbols, and for what a second derivative implies."""
    found: dict[tuple[str, str], None] = {}
    for name in sorted(symbols):
        while name.startswith("d") and "/d" in name:
            top, _, variable = name.rpartition("/d")
            name = top.removeprefix("d").removeprefix("(").removesuffix(")")
            found[name, variable] = None
    return list(found)


def arguments(world: World, function: str) -> set[str]:
    """The symbols that the function depends on, read off its derivatives."""
    return {variable for f, variable in derivatives(world.symbols) if f == function}


def independent(world: World) -> set[str]:
    """The symbols with respect to which something is differentiated."""
    return {variable for _, variable in derivatives(world.symbols)}


def functions_known(worlds: Sequence[World]) -> frozenset[str]:
    """What is differentiated, with respect to anything."""
    return frozenset(f for world in worlds for f, _ in derivatives(world.symbols))


def rates_of(variable: str, symbols: Iterable[str]) -> dict[str, Node]:
    """The functions of a variable with the symbols of their derivatives."""
    return {f: Var(rate_name(f, x)) for f, x in derivatives(symbols) if x == variable}


def moving_with(variable: str, symbols: Iterable[str]) -> set[str]:
    """The functions of a variable, and their derivatives."""
    return {n for f, x in derivatives(symbols) if x == variable for n in (f, rate_name(f, x))}


def same(a: Node, b: Node, world: World) -> bool:
    return a == b or proved_equal(a, b, world.setting.domains)


def value_at(function: str, at: Node, variable: str, world: World) -> Node | None:
    if at == Var(variable):
        return Var(function)
    for boundary in world.boundaries:
        if boundary.function == function and same(boundary.at, at, world):
            return boundary.value
    return None


def depends(node: Node, name: str, world: World) -> bool:
    """Whether a tree really varies with a symbol."""
    if name not in symbols_of(node):
        return False
    return not proved_zero(differentiate(node, name), world.setting.domains)
