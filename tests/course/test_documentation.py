"""The page on a course's files tells the truth: what it prints is read as it says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from millivolt.course import Course, create

PAGE = Path(__file__).parents[2] / "docs" / "course.md"
BLOCK = re.compile(r"```(?:toml|csv)\n(.*?)```", re.DOTALL)
NAMES = ["course.toml", "assignments/ps1.toml", "roster.csv", "extensions.toml"]


def example(name: str) -> str:
    """The first block below the heading that is a file's name."""
    found = BLOCK.search(PAGE.read_text().partition(f"\n## {name}\n")[2])
    assert found
    return found[1]


@pytest.fixture
def documented(tmp_path: Path) -> Course:
    """A course that consists of the examples of the page."""
    create(tmp_path)
    for name in NAMES:
        (tmp_path / name).write_text(example(name))
    with (tmp_path / "roster.csv").open("a") as file:
        file.write("bo,Bo,,\nchen,Chen,,\n")
    return Course.open(tmp_path)


def test_the_examples_of_the_page_are_read(documented: Course) -> None:
    assert documented.zone.key == "Europe/Berlin"
    assert documented.rules.late.per_day == Fraction(1, 10)
    assert documented.weights == {"homework": Fraction(6, 10), "exam": Fraction(4, 10)}
    assignment = documented.assignment("ps1")
    assert assignment.points == 14
    assert [section.pick for section in assignment.sections] == [None, 2]
    assert assignment.attempt_names == ("ps1", "ps1-attempt2")
    granted = documented.extensions()
    assert [(e.student, e.days) for e in granted] == [("ada", 2), ("bo", 1), ("chen", 0)]


def test_the_page_names_every_setting_of_the_example_files(tmp_path: Path) -> None:
    page = PAGE.read_text()
    create(tmp_path)
    for name in ("course.toml", "assignments/ps1.toml", "extensions.toml"):
        for key in re.findall(r"^(?:# )?(\w+) = ", (tmp_path / name).read_text(), re.MULTILINE):
            assert f"{key} = " in page, f"{key} of {name}"
