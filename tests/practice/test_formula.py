"""Formulas in a terminal."""

import pytest

from millivolt.bank import load_bank
from millivolt.practice.formula import formula, readable


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (
            r"E = \frac{RT}{zF}\,\ln\frac{c_\mathrm{out}}{c_\mathrm{in}}",
            "E = RT/(zF) ln(c_out/c_in)",
        ),
        (r"\mathrm{Ca}^{2+}", "Ca²⁺"),
        (r"10^{-3}", "10⁻³"),
        (r"e^{-t/\tau}", "e^(−t/τ)"),
        (r"V_m = \phi_\mathrm{in} - \phi_\mathrm{out}", "V_m = φ_in − φ_out"),
        (r"\sqrt{I}", "√(I)"),
        (r"c_1 \le c_2", "c₁ ≤ c₂"),
        (r"\frac{1}{2}", "1/2"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"", ""),
        (r"\unknown{x}", "unknownx"),
        (r"\frac{a", "a/()"),
    ],
)
def test_tex_becomes_readable(tex, text):
    assert formula(tex) == text


def test_text_around_formulas_is_kept():
    assert readable("At $T$ it is **so**.") == "At T it is **so**."


def test_no_prose_of_the_bank_leaves_a_backslash_or_a_brace():
    for family in load_bank():
        prose = family.variant(1).prose
        for text in (prose.question, *prose.prompts.values(), *prose.hints, prose.solution):
            shown = readable(text)
            outside_code = "".join(shown.split("`")[::2])
            assert "\\" not in outside_code, (family.id, shown)
            assert "$" not in outside_code, (family.id, shown)
            assert "{" not in outside_code, (family.id, shown)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\Delta V = 3\,\mathrm{\mu m}", "ΔV = 3 μm"),
        (r"\log_{10}\gamma = -A z^2", "log₁₀ γ = −A z²"),
        (r"\log_{10}\frac{a}{b}", "log₁₀(a/b)"),
        (r"p = \log_2 3", "p = log₂ 3"),
        (r"\frac{zF}{4RT} + \frac{1}{2F}", "zF/(4RT) + 1/(2F)"),
        (r"4.2\times 10^{-6}", "4.2 × 10⁻⁶"),
    ],
)
def test_signs_are_set_as_they_are_read(tex, text):
    assert formula(tex) == text
