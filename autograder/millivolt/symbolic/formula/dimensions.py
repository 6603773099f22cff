"""Dimensions of a formula: which terms cannot be added, which arguments are not numbers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from millivolt.symbolic.formula.domain import Symbol, as_domain
from millivolt.symbolic.formula.expression import (
    MINUS_ONE,
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    is_statement,
    relations_in,
)
from millivolt.symbolic.formula.findings import Finding
from millivolt.symbolic.formula.units import NUMBER, parse_unit, unit_name

Dimension = tuple[Fraction, ...] | None  # None: not known, fits anything

_SAME = frozenset(("abs", "min", "max", "floor"))
_ANY_ARGUMENT = frozenset(("ln", "log10", "log2", "log", "sign", "heaviside"))
_NONE = NUMBER.exponents


def dimension_findings(
    tree: Node, symbols: Mapping[str, Symbol], expected_unit: str | None = None
) -> tuple[Finding, ...]:
    """What does not fit together in a formula, innermost first.

    Symbols without a unit fit anything, unless they are whole numbers: those are pure ones. A
    logarithm may be taken of a quantity with a unit, as in RT ln c. ``expected_unit`` is the unit
    of the whole answer. Raises ``ValueError`` for a unit that cannot be read.
    """
    reader = _Reader(symbols)
    if is_statement(tree):
        for relation in relations_in(tree):
            reader.relation(relation)
        return tuple(reader.found)
    found = reader.of(tree)
    if expected_unit is not None and not reader.found and found is not None:
        misfit = misfit_with(found, parse_unit(expected_unit).exponents)
        return () if misfit is None else (misfit,)
    return tuple(reader.found)


def misfit_with(found: Dimension, wanted: Dimension) -> Finding | None:
    """The finding that a whole formula has another dimension than it should."""
    if found is None or wanted is None or found == wanted:
        return None
    message = f"Your formula gives {unit_name(found)}; it should give {unit_name(wanted)}."
    return Finding("wrong_dimension", message)


def dimension_of(tree: Node, symbols: Mapping[str, Symbol]) -> Dimension:
    """Exponents of m, kg, s, A, K, mol, cd; None when not known or inconsistent."""
    return _Reader(symbols).of(tree)


class _Reader:
    def __init__(self, symbols: Mapping[str, Symbol]) -> None:
        self.symbols = symbols
        self.found: list[Finding] = []

    def relation(self, relation: Relation) -> None:
        left, right = self.of(relation.left), self.of(relation.right)
        if left is not None and right is not None and left != right and not self.found:
            self.found.append(
                Finding(
                    "sides_differ",
                    f"The two sides do not agree: the left is {unit_name(left)}, the right is "
                    f"{unit_name(right)}.",
                )
            )

    def of(self, node: Node) -> Dimension:
        match node:
            case Num(value=value) if value == 0:
                return None  # nothing, in any unit
            case Num(measures=measures) if measures is not None:
                return measures
            case Num() | Const():
                return _NONE
            case Var(name):
                return self.symbol(name)
            case Sum(terms):
                return self.sum(terms)
            case Product(factors):
                parts = [self.of(factor) for factor in factors]
                known = [part for part in parts if part is not None]
                if len(known) < len(parts):
                    return None
                return tuple(sum(column, Fraction(0)) for column in zip(*known, strict=True))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Call(name, args):
                return self.call(name, args)
            case _:
                return None

    def symbol(self, name: str) -> Dimension:
        if "/d" in name:
            top, _, bottom = name.removeprefix("d").rpartition("/d")
            top = top.removeprefix("(").removesuffix(")")
            a, b = self.symbol(top), self.symbol(bottom)
            return (
                None if a is None or b is None else tuple(x - y for x, y in zip(a, b, strict=True))
            )
        symbol = self.symbols.get(name)
        if symbol is not None and symbol.unit is None and as_domain(symbol).integer:
            return _NONE  # a count or a valence
        if symbol is None or symbol.unit is None:
            return None
        return parse_unit(symbol.unit).exponents

    def sum(self, terms: tuple[Node, ...]) -> Dimension:
        first: tuple[Node, tuple[Fraction, ...]] | None = None
        unknown = False
        for term in terms:
            if isinstance(term, Num) and term.value == 0:
                continue
            this = self.of(term)
            if this is None:
                unknown = True
            elif first is None:
                first = (term, this)
            elif this != first[1]:
                self.found.append(_misfit_in_sum(*first, term, this))
                return None
        return None if first is None or unknown else first[1]

    def power(self, base: Node, exponent: Node) -> Dimension:
        below = self.of(base)
        if isinstance(exponent, Num):
            return None if below is None else tuple(x * exponent.value for x in below)
        above = self.of(exponent)
        self.number("The exponent", exponent, above)
        return below if below == _NONE else None

    def call(self, name: str, args: tuple[Node, ...]) -> Dimension:
        inside = [self.of(arg) for arg in args]
        if name in _SAME:
            return inside[0]
        if name == "sqrt":
            return None if inside[0] is None else tuple(x / 2 for x in inside[0])
        if name == "diff":
            return self.quotient(inside[0], inside[1])
        if name == "integrate":
            below = inside[1]
            minus = None if below is None else tuple(-x for x in below)
            return self.quotient(inside[0], minus)
        if name == "limit":
            return inside[0]
        if name not in _ANY_ARGUMENT:
            self.number(f"The argument of {name}", args[0], inside[0])
        return _NONE

    def quotient(self, top: Dimension, bottom: Dimension) -> Dimension:
        if top is None or bottom is None:
            return None
        return tuple(a - b for a, b in zip(top, bottom, strict=True))

    def number(self, what: str, node: Node, dimension: Dimension) -> None:
        if dimension is not None and dimension != _NONE:
            self.found.append(
                Finding(
                    "not_a_number",
                    f"{what} must be a pure number, but {_short(_size(node))} has the unit "
                    f"{unit_name(dimension)}.",
                )
            )


def _misfit_in_sum(
    first: Node, one: tuple[Fraction, ...], term: Node, other: tuple[Fraction, ...]
) -> Finding:
    plain = _size(term)
    if plain == term:
        told = f"{_short(first)} and {_short(term)} cannot be added"
        units = f"{unit_name(one)} and {unit_name(other)}"
    else:
        told = f"{_short(plain)} cannot be subtracted from {_short(first)}"
        units = f"{unit_name(other)} and {unit_name(one)}"
    return Finding("cannot_add", f"{told}: {units}.")


def _size(node: Node) -> Node:
    """The node without a minus sign in front."""
    match node:
        case Num(value=value) if value < 0:
            return Num(-value, node.half)
        case Product((first, *rest)) if first == MINUS_ONE:
            return Product(tuple(rest)) if len(rest) > 1 else rest[0]
        case _:
            return node


def _short(node: Node) -> str:
    from millivolt.symbolic.formula.notation import to_text

    text = to_text(node)
    return text if len(text) <= 40 else text[:39] + "…"
