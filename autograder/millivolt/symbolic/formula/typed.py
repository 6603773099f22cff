"""Pieces of a tree exactly as they were typed, without any simplification."""

from __future__ import annotations

from fractions import Fraction

from millivolt.symbolic.formula.expression import MINUS_ONE, ONE, Call, Node, Num, Power, Product


def typed_number(typed: str) -> Num:
    """The number as typed, with half a unit of its last digit."""
    text = typed.replace(",", ".")
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = Fraction(10) ** (int(exponent or 0) - decimals)
    return Num(Fraction(text), unit / 2)


def negative(node: Node) -> Node:
    """Minus the node, as it was typed."""
    if isinstance(node, Num):
        return Num(-node.value, node.half)
    return Product((MINUS_ONE, *(node.factors if isinstance(node, Product) else (node,))))


def raised(base: Node, exponent: Node) -> Node:
    """A power; one of the letter e is an exponential."""
    if base == Call("exp", (ONE,)):  # the typed letter e
        return Call("exp", (exponent,))
    return Power(base, exponent)


def flat(factors: list[Node]) -> list[Node]:
    """Factors of factors on one level."""
    flat: list[Node] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else (factor,))
    return flat
