"""Integrals over x of what depends on functions of x: carried out where it is a derivative."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import element, in_field
from millivolt.symbolic.arithmetic.field import Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.calculus.antiderivatives import antiderivative
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.operations import unfold_lowered
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    ZERO,
    Node,
    Var,
    add,
    call,
    substitute,
    subtract,
    symbols_of,
)

Values = Callable[[str, Node], Node | None]  # (function, place) -> its value there, if known
Unknown = Callable[[Node], Node]  # a symbol for the integral of what is no derivative


def integral_of_derivative(
    body: Node,
    variable: str,
    ends: tuple[Node, Node],
    rates: Mapping[str, Node],
    values: Values,
    domains: Mapping[str, Domain],
    unknown: Unknown,
) -> Node | None:
    """The integral of A(x, c) dc/dx + ... from one end to the other, by what c is at the ends.

    ``rates`` gives the symbols of the derivatives of the functions of the variable, ``unknown`` the
    integral of what is left of the integrand. None where a value at an end is not known.
    """
    try:
        primitive, rest = _primitive(body, variable, rates, domains)
    except (Unsupported, TooHard, Singular):
        return None
    moving = {*rates} | {name for rate in rates.values() for name in symbols_of(rate)}
    if primitive is None:
        return None
    if primitive == ZERO:
        return unknown(body)
    at = [_at(end, primitive, variable, rates, values) for end in ends]
    if at[0] is None or at[1] is None:
        return None
    if symbols_of(rest) & moving:
        driven = unknown(rest)
    else:
        driven = unfold_lowered(call("integrate", rest, Var(variable), *ends), domains)
    return add(subtract(at[1], at[0]), driven)


def _primitive(
    body: Node, variable: str, rates: Mapping[str, Node], domains: Mapping[str, Domain]
) -> tuple[Node | None, Node]:
    """(G, h) with the body = dG/dx + h, G found one function after another."""
    found: list[Node] = []
    for function, rate in rates.items():
        assert isinstance(rate, Var)
        if rate.name not in symbols_of(body):
            continue
        part = antiderivative(differentiate(body, rate.name), function, domains)
        if part is None:
            return None, body
        found.append(part)
        gap = subtract(body, differentiate(part, variable, rates))
        body = in_field(domains, lambda field, gap=gap: field.tree(element(field, gap)))  # type: ignore[misc]
    return add(*found), body


def _at(
    end: Node, primitive: Node, variable: str, rates: Mapping[str, Node], values: Values
) -> Node | None:
    """The antiderivative at one end."""
    there: dict[str, Node] = {variable: end}
    for function in rates:
        if function in symbols_of(primitive):
            value = values(function, end)
            if value is None:
                return None
            there[function] = value
    return substitute(primitive, there)
