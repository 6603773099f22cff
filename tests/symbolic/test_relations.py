"""Equations and inequalities are compared by what solves them."""

import re
from fractions import Fraction

import pytest

from millivolt.symbolic import compare
from millivolt.symbolic.comparison.signs import same_by_signs
from millivolt.symbolic.formula.domain import domains_of
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.reading.parser import vocabulary

SYMBOLS = {"x": "real", "y": "real", "p": "positive", "q": "positive", "n": "positive_integer"}


@pytest.mark.parametrize(
    ("student", "reference", "verdict"),
    [
        ("p^2 = 4", "p = 2", "equal"),
        ("x^2 = 4", "x = 2", "different"),
        ("x*(y - 1) = 0", "y = 1", "different"),
        ("p*(y - 1) = 0", "y = 1", "equal"),
        ("exp(x) = p", "x = ln(p)", "equal"),
        ("x = x", "y = y", "equal"),
        ("x = x", "x = 1", "different"),
        ("x = 1", "x = x", "different"),
        ("x = p or x = -p", "x^2 = p^2", "equal"),
        ("x/p < 1", "x < p", "equal"),
        ("x*y < 0", "x/y < 0", "equal"),
        ("-2*x < 6", "x > -3", "equal"),
        ("-2*x < 6", "x < -3", "different"),
        ("1/x > 1", "x < 1", "different"),
        ("1/p > 1", "p < 1", "equal"),
        ("x >= 1", "x > 1", "different"),
        ("1 <= x <= 2", "x >= 1 and x <= 2", "equal"),
        ("exp(x) > 1", "x > 0", "equal"),
        ("x > 1 or x < -1e400", "x^2 > 1", "different"),
        ("x > 1 or x < -1e400", "x > 1 or x < -1e390", "different"),
        ("x > 1 or -x > 1e400", "x > 1 or x < -1e400", "equal"),
    ],
)
def test_statements_are_compared_by_their_solutions(student, reference, verdict):
    assert compare(student, reference, SYMBOLS).verdict == verdict


@pytest.mark.parametrize(
    ("student", "reference", "point_solves"),
    [
        ("x^2 = 4", "x = 2", lambda v: v["x"] == -2),
        ("x < 2", "|x| < 2", lambda v: v["x"] <= -2),
        ("x = 2*p", "x = p", lambda v: v["x"] in (v["p"], 2 * v["p"])),
    ],
)
def test_a_refutation_shows_where_only_one_holds(student, reference, point_solves):
    outcome = compare(student, reference, SYMBOLS)
    assert outcome.verdict == "different"
    assert point_solves(outcome.counterexample)


@pytest.mark.parametrize(
    ("student", "reference"),
    [("p = -1", "p = -2"), ("x^2 = -1", "exp(x) = -3"), ("p < -1", "p < -2")],
)
def test_statements_without_any_solution_are_not_called_equal(student, reference):
    assert compare(student, reference, SYMBOLS).verdict in ("undecided", "different")


def test_a_solution_at_a_pole_is_no_solution():
    assert compare("(x^2 - 1)/(x - 1) = 2", "x = 1", SYMBOLS).verdict == "different"
    assert compare("x/(x - 1) = 2", "x = 2", SYMBOLS).verdict == "equal"


def test_an_equation_that_cannot_be_solved_is_not_judged():
    assert compare("sin(x) + x*y = exp(x)", "cos(x) = y^x", SYMBOLS).verdict in (
        "undecided",
        "different",
    )


@pytest.mark.parametrize(
    ("student", "reference", "verdict"),
    [
        ("x = 2 and y = 1", "x + y = 3 and x - y = 1", "equal"),
        ("2*x + 2*y = 6 and x - y = 1", "x + y = 3 and x - y = 1", "equal"),
        ("x = 1 and y = 2", "x + y = 3 and x - y = 1", "different"),
        ("x = 2", "x + y = 3 and x - y = 1", "different"),
        ("x + y = 3", "x + y = 3 and x - y = 1", "different"),
        ("x = p + q and y = p - q", "x + y = 2*p and x - y = 2*q", "equal"),
        ("x = p + q and y = q - p", "x + y = 2*p and x - y = 2*q", "different"),
        ("y = p*x and y = q", "x = q/p and y = q", "equal"),
        ("y = p*x and y = q", "x = p/q and y = q", "different"),
        ("x^2 = 4 and x > 0", "x = 2", "equal"),
        ("x^2 = 4 and x < 0", "x = 2", "different"),
        ("x^2 + y^2 = 5 and x*y = 2", "x^2 + y^2 = 5 and 2*x*y = 4", "equal"),
        ("x = 3 = y + 1", "x = 3 and y = 2", "equal"),
        ("exp(x) = p and exp(y) = q", "x = ln(p) and y = ln(q)", "equal"),
    ],
)
def test_systems_are_compared_by_solving_them(student, reference, verdict):
    assert compare(student, reference, SYMBOLS).verdict == verdict
    assert compare(reference, student, SYMBOLS).verdict == verdict


