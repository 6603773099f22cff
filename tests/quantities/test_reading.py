"""What students type is read as it is meant, or refused with a sentence."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from millivolt.quantities import MAX_LENGTH, MESSAGES, Problem, QuantityError, parse

# One potential, -89.1 mV, in the notations of keyboards, countries, calculators and papers.
SAME_POTENTIAL = [
    "-89.1 mV",
    "−89.1 mV",
    "–89.1 mV",
    "‑89.1 mV",
    "- 89.1 mV",
    "-89.1mV",
    "-89,1 mV",
    "−89,1 mV",
    "-89.1  mV",
    "-89.1\u00a0mV",
    "−89.1\u202fmV",
    "−89.1\u2009mV",
    "\t-89.1 mV\n",
    "-89.1 millivolt",
    "-89.1 millivolts",
    "-89.1 Millivolts",
    "-0.0891 V",
    "-.0891 V",
    "-0,0891 V",
    "-8.91e-2 V",
    "-8.91E-2 V",
    "-8.91e−2 V",
    "-8,91e-2 V",
    "−8.91×10⁻² V",
    "-8.91 × 10^-2 V",
    "-8.91x10^-2 V",
    "-8.91*10^-2 V",
    "-8.91*10**-2 V",
    "-8.91·10⁻² V",
    "-8.91 * 10^(-2) V",
    "-8.91 × 10^{-2} V",
    "-891 × 10^-4 V",
    "-0.0891 volt",
    "-89100 uV",
    "-89100 µV",
    "-89100 μV",
    "-89100 microvolts",
    "-89\u202f100 µV",
    "-89'100 µV",
    "-89,100.0 µV",
    "-89.100,0 µV",
    "-89_100 µV",
    "-8.91e4 µV",
    "-89.1 [mV]",
    "-89.1 (mV)",
    "-89.1*mV",
    "-89.1 · mV",
    "-89.1 mV.",
    "-0.0891 V.",
    "(-89.1) mV",
    "E_K = -89.1 mV",
    "E = −89.1 mV",
    "= -89.1 mV",
    "about -89.1 mV",
    "ca. −89.1 mV",
    "≈ -89.1 mV",
    "~-89.1 mV",
    "-89.1 ± 0.2 mV",
    "-89.1 +/- 0.2 mV",
    "-89.1+-0.2 mV",
    "(-89.1 ± 0.2) mV",
    "-89.1(2) mV",
    "-89.1 mV ± 0.2 mV",
    "-89.1 mV ± 200 µV",
    "-0.0000891 kV",
    "-89.1 mJ/C",
    "-89.1 mA Ω",
    "-89.1 pA/nS",
    "-89.1 pA·GΩ",
]


@pytest.mark.parametrize("text", SAME_POTENTIAL)
def test_one_potential_has_one_float_in_every_notation(text: str) -> None:
    quantity = parse(text)
    assert quantity.si == -0.0891
    assert quantity.typed == text
    assert str(quantity.dimension) == "a voltage"


@pytest.mark.parametrize(
    ("text", "si", "unit", "dimension"),
    [
        ("-89.1", -89.1, "", "a pure number"),
        ("1.5 uM", 1.5e-3, "uM", "a concentration"),
        ("150 mmol/l", 150.0, "mmol/l", "a concentration"),
        ("150 mol/m^3", 150.0, "mol/m^3", "a concentration"),
        ("150 mM", 150.0, "mM", "a concentration"),
        ("0.15 mol dm-3", 150.0, "mol dm-3", "a concentration"),
        ("140 millimolar", 140.0, "millimolar", "a concentration"),
        ("100 nM", 1e-4, "nM", "a concentration"),
        ("300 mosmol/L", 300.0, "mosmol/L", "a concentration"),
        ("37 °C", 310.15, "°C", "a temperature"),
        ("37 ℃", 310.15, "℃", "a temperature"),
        ("37ºC", 310.15, "ºC", "a temperature"),
        ("37 deg C", 310.15, "deg C", "a temperature"),
        ("37 degrees Celsius", 310.15, "degrees Celsius", "a temperature"),
        ("37 celsius", 310.15, "celsius", "a temperature"),
        ("37 degrees C", 310.15, "degrees C", "a temperature"),
        ("37 degree C", 310.15, "degree C", "a temperature"),
        ("37 deg Celsius", 310.15, "deg Celsius", "a temperature"),
        ("37degC", 310.15, "degC", "a temperature"),
        ("37 ° C", 310.15, "° C", "a temperature"),
        ("5 ΔK", 5.0, "ΔK", "a temperature"),
        ("5 \u2206°C", 5.0, "\u2206°C", "a temperature"),
        ("2 Elementary charge", 3.204353268e-19, "Elementary charge", "a charge"),
        ("310.15 K", 310.15, "K", "a temperature"),
        ("310.15 \u212a", 310.15, "\u212a", "a temperature"),
        ("10 nS", 1e-8, "nS", "a conductance"),
        ("2 MΩ", 2e6, "MΩ", "a resistance"),
        ("2 M\u2126", 2e6, "M\u2126", "a resistance"),
        ("2 megaohms", 2e6, "megaohms", "a resistance"),
        ("1 uF/cm^2", 0.01, "uF/cm^2", "a capacitance per area"),
        ("1 µF cm⁻²", 0.01, "µF cm⁻²", "a capacitance per area"),
        ("36 mS/cm2", 360.0, "mS/cm2", "a conductance per area"),
        ("0.3 mS cm^-2", 3.0, "mS cm^-2", "a conductance per area"),
        ("0.3 mS cm−2", 3.0, "mS cm−2", "a conductance per area"),
        ("-8.5 kJ/mol", -8500.0, "kJ/mol", "an energy per mole"),
        ("2 kcal/mol", 8368.0, "kcal/mol", "an energy per mole"),
        ("8.314 J/(mol K)", 8.314, "J/(mol K)", "a molar gas constant"),
        ("8.314 J/mol/K", 8.314, "J/mol/K", "a molar gas constant"),
        ("8.314 J mol^-1 K^-1", 8.314, "J mol^-1 K^-1", "a molar gas constant"),
        ("8.314 J·mol⁻¹·K⁻¹", 8.314, "J·mol⁻¹·K⁻¹", "a molar gas constant"),
        ("1e-7 cm/s", 1e-9, "cm/s", "a speed or permeability"),
        ("1 eV", 1.602176634e-19, "eV", "an energy"),
        ("2 elementary charges", 3.204353268e-19, "elementary charges", "a charge"),
        ("2 e₀", 3.204353268e-19, "e₀", "a charge"),
        ("3.2 kT", 3.2, "kT", "an energy in units of kT"),
        ("3.2 k_B T", 3.2, "k_B T", "an energy in units of kT"),
        ("6e6 ions/s", 6e6, "ions/s", "a rate or frequency"),
        ("6e6 1/s", 6e6, "1/s", "a rate or frequency"),
        ("6e6 /s", 6e6, "/s", "a rate or frequency"),
        ("5 s^-1", 5.0, "s^-1", "a rate or frequency"),
        ("5 Hz", 5.0, "Hz", "a rate or frequency"),
        ("5 min", 300.0, "min", "a time"),
        ("0.2 mV/K", 2e-4, "mV/K", "a voltage per temperature"),
        ("0.2 mV/°C", 2e-4, "mV/°C", "a voltage per temperature"),
        ("5 Δ°C", 5.0, "Δ°C", "a temperature"),
        ("34 %", 0.34, "%", "a pure number"),
        ("0.774 nm", 7.74e-10, "nm", "a length"),
        ("7.74 Å", 7.74e-10, "Å", "a length"),
        ("1 mm**2", 1e-6, "mm**2", "an area"),
        ("1e250", 1e250, "", "a pure number"),
        ("1e-250", 1e-250, "", "a pure number"),
        ("0e99", 0.0, "", "a pure number"),
        ("5 1/s", 5.0, "1/s", "a rate or frequency"),
        ("10^-3 M", 1.0, "M", "a concentration"),
        ("10⁻³ M", 1.0, "M", "a concentration"),
        ("1,234,567 mM", 1234567.0, "mM", "a concentration"),
        ("1.234.567 mM", 1234567.0, "mM", "a concentration"),
        ("1234,567 mM", 1234.567, "mM", "a concentration"),
        ("0,123 mM", 0.123, "mM", "a concentration"),
        ("1'234,5 mM", 1234.5, "mM", "a concentration"),
        ("1’234.5 mM", 1234.5, "mM", "a concentration"),
        ("1_234_567 mM", 1234567.0, "mM", "a concentration"),
        ("(1.5 ± 0.1)×10^2 mM", 150.0, "mM", "a concentration"),
        ("1.50(5)e2 mM", 150.0, "mM", "a concentration"),
        ("(150) mM", 150.0, "mM", "a concentration"),
        ("5. mM", 5.0, "mM", "a concentration"),
        (".5 mM", 0.5, "mM", "a concentration"),
        ("5 m V", 5.0, "m V", "m^3 kg s^-3 A^-1"),
    ],
)
def test_a_unit_of_the_field_is_understood(text: str, si: float, unit: str, dimension: str) -> None:
    quantity = parse(text)
    assert (quantity.si, quantity.unit, str(quantity.dimension)) == (si, unit, dimension)


REFUSED = [
    ("", Problem.EMPTY, 0),
    (" \n", Problem.EMPTY, 0),
    ("x" * (MAX_LENGTH + 1), Problem.TOO_LONG, MAX_LENGTH),
    ("-89.1\u200b mV", Problem.INVISIBLE_CHARACTER, 5),
    ("\u202e-89.1 mV", Problem.INVISIBLE_CHARACTER, 0),
    ("-89.1\x00 mV", Problem.INVISIBLE_CHARACTER, 5),
    *(
        (f"5{character}mV", Problem.INVISIBLE_CHARACTER, 1)
        for character in "\x07\u200d\u0378\ue000\ud800\u2028\u2029\u3000"
    ),
    ("furlong", Problem.NOT_A_NUMBER, 0),
    ("X5 mV", Problem.NOT_A_NUMBER, 0),
    ("minus five", Problem.NOT_A_NUMBER, 6),
    ("minus", Problem.NOT_A_NUMBER, 5),
    ("minus mV", Problem.NOT_A_NUMBER, 6),
    ("minus -5 mV", Problem.NOT_A_NUMBER, 6),
    ("-minus 5 mV", Problem.NOT_A_NUMBER, 1),
    ("minuscule 5 mV", Problem.NOT_A_NUMBER, 0),
    ("plus or minus 5 mV", Problem.NOT_A_NUMBER, 5),
    ("5 minus", Problem.UNKNOWN_UNIT, 2),
    ("--5 mV", Problem.NOT_A_NUMBER, 1),
    ("+-5 mV", Problem.NOT_A_NUMBER, 1),
    ("1.2.3 mV", Problem.NOT_A_NUMBER, 0),
    ("1,2,3 mV", Problem.NOT_A_NUMBER, 0),
    ("1,23,456 mV", Problem.NOT_A_NUMBER, 0),
    ("12.345,678.9", Problem.NOT_A_NUMBER, 0),
    ("1'00 mV", Problem.NOT_A_NUMBER, 0),
    ("1'000.5.0 mV", Problem.NOT_A_NUMBER, 0),
    ("1'000_000 mV", Problem.NOT_A_NUMBER, 0),
    ("1'000,0.0 mV", Problem.NOT_A_NUMBER, 0),
    ("12'34,5 mV", Problem.NOT_A_NUMBER, 0),
    ("٨٩ mV", Problem.NOT_A_NUMBER, 0),
    ("$5 mV$", Problem.NOT_A_NUMBER, 0),
    ("5×10^(2 mV", Problem.NOT_EVALUATED, 1),
    ("mV", Problem.NUMBER_MISSING, 0),
    ("E_K =", Problem.NUMBER_MISSING, 5),
    ("about", Problem.NUMBER_MISSING, 5),
    ("nan", Problem.NOT_FINITE, 0),
    ("NaN mV", Problem.NOT_FINITE, 0),
    ("-inf mV", Problem.NOT_FINITE, 0),
    ("∞", Problem.NOT_FINITE, 0),
    ("minus inf mV", Problem.NOT_FINITE, 0),
    ("Infinity mV", Problem.NOT_FINITE, 0),
    ("1e999999999 mV", Problem.OUT_OF_RANGE, 1),
    ("1e999 mV", Problem.OUT_OF_RANGE, 0),
    ("1e9999 mV", Problem.OUT_OF_RANGE, 0),
    ("1e99999 mV", Problem.OUT_OF_RANGE, 1),
    ("1e251", Problem.OUT_OF_RANGE, 0),
    ("1e-251", Problem.OUT_OF_RANGE, 0),
    ("10e250", Problem.OUT_OF_RANGE, 0),
    ("1e-999 mV", Problem.OUT_OF_RANGE, 0),
    ("9" * 100 + "e200", Problem.OUT_OF_RANGE, 0),
    ("(5)e999 mV", Problem.OUT_OF_RANGE, 2),
    ("-5.0(2)e999 mV", Problem.OUT_OF_RANGE, 4),
    ("(5 ± 1)e-999 mV", Problem.OUT_OF_RANGE, 2),
    ("10**10**8 mV", Problem.NOT_EVALUATED, 6),
    ("9**9**9", Problem.NOT_EVALUATED, 1),
    ("2*3 mV", Problem.NOT_EVALUATED, 1),
    ("1/3", Problem.NOT_EVALUATED, 1),
    ("58*log10(4)", Problem.NOT_EVALUATED, 2),
    ("log(4) mV", Problem.NOT_EVALUATED, 0),
    ("-log(4) mV", Problem.NOT_EVALUATED, 0),
    ("minus log(4) mV", Problem.NOT_EVALUATED, 0),
    ("(5)(3)", Problem.NOT_EVALUATED, 3),
    ("(5 mV", Problem.NOT_EVALUATED, 0),
    ("5 mV))", Problem.BAD_UNIT, 4),
    ("((5 mV)", Problem.NOT_A_NUMBER, 1),
    ("(5 to 6 mV)", Problem.SEVERAL_VALUES, 2),
    ("()", Problem.EMPTY, 0),
    ("(mV)", Problem.NUMBER_MISSING, 1),
    ("5²", Problem.NOT_EVALUATED, 1),
    ("1+2j", Problem.NOT_EVALUATED, 1),
    ("5 × 10 mV", Problem.NOT_EVALUATED, 1),
    ("5 *", Problem.NOT_EVALUATED, 1),
    ("5 * furlong", Problem.NOT_EVALUATED, 1),
    ("5 log(3)", Problem.NOT_EVALUATED, 1),
    ("5 log10(3)", Problem.NOT_EVALUATED, 1),
    ("(5+3) mV", Problem.NOT_EVALUATED, 0),
    ("__import__('os').system('id')", Problem.NOT_EVALUATED, 0),
    ("-90 to -88 mV", Problem.SEVERAL_VALUES, 3),
    ("-90 or 90 mV", Problem.SEVERAL_VALUES, 3),
    ("88–90 mV", Problem.SEVERAL_VALUES, 2),
    ("88..90 mV", Problem.SEVERAL_VALUES, 2),
    ("-89, 5", Problem.SEVERAL_VALUES, 3),
    ("-89; 5", Problem.SEVERAL_VALUES, 3),
    ("±60 mV", Problem.SEVERAL_VALUES, 0),
    ("< 5 mV", Problem.INEQUALITY, 0),
    ("≥5 mV", Problem.INEQUALITY, 0),
    ("1,000 mM", Problem.AMBIGUOUS_COMMA, 1),
    ("-89,100 µV", Problem.AMBIGUOUS_COMMA, 3),
    ("5 140 mM", Problem.AMBIGUOUS_SPACE, 0),
    ("10-3 M", Problem.AMBIGUOUS_EXPONENT, 0),
    ("5x10-3 M", Problem.AMBIGUOUS_EXPONENT, 1),
    ("8.91 e-2 V", Problem.AMBIGUOUS_EXPONENT, 4),
    ("-89.1 ± mV", Problem.BAD_UNCERTAINTY, 8),
    ("-89.1 ± -2 mV", Problem.BAD_UNCERTAINTY, 8),
    ("-89.1 mV ± 2 mM", Problem.BAD_UNCERTAINTY, 9),
    ("-89.1(2) ± 0.2 mV", Problem.BAD_UNCERTAINTY, 9),
    ("5 furlong", Problem.UNKNOWN_UNIT, 2),
    ("-90 MV", Problem.UNKNOWN_UNIT, 4),
    ("5 XXmV", Problem.UNKNOWN_UNIT, 2),
    ("5 mv", Problem.UNKNOWN_UNIT, 2),
    ("37°", Problem.UNKNOWN_UNIT, 2),
    ("98 °F", Problem.UNKNOWN_UNIT, 3),
    ("3 e", Problem.UNKNOWN_UNIT, 2),
    ("8.3 J/mol K", Problem.AMBIGUOUS_UNIT, 5),
    ("5 mV 3", Problem.BAD_UNIT, 5),
    ("5 mV 1", Problem.BAD_UNIT, 5),
    ("5 (mV", Problem.BAD_UNIT, 2),
    ("5 mV)", Problem.BAD_UNIT, 4),
    ("5 mV°C", Problem.BAD_UNIT, 4),
    ("5 mV^2^2", Problem.BAD_UNIT, 6),
    ("5 mV/", Problem.BAD_UNIT, 5),
    ("5 ()", Problem.BAD_UNIT, 3),
    ("5 ((((mV))))", Problem.BAD_UNIT, 5),
    ("5 mV^0", Problem.BAD_UNIT, 4),
    ("5 mV^13", Problem.BAD_UNIT, 4),
    ("5 mV^99999999999999999999", Problem.BAD_UNIT, 4),
    ("5 mV^(2", Problem.BAD_UNIT, 4),
    ("5 mV!", Problem.BAD_UNIT, 4),
]


@pytest.mark.parametrize(("text", "code", "position"), REFUSED)
def test_what_is_not_one_quantity_is_refused_with_its_reason_and_place(
    text: str, code: Problem, position: int
) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_every_problem_has_a_text_that_shows_it() -> None:
    only_in_conversion = {Problem.WRONG_DIMENSION, Problem.TEMPERATURE_NEEDED}
    assert {code for _, code, _ in REFUSED} | only_in_conversion == set(Problem)
    assert set(MESSAGES) == set(Problem)


def test_the_codes_are_stable() -> None:
    assert " ".join(Problem) == (
        "empty too_long invisible_character not_a_number number_missing not_finite out_of_range "
        "not_evaluated several_values inequality ambiguous_comma ambiguous_space "
        "ambiguous_exponent bad_uncertainty unknown_unit ambiguous_unit bad_unit "
        "wrong_dimension temperature_needed"
    )


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("-90 MV", "mV"),
        ("5 mv", "mV"),
        ("5 PA", "Pa or pA"),
        ("5 milivolts", "mV"),
        ("3 e", "elementary charges"),
        ("98 °F", "°C"),
        ("98 degF", "°C"),
        ("310 °K", "K"),
        ("310 degK", "K"),
        ("37 oC", "°C"),
        ("37 º", "°C"),
        ("5 Eq", "mol"),
        ("5 mEq/L", "mmol"),
        ("5 molal", "mol/kg"),
        ("5 molL", "mol/L"),
        ("5 mho", "S"),
        ("5 cc", "mL"),
        ("37°", "°C"),
        ("1,000 mM", "1.000 or 1000"),
        ("8.3 J/mol K", "J/(mol·K)"),
        ("8.3 J / mol·K", "J/(mol·K)"),
        ("8.3 J/mol K^-1", None),
        ("8.3 J/mol K^2", "J/(mol·K^2)"),
        ("8.3 J/mol K^1", "J/(mol·K^1)"),
        ("5 furlong", None),
        ("2 HZ", "Hz"),
    ],
)
def test_the_message_says_what_may_have_been_meant(text: str, suggestion: str | None) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert caught.value.suggestion == suggestion
    assert (suggestion is None) or str(caught.value).endswith(f"Did you mean {suggestion}?")


SENTENCES = [
    ("", "There is no answer here yet. Write a number with its unit."),
    ("x" * 200, "This is too long to be one number with its unit. Write only the number and the "
     "unit."),
    ("5\u200b", "There is an invisible character (U+200B) in the answer. "
     "Type the answer again instead of pasting it."),
    ("q" * 50, "“" + "q" * 39 + "…” cannot be read as a number. Write it like −12.3 or 1.5e-3."),
    ("q" * 40, "“" + "q" * 40 + "” cannot be read as a number. Write it like −12.3 or 1.5e-3."),
    ("mV", "A number is missing before “mV”."),
    ("nan", "“nan” is not a finite number."),
    ("1e999", "The number is too large or too small to be a measured quantity."),
    ("log(4)", "Formulas are not worked out here (“log(4)”). Write the result as one number."),
    ("5 to 6", "One value is asked for, and this looks like several: “5 to 6”."),
    ("<5", "A value is asked for, not a bound (“<5”)."),
    ("1,000 mM", "The comma in “1,000” can mean two things. Write it with a decimal point or "
     "without the comma. Did you mean 1.000 or 1000?"),
    ("5 140", "“5 140” may be one number or two. Write one number without a space in it."),
    ("10-3 M", "“10-3” may be a power of ten or a subtraction. Write the power with ^ or with e."),
    ("5 ± x", "The uncertainty “x” cannot be read. Write it like ± 0.2."),
    ("5 furlong", "“furlong” is not a unit that is known here."),
    ("8.3 J/mol K", "“J/mol K” can be read in two ways. Put what is below the line in brackets. "
     "Did you mean J/(mol·K)?"),
    ("5 mV!", "The unit “mV!” cannot be read."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), SENTENCES)
def test_the_message_is_a_sentence_for_the_student(text: str, message: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("word", "sign"),
    [("minus", "-"), ("Minus", "-"), ("MINUS", "-"), ("negative", "-"), ("plus", ""),
     ("positive", ""), ("Plus", "")],
)  # fmt: skip
@pytest.mark.parametrize("rest", ["89.1 mV", "8.91e-2 V", "89,1 mJ/C", "10^-3 V", "89.1(2) mV"])
def test_a_sign_may_be_spelled_out(word: str, sign: str, rest: str) -> None:
    spelled, plain = parse(f"{word} {rest}"), parse(sign + rest)
    assert (spelled.exact, spelled.resolved) == (plain.exact, plain.resolved)
    assert parse(f"({word} {rest})").exact == plain.exact
    assert parse(f"E = about {word} {rest}").exact == plain.exact


@pytest.mark.parametrize(
    "inside",
    ["-89.1 mV", "−89,1 mV", "-89.1", "-89.1 ± 0.2 mV", "(-89.1 ± 0.2) mV", "-89.1(2) mV",
     "-8.91×10^(-2) V", "310 J/(mol·K)", "about -89 mV", "E_K = -89.1 mV", "1500 mM"],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["({})", "( {} )", " ({})  ", "(({}))", "({})."])
def test_brackets_around_all_of_it_change_nothing(inside: str, frame: str) -> None:
    framed, bare = parse(frame.format(inside)), parse(inside)
    kept = ("exact", "unit", "resolved", "exact_uncertainty", "label", "approximate",
            "significant_figures", "least_significant_figures", "last_place")  # fmt: skip
    assert [getattr(framed, name) for name in kept] == [getattr(bare, name) for name in kept]


def test_a_name_may_stand_before_the_bracket() -> None:
    assert parse("E_K = (-89.1 mV)").exact == parse("about (-89.1 mV)").exact == Fraction("-89.1")


def test_only_text_is_parsed() -> None:
    with pytest.raises(TypeError, match="not float"):
        parse(-89.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "uncertainty"),
    [
        ("-89.1 ± 0.2 mV", 0.2),
        ("-89.1 mV ± 0.2", 0.2),
        ("-89.1 mV ± .2", 0.2),
        ("-89.1 mV ± ,2", 0.2),
        ("-89.1 mV ± 200 µV", 0.2),
        ("(-89.1 ± 0.2) mV", 0.2),
        ("-89.1(2) mV", 0.2),
        ("-89.10(25)e1 mV", 2.5),
        ("(1.5 ± 0.1)×10^2 mV", 10.0),
        ("-50 mV ± 2 %", 1.0),
        ("20 % ± 2 %", 2.0),
        ("37 ± 0.5 °C", 0.5),
        ("37 °C ± 0.5 K", 0.5),
        ("-89.1 mV", None),
    ],
)
def test_an_uncertainty_is_kept_in_the_unit_as_typed(text: str, uncertainty: float | None) -> None:
    assert parse(text).uncertainty == uncertainty


@pytest.mark.parametrize(
    ("text", "most", "least", "last_place"),
    [
        ("-89.1", 3, 3, -1),
        ("89", 2, 2, 0),
        ("0.00120", 3, 3, -5),
        ("1500", 4, 2, 0),
        ("1500.", 4, 4, 0),
        ("1.500e3", 4, 4, 0),
        ("15e2", 2, 2, 2),
        ("0", 1, 1, 0),
        ("0.00", 1, 1, -2),
        ("10^-3", 1, 1, -3),
        ("1,234.50", 6, 6, -2),
        ("(1.5 ± 0.1)×10^4", 2, 2, 3),
        ("1.50(5)e2", 3, 3, 0),
    ],
)
def test_significant_figures_are_counted_as_written(
    text: str, most: int, least: int, last_place: int
) -> None:
    quantity = parse(text)
    assert quantity.significant_figures == most
    assert quantity.least_significant_figures == least
    assert quantity.last_place == last_place


@pytest.mark.parametrize(
    ("text", "approximate", "label"),
    [
        ("about -89 mV", True, ""),
        ("approx. -89 mV", True, ""),
        ("Roughly -89 mV", True, ""),
        ("E_K ≈ -89 mV", True, "E_K"),
        ("E_K = about -89 mV", True, "E_K"),
        ("E_{K} = -89 mV", False, "E_{K}"),
        ("[K]_o = 5 mM", False, "[K]_o"),
        ("[Ca²⁺]_i = 5 mM", False, "[Ca²⁺]_i"),
        ("[Na+]_{in} = 5 mM", False, "[Na+]_{in}"),
        ("E_{K^+} = -89 mV", False, "E_{K^+}"),
        ("E(K) = -89 mV", False, "E(K)"),
        ("E_K: -89 mV", False, "E_K"),
        ("-89 mV", False, ""),
        ("= -89 mV", False, ""),
    ],
)
def test_rough_numbers_and_names_are_noted(text: str, approximate: bool, label: str) -> None:
    quantity = parse(text)
    assert (quantity.approximate, quantity.label) == (approximate, label)


def test_a_temperature_can_be_read_as_a_difference() -> None:
    assert parse("5 °C").si == 278.15
    assert parse("5 °C").si_difference == 5.0
    assert parse("5 K").si_difference == parse("5 K").si == 5.0
    assert parse("5 mK").si_difference == 0.005


decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-10**9,
                       max_value=10**9)  # fmt: skip
prefixes = st.sampled_from([("", 0), ("m", -3), ("µ", -6), ("u", -6), ("n", -9), ("k", 3)])


@given(decimals, prefixes)
def test_a_prefix_moves_the_point_and_nothing_else(number, prefix) -> None:
    name, power = prefix
    shifted = number.scaleb(-power)
    assert parse(f"{shifted:f} {name}V").si == parse(f"{number:f} V").si == float(number)


@given(decimals)
def test_minus_signs_and_commas_change_nothing(number) -> None:
    plain = parse(f"{number:f} mV")
    unicode_minus = parse(f"{number:f} mV".replace("-", "−"))
    comma = parse(f"{number:f} mV".replace(".", ","))
    assert plain.exact == unicode_minus.exact == comma.exact == Fraction(number)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200))
@example(5e-324)
@example(-0.0)
def test_a_float_is_read_back_or_refused_as_out_of_range(number: float) -> None:
    if 0 < abs(number) < 1e-250:
        with pytest.raises(QuantityError, match="too large or too small"):
            parse(repr(number))
    else:
        assert parse(repr(number)).value == number


@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=3))
def test_thousands_grouped_without_doubt_are_one_number(first: int, groups: list[int]) -> None:
    digits = str(first) + "".join(f"{g:03}" for g in groups)
    for mark in ("\u202f", "\u00a0", "\u2009", "'", "’"):
        grouped = str(first) + "".join(f"{mark}{g:03}" for g in groups)
        assert parse(grouped).exact == int(digits)
    if len(groups) > 1:
        for mark in ",.":
            assert parse(str(first) + "".join(f"{mark}{g:03}" for g in groups)).exact == int(digits)


ALPHABET = "0123456789+-−–.,'eE×x*·^()[]{}±~≈=<>%°/ \u202f\u00a0mVAKCΩµμupnkMJolTLsFS²⁻³⁰∞naif_"


@given(st.text(alphabet=ALPHABET, max_size=40) | st.text(max_size=60))
def test_any_text_is_a_finite_quantity_or_a_refusal(text: str) -> None:
    quantity = refusal = None
    try:
        quantity = parse(text)
    except QuantityError as problem:
        refusal = problem
    if refusal is not None:
        assert 0 <= refusal.position <= len(text)
        assert str(refusal).isprintable()
    if quantity is not None:
        assert math.isfinite(quantity.si)
        assert quantity.typed == text
        assert quantity.unit in text


@given(st.text(alphabet="0123456789.,-−eE'\u202f ", min_size=1, max_size=14))
def test_every_digit_that_was_typed_counts(text: str) -> None:
    """Nothing is stripped: the digits of an accepted number are the digits of its value."""
    try:
        quantity = parse(text)
    except QuantityError:
        return
    mantissa = text.lower().replace(" ", "").split("e")[0]
    typed = "".join(c for c in mantissa if c in "0123456789").strip("0")
    value = str(abs(quantity.exact.numerator * 10**400 // quantity.exact.denominator)).strip("0")
    assert value == typed


@pytest.mark.parametrize(
    "typed", ["37 deg C", "37 degC", "37 degrees C", "37 degree C", "37 degrees celsius", "37 °C"]
)
def test_degrees_celsius_in_words(typed: str) -> None:
    assert parse(typed).si == pytest.approx(310.15)


def test_an_answer_may_be_as_long_as_it_may_be() -> None:
    longest = "1" + " " * (118 - len("mV")) + " mV"
    assert len(longest) <= 120
    assert parse(longest).si == pytest.approx(1e-3)
    with pytest.raises(QuantityError):
        parse("1" * 121)


@pytest.mark.parametrize("typed", ["3 V^9999", "3 V^99999", "3 V^0"])
def test_powers_of_units_are_bounded(typed: str) -> None:
    with pytest.raises(QuantityError):
        parse(typed)
