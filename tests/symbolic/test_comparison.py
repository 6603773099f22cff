"""What a comparison tells beside its verdict, and what it refuses to guess."""

import pytest

from millivolt.symbolic import Domain, Symbol, compare

UNITS = {
    "R": Symbol("R", "positive", "J/(mol K)", typical=(8.314462618, 8.314462618)),
    "F": Symbol("F", "positive", "C/mol", typical=(96485.33212, 96485.33212)),
    "T": Symbol("T", "positive", "K", typical=(290, 312)),
    "z": Symbol("z", "nonzero_integer", "1"),
    "c_out": Symbol("c_out", "positive", "mM", typical=(1, 150)),
    "c_in": Symbol("c_in", "positive", "mM", typical=(1, 150)),
    "E": Symbol("E", "real", "mV", typical=(-100, 60)),
}
NERNST = "R*T/(z*F)*ln(c_out/c_in)"


def test_a_counterexample_is_told_in_units():
    outcome = compare("R*T/(z*F)*ln(c_in/c_out)", NERNST, UNITS)
    assert outcome.verdict == "different"
    assert "mM" in outcome.message
    assert "mV; the membrane would need" in outcome.message
    assert "R =" not in outcome.message
    assert 1 <= outcome.counterexample["c_out"] <= 150
    assert 290 <= outcome.counterexample["T"] <= 312


def test_values_are_those_of_the_counterexample_in_si_units():
    outcome = compare("R*T/(z*F)*ln(c_in/c_out)", NERNST, UNITS)
    assert outcome.student_value == pytest.approx(-outcome.reference_value)
    assert abs(outcome.reference_value) < 0.2  # volts


def test_an_equation_is_refuted_in_the_words_of_its_left_side():
    outcome = compare("E = R*T/(z*F)*ln(c_in/c_out)", f"E = {NERNST}", UNITS)
    assert outcome.verdict == "different"
    assert "the membrane would need" in outcome.message
    assert "E" in outcome.counterexample


def test_terms_that_cannot_be_added_are_named():
    outcome = compare("R*T*ln(c_in) + z*F", NERNST, UNITS)
    assert outcome.message == "R*T*ln(c_in) and z*F cannot be added: J/mol and C/mol."
    assert outcome.findings[0].code == "cannot_add"


def test_a_wrong_dimension_is_told_before_a_number():
    outcome = compare("R*T*ln(c_out/c_in)", NERNST, UNITS)
    assert outcome.verdict == "different"
    assert outcome.message == "Your formula gives J/mol; it should give V."


def test_a_constant_of_nature_may_be_written_as_its_rounded_value():
    outcome = compare("8.314*T/(z*96485)*ln(c_out/c_in)", NERNST, UNITS)
    assert outcome.verdict == "equal"
    assert outcome.how == "rounding"


def test_a_rounded_constant_is_a_finding():
    symbols = {"x": "positive"}
    outcome = compare("2.303*log10(x)", "ln(x)", symbols)
    assert outcome.verdict == "equal"
    assert outcome.findings[0].code == "rounded_constant"
    assert "2.303" in outcome.findings[0].message


@pytest.mark.parametrize("typed", ["2.4*log10(x)", "2.303*log10(x) + 1e-12", "2.3035*log10(x)"])
def test_a_constant_off_by_more_than_its_rounding_is_wrong(typed):
    assert compare(typed, "ln(x)", {"x": "positive"}).verdict == "different"


def test_an_exponent_is_never_a_rounded_constant():
    assert compare("x^2.00", "x^2.001", {"x": "positive"}).verdict == "different"


def test_a_removable_hole_is_equal_with_a_finding():
    outcome = compare("(m^2 - 1)/(m - 1)", "m + 1", {"m": "integer"})
    assert outcome.verdict == "equal"
    assert "holes" in [finding.code for finding in outcome.findings]


