"""Simulated students in a class with a task and a question in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.course import Course, assign, create
from millivolt.course.simulated import planted, simulate
from millivolt.items import State
from millivolt.notebooks import answers, read, sheet

FAMILY = """
from millivolt.items import Draft, FreeText, RubricLine, item

@item(title="Open", objective="o", topic="t", level="create")
def open_work(draw):
    return Draft(given={}, parts=[
        FreeText("task", rubric=(RubricLine("a plot"),), example="A plot.", task=True),
        FreeText("why", rubric=(RubricLine("a reason"),), example="A reason."),
    ])
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "bank.toml").write_text('name = "open"\ntitle = "Open"\nversion = "1"\n')
    (bank / "families.py").write_text(FAMILY)
    (bank / "open_work.md").write_text(
        "# Question\n\nAsk.\n\n## task\n\nPlot.\n\n## why\n\nWhy?\n\n# Hints\n\n- Look.\n\n"
        "# Worked solution\n\nSo.\n"
    )
    create(tmp_path / "course")
    (tmp_path / "course" / "course.toml").write_text('title = "T"\nbanks = ["../bank"]\n')
    (tmp_path / "course" / "assignments" / "ps1.toml").write_text(
        'title = "T"\n[[question]]\nitem = "open-work"\npoints = 2\n'
    )
    ids = "\n".join(f"s{n:02}" for n in range(40))
    (tmp_path / "course" / "roster.csv").write_text(f"id\n{ids}\n")
    made = Course.open(tmp_path / "course")
    assign(made, made.assignment("ps1"), load_bank(bank, installed=False), made.roster())
    return made


def test_what_they_leave_is_an_answer_exactly_where_one_was_planted(course: Course) -> None:
    bank = load_bank(*course.banks, installed=False)
    simulate(course, "ps1", bank=bank, accidents=False)
    seen = set()
    for student, made in planted(course, "ps1").items():
        public = sheet(course.issues.read("ps1", student))
        notebook = read(course.submitted(student, "ps1"))
        typed = {one.slot: one for one in answers(notebook, public)}
        for one in made:
            found = typed[one.slot]
            answered = bool((found.text or "").strip()) and not found.untouched
            assert answered == (State.NOT_ATTEMPTED.value not in one.states), (student, one)
            seen.add(one.label)
    assert {"emptied", "deleted", "the example"} <= seen
