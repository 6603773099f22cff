"""Every family of the built-in bank makes a sound notebook that tells no more than it should."""

from __future__ import annotations

import ast
import json
from fractions import Fraction

import nbformat
import pytest

from millivolt.bank import Family, load_bank
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.notebooks import answers, compose, read, sheet

BANK = load_bank()


@pytest.fixture(params=[family.id for family in BANK])
def family(request: pytest.FixtureRequest) -> Family:
    return BANK[request.param]


def test_a_family_makes_a_valid_notebook_that_reads_back_untouched(family: Family) -> None:
    issue = issue_of(family)
    data = compose(issue)
    nbformat.validate(nbformat.reads(data.decode(), as_version=4))
    for cell in json.loads(data)["cells"]:
        if cell["cell_type"] == "code":
            ast.parse("".join(cell["source"]))
    found = answers(read(data), sheet(issue))
    assert [source.slot for source in found] == [part.slot for part in issue.parts()]
    assert all(source.untouched for source in found)


def test_no_hint_solution_or_explanation_of_a_mistake_is_in_the_notebook(family: Family) -> None:
    issue = issue_of(family)
    cells = json.loads(compose(issue))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    prose = issue.questions[0].variant.prose
    ideas = [idea for part in issue.parts() for idea in part.part.claims()]
    for secret in (*prose.hints, prose.solution, *(m.tell for m in ideas)):
        assert secret.strip() not in text
    assert not any(f'"{idea.id}"' in text for idea in ideas)


def issue_of(family: Family) -> Issue:
    question = IssuedQuestion(1, Fraction(3), family.variant("a seed of the tests"))
    return Issue("ada", "ps1", "ps1", "token234", (question,))
