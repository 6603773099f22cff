"""Sentences for students: points, values and units in words of physics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .points import Value

if TYPE_CHECKING:
    from .problem import Setting


def figure(value: float | int | complex, digits: int = 3) -> str:
    """A number as a physicist writes it: −89.1, 2.5×10⁻⁶."""
    if isinstance(value, complex):
        sign = "+" if value.imag >= 0 else "−"
        return f"{figure(value.real, digits)} {sign} {figure(abs(value.imag), digits)} i"
    if isinstance(value, int) and abs(value) < 10**6:
        return str(value).replace("-", "−")
    text = f"{value:.{digits}g}"
    mantissa, _, exponent = text.partition("e")
    shown = mantissa.replace("-", "−")
    if exponent:
        shown += "×10" + str(int(exponent)).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))
    return shown


def where(setting: Setting, point: Mapping[str, Value]) -> str:
    """``c_out = 5 mM, T = 310 K`` for the symbols of a point."""
    parts = []
    for name, value in setting.shown(point).items():
        symbol = setting.symbols.get(name)
        if symbol is not None and setting.domains[name].fixed is not None:
            continue
        unit = f" {symbol.unit}" if symbol is not None and symbol.unit else ""
        parts.append(f"{name} = {figure(value, 4)}{unit}")
    return ", ".join(parts)


def counterexample_message(
    setting: Setting, point: Mapping[str, Value], yours: float | complex, wanted: float | complex
) -> str:
    """What both formulas give at the point, with as many digits as it takes to tell them apart."""
    digits = next(
        (n for n in range(3, 16) if figure(yours, n) != figure(wanted, n)),
        16,
    )
    place = where(setting, point)
    start = f"At {place} your" if place else "Your"
    return (
        f"{start} formula gives {figure(yours, digits)}; "
        f"the right one gives {figure(wanted, digits)}."
    )


def no_value_message(setting: Setting, point: Mapping[str, Value], *, yours: bool) -> str:
    """One of the formulas has no value at the point."""
    place = where(setting, point)
    if yours:
        return f"Your formula has no value{f' at {place}' if place else ''}."
    return f"Your formula has a value where the right one has none{f' ({place})' if place else ''}."
