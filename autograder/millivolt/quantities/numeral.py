"""Numerals: reading one decimal number out of a text, exactly, with what its digits tell."""

import re
from dataclasses import dataclass
from fractions import Fraction

from millivolt.quantities.characters import (
    MINUS,
    MINUS_SIGNS,
    SPACES,
    SUPERSCRIPTS,
    TYPOGRAPHIC_SPACES,
)
from millivolt.quantities.errors import Problem, QuantityError

MAX_MAGNITUDE = 250
"""Largest power of ten of a number that is read: room is left for prefixes within a float."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it was written.

    `value` is exact. `digits` are the written digits from the first non-zero one on, and
    `last_place` is the power of ten of the last one. `point` tells whether a decimal point or
    comma was written. `end` is the index in the text right behind the number.
    """

    value: Fraction
    digits: str
    last_place: int
    point: bool
    end: int

    @property
    def significant_figures(self) -> int:
        """How many figures are given, a trailing 0 of a whole number counting as one."""
        return max(len(self.digits), 1)

    @property
    def least_significant_figures(self) -> int:
        """The same when the trailing zeros of a whole number ("1500") only hold the place."""
        if self.point:
            return self.significant_figures
        return max(len(self.digits.rstrip("0")), 1)


_SPACE = f"[{SPACES}]"
SIGN_WORD = r"(?:minus|negative|plus|positive)(?![^\W\d_])"
"""A sign spelled out: it can mean only one thing."""

_SIGN = re.compile(rf"({SIGN_WORD}|[+{MINUS}]){_SPACE}*", re.IGNORECASE)
_BODY = re.compile(
    # A space before "1/" belongs to a unit: "200 1/s".
    rf"[.,]?[0-9]+(?:[.,'’_]?[0-9]+|[{SPACES}](?![0-9]*1{_SPACE}*/)[0-9]+)*(?:\.(?![0-9.]))?"
)
_GROUPED = {
    mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+")
    for mark in (",", ".", "'", "’", "_", *TYPOGRAPHIC_SPACES)
}
_WHOLE = rf"[+{MINUS}]?[0-9]+"
_E = re.compile(rf"[eE]({_WHOLE})")
_TEN = (
    rf"10(?:{_SPACE}*(?:\^|\*\*){_SPACE}*"
    rf"(?:(?P<caret>{_WHOLE})|[({{]{_SPACE}*(?P<wrapped>{_WHOLE}){_SPACE}*[)}}])"
    rf"|(?P<super>[⁺⁻]?[{SUPERSCRIPTS[:10]}]+))"
)
_POWER_OF_TEN = re.compile(_TEN)
_TIMES_TEN = re.compile(rf"{_SPACE}*[×x*·⋅∙•]{_SPACE}*{_TEN}")
_UNCLEAR_TEN = re.compile(rf"{_SPACE}*[×x*·⋅∙•]{_SPACE}*10[{MINUS}][0-9]+")
_UNCLEAR_POWER = re.compile(rf"10[{MINUS}][0-9]{{1,2}}(?![0-9.,])")
_DETACHED_E = re.compile(rf"{_SPACE}+[eE][+{MINUS}]?[0-9]+")


def read_numeral(text: str, start: int = 0) -> Numeral:
    """The number that begins at `start` of `text`, read as far as it goes.

    A decimal comma and grouped thousands are understood where they can mean one thing.
    Raises `QuantityError` where there is no number, or more than one way to read it.
    """
    at = start
    negative = False
    if sign := _SIGN.match(text, at):
        negative = sign[1][0].lower() in MINUS_SIGNS + "mn"
        at = sign.end()
    ten = _POWER_OF_TEN.match(text, at)
    if ten:
        digits, places, point, power, at = "1", 0, False, _exponent(ten), ten.end()
    elif unclear := _UNCLEAR_POWER.match(text, at):
        raise QuantityError(Problem.AMBIGUOUS_EXPONENT, unclear[0], position=at)
    else:
        body = _BODY.match(text, at)
        if not body:
            raise QuantityError(Problem.NOT_A_NUMBER, text[start:], position=at)
        plain = _plain(body[0], at)
        whole, _, decimals = plain.partition(".")
        digits, places, point = whole + decimals, len(decimals), "." in plain
        power, at = _power(text, body.end())
    last_place = power - places
    value = _scaled(int(digits), last_place, start)
    return Numeral(-value if negative else value, digits.lstrip("0"), last_place, point, at)


