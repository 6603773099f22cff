"""Which files of a student's are taken for which notebook of an nbgrader assignment."""

from __future__ import annotations

import pytest

from millivolt.gradebook.log import GradeLog
from millivolt.legacy import grade_legacy

TEST = """\
#### answer f 0
def f():
    ### BEGIN SOLUTION
    return 4
    ### END SOLUTION
#### test check 2
assert f() == 4
"""


@pytest.fixture
def hand_in(course):
    """Hands in the instructor's solution under other names, and returns the course."""

    def put(notebooks, **handed_in):
        made = course(dict.fromkeys(notebooks, TEST))
        solved = (made.folder / "source" / "ps1" / f"{notebooks[0]}.ipynb").read_bytes()
        for student, names in handed_in.items():
            folder = made.folder / "submitted" / student / "ps1"
            folder.mkdir(parents=True)
            for name in names:
                (folder / name).write_bytes(solved)
        return made

    return put


def grades(course):
    """What everybody earned, and what the instructor is told."""
    told = []
    (course.folder / ".millivolt").mkdir()
    with GradeLog.open(course.database) as log:
        graded = grade_legacy(course, "ps1", log, told=told.append)
    return {entry.student: float(entry.score) for entry in graded.all}, told


def test_the_only_notebook_of_an_assignment_is_found_under_any_name(hand_in):
    found, told = grades(hand_in(["ps1"], ada=["ps1.ipynb"], bo=["my homework (1).ipynb"]))
    assert found == {"ada": 2.0, "bo": 2.0}
    assert told == []


def test_what_could_be_one_of_several_is_told_and_never_a_silent_zero(hand_in):
    course = hand_in(["ps1"], ada=["ps1.ipynb", "old.ipynb"], bo=["a.ipynb", "b.ipynb"], cy=["f"])
    found, told = grades(course)
    assert found == {"ada": 2.0}
    assert told == [
        "submitted/bo/ps1 is left out: it has a.ipynb, b.ipynb; call it ps1.ipynb",
        "submitted/cy/ps1 is left out: it has no notebook; call it ps1.ipynb",
    ]


def test_of_several_notebooks_a_renamed_one_is_told_and_the_others_count(hand_in):
    course = hand_in(["one", "two"], ada=["one.ipynb", "2.ipynb"], bo=["one.ipynb"])
    found, told = grades(course)
    assert found == {"ada": 2.0, "bo": 2.0}
    assert told == [
        "submitted/ada/ps1 lacks a notebook, but has 2.ipynb; call it one.ipynb or two.ipynb"
    ]
