"""What is taken as true at some place of a derivation, and the functions in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .conversion import proved_equal, proved_zero
from .differentiation import differentiate
from .elimination import Knowledge
from .expression import Node, Relation, Var, symbols_of
from .problem import Setting


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
    lines: list[Relation] = field(default_factory=list)
    _knowledge: Knowledge | None = None

    @property
    def knowledge(self) -> Knowledge:
        if self._knowledge is None:
            self._knowledge = Knowledge(self.equations, self.setting, self.first)
        return self._knowledge

    def learn(self, equations: Sequence[Relation]) -> None:
        """Take further equations as true."""
        self.equations = (*self.equations, *equations)
        self._knowledge = None

    def with_equations(self, equations: Sequence[Relation]) -> World:
        """The same setting with other equations taken as true."""
        return World(self.setting, tuple(equations), self.boundaries, self.first)

    def recent(self) -> tuple[Relation, ...]:
        """The lines last written, newest first, and then the equations."""
        return (*reversed(self.lines), *reversed(self.equations))

    def solved_forms(self, wanted: frozenset[str]) -> Iterator[Relation]:
        """``symbol = tree`` for the wanted symbols, when there is a single branch."""
        solutions = self.knowledge.solutions()
        if solutions is not None and len(solutions) == 1:
            for name, tree in solutions[0].items():
                if name in wanted:
                    yield Relation("=", Var(name), tree)


def arguments(world: World, function: str) -> set[str]:
    """The symbols that the function depends on, read off its derivatives."""
    names = frozenset().union(*(symbols_of(equation) for equation in world.equations))
    return {
        found.group(1)
        for name in names
        if (found := re.fullmatch(rf"d{re.escape(function)}/d(.+)", name))
    }


def independent(world: World) -> set[str]:
    """The symbols with respect to which something is differentiated."""
    names = frozenset().union(*(symbols_of(equation) for equation in world.equations))
    return {name.partition("/d")[2] for name in names if "/d" in name}


def functions_known(worlds: Sequence[World]) -> frozenset[str]:
    """What is differentiated, with respect to anything."""
    names = {n for world in worlds for equation in world.equations for n in symbols_of(equation)}
    return frozenset(name[1:].partition("/d")[0] for name in names if "/d" in name)


def moving_with(variable: str, equations: Sequence[Relation]) -> set[str]:
    """The functions of a variable, and their derivatives."""
    names = frozenset().union(*(symbols_of(equation) for equation in equations))
    rates = {name for name in names if name.endswith(f"/d{variable}")}
    return rates | {name.removeprefix("d").partition("/")[0] for name in rates}


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


def rates_of(variable: str, world: World) -> Mapping[str, Node]:
    """The functions of a variable with the symbols of their derivatives."""
    names = frozenset().union(*(symbols_of(equation) for equation in world.equations))
    ending = f"/d{variable}"
    return {
        name.removesuffix(ending).removeprefix("d"): Var(name)
        for name in sorted(names)
        if name.endswith(ending)
    }
