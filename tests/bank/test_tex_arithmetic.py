"""Printed formulas stand for numbers, and printed equalities are checked."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.bank.typography import Printed, fixed, sig, tex
from millivolt.bank.verify.equalities import exact_numbers, false_equalities, leads_to
from millivolt.bank.verify.tex_arithmetic import NotANumber, read
from millivolt.items import SINGLE_LOG, Numeric

K = 8.314 * 310.15 / 96485


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (r"26.73\,\mathrm{mV} \times \ln\frac{4.2}{140}", 0.02673 * math.log(4.2 / 140)),
        (r"3.05\times 10^{-4}\,\mathrm{mM}", 3.05e-4),
        (r"305\,\mathrm{nM}", 3.05e-4),
        (r"39\,\mathrm{nS} \times (-54.81 - (-88.73))\,\mathrm{mV}", 39e-12 * 33.92),
        (
            r"\frac{8.314\,\mathrm{J\,mol^{-1}\,K^{-1}} \times 310.15\,\mathrm{K}}"
            r"{96485\,\mathrm{C\,mol^{-1}}}",
            K,
        ),
        (r"149 \times \exp\left(-3.5545\right)", 149 * math.exp(-3.5545)),
        (r"2.303 \times \log_{10} 5", 2.303 * math.log10(5)),
        (r"\sqrt{0.15} + |-2|", math.sqrt(0.15) + 2),
        (r"(37 + 273.15)\,\mathrm{K}", 310.15),
        (r"-2^2", -4),
        (r"12\,\mathrm{µV}", 12e-6),
    ],
)
def test_a_formula_stands_for_its_value_in_si_units(formula, value):
    assert read(formula).value == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "formula",
    ["E", r"\frac{RT}{zF}", "", "1 +", "(1", r"1\,\mathrm{mV} + 1", r"\ln(-1)", r"\frac{1}{0}",
     r"\ln 5\,\mathrm{mV} \times x", r"\mathrm{furlong}"],
)  # fmt: skip
def test_symbols_and_nonsense_stand_for_no_number(formula):
    with pytest.raises(NotANumber):
        read(formula)


@given(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-6), st.integers(2, 9))
def test_a_rounded_number_is_read_within_its_uncertainty(value, figures):
    reading = read(tex(sig(value, figures)))
    assert abs(reading.value - value) <= max(reading.uncertainty, 1e-12 * abs(value)) * (
        1 + 1e-9
    ) or "." not in sig(value, figures)


@given(st.floats(1, 500), st.floats(1, 500))
def test_a_right_calculation_is_accepted_and_one_off_by_a_percent_refused(a, b):
    a, b = float(f"{a:.3g}"), float(f"{b:.3g}")
    exact = exact_numbers({"a": a, "b": b})
    left = rf"{tex(Printed(a))} \times {tex(Printed(b))}"
    assert not list(false_equalities(rf"${left} = {tex(fixed(a * b, 4))}$", exact))
    wrong = fixed(a * b * 1.01, 4)
    assert list(false_equalities(rf"${left} = {tex(wrong)}$", exact))


def test_units_must_agree_on_both_sides():
    (message,) = false_equalities(r"$5\,\mathrm{mV} = 5\,\mathrm{mS}$", frozenset())
    assert "different units" in message


def test_converted_units_agree():
    assert not list(false_equalities(r"$5\,\mathrm{mV} = 0.005\,\mathrm{V}$", frozenset()))


def test_the_key_is_found_in_any_unit():
    part = Numeric("E", answer=-89.1, unit="mV", tolerance=SINGLE_LOG)
    assert leads_to(part, r"$E = -0.0891\,\mathrm{V}$", frozenset())
    assert not leads_to(part, r"$E = 89.1\,\mathrm{mV}$", frozenset())
    assert not leads_to(part, r"$E = -89.1$", frozenset())
