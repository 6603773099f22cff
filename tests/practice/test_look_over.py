"""``millivolt check NOTEBOOK``: what a student sees before handing in."""

import json
import subprocess
import sys
from fractions import Fraction

import pytest

from millivolt.bank import load_bank
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.notebooks import compose


@pytest.fixture(scope="session")
def document():
    bank = load_bank()
    questions = tuple(
        IssuedQuestion(number, Fraction(1), bank[item].variant(3))
        for number, item in enumerate(("N01", "D01", "E04", "N15"), 1)
    )
    return json.loads(compose(Issue("ada", "ps1", "ps1.ipynb", "t", questions)))


def checked(document, answers, folder, *options):
    cells = [dict(cell) for cell in document["cells"]]
    for cell in cells:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    path = folder / "ps1.ipynb"
    path.write_text(json.dumps(document | {"cells": cells}))
    return subprocess.run(
        [sys.executable, "-m", "millivolt", "check", str(path), *options],
        capture_output=True,
        text=True,
        check=False,
    )


READABLE = {
    "q1_E": 'q1_E = "-1 mV"',
    "q2_force": "q2_force = 3",
    "q2_current": 'q2_current = "A"',
    "q2_flux": 'q2_flux = "b"',
    "q3_derivation": 'q3_derivation = """\nE = phi_i - phi_o\n"""',
    "q4_code": "def nernst(c_out, c_in, z, T):\n    return 0.0",
}


def test_a_readable_notebook_is_ready_whatever_its_answers(document, tmp_path):
    done = checked(document, READABLE, tmp_path, "--json")
    found = json.loads(done.stdout)
    assert found["ready"], found
    assert done.returncode == 0


def test_what_needs_attention_is_named_and_the_exit_code_says_so(document, tmp_path):
    broken = READABLE | {"q1_E": 'q1_E = "-1 mA"', "q2_force": "q2_force = 1/0"}
    done = checked(document, broken, tmp_path)
    assert done.returncode == 1
    assert "mA" in done.stdout
    assert "ZeroDivisionError" in done.stdout
    assert "not checked" in done.stdout


def test_a_fresh_notebook_has_no_answers_yet(document, tmp_path):
    found = json.loads(checked(document, {}, tmp_path, "--json").stdout)
    assert not any(slot["readable"] for slot in found["slots"] if slot["slot"] != "q4_code")


def test_another_notebook_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "other.ipynb"
    path.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    done = subprocess.run(
        [sys.executable, "-m", "millivolt", "check", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "no millivolt notebook" in done.stderr