def test_a_formula_without_any_value_is_different():
    for typed in ("x/(1 - 1)", "x/(x - x)", "ln(x - x)", "1/ln(x/x)"):
        outcome = compare(typed, "x", {"x": "real"})
        assert outcome.verdict == "different"
        assert "no value" in outcome.message


def test_two_formulas_without_any_value_stay_undecided():
    assert compare("ln(x - x)", "1/(x - x)", {"x": "real"}).verdict == "undecided"


def test_what_cannot_be_proved_is_called_probable():
    outcome = compare("-ln(sqrt(x^2 + 1) - x)", "asinh(x)", {"x": "real"})
    assert outcome.verdict in ("equal", "probable")
    if outcome.verdict == "probable":
        assert "no proof" in outcome.message


def test_an_unreadable_answer_is_invalid_with_its_place():
    outcome = compare("R*T/(z*F", "R*T/(z*F)", {"R": "real", "T": "real", "z": "real", "F": "real"})
    assert outcome.verdict == "invalid"
    assert outcome.position == 4


def test_an_unreadable_reference_is_the_authors_error():
    with pytest.raises(ValueError, match="reference"):
        compare("x", "x +", {"x": "real"})


@pytest.mark.parametrize("domain", ["imaginary", (3, 1), "", Domain])
def test_an_unknown_domain_is_the_authors_error(domain):
    with pytest.raises(ValueError, match=r"domain|interval"):
        compare("x", "x", {"x": domain})


def test_an_expression_may_be_given_as_an_equation():
    symbols = {"E": "real", "V": "real"}
    assert compare("E = 2*V", "V + V", symbols).verdict == "equal"
    assert compare("V + V", "E = 2*V", symbols).verdict == "equal"
    assert compare("V + V < 3", "V + V", symbols).verdict == "invalid"


@pytest.mark.parametrize(
    ("domain", "verdict"),
    [
        ("positive", "equal"),
        ("nonnegative", "equal"),
        ("real", "different"),
        ("integer", "different"),
        ("positive_integer", "equal"),
        ("nonzero", "different"),
        ((0, 1), "equal"),
        ((-1, 1), "different"),
        ((-2, -1), "different"),
        (Domain("positive"), "equal"),
    ],
)
def test_the_declared_domain_decides(domain, verdict):
    assert compare("sqrt(x^2)", "x", {"x": domain}).verdict == verdict


def test_a_finite_range_can_prove_a_sign():
    outcome = compare("ln(p*(1 - p))", "ln(p) + ln(1 - p)", {"p": (0, 1)})
    assert (outcome.verdict, outcome.how) == ("equal", "proof")


def test_integers_are_integers():
    assert compare("sin(pi*n)", "0", {"n": "integer"}).accepted
    assert compare("(-1)^(2*n)", "1", {"n": "integer"}).accepted
    assert compare("sin(pi*n)", "0", {"n": "real"}).verdict == "different"


def test_complex_symbols_use_principal_values():
    symbols = {"u": "complex"}
    assert compare("exp(i*u)", "cos(u) + i*sin(u)", symbols).verdict == "equal"
    assert compare("sqrt(u^2)", "u", symbols).verdict == "different"
    assert compare("ln(exp(u))", "u", symbols).verdict == "different"


def test_a_tree_from_a_computer_algebra_system_is_compared_like_text():
    symbols = {"a": "positive", "b": "positive"}
    tree = ["Add", ["log", "a"], ["Mul", -1, ["log", "b"]]]
    assert compare(tree, "ln(a/b)", symbols).verdict == "equal"


def test_calculus_in_a_formula_is_carried_out():
    symbols = {"x": "real", "a": "positive", "t": "positive"}
    assert compare("diff(x^3, x)", "3*x^2", symbols).verdict == "equal"
    assert compare("integrate(exp(-x/a), x, 0, t)", "a*(1 - exp(-t/a))", symbols).verdict == "equal"
    assert compare("limit(sin(x)/x, x, 0)", "1", symbols).verdict == "equal"
    assert compare("sum(n^2, n, 1, 4)", "30", symbols).verdict == "equal"


