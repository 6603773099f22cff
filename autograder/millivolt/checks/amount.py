"""Amounts: reading one number with its unit from whatever a student's slot holds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.isolation import TOO_LARGE, Opaque, SymbolicTree
from millivolt.items import Finding
from millivolt.quantities import Quantity, QuantityError, Unit, in_other_case, parse

LARGEST = 10**250
_NUMBER = "One number"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was given.

    `number` stands before the unit, exactly as given; `unit` is None for a bare number.
    `quantity` is set when the number was typed as text.
    """

    number: Fraction
    unit: Unit | None = None
    quantity: Quantity | None = None

    def within(self, wanted: Unit) -> Fraction | None:
        """The value in the unit `wanted`, a bare number being taken for one in that unit.

        None if the units measure different things. "per decade" may be left out, and a
        temperature may stand for a difference where a difference is wanted.
        """
        if self.unit is None:
            return self.number
        given, target = self.unit.dimension, wanted.dimension
        if given == target:
            if wanted.is_difference or self.unit.is_difference:
                return None if wanted.offset else self.number * self.unit.scale / wanted.scale
            si = self.number * self.unit.scale + self.unit.offset
            return (si - wanted.offset) / wanted.scale
        if given.without_logarithm == target.without_logarithm and (
            self.unit.logarithm == 1 or wanted.logarithm == 1
        ):
            plain = self.unit.scale / self.unit.logarithm
            return self.number * plain * wanted.logarithm / wanted.scale
        return None


def read_amount(value: Any) -> Amount:
    """The amount that a slot's value stands for.

    Understood are text ("-89.1 mV"), real numbers, a number paired with the text of its unit,
    sympy's numbers, and a list or array with one of these in it. Raises `Unreadable` for all
    else.
    """
    if isinstance(value, str):
        return _typed(value)
    if isinstance(value, tuple | list):
        return read_amount(value[0]) if len(value) == 1 else _paired(value)
    if hasattr(value, "ndim"):
        if value.size != 1:
            shape = " × ".join(map(str, value.shape))
            raise unreadable(Code.WRONG_SHAPE, wanted=_NUMBER, got=f"the shape {shape}")
        value = value.item()
    if isinstance(value, SymbolicTree):
        return Amount(_exact(_symbolic(value)))
    if isinstance(value, complex) and value.imag == 0:
        value = value.real
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise unreadable(Code.WRONG_TYPE, wanted=_NUMBER, got=described(value))
    return Amount(_exact(value))


def described(value: Any) -> str:
    """What a value is, in words for a student."""
    if isinstance(value, Opaque):
        named = value.type_name
        return named if value == TOO_LARGE else f"a value of the type {named}"
    words = {
        bool: "True or False",
        complex: "a complex number",
        str: "a text",
        int: "a number",
        float: "a number",
        list: "a list",
        tuple: "a tuple",
        dict: "a dict",
        frozenset: "a set",
        SymbolicTree: "a formula",
    }
    return words.get(type(value), f"a value of the type {type(value).__name__}")


def wrong_dimension(amount: Amount, wanted: Unit) -> Finding:
    """The finding that the unit given does not measure what was asked for."""
    given = amount.unit.symbol if amount.unit else ""
    meant = in_other_case(given, wanted.dimension)
    if given == "C" and wanted.offset:
        meant = "°C"
    return finding(
        Code.WRONG_DIMENSION,
        unit=given,
        wanted=wanted.dimension,
        hint=f" Did you mean {meant}?" if meant else "",
        evidence={"unit": given},
    )


def _typed(text: str) -> Amount:
    try:
        quantity = parse(text)
    except QuantityError as problem:
        raise _refused(problem) from None
    unit = quantity.resolved if quantity.unit else None
    return Amount(quantity.exact, unit, quantity)


def _refused(problem: QuantityError) -> Exception:
    evidence = {"problem": problem.code.value, "position": problem.position}
    return unreadable(Code.UNREADABLE_QUANTITY, evidence=evidence, reason=problem)


def _paired(value: tuple[Any, ...] | list[Any]) -> Amount:
    match value:
        case [number, str() as symbol]:
            amount, one = read_amount(number), _typed(f"1 {symbol}")
            # A power of ten in the second text would be part of the number.
            if amount.unit is None and one.number == 1:
                return Amount(amount.number, one.unit, amount.quantity)
    raise unreadable(Code.WRONG_SHAPE, wanted=_NUMBER, got=f"{len(value)} values")


def _exact(number: int | float | Fraction) -> Fraction:
    if isinstance(number, float) and not math.isfinite(number):
        raise unreadable(Code.NOT_FINITE, got=number)
    if not -LARGEST <= number <= LARGEST:
        raise unreadable(Code.WRONG_TYPE, wanted=_NUMBER, got="a number of far too many digits")
    # The decimal number that a float prints as is the one that was meant.
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def _symbolic(tree: SymbolicTree) -> Fraction:
    match tree.root:
        case ("Integer" | "Float", str() as digits):
            return Fraction(digits)
        case ("Rational", str() as above, str() as below) if int(below):
            return Fraction(int(above), int(below))
    raise unreadable(Code.WRONG_TYPE, wanted=_NUMBER, got="a formula")
