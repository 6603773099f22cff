"""Reading what students type as one quantity. Nothing is evaluated, nothing silently dropped."""

import re
from fractions import Fraction
from typing import NamedTuple

from millivolt.quantities.characters import MINUS, SPACES, SUPERSCRIPTS, first_invisible
from millivolt.quantities.errors import Problem, QuantityError
from millivolt.quantities.numeral import SIGN_WORD, Numeral, read_numeral, read_power_of_ten, scaled
from millivolt.quantities.quantity import Quantity
from millivolt.quantities.unit import Unit, unit

MAX_LENGTH = 120

_S = f"[{SPACES}]*"
_NAME = r"[^\W\d_][\w{}()^+\-⁺⁻]*"
_LABEL = re.compile(rf"(?P<label>{_NAME}|\[{_NAME}\][\w{{}}]*)?{_S}(?P<sign>[=:≈≃≅]){_S}")
_APPROXIMATE = re.compile(
    rf"(?:[~∼≈≃≅]|(?:about|around|roughly|approximately|approx\.?|circa|ca\.?)(?![A-Za-z])){_S}",
    re.IGNORECASE,
)
_PLUS_MINUS = re.compile(rf"±|\+{_S}/{_S}[{MINUS}]|\+[{MINUS}]")
_LAST_DIGITS = re.compile(r"\(([0-9]{1,3})\)")
_LETTER_FIRST = re.compile(rf"(?:[+{MINUS}(\[\s]|{SIGN_WORD})*+[^\W\d]", re.IGNORECASE)
_NOT_FINITE = re.compile(
    rf"(?:[+{MINUS}]|{SIGN_WORD})?{_S}(?:nan|inf|infinity|∞)(?![A-Za-z])", re.IGNORECASE
)
_SEVERAL = re.compile(
    rf"(?:^|[{SPACES}])(?:to|and|or)[{SPACES}]|\.\.|[,;&…]|^{_S}(?:–|-{_S}[{MINUS}]){_S}[{MINUS}]?{_S}[0-9]"
)
_ARITHMETIC = re.compile(rf"{_S}(?:[+{MINUS}^{SUPERSCRIPTS}]|\*\*|[*/×·⋅(]{_S}[0-9])")
_TIMES = re.compile(rf"{_S}[*·⋅×]{_S}")


class _Core(NamedTuple):
    """The number in front, its uncertainty if that is written inside it, and where it ends."""

    numeral: Numeral
    uncertainty: Fraction | None
    end: int


def parse(text: str) -> Quantity:
    """The quantity that a student typed.

    Understands ``-89.1``, ``−89,1 mV``, ``minus 89.1 mV``, ``(-89.1 mV)``, ``-8.91e-2 V``,
    ``−8.91×10⁻² V``, ``1.5 uM``, ``150 mmol/l``, ``37 °C``, ``-89.1 ± 0.2 mV``,
    ``about -89 mV``, ``E_K = -89 mV`` and the like. Raises `QuantityError`, whose message is
    meant for the student, whenever the text is not one quantity or can be read in more than one
    way; `TypeError` if it is not text.
    """
    if not isinstance(text, str):
        raise TypeError(f"a typed quantity is a str, not {type(text).__name__}")
    if len(text) > MAX_LENGTH:
        raise QuantityError(Problem.TOO_LONG, position=MAX_LENGTH)
    if (hidden := first_invisible(text)) is not None:
        raise QuantityError(Problem.INVISIBLE_CHARACTER, text[hidden], position=hidden)
    body = text.rstrip(SPACES)
    if body.endswith(".") and (body[-2:-1].isalpha() or body[-2:-1] == ")"):
        body = body[:-1]  # the full stop of a sentence: "-89.1 mV."
    at, body = _without_brackets(body, _skip(body, 0))
    if at >= len(body):
        raise QuantityError(Problem.EMPTY)
    label, approximate = "", False
    if match := _LABEL.match(body, at):
        label, approximate, at = match["label"] or "", match["sign"] not in "=:", match.end()
    if match := _APPROXIMATE.match(body, at):
        approximate, at = True, match.end()
    at, body = _without_brackets(body, at)
    _refuse_before_number(body, at)
    core = _core(body, at)
    unit_text, resolved, uncertainty = _behind(body, core)
    return Quantity(
        typed=text,
        exact=core.numeral.value,
        unit=unit_text,
        resolved=resolved,
        significant_figures=core.numeral.significant_figures,
        least_significant_figures=core.numeral.least_significant_figures,
        last_place=core.numeral.last_place,
        exact_uncertainty=uncertainty,
        approximate=approximate,
        label=label,
    )


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACES:
        at += 1
    return at


def _without_brackets(text: str, at: int) -> tuple[int, str]:
    """Where the text begins and the text up to its end, without brackets around all of it."""
    while text[at : at + 1] == "(" and _closing(text, at) == len(text) - 1:
        text = text[:-1].rstrip(SPACES)
        at = _skip(text, at + 1)
    return at, text


