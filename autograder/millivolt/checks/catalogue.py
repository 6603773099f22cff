"""The closed list of what a check can find, each with the sentence that the student reads.

No sentence tells the right answer: whether that is shown is the course's policy.
"""

import math
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from millivolt.items import Finding
from millivolt.quantities import MESSAGES as QUANTITY_MESSAGES


class Code(StrEnum):
    """What was found. The values are stable: they are stored in grade logs and counted."""

    # Nothing to judge yet
    NO_ANSWER = "no_answer"
    ANSWER_MISSING = "answer_missing"
    STUDENT_ERROR = "student_error"
    # Input that is not of the kind that was asked for
    UNREADABLE_QUANTITY = "unreadable_quantity"
    WRONG_TYPE = "wrong_type"
    WRONG_SHAPE = "wrong_shape"
    NOT_FINITE = "not_finite"
    UNIT_MISSING = "unit_missing"
    UNKNOWN_OPTION = "unknown_option"
    SEVERAL_OPTIONS = "several_options"
    UNREADABLE_ORDER = "unreadable_order"
    UNREADABLE_PAIRS = "unreadable_pairs"
    UNREADABLE_FORMULA = "unreadable_formula"
    MISSING_NAME = "missing_name"
    TIMES_NOT_INCREASING = "times_not_increasing"
    TRACE_TOO_SHORT = "trace_too_short"
    TRACE_TOO_COARSE = "trace_too_coarse"
    NO_FIGURE = "no_figure"
    # Numbers
    UNDERSTOOD = "understood"
    WRONG_VALUE = "wrong_value"
    CLOSE = "close"
    WRONG_SIGN = "wrong_sign"
    POWER_OF_TEN = "power_of_ten"
    WRONG_UNIT = "wrong_unit"
    WRONG_DIMENSION = "wrong_dimension"
    KELVIN_CELSIUS = "kelvin_celsius"
    TOO_FEW_FIGURES = "too_few_figures"
    TOO_MANY_FIGURES = "too_many_figures"
    UNIT_RIGHT = "unit_right"
    # Ideas
    MISCONCEPTION = "misconception"
    MISCONCEPTIONS = "misconceptions"
    TWO_MISCONCEPTIONS = "two_misconceptions"
    FOLLOWED_THROUGH = "followed_through"
    NOT_FOLLOWED_THROUGH = "not_followed_through"
    # Choices
    WRONG_CHOICE = "wrong_choice"
    WRONGLY_CHOSEN = "wrongly_chosen"
    WRONGLY_LEFT_OUT = "wrongly_left_out"
    WRONG_ORDER = "wrong_order"
    WRONG_PAIRS = "wrong_pairs"
    WRONG_REASON = "wrong_reason"
    REASON_WITHOUT_ANSWER = "reason_without_answer"
    # Formulas and derivations
    DIFFERENT_FORMULA = "different_formula"
    PROBABLY_EQUAL = "probably_equal"
    UNDECIDED = "undecided"
    WRONG_FORM = "wrong_form"
    FORMULA_NOTE = "formula_note"
    BAD_STEP = "bad_step"
    GOAL_NOT_REACHED = "goal_not_reached"
    # Traces, figures, tables, designs
    TRACE_DEVIATES = "trace_deviates"
    FEATURE_RIGHT = "feature_right"
    FEATURE_WRONG = "feature_wrong"
    ORDER_SEEN = "order_seen"
    NO_CONVERGENCE = "no_convergence"
    STEP_NOT_HALVED = "step_not_halved"
    TIME_UNIT = "time_unit"
    VALUE_UNIT = "value_unit"
    CURVE_MISSING = "curve_missing"
    CURVE_SHORT = "curve_short"
    ZERO_CROSSING = "zero_crossing"
    RECTIFICATION = "rectification"
    AXES_SWAPPED = "axes_swapped"
    LABEL_WITHOUT_UNIT = "label_without_unit"
    WRONG_SCALE = "wrong_scale"
    CELL_MISSING = "cell_missing"
    CELL_UNREADABLE = "cell_unreadable"
    CELL_WRONG = "cell_wrong"
    OUT_OF_BOUNDS = "out_of_bounds"
    CONSTRAINT_MISSED = "constraint_missed"
    NOT_EVALUABLE = "not_evaluable"
    # Words
    FOR_A_PERSON = "for_a_person"


