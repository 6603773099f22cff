"""The functions of a derivation, such as c(x): their derivatives, and integrals along them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .balls import Unsupported
from .calculus import Dependence, unfold_lowered
from .differentiation import differentiate
from .exactness import integral_of_derivative
from .expression import Node, Var, call, substitute, symbols_of
from .world import World, derivatives, rates_of, value_at


class Functions(Dependence):
    """Functions known by the symbols of their derivatives, ``dc/dx``."""

    def __init__(self, symbols: Iterable[str], world: World) -> None:
        self.symbols = frozenset(symbols)
        self.world = world

    def rates(self, variable: str) -> Mapping[str, Node]:
        rates = rates_of(variable, self.symbols)
        for name, tree in self.world.given(variable, self.symbols).items():
            rates.setdefault(name, differentiate(tree, variable, rates))
        return rates

    def integral(self, body: Node, variable: str, low: Node, high: Node) -> Node | None:
        pairs = derivatives(self.symbols)
        moving = {name for f, x in pairs for name in (f, x, f"d{f}/d{x}")}
        rates = self.rates(variable)
        given = self.world.given(variable)
        if symbols_of(body) & given.keys():
            whole = call("integrate", substitute(body, given), Var(variable), low, high)
            return unfold_lowered(whole, self.world.setting.domains)
        if not symbols_of(body) & (moving - {variable}):
            return None

        def values(function: str, place: Node) -> Node | None:
            return value_at(function, place, variable, self.world)

        found = integral_of_derivative(
            body, variable, (low, high), rates, values, self.world.setting.domains
        )
        if found is None:
            raise Unsupported(f"an integral over {variable} of what changes with {variable}")
        return found
