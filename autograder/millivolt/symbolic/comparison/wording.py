"""Sentences for students: points, values and units in words of physics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from millivolt.symbolic.arithmetic.points import Value
from millivolt.symbolic.formula.units import parse_unit, unit_name

if TYPE_CHECKING:
    from millivolt.symbolic.arithmetic.problem import Setting
    from millivolt.symbolic.comparison.elimination import Outcome

Dimension = tuple[Fraction, ...] | None

MOST_WRITTEN_OUT = 10**5  # 2080, not 2.08×10³
_SECOND = re.compile(r"d\(d(.+)/d(.+)\)/d\2")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_VOLT, _AMPERE = parse_unit("V").exponents, parse_unit("A").exponents
_CURRENT_UNITS = ((1e-3, "mA"), (1e-6, "µA"), (1e-9, "nA"), (1e-12, "pA"))


def figure(value: float | int | complex, digits: int = 3) -> str:
    """A number as a physicist writes it: −89.1, 2.5×10⁻⁶."""
    if isinstance(value, complex):
        sign = "+" if value.imag >= 0 else "−"
        return f"{figure(value.real, digits)} {sign} {figure(abs(value.imag), digits)} i"
    if isinstance(value, int) and abs(value) < 10**6:
        return str(value).replace("-", "−")
    rounded = f"{value:.{digits}g}"
    if abs(value) < MOST_WRITTEN_OUT and "e+" in rounded:
        rounded = f"{float(rounded):.0f}"
    mantissa, _, exponent = rounded.partition("e")
    shown = mantissa.replace("-", "−")
    return shown + ("×10" + str(int(exponent)).translate(_RAISED) if exponent else "")


def display_unit(dimension: Dimension, size: float) -> tuple[float, str]:
    """(factor, name) of the unit in which a value of this dimension and size is shown."""
    if dimension is None or not any(dimension):
        return 1.0, ""
    if dimension == _VOLT:
        return 1e-3, "mV"
    if dimension == _AMPERE:
        for factor, name in _CURRENT_UNITS:
            if size >= factor or name == "pA":
                return factor, name
    return 1.0, unit_name(dimension)


def in_unit(values: Sequence[float | complex], dimension: Dimension) -> list[str]:
    """Values of one dimension in the unit that suits the largest, with four digits."""
    factor, unit = display_unit(dimension, max(abs(value) for value in values))
    return [f"{figure(value / factor, 4)} {unit}".rstrip() for value in values]


def where(setting: Setting, point: Mapping[str, Value]) -> str:
    """``c_out = 5 mM, T = 310 K`` for the symbols of a point; constants of nature left out."""
    return named(setting, setting.shown(point))


def named(setting: Setting, shown: Mapping[str, float | int | complex], digits: int = 4) -> str:
    """The same for values already in their declared units."""
    parts = []
    for name, value in shown.items():
        if setting.is_constant(name):
            continue
        symbol = setting.symbols.get(name)
        unit = f" {symbol.unit}" if symbol is not None and symbol.unit not in (None, "1") else ""
        written = _SECOND.sub(r"d²\1/d\2²", name.rstrip("_"))
        parts.append(f"{written} = {figure(value, digits)}{unit}")
    return ", ".join(parts)


def counterexample_message(
    setting: Setting,
    point: Mapping[str, Value],
    yours: float | complex,
    wanted: float | complex,
    dimension: Dimension = None,
) -> str:
    """What both formulas give at the point, with as many digits as it takes to tell them apart."""
    factor, unit = display_unit(dimension, abs(wanted))
    yours, wanted = yours / factor, wanted / factor
    digits = next((n for n in range(3, 16) if figure(yours, n) != figure(wanted, n)), 16)
    place = where(setting, point)
    start = f"At {place} your" if place else "Your"
    space = " " if unit else ""
    if isinstance(yours, complex) and not isinstance(wanted, complex):
        return (
            f"{start} formula has no real value: it takes a root or a logarithm of something "
            f"negative. The right one gives {figure(wanted, 3)}{space}{unit}."
        )
    right = "the right one gives"
    if dimension == _VOLT:
        right = "the membrane would need"
    return (
        f"{start} formula gives {figure(yours, digits)}{space}{unit}; "
        f"{right} {figure(wanted, digits)}{space}{unit}."
    )


def no_value_message(
    setting: Setting, point: Mapping[str, Value], yours: bool, integral: bool
) -> str:
    """One of the formulas has no value at the point; ``integral``: because an integral has none."""
    place = where(setting, point)
    if integral:
        start = f"At {place} the" if place else "The"
        owner = "integral in your formula" if yours else "integral asked for"
        return f"{start} {owner} does not exist; the other formula has a value there."
    if yours:
        return f"Your formula has no value{f' at {place}' if place else ''}."
    return f"Your formula has a value where the right one has none{f' ({place})' if place else ''}."


def refusal(setting: Setting, outcome: Outcome, reason: str, dimension: Dimension) -> str:
    """Why a line does not follow, in a sentence or two; ``reason`` is the slip's, if it has one."""
    if outcome.undefined:
        return "This does not follow: one side never has a value."
    if outcome.point is not None and outcome.sides is None:
        return f"This does not follow: it fails at {named(setting, outcome.point)}."
    if outcome.point is None or outcome.sides is None:
        return f"This does not follow. {reason}".strip()
    place = named(setting, outcome.point)
    left, right = in_unit(outcome.sides, dimension)
    text = f"This does not follow: at {place} the left side is {left}, the right side {right}."
    return f"{text} {reason}".strip()
