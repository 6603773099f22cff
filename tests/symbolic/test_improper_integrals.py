"""Integrals to infinity, and integrals that do not exist: decided, never given a wrong value."""

import pytest

from millivolt.symbolic import check_derivation, compare

SYMBOLS = {"a": "positive", "b": "positive", "x": "real", "c": "real", "w": "nonzero"}


@pytest.mark.parametrize(
    ("formula", "right", "wrong"),
    [
        ("integrate(exp(-x^2), x, -inf, inf)", "sqrt(pi)", "sqrt(2*pi)"),
        ("integrate(exp(-x^2), x, 0, inf)", "sqrt(pi)/2", "sqrt(pi)"),
        ("integrate(exp(-x^2/(2*a^2)), x, -inf, inf)", "a*sqrt(2*pi)", "sqrt(2*pi)/a"),
        ("integrate(exp(-x^2/(2*w^2)), x, -inf, inf)", "|w|*sqrt(2*pi)", "w*sqrt(2*pi)"),
        ("integrate(exp(-a*x^2), x, -inf, inf)", "sqrt(pi/a)", "sqrt(pi*a)"),
        ("integrate(exp(-a*x^2 + b*x), x, -inf, inf)", "sqrt(pi/a)*exp(b^2/(4*a))", "sqrt(pi/a)"),
        ("integrate(x^2*exp(-a*x^2), x, -inf, inf)", "sqrt(pi)/(2*a^(3/2))", "sqrt(pi)/a"),
        ("integrate(x*exp(-a*x^2), x, 0, inf)", "1/(2*a)", "1/a"),
        ("integrate(exp(-(x - c)^2), x, -inf, inf)", "sqrt(pi)", "sqrt(pi)/2"),
        ("integrate(exp(-x^2), x, 0, b)", "sqrt(pi)/2*erf(b)", "sqrt(pi)*erf(b)"),
        ("integrate(1/(1 + x^2), x, -inf, inf)", "pi", "pi/2"),
        ("integrate(1/(1 + x^2), x, 0, inf)", "pi/2", "1"),
        ("integrate(1/(a^2 + x^2), x, 0, inf)", "pi/(2*a)", "pi/2"),
        ("integrate(1/(a^2 + x^2), x, -inf, 0)", "pi/(2*a)", "-pi/(2*a)"),
        ("integrate(x/(1 + x^2), x, 0, b)", "ln(1 + b^2)/2", "ln(1 + b^2)"),
        ("integrate(1/(1 + x^2)^2, x, 0, inf)", "pi/4", "pi/2"),
        ("integrate(1/sqrt(x), x, 0, a)", "2*sqrt(a)", "sqrt(a)"),
    ],
)
def test_an_integral_is_proved_and_a_wrong_value_refuted(formula, right, wrong):
    for pair in ((right, formula), (formula, right)):
        assert compare(*pair, SYMBOLS).verdict == "equal"
    for pair in ((wrong, formula), (formula, wrong)):
        assert compare(*pair, SYMBOLS).verdict == "different"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("integrate(1/x, x, -1, 2)", "ln(2)"),
        ("integrate(1/x, x, -1, 1)", "0"),
        ("integrate(1/x^2, x, -1, 1)", "-2"),
        ("integrate(1/(x - 1/3), x, 0, 1)", "ln(2)"),
        ("integrate(1/(x - a), x, 0, 2*a)", "0"),
        ("integrate(1/(x^2 - 1), x, 0, 2)", "-ln(3)/2"),
        ("integrate(exp(x)/(x - a), x, 0, 3*a)", "exp(a)"),
        ("integrate(1/(1 - exp(x)), x, -1, 1)", "1"),
        ("integrate(1/(x^2 - 2*x + 1), x, 0, 2)", "-2"),
        ("integrate(1/(x^2 - 2*a*x + a^2), x, 0, 2*a)", "-2/a"),
        ("integrate((x - 1)/(x^2 - 2*x + 1), x, 0, 2)", "0"),
        ("integrate(exp(x)/(x - a)^2, x, 0, 3*a)", "exp(a)"),
        ("integrate(1/((x - 1)*(x - 2))^2, x, 0, 5)", "1"),
        ("integrate(1/(1 - cos(x)), x, -1, 1)", "-2"),
        ("integrate(1/(cosh(x) - 1), x, -1, 1)", "-2"),
        ("integrate(1/(exp(2*x) - 2*exp(x) + 1), x, -1, 1)", "1"),
        ("integrate(1/x, x, 0, a)", "ln(a)"),
        ("integrate(1/x, x, 1, inf)", "1"),
        ("integrate(exp(x), x, 0, inf)", "-1"),
        ("integrate(exp(a*x), x, 0, inf)", "-1/a"),
        ("integrate(x/(1 + x^2), x, 0, inf)", "0"),
        ("integrate(x, x, -inf, inf)", "0"),
    ],
)
def test_an_integral_that_does_not_exist_has_no_value(formula, value):
    for pair in ((value, formula), (formula, value)):
        found = compare(*pair, SYMBOLS)
        assert found.verdict == "different"
        assert "integral" in found.message
        assert "not exist" in found.message


