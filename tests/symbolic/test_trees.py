"""Formulas from a computer algebra system arrive as nested lists."""

import pytest
import sympy

from millivolt.symbolic import compare, from_tree

SYMBOLS = {
    **dict.fromkeys(["R", "T", "F", "c_o", "c_i"], "positive"),
    "z": "nonzero_integer",
    "V": "real",
}


def as_tree(expression):
    """A sympy object as plain nested lists, the way a notebook sends it."""
    if expression.is_Symbol:
        return expression.name
    if expression.is_Integer:
        return int(expression)
    if expression.is_Rational:
        return ["Rational", int(expression.p), int(expression.q)]
    if expression.is_Float:
        return ["Float", str(expression)]
    return [type(expression).__name__, *map(as_tree, expression.args)]


R, T, F, c_o, c_i, z, V = sympy.symbols("R T F c_o c_i z V")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (R * T / (z * F) * sympy.log(c_o / c_i), "R*T/(z*F)*ln(c_o/c_i)"),
        (sympy.exp(-z * F * V / (R * T)), "exp(-z*F*V/(R*T))"),
        (sympy.sqrt(c_o) + sympy.Rational(1, 3), "sqrt(c_o) + 1/3"),
        (sympy.sinh(V) * sympy.pi + sympy.Abs(V), "pi*sinh(V) + |V|"),
        (sympy.Eq(V, R * T / F), "V = R*T/F"),
        (sympy.Derivative(V**3, V), "3*V^2"),
        (sympy.Integral(V**2, (V, 0, R)), "R^3/3"),
        (sympy.E**V + 0.5, "exp(V) + 0.5"),
        (sympy.StrictLessThan(V, R), "V < R"),
        (sympy.Max(V, 0), "(V + |V|)/2"),
    ],
)
def test_sympy_objects_mean_what_they_print(expression, text):
    assert compare(as_tree(expression), text, SYMBOLS).verdict == "equal"


@pytest.mark.parametrize(
    "tree",
    [
        [],
        [1, 2],
        ["Mul"],
        ["foo", "V"],
        "undeclared",
        {"Mul": 1},
        ["Pow", "V", None],
        True,
        ["Rational", 1, 0],
        ["Float", "nan"],
        ["Integer", "9" * 100],
        ["exp", "V", "V"],
        ["Integral", "V"],
        [["Mul"], "V"],
        ["os.system", "ls"],
        ["Symbol", ["V"]],
    ],
)
def test_anything_else_is_refused_with_a_sentence(tree):
    parsed = from_tree(tree, SYMBOLS)
    assert parsed.tree is None
    assert parsed.error.endswith((".", "?"))


def test_a_bottomless_tree_is_refused():
    tree = "V"
    for _ in range(500):
        tree = ["exp", tree]
    assert not from_tree(tree, SYMBOLS).ok


def test_a_wide_tree_is_refused():
    assert not from_tree(["Add", *["V"] * 5000], SYMBOLS).ok


@pytest.mark.parametrize(
    "tree",
    [["Add", ["Lt", "x", 1], 2], ["exp", ["Eq", "x", 1]], ["And", "x", ["Lt", "x", 1]]],
)
def test_a_statement_inside_a_formula_is_refused(tree):
    outcome = compare(tree, "x", {"x": "real"})
    assert outcome.verdict == "invalid"
    assert "equation" in outcome.message