MESSAGES: Mapping[Code, str] = MappingProxyType(
    {
        Code.NO_ANSWER: "No answer was given.",
        Code.ANSWER_MISSING: "The cell for this answer is not in the notebook any more.",
        Code.STUDENT_ERROR: "The code stopped{where} with {type}: {error}",
        Code.UNREADABLE_QUANTITY: "{reason}",
        Code.WRONG_TYPE: "{wanted} is asked for here, and this is {got}.",
        Code.WRONG_SHAPE: "{wanted} is asked for here, and this has {got}.",
        Code.NOT_FINITE: "The answer contains {got}, which is not a finite number.",
        Code.UNIT_MISSING: "Write the unit with the number.",
        Code.UNKNOWN_OPTION: "“{typed}” is not one of the options. Answer with {letters}.",
        Code.SEVERAL_OPTIONS: "Choose one option; “{typed}” names several.",
        Code.UNREADABLE_ORDER: (
            "“{typed}” does not name every option once. Write the letters in order, like {example}."
        ),
        Code.UNREADABLE_PAIRS: (
            "“{typed}” does not give one option for each line. Write it like {example}."
        ),
        Code.UNREADABLE_FORMULA: "{reason}",
        Code.MISSING_NAME: "“{name}” is missing from the answer.",
        Code.TIMES_NOT_INCREASING: "The times must increase from each sample to the next.",
        Code.TRACE_TOO_SHORT: "The trace must cover {low} to {high} {unit}.",
        Code.TRACE_TOO_COARSE: "The samples are too far apart to show the trace. Save more.",
        Code.NO_FIGURE: "No figure was found. Keep it in the name that is asked for.",
        Code.UNDERSTOOD: "Read as {shown}.",
        Code.WRONG_VALUE: "The value is not right.",
        Code.CLOSE: (
            "The value is close, but not within the tolerance. Keep all digits until the end and "
            "check the constants and the temperature."
        ),
        Code.WRONG_SIGN: "The size is right and the sign is not.",
        Code.POWER_OF_TEN: (
            "The value is off by a factor of {factor}. Check the prefixes and units in each step."
        ),
        Code.WRONG_UNIT: "The number is right and its unit {unit} is not.",
        Code.WRONG_DIMENSION: "{unit} does not measure {wanted}.{hint}",
        Code.KELVIN_CELSIUS: "Kelvin and degrees Celsius were mixed up: they differ by 273.15.",
        Code.TOO_FEW_FIGURES: "Give {wanted} significant figures; this has {got}.",
        Code.TOO_MANY_FIGURES: "Round to {wanted} significant figures; this has {got}.",
        Code.UNIT_RIGHT: "The unit is right.",
        Code.MISCONCEPTION: "{tell}",
        Code.MISCONCEPTIONS: "One of these leads to your answer: {tells}",
        Code.TWO_MISCONCEPTIONS: "Two things together lead to your answer: {tells}",
        Code.FOLLOWED_THROUGH: (
            "This follows correctly from your earlier answer, so the method gets full credit."
        ),
        Code.NOT_FOLLOWED_THROUGH: (
            "Your earlier answer makes this question trivial, so it cannot carry credit forward."
        ),
        Code.WRONG_CHOICE: "{letter} is not right.",
        Code.WRONGLY_CHOSEN: "Chosen, but not right: {letters}.",
        Code.WRONGLY_LEFT_OUT: "{count} that should be chosen {verb} missing.",
        Code.WRONG_ORDER: "{moves} to be moved to put the order right.",
        Code.WRONG_PAIRS: "{right} of {total} lines are right. Look again at {wrong}.",
        Code.WRONG_REASON: "The answer is right and the reason is not.",
        Code.REASON_WITHOUT_ANSWER: "The reason is right, and the answer does not follow from it.",
        Code.DIFFERENT_FORMULA: "The formula is not the same. {reason}",
        Code.PROBABLY_EQUAL: (
            "The formula agrees at every point that was tried; it was accepted without a proof."
        ),
        Code.UNDECIDED: (
            "Whether the formula is right could not be decided by machine, so a person will look."
        ),
        Code.WRONG_FORM: "The formula is right, but not in the form that is asked for. {reason}",
        Code.FORMULA_NOTE: "{reason}",
        Code.BAD_STEP: "Line {line}: {reason}",
        Code.GOAL_NOT_REACHED: "Every line is right so far, but the goal is not reached yet.",
        Code.TRACE_DEVIATES: (
            "The trace is off by up to {deviation} {unit}, most at {time} {time_unit}."
        ),
        Code.FEATURE_RIGHT: "The {name} is right.",
        Code.FEATURE_WRONG: "The {name} is not right.",
        Code.ORDER_SEEN: (
            "From one run to the next the differences shrink by a factor of {factor}, which is "
            "order {order}."
        ),
        Code.NO_CONVERGENCE: (
            "Your runs show no order of convergence: {why}. Give the longest step first, "
            "and save every run at the times of that step."
        ),
        Code.STEP_NOT_HALVED: (
            "From one run to the next the samples become more than twice as dense. Halve the "
            "step each time."
        ),
        Code.TIME_UNIT: "The times seem to be in another unit: {unit} are asked for.",
        Code.VALUE_UNIT: "The values seem to be in another unit: {unit} is asked for.",
        Code.CURVE_MISSING: "No curve in the figure shows {name} as it should be.",
        Code.CURVE_SHORT: "The curve for {name} must cover {low} to {high} {unit}.",
        Code.ZERO_CROSSING: "The curve for {name} crosses zero at another place than it should.",
        Code.RECTIFICATION: ("The curve for {name} {shape}. The one that is asked for does not."),
        Code.AXES_SWAPPED: "The curve for {name} is there, with the two axes exchanged.",
        Code.LABEL_WITHOUT_UNIT: "The label of the {axis} axis must name the unit {unit}.",
        Code.WRONG_SCALE: "The x axis must be {wanted}; it is {got}.",
        Code.CELL_MISSING: "{cell}: no entry was found.",
        Code.CELL_UNREADABLE: "{cell}: {reason}",
        Code.CELL_WRONG: "{cell}: {reason}",
        Code.OUT_OF_BOUNDS: "{name} must lie between {low} and {high} {unit}.",
        Code.CONSTRAINT_MISSED: "{name} comes out as {value}; it must lie {bounds}.",
        Code.NOT_EVALUABLE: "With these values {name} cannot be worked out.",
        Code.FOR_A_PERSON: "This answer is read and graded by a person.",
    }
)


class Unreadable(Exception):
    """Raised inside a check when the response is not of the kind that was asked for."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def finding(
    code: Code, *, evidence: Mapping[str, Any] | None = None, private: str = "", **words: object
) -> Finding:
    """The finding `code` with its sentence, the gaps filled with `words`.

    Findings are stored as JSON, so numbers in the evidence that JSON does not know become text.
    """
    return Finding(
        code.value,
        MESSAGES[code].format(**words),
        evidence={name: _storable(value) for name, value in (evidence or {}).items()},
        private=private,
    )


def _storable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _storable(entry) for name, entry in value.items()}
    if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    return value


def unreadable(
    code: Code, *, evidence: Mapping[str, Any] | None = None, **words: object
) -> Unreadable:
    """The exception that ends a check because of `code`."""
    return Unreadable(finding(code, evidence=evidence, private="", **words))


def every_message() -> Mapping[str, str]:
    """All sentences by code, those about typed quantities among them."""
    quantities = {f"quantity.{code.value}": text for code, text in QUANTITY_MESSAGES.items()}
    return {**{code.value: text for code, text in MESSAGES.items()}, **quantities}
