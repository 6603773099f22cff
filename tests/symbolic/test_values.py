"""Values are right to the last digit of a float, or refused."""

import math

import pytest

from millivolt.symbolic import evaluate
from millivolt.symbolic.reading.parser import parse


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("R*T/F*ln(c_o/c_i)", {"R": 8.314, "T": 310, "F": 96485, "c_o": 5, "c_i": 140}, None),
        ("exp(1)", {}, math.e),
        ("(exp(x) - 1)/x", {"x": 1e-20}, 1.0),
        ("sqrt(x^2 + 1) - x", {"x": 1e8}, 5e-9),
        ("integrate(x^2, x, 0, a)", {"a": 3}, 9.0),
        ("limit(sin(x)/x, x, 0)", {}, 1.0),
        ("0*x", {"x": 3}, 0.0),
    ],
)
def test_values_survive_cancellation(text, values, expected):
    if expected is None:
        expected = 8.314 * 310 / 96485 * math.log(5 / 140)
    assert evaluate(text, values) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "values", "word"),
    [
        ("x +", {"x": 1}, "too early"),
        ("x*y", {"x": 1}, "no symbol"),
        ("1/x", {"x": 0}, "no value"),
        ("ln(x)", {"x": -1}, "not real"),
        ("x = 1", {"x": 1}, "equation"),
        ("limit(1/x, x, 0)", {}, "limit"),
    ],
)
def test_what_has_no_value_is_refused(text, values, word):
    with pytest.raises(ValueError, match=word):
        evaluate(text, values)


def test_a_tree_is_evaluated_too_and_misses_its_symbols():
    tree = parse("a + b", {"a": "real", "b": "real"}).tree
    assert evaluate(tree, {"a": 1, "b": 2}) == 3
    with pytest.raises(ValueError, match="no value for b"):
        evaluate(tree, {"a": 1})


def test_terms_that_cancel_in_decimals_give_zero():
    ions = {"Na": 125.0, "K": 11.3, "Cl": 140.3}
    assert evaluate("Na + K + 2*2.0 - Cl", ions) == 0
    assert evaluate("ln(Na*K) - ln(Na) - ln(K)", ions) == 0
    assert evaluate("Na + K + 2*2.0 - Cl", ions | {"K": 11.3 + 1e-12}) == pytest.approx(1e-12, 0.01)
