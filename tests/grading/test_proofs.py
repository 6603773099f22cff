"""A formula that was accepted without a proof is asked again; its grade does not depend on it."""

import json
from contextlib import closing
from fractions import Fraction
from functools import partial

import pytest

from millivolt.bank import load_bank
from millivolt.checks import check
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.grading import Task
from millivolt.grading.plugin import GradingPlugin
from millivolt.grading.proofs import Proofs
from millivolt.grading.worker import run_pytest
from millivolt.items import Expression, Observation, Response, State, SymbolSpec
from millivolt.items.records import converter
from millivolt.notebooks import compose

PART = Expression(
    "area",
    answer="integrate(|x - a|, x, 0, 2*a)",
    symbols=(SymbolSpec("a", "positive"), SymbolSpec("x", "real")),
    forms=("expanded",),
)
STEPS = Expression("steps", answer="3", symbols=(SymbolSpec("x", "real"),))

FAMILY = """
from millivolt.items import Draft, Expression, SymbolSpec, item

@item(title="Area", objective="o", topic="t", level="apply")
def area(draw):
    symbols = (SymbolSpec("a", "positive"), SymbolSpec("x", "real"))
    return Draft(
        given={"n": draw.integer(2, 9)},
        parts=[Expression("area", answer="integrate(|x - a|, x, 0, 2*a)", symbols=symbols)],
    )
"""


def answered(value):
    return Observation(Response("area", None), value=value)


def codes(verdict):
    return [found.code for found in verdict.findings]


@pytest.fixture(scope="module")
def proofs():
    with closing(Proofs(patience=30)) as proofs:
        yield proofs


@pytest.mark.parametrize("typed", ["a^2", "A = a^2", "2*a^2/2"])
def test_the_remark_goes_when_there_is_a_proof(proofs, typed):
    before = check(PART, answered(typed))
    assert codes(before) == ["probably_equal"]
    after = proofs.confirmed(PART, answered(typed), before)
    assert (after.state, after.fraction, after.findings) == (State.CORRECT, Fraction(1), ())


def test_other_findings_stay(proofs):
    before = check(PART, answered("a*(a + 1) - a"))
    assert codes(before) == ["wrong_form", "probably_equal"]
    after = proofs.confirmed(PART, answered("a*(a + 1) - a"), before)
    assert (after.state, after.fraction) == (before.state, before.fraction)
    assert codes(after) == ["wrong_form"]


def test_what_nobody_can_prove_keeps_its_remark(proofs):
    before = check(STEPS, answered("integrate(floor(x), x, 0, 3)"))
    assert codes(before) == ["probably_equal"]
    assert proofs.confirmed(STEPS, answered("integrate(floor(x), x, 0, 3)"), before) == before


def test_without_time_everything_stays_as_it_was():
    with closing(Proofs(patience=0)) as hurried:
        before = check(PART, answered("a^2"))
        assert hurried.confirmed(PART, answered("a^2"), before) == before


def test_a_prover_that_cannot_be_started_touches_no_grade(monkeypatch):
    def refuse(*_, **__):
        raise OSError("no more processes")

    monkeypatch.setattr("millivolt.symbolic.worker._start", refuse)
    with closing(Proofs()) as proofs:
        before = check(PART, answered("a^2"))
        assert proofs.confirmed(PART, answered("a^2"), before) == before


def test_a_formula_is_asked_about_once_and_others_not_at_all(monkeypatch):
    asked = []
    with closing(Proofs()) as proofs:
        monkeypatch.setattr(proofs._worker, "proves", lambda *question: asked.append(question))
        for typed in ("a^2", "3*a^2", "a^2 +", None, "a^2"):
            proofs.confirmed(PART, answered(typed), check(PART, answered(typed)))
    assert [question[0] for question in asked] == ["a^2"]


@pytest.fixture(scope="module")
def area(tmp_path_factory):
    folder = tmp_path_factory.mktemp("areas")
    (folder / "bank.toml").write_text('name = "areas"\ntitle = "Areas"\nversion = "1"\n')
    (folder / "families.py").write_text(FAMILY)
    (folder / "area.md").write_text(
        "# Question\n\nAsk.\n\n## area\n\nHow large?\n\n# Hints\n\n- Look.\n\n"
        "# Worked solution\n\nSo.\n"
    )
    return load_bank(folder, installed=False)


def test_a_graded_submission_carries_no_remark_that_a_proof_took_back(
    area, box, setting, tmp_path, monkeypatch
):
    ended = []
    close = Proofs.close
    monkeypatch.setattr(Proofs, "close", lambda proofs: (ended.append(proofs), close(proofs)))
    monkeypatch.setattr("millivolt.grading.plugin.Proofs", partial(Proofs, 30.0))
    issue = Issue(
        "ada",
        "ps1",
        "ps1.ipynb",
        "token-of-ada",
        (IssuedQuestion(1, Fraction(6), area["area"].variant(7)),),
        "Problem set 1",
    )
    document = json.loads(compose(issue))
    for cell in document["cells"]:
        if cell["id"] == "q1_area":
            cell["source"] = 'q1_area = "a^2"'
    entries = []
    task = Task("ada", "ps1", converter().dumps(issue), json.dumps(document).encode())
    run_pytest(GradingPlugin([task], setting, area, box, entries.append), tmp_path)
    (part,) = entries[0].parts
    assert (part.verdict.state, codes(part.verdict)) == (State.CORRECT, [])
    assert len(ended) == 1
    assert ended[0]._worker._process is None
