"""``millivolt amend`` on a course whose released key was wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from millivolt.bank import load_bank
from millivolt.cli import main
from millivolt.course import Course, assign
from millivolt.items import Numeric


@pytest.fixture
def spoiled(course: Course) -> Course:
    """ps1 with the item N01; ada's frozen key is wrong."""
    path = course.folder / "assignments" / "ps1.toml"
    path.write_text('title = "A"\n[[question]]\nitem = "N01"\n')
    assign(course, course.assignment("ps1"), load_bank(), course.roster())
    issue = course.issues.read("ps1", "ada")
    (question,) = issue.questions
    part = question.variant.parts[0]
    assert isinstance(part, Numeric)
    wrong = replace(question.variant, parts=(replace(part, answer=1.0, misconceptions=()),))
    course.issues.freeze(replace(issue, questions=(replace(question, variant=wrong),)))
    return course


def key(course: Course) -> float:
    part = next(iter(course.issues.read("ps1", "ada").parts())).part
    assert isinstance(part, Numeric)
    return part.answer


def test_it_asks_before_it_corrects(spoiled: Course) -> None:
    arguments = ["amend", "ps1", "-C", str(spoiled.folder)]
    refused = CliRunner().invoke(main, arguments, input="n\n")
    assert "1 student would get another key" in refused.output
    assert "ada: q1_E" in refused.output
    assert key(spoiled) == 1.0
    agreed = CliRunner().invoke(main, arguments, input="y\n")
    assert "millivolt regrade ps1" in agreed.output
    assert key(spoiled) != 1.0


def test_a_dry_run_corrects_nothing(spoiled: Course) -> None:
    done = CliRunner().invoke(main, ["amend", "ps1", "--dry-run", "-C", str(spoiled.folder)])
    assert "ada: q1_E" in done.output
    assert key(spoiled) == 1.0


def test_json_says_what_was_done(spoiled: Course) -> None:
    done = CliRunner().invoke(main, ["amend", "ps1", "--json", "-C", str(spoiled.folder)])
    assert json.loads(done.output) == {
        "assignment": "ps1",
        "changed": {"ada": ["q1_E"]},
        "unmatched": {},
        "kept": True,
    }
    assert key(spoiled) != 1.0
