"""Feedback pages are the same, however they come to be written."""

import shutil
from pathlib import Path

import pytest

from millivolt.cli.pages import write_feedback
from millivolt.course import Course, press
from millivolt.gradebook.log import GradeLog


@pytest.fixture
def course(demo, tmp_path) -> Course:
    shutil.copytree(demo, tmp_path / "course")
    return Course.open(tmp_path / "course")


def pages(course: Course) -> dict[Path, bytes]:
    folder = course.folder / "feedback"
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.html")}


def test_pages_written_beside_grading_are_those_of_the_feedback_command(course, millivolt):
    slot = next(course.issues.read("ps1", "s01").parts()).slot
    decision = ("override", "ps1", "s01", slot, "--points", "0", "--why", "a test")
    assert millivolt(*decision, "-C", course.folder).returncode == 0
    shutil.rmtree(course.folder / "feedback")
    done = millivolt(
        "grade", "ps1", "--again", "--feedback", "-C", course.folder,
        "--student", "s01", "--student", "s02",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    beside = pages(course)
    assert {path.parts[0] for path in beside} == {"s01", "s02"}
    assert millivolt("feedback", "ps1", "-C", course.folder).returncode == 0
    afterwards = pages(course)
    assert len(afterwards) == 24
    assert beside.items() <= afterwards.items()


def test_several_processes_write_the_same_pages_as_one(course, monkeypatch):
    assignment = course.assignment("ps1")
    with GradeLog.open(course.database) as log:
        write_feedback(course, assignment, log)
        alone = pages(course)
        shutil.rmtree(course.folder / "feedback")
        monkeypatch.setattr(press, "MANY", 1)
        assert len(write_feedback(course, assignment, log)) == len(alone) == 24
    assert pages(course) == alone


def test_feedback_pages_are_not_promised_where_there_are_none(course, millivolt):
    done = millivolt("grade", "ps1", "--legacy", "--feedback", "-C", course.folder)
    assert done.returncode == 2
    assert "no feedback pages" in done.stderr
