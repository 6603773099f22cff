"""The list of findings is closed, and every sentence on it is read by a test."""

import string
from pathlib import Path

import pytest

from millivolt.checks import MESSAGES, Code, every_message
from millivolt.checks.catalogue import unreadable
from millivolt.quantities import MESSAGES as QUANTITY_MESSAGES


def test_every_code_has_its_sentence() -> None:
    assert set(MESSAGES) == set(Code)
    assert len(every_message()) == len(Code) + len(QUANTITY_MESSAGES)


def test_the_codes_are_stable() -> None:
    """Grade logs hold them, so a code may be added and never renamed."""
    assert " ".join(Code) == (
        "no_answer answer_missing student_error unreadable_quantity wrong_type wrong_shape "
        "not_finite unit_missing unknown_option several_options unreadable_order "
        "unreadable_pairs unreadable_formula missing_name times_not_increasing trace_too_short "
        "trace_too_coarse no_figure understood wrong_value close wrong_sign power_of_ten "
        "wrong_unit wrong_dimension kelvin_celsius too_few_figures too_many_figures unit_right "
        "misconception misconceptions two_misconceptions followed_through not_followed_through "
        "wrong_choice wrongly_chosen wrongly_left_out wrong_order wrong_pairs wrong_reason "
        "reason_without_answer different_formula probably_equal undecided wrong_form "
        "formula_note bad_step goal_not_reached trace_deviates feature_right feature_wrong "
        "order_seen no_convergence step_not_halved time_unit value_unit curve_missing "
        "curve_short zero_crossing rectification axes_swapped "
        "label_without_unit wrong_scale cell_missing cell_unreadable cell_wrong out_of_bounds "
        "constraint_missed not_evaluable for_a_person"
    )


@pytest.mark.parametrize("code", list(Code))
def test_every_code_occurs_in_a_test(code: Code) -> None:
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    pieces = [text for text, *_ in string.Formatter().parse(MESSAGES[code]) if len(text) > 12]
    assert f'"{code.value}"' in sources or any(piece in sources for piece in pieces)


@pytest.mark.parametrize("text", every_message().values())
def test_a_sentence_is_one_for_a_student(text: str) -> None:
    assert text == text.strip()
    assert text[-1] in ".}?"
    assert text[0] in "“{" or text[0].isupper()
    for blaming in ("error", "invalid", "illegal", "fail", "stupid", "must not"):
        assert blaming not in string.Formatter().vformat(text, (), _Blank()).lower()


def test_what_ends_a_check_holds_nothing_for_the_instructor_alone() -> None:
    found = unreadable(Code.MISSING_NAME, name="t").finding
    assert (found.message, found.private) == ("“t” is missing from the answer.", "")


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
