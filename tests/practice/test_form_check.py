"""The self-check of graded work: form only, by the grader's own readers, and never a verdict."""

import json
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.bank import load_bank
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.notebooks import compose
from millivolt.practice import check

NUMBER = {"kind": "numeric", "unit": "mV", "bare": True}


def looked(value, **facts):
    return check("q1_E", {"q1_E": value}, **facts)


@given(st.floats(-300, 300).filter(lambda x: abs(x) > 1e-3))
def test_every_number_is_readable_whatever_its_value(value):
    assert looked(f"{value:.4f} mV", **NUMBER).readable
    assert looked(value, **NUMBER).readable


@given(st.floats(-300, 300), st.floats(-300, 300))
def test_the_words_never_depend_on_a_key(value, other):
    first, second = looked(f"{value:.2f} mV", **NUMBER), looked(f"{other:.2f} mV", **NUMBER)
    assert len(first.says) == len(second.says) == 1
    assert first.says[0].startswith("Read as")


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("12 furlong", "furlong"),
        ("-89 mA", "mA"),
        ("somewhere", "number"),
        (float("nan"), "finite"),
        (None, "no answer"),
    ],
)
def test_what_cannot_be_read_is_told(value, word):
    found = looked(value, **NUMBER)
    assert not found.readable
    assert word in repr(found)


@pytest.mark.parametrize(
    ("value", "facts", "readable"),
    [
        ("B", {"kind": "choice", "options": ["A", "B"]}, True),
        ("D", {"kind": "choice", "options": ["A", "B"]}, False),
        ("A, C", {"kind": "multiple_choice", "options": ["A", "B", "C"]}, True),
        ("C, A, B", {"kind": "ordering", "options": ["A", "B", "C"]}, True),
        ("C, A", {"kind": "ordering", "options": ["A", "B", "C"]}, False),
        ("B2", {"kind": "two_tier", "options": ["A", "B"], "reasons": ["1", "2"]}, True),
        ("R*T/F*ln(a/b)", {"kind": "expression", "symbols": list("RTFab")}, True),
        (
            "V = R*T/F*ln(a/b)",
            {"kind": "expression", "symbols": list("RTFab"), "solved_for": None},
            True,
        ),
        ("R*T/(F*ln(a/b)", {"kind": "expression", "symbols": list("RTFab")}, False),
        ("a = b\nb = a", {"kind": "derivation", "symbols": ["a", "b"]}, True),
        ("a = b\nb = q", {"kind": "derivation", "symbols": ["a", "b"]}, False),
        ("a = C\nb = q", {"kind": "derivation", "symbols": ["a", "b"]}, False),
        ("a = C*b + A", {"kind": "derivation", "symbols": ["a", "b"]}, False),
        ("a = C*b + A", {"kind": "derivation", "symbols": ["a", "b", "da/db"]}, True),
        ("∫_0^b a db = C", {"kind": "derivation", "symbols": ["a", "b", "da/db"]}, True),
        (
            {"t": [0, 1, 2], "V": [1, 2, 3]},
            {"kind": "series", "columns": ["t", "V"], "units": ["ms", "mV"]},
            True,
        ),
        (
            {"t": [0, 2, 1], "V": [1, 2, 3]},
            {"kind": "series", "columns": ["t", "V"], "units": ["ms", "mV"]},
            False,
        ),
        ({"c": 4.0}, {"kind": "design", "variables": ["c"], "units": ["mM"]}, True),
        ({"d": 4.0}, {"kind": "design", "variables": ["c"], "units": ["mM"]}, False),
    ],
)
def test_every_kind_is_read(value, facts, readable):
    assert looked(value, **facts).readable is readable


@pytest.mark.parametrize(
    ("source", "readable"),
    [
        ("def nernst(c_out, c_in): return 1", True),
        ("def nernst(*everything): return 1", True),
        ("def nernst(c_out): return 1", False),
        ("nernst = 3", False),
        ("", False),
    ],
)
def test_a_function_needs_the_promised_arguments(source, readable):
    namespace = {}
    exec(source, namespace)
    facts = {"kind": "function", "name": "nernst", "signature": "(c_out, c_in)"}
    assert check("q1_code", namespace, **facts).readable is readable


def test_it_always_says_what_it_did_not_check():
    assert "right is not checked" in repr(looked("3 mV", **NUMBER))
    assert "right is not checked" in looked("3 mV", **NUMBER)._repr_html_()


@pytest.fixture(scope="session")
def notebook():
    bank = load_bank()
    questions = tuple(
        IssuedQuestion(number, Fraction(1), family.variant(3))
        for number, family in enumerate(list(bank)[:40], 1)
        if not any(part.kind == "function" for part in family.variant(3).parts)
    )
    document = json.loads(compose(Issue("ada", "ps1", "ps1.ipynb", "t", questions)))
    return ["".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "code"]


def run(sources, *, hide_millivolt):
    hide = "import sys; sys.modules['millivolt'] = None\n" if hide_millivolt else ""
    program = hide + "\n".join(sources)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


def test_a_fresh_notebook_runs_from_top_to_bottom(notebook):
    done = run(notebook, hide_millivolt=False)
    assert done.returncode == 0, done.stderr


def test_without_millivolt_the_check_cells_say_so_kindly(notebook):
    done = run(notebook, hide_millivolt=True)
    assert done.returncode == 0, done.stderr
    assert "Nothing is lost" in done.stdout