def test_a_system_without_any_solution_is_not_called_equal():
    outcome = compare("x = 1 and x = 2", "y = 1 and y = 3", SYMBOLS)
    assert outcome.verdict in ("undecided", "different")


def test_a_division_by_what_can_be_zero_is_told():
    outcome = compare("p/x = q", "p = q*x", SYMBOLS)
    assert outcome.verdict == "equal"
    (found,) = outcome.findings
    assert found.code == "holes"
    assert not compare("p = q*x", "p/x = q", SYMBOLS).findings
    assert not compare("p/q = x", "p = q*x", SYMBOLS).findings


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("x > y", "max(x, y) > y"),
        ("x >= y", "min(x, y) = y"),
        ("|x - y| = x - y", "x >= y"),
        ("x^2 > y^2", "|x| > |y|"),
        ("x > 0 and y > 0", "min(x, y) > 0"),
        ("x > 0 or y > 0", "max(x, y) > 0"),
        ("x = (p + q + |p - q|)/2 or x = (p + q - |p - q|)/2", "(x - p)*(x - q) = 0"),
        ("x*y > 0", "(x > 0 and y > 0) or (x < 0 and y < 0)"),
        ("|x| + |y| > 0", "x != 0 or y != 0"),
        ("|x| < p and x > 0", "0 < x < p"),
    ],
)
def test_statements_with_bends_are_proved(student, reference):
    outcome = compare(student, reference, SYMBOLS)
    assert outcome.verdict == "equal"
    assert outcome.how in ("proof", "solutions")


@pytest.mark.parametrize(
    ("student", "reference", "same"),
    [
        ("x > y", "max(x, y) > y", True),
        ("x >= y", "max(x, y) > y", False),
        ("x > 0", "min(x, y) > 0", False),
        ("x + y > 0", "max(x, y) > 0", False),
        ("x > y", "|x| > |y|", False),
        ("x > y", "x^3 > y^3", True),
        ("x > y", "x^2 > y^2", False),
        ("max(x, y) > y", "exp(x) > exp(y)", True),
        ("x^2 > y^2", "exp(|x|) > exp(|y|)", True),
        ("x != y", "x^4 != y^4", False),
        ("x > 1 or x < 3", "x = x", True),
        ("x > 1 or x < -1", "x != 1/2", False),
        ("x/p > 1", "x > p", True),
        ("x/y > 1", "x > y", False),
        ("sqrt(x) >= 0", "x >= 0", False),
    ],
)
def test_signs_prove_nothing_that_is_not_so(student, reference, same):
    trees = (lower(vocabulary(SYMBOLS).parse(text).tree) for text in (student, reference))
    assert same_by_signs(*trees, domains_of(SYMBOLS)) == same


@pytest.mark.parametrize(
    ("student", "reference"),
    [("x > -1", "x^3 > x^2 - 1"), ("x > 1", "x > 1.0000001"), ("x >= 1/3", "x > 0.333333")],
)
def test_a_point_is_told_in_the_digits_that_it_takes(student, reference):
    outcome = compare(student, reference, SYMBOLS)
    assert outcome.verdict == "different"
    told = re.search(r"x = ([−0-9.]+) ", outcome.message)[1].replace("−", "-")
    assert float(told) == outcome.counterexample["x"]
    x = Fraction(told)
    sides = {"x^3 > x^2 - 1": x**3 > x**2 - 1, "x > 1.0000001": x > Fraction("1.0000001")}
    sides |= {"x > 0.333333": x > Fraction("0.333333"), "x > -1": x > -1, "x > 1": x > 1}
    sides |= {"x >= 1/3": x >= Fraction(1, 3)}
    assert sides[student] != sides[reference]
