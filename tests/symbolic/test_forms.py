"""Required forms are checked apart from truth."""

import pytest

from millivolt.symbolic import Form, form_findings, parse
from millivolt.symbolic.formula.domain import domains_of

SYMBOLS = {**dict.fromkeys(["R", "T", "F", "a", "b", "c"], "positive"), "E": "real", "x": "real"}


def codes(text, **form):
    tree = parse(text, SYMBOLS).tree
    return [finding.code for finding in form_findings(tree, Form(**form), domains_of(SYMBOLS))]


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("E = R*T/F", {"solved_for": "E"}, []),
        ("F*E = R*T", {"solved_for": "E"}, ["not_solved"]),
        ("E = E + a", {"solved_for": "E"}, ["not_solved"]),
        ("R*T/F", {"solved_for": "E"}, []),
        ("R*T/F = E", {"solved_for": "E"}, []),
        ("a = E*b", {"solved_for": "E"}, ["not_solved"]),
        ("E = a*b/c = a*(b/c)", {"solved_for": "E"}, []),
        ("E = ±sqrt(a)", {"solved_for": "E"}, []),
        ("E = a or E = b*E", {"solved_for": "E"}, ["not_solved"]),
        ("E = a and x = b", {"solved_for": "E"}, ["not_solved"]),
        ("E > a", {"solved_for": "E"}, ["not_solved"]),
        ("a*b = E", {"solved_for": "E", "free_of": ("b",)}, ["symbol_left"]),
        ("E = a*b/b = a", {"free_of": ("b",)}, []),
        ("E = a = a*b/b", {"free_of": ("b",)}, ["symbol_left"]),
        ("ln(a/b) = E", {"solved_for": "E", "single_logarithm": True}, []),
        ("E = a*b", {"free_of": ("b",)}, ["symbol_left"]),
        ("E = a*c", {"free_of": ("b",)}, []),
        ("ln(a/b)", {"single_logarithm": True}, []),
        ("ln(a) - ln(b)", {"single_logarithm": True}, ["not_one_logarithm"]),
        ("ln(10)*log10(a)", {"single_logarithm": True}, []),
        ("a/b", {"single_logarithm": True}, ["not_one_logarithm"]),
        ("a*x + b*x", {"expanded": True}, []),
        ("(a + b)*x", {"expanded": True}, ["not_expanded"]),
        ("(a + b)^2", {"expanded": True}, ["not_expanded"]),
        ("(a + b)*x", {"factored": True}, []),
        ("a*x + b*x", {"factored": True}, ["not_factored"]),
        ("x^2 - a^2", {"factored": True}, ["not_factored"]),
        ("x^2 + a^2", {"factored": True}, []),
        ("2*x + 2*a", {"factored": True}, ["not_factored"]),
    ],
)
def test_a_requirement_is_met_or_named(text, form, found):
    assert codes(text, **form) == found


def test_several_requirements_are_all_reported():
    assert codes("F*E = R*T*x", solved_for="E", free_of=("x",)) == ["not_solved", "symbol_left"]


def test_findings_are_sentences_with_the_symbols_in_them():
    tree = parse("F*E = R*T*x", SYMBOLS).tree
    form = Form(solved_for="E", free_of=("x",))
    messages = [f.message for f in form_findings(tree, form, domains_of(SYMBOLS))]
    assert messages == ["Write the result as E = …", "Eliminate x from the result."]