def test_an_integral_over_a_pole_is_not_given_a_value():
    assert compare("integrate(1/x, x, -1, 1)", "0", {"a": "real"}).verdict == "different"


LAB = {
    **UNITS,
    "g": Symbol("g", "positive", "nS", typical=(1, 20)),
    "V": Symbol("V", "real", "mV", typical=(-100, 60)),
    "E_K": Symbol("E_K", "real", "mV", typical=(-95, -80)),
    "P": Symbol("P", "positive", "cm/s", typical=(1e-7, 1e-5)),
    "W": Symbol("W", "real", "kJ/mol", typical=(-20, 20)),
    "lambda_": Symbol("lambda_", "positive", "mm", typical=(0.1, 2)),
    "x": Symbol("x", "positive", "mm", typical=(0.1, 2)),
}
FLUX = "P*z^2*F^2*V/(R*T)*(c_in - c_out*exp(-z*F*V/(R*T)))/(1 - exp(-z*F*V/(R*T)))"


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        (FLUX.replace("z^2", "z"), FLUX),
        (FLUX.replace("exp(-z*F", "exp(-F"), FLUX),
        ("abs(g*(V - E_K))", "g*(V - E_K)"),
        ("max(V, E_K)", "V"),
        ("W = R*T*ln(c_in/c_out) + F*V", "W = R*T*ln(c_in/c_out) + z*F*V"),
        ("V = W/F", "V = W/(z*F)"),
        ("abs(z)*F*V = W", "z*F*V = W"),
    ],
)
def test_a_difference_that_shows_in_the_lab_is_shown_there(typed, reference):
    outcome = compare(typed, reference, LAB)
    assert outcome.verdict == "different"
    for name, value in outcome.counterexample.items():
        if LAB[name].typical and f"{name} =" not in reference:
            low, high = LAB[name].typical
            assert low <= value <= high, outcome.message


def test_a_difference_that_shows_elsewhere_only_is_shown_there():
    assert compare("abs(g)*V + abs(E_K) + E_K", "g*V", LAB).verdict == "different"
    outcome = compare("g*(V - E_K) + max(0, V - 1000 mV)*g", "g*(V - E_K)", LAB)
    assert outcome.counterexample["V"] > 1000


@pytest.mark.parametrize(
    ("typed", "reference", "told"),
    [
        (
            "W = R*T*ln(c_out/c_in) + z*F*V",
            "W = R*T*ln(c_in/c_out) + z*F*V",
            "At T = 298 K, V = 37.6 mV, c_in = 10 mM, c_out = 3.68 mM, z = 1 your formula gives "
            "1150 J/mol; the right one gives 6100 J/mol.",
        ),
        ("x^2 = 4", "x = 2", "Your equation gives x = −2; the right one does not hold there."),
        ("x = 2", "x^2 = 4", "The right equation gives x = −2; yours does not hold there."),
        (
            "V = y",
            "V^2 = y^2",
            "At y = 3.81 the right equation gives V = −3.81; yours does not hold there.",
        ),
        (
            "V = 1 and y = 2",
            "V + y = 3 and V - y = 1",
            "At V = 1, y = 2 your statement holds, but the right one does not.",
        ),
    ],
)
def test_a_wrong_equation_is_refuted_in_plain_words(typed, reference, told):
    symbols = LAB if "W" in typed else {"x": "real", "V": "real", "y": "real"}
    assert compare(typed, reference, symbols).message == told


def test_values_are_written_out_as_a_physicist_does():
    outcome = compare("g*(V + E_K)", "g*(V - E_K)", LAB)
    assert outcome.message.endswith("gives −2080 pA; the right one gives 727 pA.")
    assert "lambda = 0.822 mm" in compare("V*exp(x/lambda)", "V*exp(-x/lambda)", LAB).message
    assert compare("V*lambda", "V*lambda", LAB).notes == ()