def _closing(text: str, at: int) -> int | None:
    """Where the bracket that opens at `at` is closed."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return None


def _refuse_before_number(text: str, at: int) -> None:
    """Raise for what can be told from the beginning: no number, or not a plain one."""
    rest = text[at:]
    if not rest:
        raise QuantityError(Problem.NUMBER_MISSING, text, position=at)
    if rest[0] in "<>≤≥≪≫":
        raise QuantityError(Problem.INEQUALITY, rest, position=at)
    if rest[0] == "±":
        raise QuantityError(Problem.SEVERAL_VALUES, rest, position=at)
    if _NOT_FINITE.match(rest):
        raise QuantityError(Problem.NOT_FINITE, rest, position=at)
    if _LETTER_FIRST.match(rest):
        if _is_unit(rest):
            raise QuantityError(Problem.NUMBER_MISSING, rest, position=at)
        if re.search(r"\(.|[*/^]", rest):
            raise QuantityError(Problem.NOT_EVALUATED, rest, position=at)


def _is_unit(text: str) -> bool:
    try:
        unit(text)
    except QuantityError:
        return False
    return True


def _core(text: str, at: int) -> _Core:
    """The number at `at`: ``-89.1``, ``-89.1(2)``, ``(-89.1 ± 0.2)``, with a power of ten."""
    if text[at] == "(":
        return _bracketed(text, at)
    numeral = read_numeral(text, at)
    digits = _LAST_DIGITS.match(text, numeral.end)
    if digits is None or not numeral.point:
        return _Core(numeral, None, numeral.end)
    power, end = read_power_of_ten(text, digits.end())
    numeral = scaled(numeral, power, end)
    return _Core(numeral, int(digits[1]) * Fraction(10) ** numeral.last_place, end)


def _bracketed(text: str, at: int) -> _Core:
    numeral = read_numeral(text, _skip(text, at + 1))
    end, uncertainty = _skip(text, numeral.end), None
    if mark := _PLUS_MINUS.match(text, end):
        found = _unsigned(text, mark.end())
        end, uncertainty = _skip(text, found.end), found.value
    if text[end : end + 1] != ")":
        raise QuantityError(Problem.NOT_EVALUATED, text[at:], position=at)
    power, end = read_power_of_ten(text, end + 1)
    if uncertainty is not None:
        uncertainty *= Fraction(10) ** power
    return _Core(scaled(numeral, power, end), uncertainty, end)


def _unsigned(text: str, at: int) -> Numeral:
    """The number behind ±."""
    at = _skip(text, at)
    if not text[at : at + 1].isdigit() and text[at : at + 1] not in (".", ","):
        raise QuantityError(Problem.BAD_UNCERTAINTY, text[at:], position=at)
    return read_numeral(text, at)


def _behind(text: str, core: _Core) -> tuple[str, Unit, Fraction | None]:
    """The unit as typed, the unit meant and the uncertainty, from what follows the number."""
    mark = _PLUS_MINUS.search(text, core.end)
    if mark is None:
        typed, resolved = _unit(text, core.end, len(text))
        return typed, resolved, core.uncertainty
    if core.uncertainty is not None:
        raise QuantityError(Problem.BAD_UNCERTAINTY, text[mark.start() :], position=mark.start())
    typed, resolved = _unit(text, core.end, mark.start())
    spread = _unsigned(text, mark.end())
    spread_typed, spread_unit = _unit(text, spread.end, len(text))
    if not typed:
        return spread_typed, spread_unit, spread.value
    if not spread_typed:
        return typed, resolved, spread.value
    if spread_unit.dimension == resolved.dimension:
        return typed, resolved, spread.value * spread_unit.scale / resolved.scale
    if spread_unit.symbol == "%":
        return typed, resolved, abs(core.numeral.value) * spread.value / 100
    raise QuantityError(Problem.BAD_UNCERTAINTY, text[mark.start() :], position=mark.start())


def _unit(text: str, start: int, end: int) -> tuple[str, Unit]:
    """The unit that is written between two places of the text, as typed and as meant."""
    typed = text[start:end]
    if _SEVERAL.search(typed):
        raise QuantityError(Problem.SEVERAL_VALUES, text, position=start)
    if _ARITHMETIC.match(typed):
        raise QuantityError(Problem.NOT_EVALUATED, text, position=start)
    times = _TIMES.match(typed)
    begin = _skip(text, start) if times is None else start + times.end()
    named = text[begin:end].rstrip(SPACES)
    try:
        if times and not named:
            raise QuantityError(Problem.BAD_UNIT, typed)
        return named, unit(named)
    except QuantityError as problem:
        if times or re.match(r"[a-z]+[0-9]*\(", named):
            raise QuantityError(Problem.NOT_EVALUATED, text, position=start) from None
        problem.position += begin
        raise
