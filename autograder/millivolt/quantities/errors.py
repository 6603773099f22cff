"""What can be wrong with a typed quantity: a closed list of problems, each with its sentence."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

SHOWN_CHARACTERS = 40


class Problem(StrEnum):
    """Why a text is not one quantity. The values are stable codes, fit for storing."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    INVISIBLE_CHARACTER = "invisible_character"
    NOT_A_NUMBER = "not_a_number"
    NUMBER_MISSING = "number_missing"
    NOT_FINITE = "not_finite"
    OUT_OF_RANGE = "out_of_range"
    NOT_EVALUATED = "not_evaluated"
    SEVERAL_VALUES = "several_values"
    INEQUALITY = "inequality"
    AMBIGUOUS_COMMA = "ambiguous_comma"
    AMBIGUOUS_SPACE = "ambiguous_space"
    AMBIGUOUS_EXPONENT = "ambiguous_exponent"
    BAD_UNCERTAINTY = "bad_uncertainty"
    UNKNOWN_UNIT = "unknown_unit"
    AMBIGUOUS_UNIT = "ambiguous_unit"
    BAD_UNIT = "bad_unit"
    WRONG_DIMENSION = "wrong_dimension"
    TEMPERATURE_NEEDED = "temperature_needed"


MESSAGES: Mapping[Problem, str] = MappingProxyType(
    {
        Problem.EMPTY: "There is no answer here yet. Write a number with its unit.",
        Problem.TOO_LONG: (
            "This is too long to be one number with its unit. Write only the number and the unit."
        ),
        Problem.INVISIBLE_CHARACTER: (
            "There is an invisible character ({shown}) in the answer. "
            "Type the answer again instead of pasting it."
        ),
        Problem.NOT_A_NUMBER: (
            "“{shown}” cannot be read as a number. Write it like −12.3 or 1.5e-3."
        ),
        Problem.NUMBER_MISSING: "A number is missing before “{shown}”.",
        Problem.NOT_FINITE: "“{shown}” is not a finite number.",
        Problem.OUT_OF_RANGE: "The number is too large or too small to be a measured quantity.",
        Problem.NOT_EVALUATED: (
            "Formulas are not worked out here (“{shown}”). Write the result as one number."
        ),
        Problem.SEVERAL_VALUES: "One value is asked for, and this looks like several: “{shown}”.",
        Problem.INEQUALITY: "A value is asked for, not a bound (“{shown}”).",
        Problem.AMBIGUOUS_COMMA: (
            "The comma in “{shown}” can mean two things. Write it with a decimal point or "
            "without the comma."
        ),
        Problem.AMBIGUOUS_SPACE: (
            "“{shown}” may be one number or two. Write one number without a space in it."
        ),
        Problem.AMBIGUOUS_EXPONENT: (
            "“{shown}” may be a power of ten or a subtraction. Write the power with ^ or with e."
        ),
        Problem.BAD_UNCERTAINTY: "The uncertainty “{shown}” cannot be read. Write it like ± 0.2.",
        Problem.UNKNOWN_UNIT: "“{shown}” is not a unit that is known here.",
        Problem.AMBIGUOUS_UNIT: (
            "“{shown}” can be read in two ways. Put what is below the line in brackets."
        ),
        Problem.BAD_UNIT: "The unit “{shown}” cannot be read.",
        Problem.WRONG_DIMENSION: "“{shown}” does not measure {wanted}.",
        Problem.TEMPERATURE_NEEDED: (
            "“{shown}” depends on the temperature, so it cannot be converted without one."
        ),
    }
)


class QuantityError(ValueError):
    """A text that is not one quantity, with a sentence for the person who typed it.

    `code` says which problem it is, `position` where in the typed text it begins (0-based) and
    `suggestion` what may have been meant (None when nothing is near).
    """

    code: Problem
    position: int
    suggestion: str | None

    def __init__(
        self,
        code: Problem,
        shown: str = "",
        *,
        position: int = 0,
        suggestion: str | None = None,
        wanted: str = "",
    ) -> None:
        message = MESSAGES[code].format(shown=excerpt(shown), wanted=wanted)
        if suggestion is not None:
            message += f" Did you mean {suggestion}?"
        super().__init__(message)
        self.code = code
        self.position = position
        self.suggestion = suggestion


def excerpt(text: str) -> str:
    """The first characters of a student's text, with anything that does not print made visible."""
    visible = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)
    if len(visible) > SHOWN_CHARACTERS:
        return visible[: SHOWN_CHARACTERS - 1] + "…"
    return visible
