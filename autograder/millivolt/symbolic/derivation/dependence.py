"""The functions of a derivation, such as c(x): their derivatives, and integrals along them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import terms_of
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.exactness import integral_of_derivative
from millivolt.symbolic.calculus.operations import Dependence, unfold_lowered
from millivolt.symbolic.derivation.world import World, derivatives, rates_of, value_at
from millivolt.symbolic.formula.expression import (
    Node,
    Product,
    Var,
    add,
    call,
    multiply,
    rate_name,
    substitute,
    symbols_of,
)
from millivolt.symbolic.formula.notation import to_text


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
        moving = {name for f, x in pairs for name in (f, x, rate_name(f, x))}
        functions = moving - {x for _, x in pairs}
        rates = self.rates(variable)
        given = self.world.given(variable)
        if symbols_of(body) & given.keys():
            whole = call("integrate", substitute(body, given), Var(variable), low, high)
            return unfold_lowered(whole, self.world.setting.domains)
        if not symbols_of(body) & (moving - {variable}):
            return None

        def values(function: str, place: Node) -> Node | None:
            return value_at(function, place, variable, self.world)

        def unknown(rest: Node) -> Node:
            return unknown_integral(rest, variable, (low, high), functions, self.world)

        found = integral_of_derivative(
            body, variable, (low, high), rates, values, self.world.setting.domains, unknown
        )
        if found is None:
            raise Unsupported(f"an integral over {variable} of what changes with {variable}")
        return found


UNKNOWN = "∫_"  # begins the name of a symbol for an integral that cannot be worked out


def unknown_integral(
    body: Node,
    variable: str,
    ends: tuple[Node, Node],
    functions: Iterable[str],
    world: World,
) -> Node:
    """An integral of unknown functions as a sum of symbols, constant factors before them."""
    total = []
    domains = world.setting.domains
    varies = {variable, *functions}
    if any(symbols_of(end) & varies for end in ends):
        raise Unsupported(f"an integral over {variable} of what changes with {variable}")
    for term in terms_of(body, domains):
        factors = term.factors if isinstance(term, Product) else (term,)
        inside = [factor for factor in factors if symbols_of(factor) & varies]
        before = multiply(*(factor for factor in factors if factor not in inside))
        rest = multiply(*inside)
        if not symbols_of(rest) & {*functions}:
            total.append(unfold_lowered(call("integrate", term, Var(variable), *ends), domains))
            continue
        if derivatives(symbols_of(rest)):
            raise Unsupported(f"an integral over {variable} of what changes with {variable}")
        low, high = (f"({text})" if " " in text else text for text in map(to_text, ends))
        total.append(multiply(before, Var(f"{UNKNOWN}{low}^{high} {to_text(rest)} d{variable}")))
    return add(*total)


def unknown_integrals(symbols: Iterable[str]) -> list[str]:
    """Those of the symbols that stand for integrals."""
    return sorted(name for name in symbols if name.startswith(UNKNOWN))