def read_power_of_ten(text: str, start: int) -> tuple[int, int]:
    """The power in ``×10^n`` or ``en`` that begins at `start` (0 if none), and where it ends."""
    return _power(text, start)


def scaled(numeral: Numeral, power: int, end: int) -> Numeral:
    """The numeral times a power of ten that stands behind it and ends at `end`."""
    last_place = numeral.last_place + power
    size = _scaled(int(numeral.digits or "0"), last_place, numeral.end)
    value = -size if numeral.value < 0 else size
    return Numeral(value, numeral.digits, last_place, numeral.point, end)


def _power(text: str, at: int) -> tuple[int, int]:
    if match := _E.match(text, at):
        return _whole(match[1], at), match.end()
    if match := _TIMES_TEN.match(text, at):
        return _exponent(match), match.end()
    if match := _UNCLEAR_TEN.match(text, at) or _DETACHED_E.match(text, at):
        shown = match[0].strip(SPACES)
        raise QuantityError(Problem.AMBIGUOUS_EXPONENT, shown, position=at)
    return 0, at


def _exponent(match: re.Match[str]) -> int:
    return _whole(match["caret"] or match["wrapped"] or match["super"], match.start())


def _whole(typed: str, position: int) -> int:
    plain = typed.translate(str.maketrans(SUPERSCRIPTS + "⁺", "0123456789-+"))
    plain = "".join("-" if c in MINUS_SIGNS else c for c in plain)
    # int() of a very long run of digits is slow and then raises; four places are plenty.
    if len(plain.lstrip("+-0")) > 4:
        raise QuantityError(Problem.OUT_OF_RANGE, typed, position=position)
    return int(plain)


def _scaled(digits: int, power: int, position: int) -> Fraction:
    if digits and not -MAX_MAGNITUDE <= len(str(digits)) - 1 + power <= MAX_MAGNITUDE:
        raise QuantityError(Problem.OUT_OF_RANGE, position=position)
    if not digits:
        return Fraction(0)
    return Fraction(digits) * Fraction(10) ** power


def _plain(body: str, position: int) -> str:
    """The digits with one decimal point at most, if there is only one way to read them."""
    marks = sorted({c for c in body if not c.isdigit()})
    if marks in ([], ["."], [","]):
        return _with_one_mark(body, marks, position)
    if len(marks) == 2 and {",", "."} == set(marks):
        # The mark that comes last is the decimal one; the other one groups thousands.
        decimal = max(marks, key=body.rfind)
        whole, _, decimals = body.rpartition(decimal)
        thousands = "," if decimal == "." else "."
        if _GROUPED[thousands].fullmatch(whole):
            return whole.replace(thousands, "") + "." + decimals
    elif len(marks) <= 2:
        return _with_spaces(body, marks, position)
    raise QuantityError(Problem.NOT_A_NUMBER, body, position=position)


def _with_one_mark(body: str, marks: list[str], position: int) -> str:
    if not marks:
        return body
    (mark,) = marks
    if body.count(mark) > 1:
        if _GROUPED[mark].fullmatch(body):
            return body.replace(mark, "")
        raise QuantityError(Problem.NOT_A_NUMBER, body, position=position)
    if mark == "," and _GROUPED[mark].fullmatch(body):
        raise QuantityError(
            Problem.AMBIGUOUS_COMMA,
            body,
            position=position + body.index(","),
            suggestion=f"{body.replace(',', '.')} or {body.replace(',', '')}",
        )
    return body.replace(",", ".")


def _with_spaces(body: str, marks: list[str], position: int) -> str:
    """A number whose thousands are grouped by spaces or apostrophes."""
    group = next(mark for mark in marks if mark not in ",.")
    if group in SPACES and group not in TYPOGRAPHIC_SPACES:
        raise QuantityError(Problem.AMBIGUOUS_SPACE, body, position=position)
    others = [mark for mark in marks if mark != group]
    decimal = others[0] if others else "."
    whole, point, decimals = body.partition(decimal)
    if (
        decimal in ",."
        and _GROUPED[group].fullmatch(whole)
        and (not decimals or decimals.isdigit())
    ):
        return whole.replace(group, "") + ("." + decimals if point else "")
    raise QuantityError(Problem.NOT_A_NUMBER, body, position=position)
