"""Proofs beyond rational functions: by a slope that vanishes, and by a bound on small numbers."""

import pytest

from millivolt.symbolic import compare
from millivolt.symbolic.arithmetic.algebraic import proved_zero_constant, without_logarithms
from millivolt.symbolic.calculus.constancy import proved_by_slope
from millivolt.symbolic.formula.domain import domains_of
from millivolt.symbolic.formula.expression import folded
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.reading.parser import vocabulary

SYMBOLS = {"a": "positive", "b": "positive", "u": "real", "v": "nonzero", "w": (0, 1)}


def tree(text, symbols=SYMBOLS):
    return lower(vocabulary(symbols).parse(text).tree)


def by_slope(left, right):
    return proved_by_slope(tree(left), tree(right), domains_of(SYMBOLS))


def zero(text):
    return proved_zero_constant(tree(text))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("acosh(a + 1)", "ln(a + 1 + sqrt(a^2 + 2*a))"),
        ("acosh(a + 1)", "2*asinh(sqrt(a/2))"),
        ("asinh(u)", "ln(u + sqrt(u^2 + 1))"),
        ("asinh(u)", "-ln(sqrt(u^2 + 1) - u)"),
        ("atan(a)", "pi/2 - atan(1/a)"),
        ("atan(u)", "asin(u/sqrt(1 + u^2))"),
        ("atan(u)", "2*atan(u/(1 + sqrt(1 + u^2)))"),
        ("atan(b/a)/a", "integrate(1/(x^2 + a^2), x, 0, b)"),
        ("sqrt(pi)/2*erf(u)", "integrate(exp(-x^2), x, 0, u)"),
        ("acos(1/sqrt(1 + a^2))", "atan(a)"),
        ("asin(a/sqrt(3 + a^2))", "atan(a/sqrt(3))"),
        ("sign(u)*acosh(sqrt(u^2 + 1))", "asinh(u)"),
    ],
)
def test_what_has_no_slope_and_vanishes_once_is_zero(left, right):
    assert by_slope(left, right)
    assert by_slope(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # No slope anywhere, and yet different: on either side of the jump, or by a constant.
        ("atan(v) + atan(1/v)", "pi/2"),
        ("atan(u) + 1/1000000000000000000000", "atan(u)"),
        ("sign(v)", "1"),
        ("abs(v)/v", "1"),
        ("atan(u)", "asin(1/sqrt(1 + u^2))"),
        ("acosh(u)", "ln(u + sqrt(u^2 - 1))"),
        ("atan((u + 1)/(1 - u))", "atan(u) + pi/4"),
        ("integrate(1/x^2, x, -1, u)", "-1/u - 1"),
        ("floor(u)", "0"),
        ("acosh(sqrt(u^2 + 1))", "asinh(u)"),
        ("acos(1/sqrt(1 + u^2))", "atan(u)"),
        ("sign(u)*acosh(sqrt(u^2 + 1)) + sign(u)/10^30", "asinh(u)"),
    ],
)
def test_what_jumps_or_stays_apart_is_not_proved(left, right):
    assert not by_slope(left, right)


@pytest.mark.parametrize(
    ("formula", "sign"),
    [
        ("w^2 - w + 1", 1),
        ("w - w^2 + w^3 - 2", -1),
        ("w^2 - w + 1/5", 0),
        ("w - 1/2", 0),
        ("1 - w*v", 1),
    ],
)
def test_the_sign_of_a_polynomial_is_known_over_a_box(formula, sign):
    box = {"w": (0, 1), "v": (0, 1)}
    assert (compare(f"abs({formula})", formula, box).verdict == "equal") == (sign > 0)
    assert (compare(f"abs({formula})", f"-({formula})", box).verdict == "equal") == (sign < 0)


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2)",
        "(2 + sqrt(5))^(1/3) - (1 + sqrt(5))/2",
        "sqrt(2)*sqrt(3) - sqrt(6)",
        "sqrt(5 + 2*sqrt(6)) - sqrt(2) - sqrt(3)",
        "1/(sqrt(3) - sqrt(2)) - sqrt(3) - sqrt(2)",
        "2*ln(1 + sqrt(2)) - ln(3 + 2*sqrt(2))",
        "8^(2/3) - 4",
    ],
)
def test_a_constant_of_roots_is_proved_zero(text):
    assert zero(text)


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(10^20 + 1) - 10^10",
        "sqrt(10^40 + 1) - 10^20",
        "sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6)) + 10^(-60)",
        "(10^30 + 1)^(1/3) - 10^10",
        "sqrt(10) + sqrt(17) + sqrt(18) - sqrt(5) - sqrt(18) - sqrt(26)",
        "sqrt(-1)*sqrt(-1) + 1",
        "pi - 355/113",
        "exp(1) - exp(1)*1",
    ],
)
def test_a_small_constant_is_not_taken_for_zero(text):
    assert not zero(text)


