"""One number with its unit: right in any notation, and wrong with the reason named."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.checks import check
from millivolt.isolation import Opaque, SymbolicTree
from millivolt.items import (
    CONCENTRATION,
    CURRENT,
    MULTI_TERM,
    SINGLE_LOG,
    Misconception,
    Numeric,
    Observation,
    Response,
    State,
    Tolerance,
)

NARROW = "\u202f"


def verdict(part: Numeric, value: object):
    return check(part, Observation(Response(part.id, "the cell"), value))


def codes(part: Numeric, value: object) -> list[str]:
    return [f.code for f in verdict(part, value).findings]


def messages(part: Numeric, value: object) -> list[str]:
    return [f.message for f in verdict(part, value).findings]


def numeric(answer: float = -89.0589, unit: str = "mV", **more: object) -> Numeric:
    options = {"tolerance": Tolerance(0.005, resolution=0.3), **more}
    return Numeric("E", answer=answer, unit=unit, **options)  # type: ignore[arg-type]


def idea(name: str, value: float) -> Misconception:
    return Misconception(name, value, f"Tell {name}.", f"Ask {name}?")


RIGHT = [
    "-89.1 mV", "−89.1 mV", "–89.1 mV", "-89.06 mV", "-89.0589 mV", "-89 mV", "-89.1mV",
    "- 89.1 mV", "-89,1 mV", "−89,06 mV", f"−89.1{NARROW}mV", "-89.1\u00a0mV", "\t-89.1 mV \n",
    "-0.0891 V", "-.0891 V", "-0,0891 V", "-8.91e-2 V", "-8.91E-2 V", "-8.91e−2 V",
    "−8.91×10⁻² V", "-8.91 × 10^-2 V", "-8.91x10^-2 V", "-8.91*10**-2 V", "-8.91·10⁻² V",
    "-89060 uV", "-89060 µV", "-89060 μV", "-89\u202f060 µV", "-89.1 millivolts",
    "-0.0891 volt", "-89.1 (mV)", "-89.1 [mV]", "-89.1 mV.", "E = -89.1 mV", "E_K ≈ -89.1 mV",
    "about -89.1 mV", "-89.1 ± 0.2 mV", "(-89.1 ± 0.2) mV", "-89.1(2) mV", "-89.1 mJ/C",
    "-89.1 pA/nS", "-89.1 pA GΩ", "-89.1 pA(GΩ)", "-89.1", "−89,1", "-8.91e1", -89.1, -89.06,
    np.float64(-89.06),
    np.float32(-89.06), np.array(-89.06), np.int64(-89), -89, (-89.1, "mV"), [-0.0891, "V"],
    complex(-89.1, 0.0), SymbolicTree(("Float", "-89.1")), SymbolicTree(("Integer", "-89")),
    SymbolicTree(("Rational", "-891", "10")), "minus 89.1 mV", "Minus 89,06 mV",
    "negative 0.0891 V", "(-89.1 mV)", "(−89,1)", "(-89.1 ± 0.2 mV).", "E = (minus 89.1 mV)",
    np.array([-89.1]), np.array([[-89.1]]), [-89.1], (-89.1,), [["-89.1 mV"]], ["−0,0891 V"],
    (np.array([-89.1]), "mV"), ("-89.1", "mV"), [(-0.0891, "V")], (-89.1, "(mV)"),
    (SymbolicTree(("Float", "-89.1")), "mV"), (-89.1, ""),
]  # fmt: skip

NEAR_MISSES = [
    "89.1 mV", "-89.1 V", "-89.1 µV", "-89.1 nV", "-89.1 kV", "-0.0891 mV", "-0.0891", "-8.91 mV",
    "-891 mV", "-90 mV", "-88 mV", "-90,1 mV", "-89.6 mV", "-88.5 mV", "-89.1 mM", "-89.1 mA",
    "-89.1 mS", "-89.1 mv", "-89.1 MV", "-89.1 m V", "-89.1 mV/K", "-89.1 mV^2", "-89.1 mVs",
    "-89.1 K", "-89.1 %", "-89.1 kT", "-89.1 meV", "0", "0 mV", "-0.0 mV", "-89,100", "-89,100 mV",
    "-89 .1 mV", "-89.1 to -89.0 mV", "-89.1, -89.0", "-89.1 or 89.1 mV", "±89.1 mV", "< -89.1 mV",
    "-26.7*log(28) mV", "-89.1 + 0 mV", "--89.1 mV", "-89.1 mV 2", "-89.1.0 mV", "٨٩ mV", "nan",
    "inf mV", "-1e400 mV", "mV", "eighty-nine", 89.1, -0.0891, 0, 0.0, -0.0, float("nan"),
    float("inf"), True, [-89.1, -89.1], (-89.1, "mM"), (-89.1, "mv"), (True, "mV"),
    np.array([-89.1, -89.1]), np.array([]), np.array(float("nan")), [-89.1, "mV", "mV"],
    (-89.1, "*10^-3 V"), (-89.1, "×10^3 mV"), (-89.1, "e3 mV"), ("-89.1 mV", "mV"), (-89.1, "0 mV"),
    (("-89.1", "mV"), "V"), [["-89.1 mV", "-89.1 mV"]], frozenset({"-89.1 mV"}), "minus -89.1 mV",
    "-(-89.1 mV)", "(89.1 mV)", "plus 89.1 mV", "89.1 mV negative", {"E": -89.1},
    complex(-89.1, 1e-3), Opaque("Quantity"), SymbolicTree(("Symbol", "E")), 10**400,
    SymbolicTree(("Rational", "1", "0")), "-89.1 mV" * 40,
]  # fmt: skip


@pytest.mark.parametrize("value", RIGHT, ids=repr)
def test_a_right_answer_is_right_in_every_notation(value: object, potential: Numeric) -> None:
    result = verdict(potential, value)
    assert (result.state, result.fraction) == (State.CORRECT, 1)
    assert [f.code for f in result.findings] == ["understood"]


@pytest.mark.parametrize("value", NEAR_MISSES, ids=lambda v: repr(v)[:40])
def test_a_near_miss_is_not_right(value: object, potential: Numeric) -> None:
    result = verdict(potential, value)
    assert result.state in (State.INCORRECT, State.UNGRADABLE_INPUT)
    assert result.fraction == 0
    assert all(f.message for f in result.findings)


def test_there_are_at_least_forty_of_each() -> None:
    assert len(RIGHT) >= 40
    assert len(NEAR_MISSES) >= 40


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("-89.1 V", "wrong_unit", "The number is right and its unit V is not."),
        ("-89.1 mM", "wrong_unit", "The number is right and its unit mM is not."),
        ("89.1 mV", "misconception",
         "This is in_out_swapped. What about in_out_swapped?"),
        ("-90 mV", "close", "The value is close, but not within the tolerance. Keep all digits "
         "until the end and check the constants and the temperature."),
        ("-0.0891", "power_of_ten", f"The value is off by a factor of 1/1{NARROW}000. "
         "Check the prefixes and units in each step."),
        ("-89060 mV", "power_of_ten", f"The value is off by a factor of 1{NARROW}000. "
         "Check the prefixes and units in each step."),
        ("-55 mV", "wrong_value", "The value is not right."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(value: object, code: str, message: str, potential: Numeric) -> None:
    found = {f.code: f.message for f in verdict(potential, value).findings}
    assert found[code] == message


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("1,000 mV", "unreadable_quantity", "The comma in “1,000” can mean two things. Write it "
         "with a decimal point or without the comma. Did you mean 1.000 or 1000?"),
        (True, "wrong_type", "One number is asked for here, and this is True or False."),
        ({"E": 1}, "wrong_type", "One number is asked for here, and this is a dict."),
        (1 + 2j, "wrong_type", "One number is asked for here, and this is a complex number."),
        (Opaque("Quantity"), "wrong_type",
         "One number is asked for here, and this is a value of the type Quantity."),
        (frozenset({1}), "wrong_type", "One number is asked for here, and this is a set."),
        (SymbolicTree(("Symbol", "x")), "wrong_type",
         "One number is asked for here, and this is a formula."),
        (10**400, "wrong_type",
         "One number is asked for here, and this is a number of far too many digits."),
        (SymbolicTree(("Rational", "1" + 350 * "0", "7")), "wrong_type",
         "One number is asked for here, and this is a number of far too many digits."),
        ([[1.0, 2.0]], "wrong_shape", "One number is asked for here, and this has 2 values."),
        ((1.0, "×10^3 mV"), "wrong_shape",
         "One number is asked for here, and this has 2 values."),
        ((1.0, 2.0), "wrong_shape", "One number is asked for here, and this has 2 values."),
        (np.zeros((2, 3)), "wrong_shape",
         "One number is asked for here, and this has the shape 2 × 3."),
        (float("nan"), "not_finite",
         "The answer contains nan, which is not a finite number."),
    ],
)  # fmt: skip
def test_input_of_another_kind_is_ungradable_with_a_sentence(
    value: object, code: str, message: str, potential: Numeric
) -> None:
    result = verdict(potential, value)
    assert result.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in result.findings] == [(code, message)]


def test_a_right_number_in_a_wrong_unit_tells_which_unit(potential: Numeric) -> None:
    found = {f.code: f.evidence for f in verdict(potential, "-89.1 V").findings}
    assert found["wrong_unit"] == {"unit": "V"}


def test_the_finding_on_an_unreadable_text_tells_problem_and_place(potential: Numeric) -> None:
    (found,) = verdict(potential, "-89.1 furlong").findings
    assert found.evidence == {"problem": "unknown_unit", "position": 6}


def test_what_was_understood_is_told_in_the_part_s_unit(potential: Numeric) -> None:
    found = verdict(potential, "-0.08906123456 V").findings[0]
    assert found.message == f"Read as −89.0612{NARROW}mV."
    assert found.evidence == {
        "value": -89.06123456,
        "unit": "mV",
        "shown": f"−89.0612{NARROW}mV",
    }


def test_the_limits_of_the_tolerance_are_right_and_just_beyond_is_close() -> None:
    part = numeric(100.0, tolerance=Tolerance(0.01, close=0.02))
    assert verdict(part, "101 mV").state is State.CORRECT
    assert verdict(part, "99 mV").state is State.CORRECT
    assert codes(part, "101.001 mV") == ["understood", "close"]
    assert codes(part, "102 mV") == ["understood", "close"]
    assert codes(part, "98 mV") == ["understood", "close"]
    assert codes(part, "102.001 mV") == ["understood", "wrong_value"]


@pytest.mark.parametrize(
    ("tolerance", "key", "allowed"),
    [
        (SINGLE_LOG, -89.0, 0.445),
        (SINGLE_LOG, 20.0, 0.3),
        (MULTI_TERM, -140.0, 0.7),
        (MULTI_TERM, 20.0, 0.5),
        (CURRENT, 50.0, 0.5),
        (CONCENTRATION, 10.0, 0.3),
    ],
)
def test_the_classes_of_the_catalogue_allow_what_it_says(tolerance, key, allowed) -> None:
    part = numeric(key, tolerance=tolerance)
    assert verdict(part, key + 0.999 * allowed).state is State.CORRECT
    assert verdict(part, key - 1.001 * allowed).state is State.INCORRECT


def test_a_zero_key_accepts_what_the_data_resolve_and_nothing_is_close_to_it() -> None:
    part = numeric(0.0, tolerance=Tolerance(0.01, resolution=0.3))
    assert verdict(part, "0.3 mV").state is State.CORRECT
    assert codes(part, "0.31 mV") == ["understood", "wrong_value"]
    assert codes(part, "-400 mV") == ["understood", "wrong_value"]


# Units, dimensions, temperatures


@pytest.mark.parametrize(
    ("unit", "answer", "typed"),
    [
        ("K", 310.15, "37 °C"),
        ("°C", 37.0, "310.15 K"),
        ("°C", 37.0, "37"),
        ("ΔK", 5.0, "5 °C"),
        ("Δ°C", 5.0, "5 K"),
        ("Δ°C", 5.0, "5 Δ°C"),
        ("ΔK", 5.0, "5000 mK"),
        ("mK", 5000.0, "5 ΔK"),
        ("mK", 5000.0, "5 Δ°C"),
        ("K", 5.0, "5 ΔK"),
        ("mV/decade", 61.54, "61.54 mV"),
        ("mV/decade", 61.54, "26.726482 mV/e-fold"),
        ("mV/decade", 61.54, "61.54 mV per decade"),
        ("mV", 61.54, "61.54 mV/decade"),
        ("%", 34.0, "340 ‰"),
        ("%", 34.0, "34"),
        ("", 0.34, "34 %"),
        ("mM", 140.0, "0.14 mol/L"),
        ("mM", 140.0, "140 mol/m^3"),
        ("1/s", 6e6, "6e6 ions/s"),
    ],
)
def test_units_that_measure_the_same_are_exchanged(unit: str, answer: float, typed: str) -> None:
    part = numeric(answer, unit, tolerance=Tolerance(1e-6))
    assert verdict(part, typed).state is State.CORRECT


@pytest.mark.parametrize(
    ("unit", "answer", "typed", "message"),
    [
        ("°C", 5.0, "5 ΔK", "ΔK does not measure a temperature."),
        ("mM", 5.0, "5 mm", "mm does not measure a concentration. Did you mean mM?"),
        ("mS", 5.0, "5 ms", "ms does not measure a conductance. Did you mean mS?"),
        ("K", 310.0, "310 C", "C does not measure a temperature."),
        ("°C", 37.0, "37 C", "C does not measure a temperature. Did you mean °C?"),
        ("mV", 5.0, "5 mol", "mol does not measure a voltage."),
        ("mV", 5.0, "5 %", "% does not measure a voltage."),
        ("mV/decade", 5.0, "5 mA", "mA does not measure a voltage per factor of concentration."),
    ],
)
def test_another_dimension_is_named_and_what_was_meant_is_asked(
    unit: str, answer: float, typed: str, message: str
) -> None:
    part = numeric(answer, unit, tolerance=Tolerance(0.01))
    found = verdict(part, typed)
    assert found.state is State.INCORRECT
    assert [f.code for f in found.findings] == ["wrong_unit", "wrong_dimension"]
    assert found.findings[1].message == message


def test_a_wrong_number_in_another_dimension_is_only_that() -> None:
    (found,) = verdict(numeric(5.0), "7 mol").findings
    assert (found.code, found.evidence) == ("wrong_dimension", {"unit": "mol"})


def test_a_computed_number_stands_for_the_decimal_that_it_prints_as() -> None:
    part = numeric(5.0, tolerance=Tolerance(0.01))
    for number in range(-999, 1000):
        read = verdict(part, (number / 10_000, "V")).findings[0].evidence
        assert read["value"] == number / 10


def test_whole_numbers_are_read_up_to_the_largest_quantity() -> None:
    assert verdict(numeric(5.0), 10**250).state is State.INCORRECT
    assert verdict(numeric(5.0), -(10**250)).state is State.INCORRECT
    assert verdict(numeric(5.0), 10**250 + 1).state is State.UNGRADABLE_INPUT
    assert verdict(numeric(5.0), -1.1e250).state is State.UNGRADABLE_INPUT


def test_kelvin_and_celsius_mixed_up_are_named() -> None:
    kelvin = numeric(310.15, "K", tolerance=Tolerance(1e-3))
    assert codes(kelvin, 37.0) == ["understood", "kelvin_celsius"]
    celsius = numeric(37.0, "°C", tolerance=Tolerance(1e-3))
    assert codes(celsius, 310.15) == ["understood", "kelvin_celsius"]
    assert messages(celsius, 310.15)[1] == (
        "Kelvin and degrees Celsius were mixed up: they differ by 273.15."
    )
    assert codes(numeric(310.15, "mV"), 37.0) == ["understood", "wrong_value"]


@pytest.mark.parametrize("power", [-9, -6, -3, -2, -1, 1, 2, 3, 6, 9])
def test_powers_of_ten_that_slip_are_named(power: int) -> None:
    found = verdict(numeric(5.0), 5.0 * 10.0**power).findings[1]
    assert found.code == "power_of_ten"
    assert found.evidence == {"power": power}


@pytest.mark.parametrize(
    ("given", "factor"),
    [(50.0, "10"), (500.0, "100"), (0.5, "1/10"), (5e-6, f"1/1{NARROW}000{NARROW}000")],
)
def test_the_factor_of_a_power_of_ten_is_told(given: float, factor: str) -> None:
    assert messages(numeric(5.0), given)[1].startswith(f"The value is off by a factor of {factor}.")


def test_a_power_of_ten_that_nobody_slips_by_is_just_wrong() -> None:
    assert codes(numeric(5.0), 5e4) == ["understood", "wrong_value"]


def test_a_sign_is_named_when_no_misconception_claims_it() -> None:
    assert codes(numeric(5.0), "-5 mV") == ["understood", "wrong_sign"]
    assert messages(numeric(5.0), "-5 mV")[1] == "The size is right and the sign is not."


# Misconceptions


def test_all_misconceptions_that_give_the_value_are_named_together() -> None:
    part = numeric(50.0, misconceptions=(idea("a", -50.0), idea("b", -50.1), idea("c", 20.0)))
    found = verdict(part, "-50 mV")
    assert found.misconceptions == ("a", "b")
    assert found.findings[1].code == "misconceptions"
    assert found.findings[1].message == (
        "One of these leads to your answer: (1) Tell a. Ask a? (2) Tell b. Ask b?"
    )


def test_a_misconception_in_the_close_band_goes_before_closeness() -> None:
    part = numeric(
        100.0, tolerance=Tolerance(0.002, close=0.02), misconceptions=(idea("a", 101.0),)
    )
    assert codes(part, "101 mV") == ["understood", "misconception"]
    assert codes(part, "100.5 mV") == ["understood", "close"]


def test_two_misconceptions_at_once_are_found() -> None:
    part = numeric(50.0, misconceptions=(idea("sign", -50.0), idea("log", 21.7)))
    found = verdict(part, "-21.7 mV")
    assert found.misconceptions == ("sign", "log")
    assert found.findings[1].message == (
        "Two things together lead to your answer: (1) Tell sign. Ask sign? (2) Tell log. Ask log?"
    )


def test_two_pairs_that_give_the_same_explain_nothing() -> None:
    ideas = (idea("a", 100.0), idea("b", 150.0), idea("c", 75.0), idea("d", 200.0))
    # 100·150/50 = 300 = 75·200/50
    assert codes(numeric(50.0, misconceptions=ideas), "300 mV") == ["understood", "wrong_value"]


def test_a_single_misconception_goes_before_a_pair() -> None:
    ideas = (idea("a", 100.0), idea("b", 150.0), idea("both", 300.0))
    assert verdict(numeric(50.0, misconceptions=ideas), "300 mV").misconceptions == ("both",)


def test_pairs_beyond_all_numbers_are_left_out() -> None:
    ideas = (idea("a", 1e200), idea("b", 1e200), idea("c", -3.0), idea("d", 4.0))
    part = numeric(1.0, tolerance=Tolerance(0.01), misconceptions=ideas)
    assert verdict(part, "-12 mV").misconceptions == ("c", "d")


def test_mistakes_that_cancel_are_no_explanation() -> None:
    ideas = (idea("twice", 100.0), idea("half", 25.0), idea("a", 51.0))
    part = numeric(50.0, tolerance=Tolerance(0.005), misconceptions=ideas)
    assert codes(part, "50.2 mV") == ["understood"]
    assert codes(part, "50.4 mV") == ["understood", "close"]


def test_a_zero_key_has_no_pairs() -> None:
    ideas = (idea("a", 3.0), idea("b", 5.0))
    part = numeric(0.0, tolerance=Tolerance(0.01, resolution=0.1), misconceptions=ideas)
    assert codes(part, "15 mV") == ["understood", "wrong_value"]


# Bare numbers, shares, figures


def test_a_bare_number_is_read_in_the_unit_only_where_the_prompt_names_it() -> None:
    assert verdict(numeric(5.0), 5.0).state is State.CORRECT
    strict = numeric(5.0, bare=False)
    result = verdict(strict, 5.0)
    assert (result.state, [f.message for f in result.findings]) == (
        State.UNGRADABLE_INPUT,
        ["Write the unit with the number."],
    )
    assert verdict(strict, "5 mV").state is State.CORRECT
    assert verdict(numeric(5.0, "", bare=False), 5.0).state is State.CORRECT


@pytest.mark.parametrize(
    ("typed", "fraction", "found"),
    [
        ("5 mV", Fraction(1), ["understood"]),
        ("0.005 V", Fraction(1), ["understood"]),
        ("7 mV", Fraction(1, 5), ["understood", "wrong_value", "unit_right"]),
        ("7 V", Fraction(1, 5), ["understood", "wrong_value", "unit_right"]),
        ("5 V", Fraction(4, 5), ["understood", "wrong_unit"]),
        ("5 mM", Fraction(4, 5), ["wrong_unit", "wrong_dimension"]),
        ("7 mM", Fraction(0), ["wrong_dimension"]),
        ("7", Fraction(0), ["understood", "wrong_value"]),
    ],
)
def test_value_and_unit_are_scored_apart_when_asked(
    typed: str, fraction: Fraction, found: list[str]
) -> None:
    part = numeric(5.0, unit_share=20)
    result = verdict(part, typed)
    assert (result.fraction, [f.code for f in result.findings]) == (fraction, found)


def test_a_right_unit_of_a_wrong_number_is_told() -> None:
    assert messages(numeric(5.0, unit_share=20), "7 mV")[-1] == "The unit is right."


def test_without_a_unit_only_the_number_is_scored() -> None:
    part = numeric(5.0, unit_share=20, bare=False)
    assert verdict(part, "5").fraction == Fraction(4, 5)
    assert codes(part, "5") == ["unit_missing"]
    assert verdict(part, "7").fraction == 0
    assert codes(part, "7") == ["unit_missing", "wrong_value"]


@pytest.mark.parametrize(
    ("typed", "fraction", "message"),
    [
        ("-89.1 mV", Fraction(1), None),
        ("-0.0891 V", Fraction(1), None),
        ("-89 mV", Fraction(9, 10), "Give 3 significant figures; this has 2."),
        ("-89.06 mV", Fraction(9, 10), "Round to 3 significant figures; this has 4."),
        (-89.0589, Fraction(1), None),
        ("-89100 µV", Fraction(1), None),
        ("-90000 µV", Fraction(0), None),
    ],
)
def test_figures_are_asked_of_typed_numbers_only(
    typed: object, fraction: Fraction, message: str | None
) -> None:
    part = numeric(figures=3)
    result = verdict(part, typed)
    assert result.fraction == fraction
    assert [f.message for f in result.findings[1:] if "figures" in f.message] == (
        [message] if message else []
    )


# Laws

decimals = st.decimals(min_value=-200, max_value=200, places=4, allow_nan=False)
keys = st.decimals(min_value=-200, max_value=200, places=2).filter(bool).map(float)
prefixes = st.sampled_from([("V", -3), ("mV", 0), ("µV", 3), ("nV", 6), ("kV", -6)])


@given(keys, decimals, prefixes)
def test_the_verdict_does_not_depend_on_the_prefix_typed(key, number, prefix) -> None:
    symbol, power = prefix
    part = numeric(key)
    plain = verdict(part, f"{number:f} mV")
    other = verdict(part, f"{number.scaleb(power):f} {symbol}")
    assert (other.state, other.fraction) == (plain.state, plain.fraction)
    assert other.findings[0] == plain.findings[0]


@given(keys, decimals, st.integers(-3, 3))
def test_the_verdict_does_not_depend_on_the_notation(key, number, power) -> None:
    part = numeric(key)
    plain = verdict(part, f"{number:f} mV")
    shifted = number.scaleb(-power)
    assert plain == verdict(part, f"{number:f} mV".replace("-", "−"))
    assert plain == verdict(part, f"{number:f} mV".replace(".", ","))
    assert plain == verdict(part, f"{shifted:f}e{power} mV")
    assert plain == verdict(part, f"{shifted:f} × 10^{power} mV")
    assert plain == verdict(part, f"{number:f}\u00a0mV")


@given(st.floats(1e-15, 1e15), st.floats(-3, 3), st.integers(-15, 15), st.sampled_from(["A", "V"]))
def test_a_key_in_another_prefix_gives_the_same_state(key, ratio, power, unit) -> None:
    """There is no absolute floor: picoamperes are judged like amperes."""
    value = key * ratio
    near_a_limit = min(abs(abs(ratio - 1) - limit) for limit in (0.01, 0.015, 1 / 3)) < 1e-9
    if near_a_limit:
        return
    plain = numeric(key, unit, tolerance=Tolerance(0.01))
    scaled = numeric(key * 10.0**power, unit, tolerance=Tolerance(0.01))
    assert [f.code for f in verdict(plain, value).findings] == [
        f.code for f in verdict(scaled, value * 10.0**power).findings
    ]


@given(st.floats(-1e300, 1e300).filter(bool), st.floats(0, 0.5), st.floats(0, 1e300))
def test_zero_is_never_right_for_a_key_that_is_not_zero(key, relative, resolution) -> None:
    if relative == resolution == 0:
        return
    part = numeric(key, tolerance=Tolerance(relative, resolution=resolution))
    assert verdict(part, 0.0).state is State.INCORRECT


@given(keys, st.floats(-0.0049, 0.0049))
def test_within_the_tolerance_is_right(key: float, off: float) -> None:
    assert verdict(numeric(key), key * (1 + off)).state is State.CORRECT


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.complex_numbers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    )
)
def test_whatever_is_in_the_slot_there_is_a_verdict_with_a_sentence(value: object) -> None:
    result = verdict(numeric(1.2345678e-7), value)
    assert result.state in State
    assert result.fraction == 0
    assert all(f.message.strip() for f in result.findings)
    assert result.findings
