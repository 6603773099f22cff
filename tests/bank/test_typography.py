"""Numbers as a physicist writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.bank.typography import (
    NARROW_SPACE,
    Printed,
    bracketed,
    exact,
    fixed,
    literal,
    shown,
    sig,
    signed,
    spaced,
    tex,
)

finite = st.floats(-1e300, 1e300)


def read(text: str) -> float:
    """The number that a printed text stands for."""
    return float(literal(text))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.0, "4"),
        (4.2, "4.2"),
        (-70.0, "−70"),
        (0.001, "0.001"),
        (0.0001, "1 × 10⁻⁴"),
        (1.2e-4, "1.2 × 10⁻⁴"),
        (96485.0, "96485"),
        (6.02e23, "6.02 × 10²³"),
    ],
)
def test_a_drawn_number_is_written_in_full(value, text):
    assert exact(value).replace(NARROW_SPACE, " ") == text


@given(finite)
def test_a_drawn_number_reads_back_as_itself(value):
    assert read(exact(value)) == value


@given(finite, st.integers(1, 12))
def test_significant_figures_read_back_within_half_of_the_last_one(value, figures):
    assert read(sig(value, figures)) == pytest.approx(value, rel=0.51 * 10 ** (1 - figures))


def test_rounding_up_a_decade_keeps_the_number_of_figures():
    assert sig(9.996, 3) == "10.0"


def test_no_zero_passes_for_a_figure():
    assert sig(462.4, 3) == "462"
    assert sig(46240.0, 3).replace(NARROW_SPACE, " ") == "4.62 × 10⁴"


def test_a_rounded_zero_has_no_sign():
    assert fixed(-0.04, 1) == "0.0"


def test_signs_and_factors():
    assert signed(fixed(34.2, 1)) == "+34.2"
    assert signed(fixed(-34.2, 1)) == "−34.2"
    assert bracketed(fixed(-3.0, 2)) == "(−3.00)"
    assert bracketed(Printed(3.0)) == "3"


def test_computed_numbers_are_never_shown_unrounded():
    with pytest.raises(ValueError, match="computed"):
        shown(0.1 + 0.2)


def test_formulas_get_tex():
    assert tex(Printed(-1.2e-4)) == r"-1.2\times 10^{-4}"
    assert tex("Ca²⁺") == "Ca^{2+}"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("{{ c }} mM outside", f"{{{{ c }}}}{NARROW_SPACE}mM outside"),
        ("at 37 °C.", f"at 37{NARROW_SPACE}°C."),
        ("5 K⁺ ions", "5 K⁺ ions"),
        ("{{ n }} in a row", "{{ n }} in a row"),
        ("{{ z }} F and {% endif %} V", "{{ z }} F and {% endif %} V"),
        ("{% if V > 0 %}up{% endif %}", "{% if V > 0 %}up{% endif %}"),
        ("96485 C/mol", f"96485{NARROW_SPACE}C/mol"),
    ],
)
def test_a_unit_is_tied_to_its_number(source, result):
    assert spaced(source) == result


def test_a_unit_in_a_formula_stands_upright():
    assert spaced("E = 5 mV", formula=True) == r"E = 5\,\mathrm{mV}"


def test_a_program_is_left_as_it_is():
    program = 'ax.set_ylabel("µA/cm²")\nx = 1  # 10⁻³ − 2'
    assert literal(program) == program