def test_a_sum_of_logarithms_is_a_product_of_powers():
    assert without_logarithms(folded(tree("ln(a) - 2*ln(b)"))) == folded(tree("a*b^(-2) - 1"))
    assert without_logarithms(tree("ln(a) + 1")) == tree("ln(a) + 1")
    assert not zero("ln(2) - 693147180559945309417232121458/10^30")


INTEGRALS = {"a": "positive", "b": "positive", "x": "real"}


@pytest.mark.parametrize(
    ("formula", "right", "wrong"),
    [
        ("integrate(|x|, x, -1, 1)", "1", "2"),
        ("integrate(|x - a|, x, 0, 2*a)", "a^2", "0"),
        ("integrate(sqrt(x^2), x, -1, 2)", "5/2", "3/2"),
        ("integrate(sign(x), x, -1, 2)", "1", "3"),
        ("integrate(max(x, 0), x, -1, 1)", "1/2", "0"),
        ("integrate(floor(x), x, 0, 3)", "3", "9/2"),
        ("integrate(exp(-x/a), x, 0, inf)", "a", "1/a"),
        ("integrate(a*exp(x/b), x, -inf, 0)", "a*b", "a/b"),
        ("integrate(x*exp(-a*x), x, 0, inf)", "1/a^2", "1/a"),
        ("integrate(1/x^2, x, a, inf)", "1/a", "a"),
        ("integrate(sqrt(a^2 - x^2), x, 0, a)", "pi*a^2/4", "pi*a^2/2"),
        ("integrate(asin(x), x, 0, 1)", "pi/2 - 1", "1"),
    ],
)
def test_integrals_with_kinks_and_infinite_ends_have_their_values(formula, right, wrong):
    assert compare(right, formula, INTEGRALS).accepted
    assert compare(wrong, formula, INTEGRALS).verdict == "different"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("integrate(1/x, x, -1, 2)", "ln(2)"),
        ("integrate(1/x^2, x, -1, 1)", "-2"),
        ("integrate(1/x, x, 1, inf)", "1"),
        ("integrate(1/(x - 1/3), x, 0, 1)", "ln(2)"),
        ("integrate(exp(x), x, 0, inf)", "-1"),
    ],
)
def test_an_integral_that_diverges_is_never_given_a_value(formula, value):
    assert not compare(value, formula, INTEGRALS).accepted


@pytest.mark.parametrize(
    ("typed", "meant"), [("exp(x*ln2/a)", "2^(x/a)"), ("ln10*a", "a*ln(10)"), ("sqrt2 a", "a*√2")]
)
def test_a_function_glued_to_a_number_is_read_and_told(typed, meant):
    found = compare(typed, meant, INTEGRALS)
    assert found.verdict == "equal"
    assert any("I read" in note for note in found.notes)


def test_a_whole_number_of_turns_is_one():
    whole = {"m": "integer"}
    for typed, meant in [("(-1)^(2*m)", "1"), ("(-1)^(2*m+1)", "-1"), ("cos(2*pi*m)", "1")]:
        assert compare(typed, meant, whole).verdict == "equal"
    assert compare("(-1)^m", "1", whole).verdict == "different"


def test_a_root_of_a_quotient_that_cancels_is_proved():
    symbols = {"u": "real", "w": "real"}
    assert compare("2*sqrt(u/(1 + w))", "sqrt(u/(1 + w)) + sqrt(u/(1 + w))", symbols).accepted
    assert not compare("sqrt(u/(1 + w))", "sqrt(u/(1 - w))", symbols).accepted
