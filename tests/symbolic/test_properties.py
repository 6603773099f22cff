"""Laws: every valid rewriting is recognised, every real slip is refuted, names do not matter."""

import random
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from millivolt.symbolic.arithmetic.points import points
from millivolt.symbolic.comparison.disguises import disguise, mutants
from millivolt.symbolic.comparison.formulas import compare_trees
from millivolt.symbolic.formula.domain import domains_of
from millivolt.symbolic.formula.expression import (
    Call,
    Const,
    Num,
    Power,
    Product,
    Sum,
    Var,
    substitute,
    symbols_of,
)
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.formula.notation import to_text
from millivolt.symbolic.reading.parser import parse, vocabulary

SYMBOLS = {
    **dict.fromkeys(
        [
            "R",
            "T",
            "F",
            "P",
            "c_o",
            "c_i",
            "K_o",
            "K_i",
            "Na_o",
            "Na_i",
            "P_K",
            "P_Na",
            "tau",
            "t",
            "g_K",
            "g_Na",
            "I_s",
        ],
        "positive",
    ),
    **dict.fromkeys(["V", "E_K", "E_Na", "x"], "real"),
    "z": "nonzero_integer",
}
DOMAINS = domains_of(SYMBOLS)
FORMULAS = [
    "R*T/(z*F)*ln(c_o/c_i)",
    "c_i*exp(z*F*V/(R*T))",
    "P*z^2*F^2*V/(R*T)*(c_i - c_o*exp(-z*F*V/(R*T)))/(1 - exp(-z*F*V/(R*T)))",
    "R*T/F*ln((P_K*K_o + P_Na*Na_o)/(P_K*K_i + P_Na*Na_i))",
    "(g_K*E_K + g_Na*E_Na)/(g_K + g_Na)",
    "V*(1 - exp(-t/tau))",
    "1/(1 + exp(-(V - E_K)/tau))",
    "-z^2*sqrt(I_s)/(1 + sqrt(I_s))",
    "sqrt(c_o*c_i)*tanh(x)",
]
FUNCTIONS = {
    "exp": mpmath.exp,
    "ln": mpmath.log,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "tanh": mpmath.tanh,
    "abs": abs,
}
formulas = st.sampled_from(FORMULAS)
seeds = st.integers(0, 10**9)


def tree_of(text):
    return lower(parse(text, SYMBOLS).tree)


def verdict(left, right, symbols=SYMBOLS):
    return compare_trees(left, right, vocabulary(symbols)).verdict


def at_60_digits(node, point):
    """An evaluation that shares no code with the comparison."""
    match node:
        case Num(value):
            return mpmath.mpf(value.numerator) / value.denominator
        case Var(name):
            return point[name]
        case Const("pi"):
            return mpmath.pi
        case Sum(parts):
            return mpmath.fsum(at_60_digits(part, point) for part in parts)
        case Product(parts):
            return mpmath.fprod([at_60_digits(part, point) for part in parts])
        case Power(base, exponent):
            return at_60_digits(base, point) ** at_60_digits(exponent, point)
        case Call(name, (argument,)):
            return FUNCTIONS[name](at_60_digits(argument, point))
    raise NotImplementedError(node)


def differ_at_60_digits(left, right):
    """Whether they differ somewhere, or never have a value together."""
    names = sorted(symbols_of(left) | symbols_of(right))
    stream = points(names, DOMAINS, seed=99)
    seen = 0
    with mpmath.workdps(60):
        for _ in range(10):
            point = {
                name: mpmath.mpf(value.numerator) / value.denominator
                for name, value in next(stream).items()
                if isinstance(value, Fraction)
            }
            try:
                a, b = at_60_digits(left, point), at_60_digits(right, point)
            except ZeroDivisionError:
                continue
            seen += 1
            if abs(a - b) > (abs(a) + abs(b)) * mpmath.mpf(10) ** -40:
                return True
    return seen == 0


@given(formulas, seeds, st.integers(1, 5))
@settings(max_examples=120, deadline=None)
def test_a_formula_equals_every_valid_rewriting_of_itself(text, seed, steps):
    tree = tree_of(text)
    changed = lower(disguise(tree, random.Random(seed), DOMAINS, steps))
    assert verdict(changed, tree) in ("equal", "probable"), to_text(changed)


@given(formulas, seeds)
@settings(max_examples=120, deadline=None)
def test_a_formula_differs_from_its_mutants_unless_60_digits_say_otherwise(text, seed):
    tree = tree_of(text)
    rng = random.Random(seed)
    _, slipped = rng.choice(list(mutants(tree)))
    changed = lower(disguise(slipped, rng, DOMAINS, 1))
    wanted = "different" if differ_at_60_digits(tree, lower(slipped)) else "equal"
    assert verdict(changed, tree) in (wanted, "probable" if wanted == "equal" else wanted)


@given(formulas, formulas)
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_arguments_does_not_matter(left, right):
    a, b = tree_of(left), tree_of(right)
    assert verdict(a, b) == verdict(b, a)


@given(formulas, seeds)
@settings(max_examples=60, deadline=None)
def test_the_names_of_the_symbols_do_not_matter(text, seed):
    rng = random.Random(seed)
    names = sorted(SYMBOLS)
    new = [f"q{index}x" for index in range(len(names))]
    rng.shuffle(new)
    renaming = dict(zip(names, new, strict=True))
    tree = tree_of(text)
    changed = lower(disguise(tree, rng, DOMAINS, 2))
    symbols = {renaming[name]: domain for name, domain in SYMBOLS.items()}
    moved = [
        substitute(node, {name: Var(to) for name, to in renaming.items()})
        for node in (changed, tree)
    ]
    assert verdict(*moved, symbols) in ("equal", "probable")


@given(formulas, seeds)
@settings(max_examples=60, deadline=None)
def test_printing_and_reading_changes_nothing(text, seed):
    tree = tree_of(text)
    changed = disguise(tree, random.Random(seed), DOMAINS, 3)
    again = parse(to_text(changed), SYMBOLS)
    assert again.ok, again.error
    assert verdict(lower(again.tree), tree) in ("equal", "probable")


@pytest.mark.parametrize("text", FORMULAS)
def test_every_single_slip_is_told_from_the_formula(text):
    tree = tree_of(text)
    for kind, slipped in mutants(tree):
        changed = lower(slipped)
        outcome = verdict(changed, tree)
        if differ_at_60_digits(tree, changed):
            assert outcome == "different", (kind, to_text(changed))
        else:
            assert outcome in ("equal", "probable"), (kind, to_text(changed))
