"""Limits, series and antiderivatives that derivations rest on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from millivolt.symbolic.arithmetic.conversion import proved_equal
from millivolt.symbolic.calculus.antiderivatives import antiderivative
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.limits import limit, series
from millivolt.symbolic.comparison.formulas import compare
from millivolt.symbolic.formula.domain import domains_of
from millivolt.symbolic.formula.expression import INFINITY, Num, Var, exp, multiply, number, power
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.reading.parser import parse

SYMBOLS = {
    **dict.fromkeys(
        ["a", "b", "c_i", "c_o", "P_K", "P_Na", "K_i", "K_o", "Na_i", "Na_o", "tau"], "positive"
    ),
    "x": "real",
    "V": "real",
    "z": "nonzero_integer",
}
DOMAINS = domains_of(SYMBOLS)


def tree(text):
    return lower(parse(text, SYMBOLS).tree)


@pytest.mark.parametrize(
    ("body", "name", "target", "expected"),
    [
        ("(1 - exp(-x))/x", "x", "0", "1"),
        ("x/(exp(x) - 1)", "x", "0", "1"),
        ("x*coth(x)", "x", "0", "1"),
        ("(cosh(x) - 1)/x^2", "x", "0", "1/2"),
        ("(c_i - c_o*exp(-x))*x/(1 - exp(-x))", "x", "0", "c_i - c_o"),
        ("ln((P_K*K_o + P_Na*Na_o)/(P_K*K_i + P_Na*Na_i))", "P_Na", "0", "ln(K_o/K_i)"),
        ("ln((P_K*K_o + P_Na*Na_o)/(P_K*K_i + P_Na*Na_i))", "P_Na", "inf", "ln(Na_o/Na_i)"),
        ("(c_i - c_o*exp(-x))/(1 - exp(-x))", "x", "inf", "c_i"),
        ("(c_i - c_o*exp(-x))/(1 - exp(-x))", "x", "-inf", "c_o"),
        ("a*(1 - exp(-x/tau))", "x", "inf", "a"),
        ("x^5*exp(-x)", "x", "inf", "0"),
        ("(2*x^2 + x)/(3*x^2 - 1)", "x", "inf", "2/3"),
        ("tanh(a*x)", "x", "inf", "1"),
        ("sqrt(x^2 + x) - x", "x", "inf", "1/2"),
        ("(x^2 - 1)/(x - 1)", "x", "1", "2"),
        ("(ln(x) - ln(a))/(x - a)", "x", "a", "1/a"),
    ],
)
def test_a_limit_is_found(body, name, target, expected):
    found = limit(tree(body), name, parse(target, SYMBOLS).tree, DOMAINS)
    assert found is not None
    assert proved_equal(found, tree(expected), DOMAINS)


@pytest.mark.parametrize(
    ("body", "name", "target"),
    [
        ("1/x", "x", "0"),
        ("exp(x)", "x", "inf"),
        ("sin(x)", "x", "inf"),
        ("ln(x)", "x", "0"),
        ("exp(z*x)", "x", "inf"),
        ("abs(x)/x", "x", "0"),
    ],
)
def test_a_limit_that_does_not_exist_or_depends_is_not_invented(body, name, target):
    assert limit(tree(body), name, parse(target, SYMBOLS).tree, DOMAINS) is None


@pytest.mark.parametrize(
    ("body", "order", "expected"),
    [
        ("exp(x)", 2, "1 + x + x^2/2"),
        ("x/(1 - exp(-x))", 2, "1 + x/2 + x^2/12"),
        ("1/(1 + x)", 1, "1 - x"),
        ("ln(1 + x/a)", 2, "x/a - x^2/(2*a^2)"),
        ("cos(x)", 3, "1 - x^2/2"),
    ],
)
def test_a_series_has_its_terms(body, order, expected):
    found = series(tree(body), "x", number(0), order, DOMAINS)
    assert found is not None
    assert proved_equal(found, tree(expected), DOMAINS)


@pytest.mark.parametrize(
    "body",
    [
        "x^3 - 2*x",
        "exp(-x/a)",
        "x^2*exp(x/a)",
        "1/(a + b*x)",
        "1/x",
        "1/x^2",
        "1/(a + b*x)^2",
        "1/(1 + exp(x))",
        "exp(x)/(1 + exp(x))",
        "1/((x + a)*(x + b))",
        "b*exp(-x/a)*(1 - exp(-x/a))",
        "sin(x)",
        "x*cos(a*x)",
    ],
)
def test_an_antiderivative_has_its_derivative(body):
    found = antiderivative(tree(body), "x", DOMAINS)
    assert found is not None
    assert proved_equal(differentiate(found, "x"), tree(body), DOMAINS)


@pytest.mark.parametrize("body", ["exp(x^2)", "exp(x)/x", "1/sqrt(1 + x^4)", "ln(sin(x))"])
def test_what_has_no_elementary_antiderivative_here_is_not_invented(body):
    assert antiderivative(tree(body), "x", DOMAINS) is None


@given(st.integers(0, 4), st.integers(-3, 3), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_powers_times_exponentials_are_integrated(n, rate, scale):
    x = Var("x")
    body = multiply(number(scale), power(x, number(n)), exp(multiply(number(rate), x)))
    found = antiderivative(body, "x", DOMAINS)
    assert found is not None
    assert proved_equal(differentiate(found, "x"), body, DOMAINS)


def test_infinity_is_not_a_number():
    assert isinstance(limit(Var("a"), "x", INFINITY, DOMAINS), Var | Num)
    assert compare("inf", "a", SYMBOLS).verdict != "equal"
