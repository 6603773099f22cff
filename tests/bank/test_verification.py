"""Verification finds what is wrong with a family, whatever it is."""

from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.bank.freeze import freeze
from millivolt.bank.verify import CHECKS, Problem, verify_family
from millivolt.bank.verify.mutants import Mutant, caught, mutants

MODULE = """
from math import log
from millivolt.items import Choice, Draft, Misconception, Numeric, Option, Tolerance, item

@item(codes=["Q1"], title="A potential", objective="Compute.", topic="t", level="apply")
def potential(draw):
    c = draw.number(2, 90, 0.1)
    draw.require(c > 1)
    E = 25.0 * log(c)
    return Draft(
        given={"c": c},
        values={"E": E},
        parts=[
            Numeric("E", answer=E, unit="mV", tolerance=Tolerance(0.005), misconceptions=(
                Misconception("swapped", -E, "Turned over."),
                Misconception("no_log", 25 * c, "No logarithm."),
            )),
            Choice("side", answer=draw.choice(("in", "out")), options=(
                Option("in", "inside"), Option("out", "outside"))),
        ],
    )
"""
PROSE = r"""# Question
The ratio is {{ c }}.

## E
Compute the potential in mV.

## side
Which side?

# Hints
- Take the logarithm.

# Worked solution
$$E = 25 mV \times \ln {{ c }} = {{ E | fixed(2) }} mV$$
"""


@pytest.fixture
def verified(tmp_path: Path):
    """Verify the family after changes in its module or prose."""

    def verify(*changes: tuple[str, str], variants: int = 30, examples: int = 10):
        module, prose = MODULE, PROSE
        for old, new in changes:
            assert old in module or old in prose
            module, prose = module.replace(old, new), prose.replace(old, new)
        (tmp_path / "bank.toml").write_text('name = "t"\ntitle = "T"\nversion = "1"\n')
        (tmp_path / "potential.py").write_text(module)
        (tmp_path / "potential.md").write_text(prose)
        (family,) = load_bank(tmp_path, installed=False)
        return verify_family(family, variants, examples=examples)

    return verify


def found(report) -> set[str]:
    return {problem.check for problem in report.problems}


def test_a_sound_family_passes_and_is_measured(verified):
    report = verified()
    assert report.passed, report.problems
    assert report.distinct > 20
    assert {(m.part, m.misconception) for m in report.margins} == {
        ("E", "swapped"),
        ("E", "no_log"),
    }
    assert all(m.least >= 3 for m in report.margins)
    assert {guess.part for guess in report.guesses} == {"E", "side"}
    assert report.as_json()["passed"] is True


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("draw", ("c > 1", "c > 100")),
        ("prose", ("Which side?", "Which {{ face }}?")),
        ("prose", ("The ratio is {{ c }}.", "The ratio is nan.")),
        ("equality", ("25 mV \\times", "26 mV \\times")),
        ("equality", ("| fixed(2) }} mV$$", "| fixed(2) }} V$$")),
        ("route", ("$$E = 25 mV \\times \\ln {{ c }} = {{ E | fixed(2) }} mV$$", "See above.")),
        ("route", ("answer=E", "answer=E * 1.2")),
        ("leak", ("Compute the potential", "It is {{ E | fixed(3) }} mV. Compute it")),
        ("leak", ("Compute the potential", "It is {{ (E / 1000) | fixed(6) }} V. Compute it")),
        ("leak", ("in mV.", "in mV.\n\n| cell | E (mV) |\n|:--|--:|\n| 1 | {{ E | fixed(2) }} |")),
        ("recall", ("E = 25.0 * log(c)", "E = 25.0 * log(c) if draw.below(2) else -70.0")),
        ("guess", ('draw.choice(("in", "out"))', '"in"')),
        ("guess", ("2, 90, 0.1", "50, 51, 0.1")),
        ("rejection", ("c > 1", "c > 60")),
        ("distinct", ("2, 90, 0.1", "2, 2.2, 0.1")),
        ("search", ("Which side?", "Which side{{ '?' if c < 89.9 else face }}")),
    ],
)
def test_a_fault_is_found(verified, check, change):
    report = verified(change, examples=200 if check == "search" else 0)
    assert check in found(report), report.problems


def test_the_problem_tells_what_differs_and_for_which_seed(verified):
    problem = verified(("25 mV \\times", "26 mV \\times")).problems[0]
    assert problem.seed == "0"
    assert "the left side is 1.04 times the right one" in problem.message


def test_a_warning_while_drawing_is_a_problem(verified):
    warn = "import warnings; warnings.warn('odd', stacklevel=1)\n    E = 25.0"
    assert found(verified(("E = 25.0", warn), examples=0)) == {"draw"}


def test_missing_tests_of_a_function_are_noticed(verified):
    part = (
        'Function("f", name="f", signature="(x)", doc="", reference="math:exp",'
        ' tests="test_f.py", solution="def f(x): return x"), Choice('
    )
    report = verified(
        ("import Choice", "import Function, Choice"),
        ('Choice("', f'{part}"'),
        ("## side", "## f\nWrite f.\n\n## side"),
    )
    assert found(report) == {"files"}


def test_only_known_checks_can_fail():
    assert all(CHECKS.values())
    with pytest.raises(ValueError, match="unknown check"):
        Problem("beauty", "not pretty")


def test_mutants_give_wrong_keys_and_are_caught(verified, tmp_path):
    verified()
    (family,) = load_bank(tmp_path, installed=False)
    wrong = list(mutants(family))
    assert {"key negated", "log negated", "log over 2.303"} <= {mutant.name for mutant in wrong}
    for mutant in wrong:
        assert caught(mutant, 3), mutant.name


def test_that_a_frozen_family_changed_is_no_proof_against_its_key(verified, tmp_path):
    verified()
    freeze(load_bank(tmp_path, installed=False))
    assert found(verified(("Take the", "Use the"))) == {"frozen"}
    (family,) = load_bank(tmp_path, installed=False)
    assert not caught(Mutant("other words", family), 3)