@pytest.mark.parametrize(
    ("premise", "line"),
    [
        ("b = integrate(1/x, x, -1, 2)", "b = ln(2)"),
        ("b = a", "b = a + integrate(1/x, x, -a, a)"),
        ("b = a", "b = a + ∫_{-1}^{1} dx/x"),
        ("b = a", "b = a + 2 + ∫_{-1}^1 1/x^2 dx"),
        ("b = a", "b = a + integrate(x, x, -inf, inf)"),
    ],
)
def test_an_integral_that_does_not_exist_proves_nothing(premise, line):
    report = check_derivation([line], [premise], None, {**SYMBOLS, "b": "real"})
    assert not report.steps[0].ok


@pytest.mark.parametrize(
    ("premises", "line"),
    [
        (["b = -dc/dx", "c(-a) = 1", "c(a) = 2"], "∫_{-a}^a (dc/dx + 1/x) dx = 1"),
        (["b = -dc/dx", "c(-a) = 1", "c(a) = 2"], "∫_{-a}^a (dc/dx + 1/x^2) dx = 1 - 2/a"),
        (
            ["dc/dx + dw/dx = 1/x", "c(-1) = 1", "c(1) = a", "w(-1) = 2", "w(1) = b"],
            "integrate x from -1 to 1: a + b = 3",
        ),
    ],
)
def test_a_pole_beside_a_function_or_behind_a_move_is_not_stepped_over(premises, line):
    report = check_derivation([line], premises, None, {**SYMBOLS, "b": "real"})
    assert not report.steps[0].ok


def test_an_integral_beside_a_function_is_carried_out():
    premises = ["b = -dc/dx", "c(-a) = 1", "c(a) = 2"]
    for line, right in (("= 1 + 2*a", True), ("= 1", False)):
        report = check_derivation(
            [f"∫_{{-a}}^a (dc/dx + 1) dx {line}"], premises, None, {**SYMBOLS, "b": "real"}
        )
        assert report.steps[0].ok is right


def test_an_integral_that_exists_for_some_values_is_followed():
    lines = ["b = ∫_a^w dx/(x - c)", "b = ln|(w - c)/(a - c)|"]
    report = check_derivation(lines[1:], lines[:1], None, {**SYMBOLS, "b": "real"})
    assert report.steps[0].ok


def test_the_variable_of_an_integral_has_no_sign_but_that_of_its_range():
    symbols = {**SYMBOLS, "x": "positive"}
    assert compare("1", "integrate(|x|, x, -1, 1)", symbols).accepted
    assert compare("0", "integrate(|x|, x, -1, 1)", symbols).verdict == "different"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        # What cancels, or lies outside of the range, is no pole in it.
        ("integrate((x^2 - a^2)/(x - a), x, 0, 2*a)", "4*a^2"),
        ("integrate(1/(x + a), x, 0, a)", "ln(2)"),
        ("integrate(sin(x)/x, x, 1, 1)", "0"),
        ("integrate(1/sqrt(1 - x^2), x, 0, 1/2)", "pi/6"),
    ],
)
def test_a_hole_is_no_pole(formula, value):
    assert compare(value, formula, SYMBOLS).verdict != "different"


@pytest.mark.parametrize(
    ("formula", "right", "wrong"),
    [
        ("integrate(1/(x + c), x, 0, 1)", "ln((1 + c)/c)", "ln(c/(1 + c))"),
        ("integrate(1/(x - c), x, a, b)", "ln((b - c)/(a - c))", "ln((b + c)/(a - c))"),
    ],
)
def test_an_answer_is_not_refuted_where_the_integral_does_not_exist(formula, right, wrong):
    assert compare(right, formula, SYMBOLS).verdict != "different"
    assert compare(formula, right, SYMBOLS).verdict != "different"
    assert compare(wrong, formula, SYMBOLS).verdict == "different"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("integrate(1/(x^2 - 2*x + 1), x, 2, 4)", "2/3"),
        ("integrate((x - 1)^2/(x^2 - 2*x + 1), x, 0, 2)", "2"),
        ("integrate(x^2/(cosh(x) - 1), x, -1, 1)", "4"),
        ("integrate(1/(x^2 - 2*x + 1.000001), x, 0, 2)", "1"),
    ],
)
def test_no_pole_is_seen_where_there_is_none(formula, value):
    for pair in ((value, formula), (formula, value)):
        assert "does not exist" not in compare(*pair, SYMBOLS).message
