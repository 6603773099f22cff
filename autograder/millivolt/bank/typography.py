"""Numbers as a physicist writes them, in text and in formulas.

Everything that is printed in a question passes here, so that no number shows digits it does not
have and none that is drawn hides any.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

__all__ = [
    "NARROW_SPACE",
    "Printed",
    "bracketed",
    "exact",
    "fixed",
    "literal",
    "shown",
    "sig",
    "signed",
    "spaced",
    "tex",
]

NARROW_SPACE = "\u202f"
_SUPERSCRIPTS = str.maketrans("0123456789-+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_BACK = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_IN_TEX = str.maketrans(
    {
        "−": "-",
        "×": r"\times ",
        "·": r"\cdot ",
        "µ": r"\mu ",
        "°": r"^{\circ}",
        "Ω": r"\Omega ",
        "\u00a0": "~",
        NARROW_SPACE: r"\,",
    }
)

# Plain notation from a thousandth to below a hundred thousand, powers of ten outside.
_PLAIN = range(-3, 5)

_UNIT = (
    r"(?:[mµnpfk]?(?:V|A|S|M|mol|J|W|L|C|eV|g)|[mµnpf]F|[mµnck]m|[mµn]?s|min|h|d|K|Hz|Ω|[kMG]Ω|°C|%(?!\})"
    r"|RT|kT)"
)
_COMPOUND = rf"{_UNIT}[²³]?(?:[/·]\(?{_UNIT}[²³]?(?:[·]{_UNIT}[²³]?)*\)?)*"
_BEFORE_UNIT = re.compile(
    rf"(?:(?<=}}}})|(?<=[0-9)⁰¹²³⁴⁵⁶⁷⁸⁹]))[ ](?P<unit>{_COMPOUND})(?![A-Za-z0-9⁺⁻²³_\[\]=(])"
)


class Printed(float):
    """A number that stands in the question with all its digits: what the family drew."""

    __slots__ = ()


def exact(value: float) -> str:
    """All digits of ``value``, none more: 4.5, −70, 1 × 10⁻⁴."""
    number = Decimal(repr(float(value)))
    if number == number.to_integral_value():
        number = number.to_integral_value()
    return _written(number.normalize())


def fixed(value: float, digits: int = 1) -> str:
    """``value`` with ``digits`` decimals: −89.1.

    Raises:
        ValueError: when that would hide digits of a number that was drawn.
    """
    number = Decimal(repr(float(value)))
    rounded = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    _refuse_hidden(value, number, rounded)
    return _signs(f"{rounded if rounded else abs(rounded):f}")


def sig(value: float, figures: int = 3) -> str:
    """``value`` with ``figures`` significant figures: 0.0320, 1.40 × 10⁻⁷.

    Raises:
        ValueError: when that would hide digits of a number that was drawn.
    """
    number = Decimal(repr(float(value)))
    if not number:
        return "0"
    rounded = number.quantize(Decimal(1).scaleb(number.adjusted() - figures + 1))
    # 9.996 to three figures is 10.0, which needs one decimal less.
    rounded = rounded.quantize(Decimal(1).scaleb(rounded.adjusted() - figures + 1))
    _refuse_hidden(value, number, rounded)
    # Zeros that only fill up would pass for figures: 46200 to three of them is 4.62 × 10⁴.
    return _written(rounded, plain=rounded.adjusted() < figures)


def signed(text: Any) -> str:
    """A printed number with its sign always written: +34.2."""
    number = shown(text)
    return number if number[:1] in ("−", "+") else f"+{number}"


def bracketed(text: Any) -> str:
    """A printed number, in parentheses when it is negative, for use as a factor."""
    number = shown(text)
    return f"({number})" if number.startswith("−") else number


def shown(value: Any) -> str:
    """What a template prints for ``value``: drawn numbers in full, everything else as it is.

    Raises:
        ValueError: for a computed number, which the author must round.
    """
    if isinstance(value, Printed):
        return exact(value)
    if isinstance(value, float):
        raise ValueError(f"{value!r} is computed: round it with | fixed(n) or | sig(n)")
    if isinstance(value, int) and not isinstance(value, bool):
        return _signs(str(value))
    return str(value)


def tex(value: Any) -> str:
    """``value`` for use between dollar signs: its own ``tex`` if it has one, else its text."""
    own = getattr(value, "tex", None)
    if isinstance(own, str):
        return own
    text = shown(value)
    text = text.replace(f"{NARROW_SPACE}×{NARROW_SPACE}", "×")
    text = _SUPERSCRIPT_RUN.sub(lambda run: f"^{{{run[0].translate(_BACK)}}}", text)
    return text.translate(_IN_TEX)


def literal(value: Any) -> str:
    """``value`` for use in code: -89.1, 1.4e-07."""
    if isinstance(value, Printed):
        return repr(float(value))
    if isinstance(value, str) and "\n" in value:  # a program, which is code already
        return value
    text = shown(value).replace(f"{NARROW_SPACE}×{NARROW_SPACE}10", "e").replace("−", "-")
    return _SUPERSCRIPT_RUN.sub(lambda run: run[0].translate(_BACK), text)


def spaced(source: str, *, formula: bool = False) -> str:
    """``source`` with the space between a number and its unit made narrow and unbreakable.

    In a ``formula`` the unit is also set upright.
    """
    if not formula:
        return _BEFORE_UNIT.sub(rf"{NARROW_SPACE}\g<unit>", source)
    return _BEFORE_UNIT.sub(lambda found: rf"\,\mathrm{{{tex(found['unit'])}}}", source)


def _refuse_hidden(value: float, number: Decimal, rounded: Decimal) -> None:
    if isinstance(value, Printed) and number != rounded:
        raise ValueError(
            f"{exact(value)} was drawn with more digits than {_written(rounded)} shows"
        )


def _written(number: Decimal, *, plain: bool = True) -> str:
    if not number or (plain and number.adjusted() in _PLAIN):
        return _signs(f"{number:f}")
    mantissa, power = number.scaleb(-number.adjusted()), number.adjusted()
    raised = str(power).translate(_SUPERSCRIPTS)
    return f"{_signs(f'{mantissa:f}')}{NARROW_SPACE}×{NARROW_SPACE}10{raised}"


def _signs(text: str) -> str:
    return text.replace("-", "−")
