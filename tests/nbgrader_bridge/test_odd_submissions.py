"""What real classes hand in, and how each oddity ends: told clearly, with nothing lost.

One course whose assignment has a dot in its name goes through both tools' commands once.
"""

import csv
import json
from types import SimpleNamespace

import pytest

from millivolt.checks import Kind

RIGHT = Kind.RIGHT
NAME = "hw.2"
SPACE, UNICODE = "bo ek", "Žofie Ö"
ROSTER = f"""\
id,name,email
ada,Ada Lovelace,ada@example.org
{SPACE},Bo Ek,bo@example.org
{UNICODE},Žofie Östlund,zofie@example.org
renamed,R,r@example.org
several,S,s@example.org
deleted,D,d@example.org
doubled,D,d2@example.org
old,O,o@example.org
broken,B,b@example.org
"""


@pytest.fixture(scope="module")
def path(shared_tools):
    """The course after each stage; who has a number of cells or a file of their own."""
    tools, seen = shared_tools, SimpleNamespace(tools=shared_tools)
    tools.create()
    assignments = tools.folder / "assignments"
    (assignments / "hw.toml").rename(assignments / f"{NAME}.toml")
    (tools.folder / "roster.csv").write_text(ROSTER)
    tools.millivolt("assign", NAME)
    seen.released = tools.nbgrader("release_assignment", NAME)
    seen.exchanged = [through_the_exchange(tools, who) for who in ("ada", SPACE, UNICODE)]
    seen.collected = tools.nbgrader("collect", NAME)
    odd_ones(tools)
    seen.handed_in = files(tools)
    seen.told = tools.millivolt("grade", NAME, "-j", 1, code=4)
    seen.ours = {who: float(found.score) for who, found in tools.standings(NAME).items()}
    seen.first = points(tools)
    return seen


def through_the_exchange(tools, student):
    """The exit codes of fetching and of submitting."""
    fetched = tools.nbgrader("fetch_assignment", NAME, student=student)
    notebook = tools.desk(student) / NAME / f"{NAME}.ipynb"
    notebook.write_bytes(tools.answered(notebook.read_bytes(), student, [RIGHT], name=NAME))
    return fetched, tools.nbgrader("submit", NAME, student=student)


def odd_ones(tools):
    """Hand in what students who did something odd hand in."""
    for student in ("renamed", "several", "deleted", "doubled", "old"):
        tools.hand_in(student, RIGHT, name=NAME)
    whole = tools.course.submitted("renamed", NAME)
    whole.rename(whole.with_name("my homework (final).ipynb"))
    whole = tools.course.submitted("several", NAME)
    whole.with_name("a.ipynb").write_bytes(whole.read_bytes())
    whole.rename(whole.with_name("b.ipynb"))
    edit(tools, "deleted", lambda cells: [c for c in cells if not c["id"].endswith("_check")])
    edit(tools, "doubled", lambda cells: [*cells, *cells])
    edit(tools, "old", aged, nbformat_minor=2)
    tools.hand_in("broken", damage=b'{"cells": [', name=NAME)
    stranger = tools.course.submitted("stranger", NAME)
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(tools.course.submitted("ada", NAME).read_bytes())
    empty = tools.course.submitted("empty", NAME).parent
    empty.mkdir(parents=True)
    (empty / "answers.pdf").write_bytes(b"%PDF")


def edit(tools, student, change, **about):
    path = tools.course.submitted(student, NAME)
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps({**document, **about, "cells": change(document["cells"])}))


def aged(cells):
    """The cells as nbformat 4.2 has them, without ids."""
    return [{key: value for key, value in cell.items() if key != "id"} for cell in cells]


def files(tools):
    return {p: p.read_bytes() for p in (tools.folder / "submitted").rglob("*") if p.is_file()}


def points(tools):
    with tools.gradebook() as book:
        return {s.student_id: s.score for s in book.assignment_submissions(NAME)}


def waits(tools, student):
    """What formgrader flags for a person."""
    with tools.gradebook() as book:
        [notebook] = book.find_submission(NAME, student).notebooks
        return {grade.name for grade in notebook.grades if grade.needs_manual_grade}


@pytest.mark.parametrize("number", range(3))
def test_names_with_spaces_dots_and_letters_of_any_alphabet_go_through_the_exchange(path, number):
    assert path.released == 0
    assert path.exchanged[number] == (0, 0)
    assert path.collected == 0
    student = ("ada", SPACE, UNICODE)[number]
    assert path.tools.course.submitted(student, NAME).is_file()
    assert path.ours[student] == path.first[student] == 5.5


@pytest.mark.parametrize("student", ["renamed", "deleted", "doubled", "old"])
def test_a_right_answer_counts_whatever_else_happened_to_the_notebook(path, student):
    assert path.ours[student] == path.first[student] == 5.5
    assert waits(path.tools, student) == {"q2_why"}
    names = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in
             path.tools.autograded(student, NAME)]  # fmt: skip
    checks = [name for name in names if name and name.endswith("_check")]
    assert checks == ["q1_E_check", "q2_side_check"]


def test_a_file_that_cannot_be_read_says_so_where_it_is_graded(path):
    assert path.ours["broken"] == path.first["broken"] == 0
    assert "could not be read" in path.tools.autograded("broken", NAME)[0]["source"]


def test_what_is_left_out_is_told_with_what_to_do(path):
    assert "submitted/several/hw.2 is left out: which of a.ipynb, b.ipynb" in path.told
    assert "submitted/stranger/hw.2 is left out: hw.2 was not issued to stranger" in path.told
    assert "submitted/empty/hw.2 is left out: there is no notebook in it" in path.told
    assert {"several", "stranger", "empty"}.isdisjoint(path.ours)


def test_nbgrader_autograde_tells_what_it_leaves_out_and_grades_all_others(path, capsys):
    tools = path.tools
    # Two files with one time stamp: nbgrader skips the later one, our command has looked at it.
    tools.hand_in("old", Kind.WRONG, name=NAME)
    tools.millivolt("grade", NAME, "-j", 1, code=4)
    assert points(tools)["old"] == 0.0
    code = tools.nbgrader("autograde", NAME, "--force")
    told = capsys.readouterr().err
    assert "submitted/several/hw.2 has no hw.2.ipynb, but a.ipynb, b.ipynb" in told
    assert "submitted/renamed/hw.2 has no hw.2.ipynb, but my homework (final).ipynb" in told
    assert code == 1, "nbgrader's own word for submissions that it could not process"
    now = points(tools)
    assert {who: now[who] for who in path.ours} == path.ours | {"old": 0.0}
    assert waits(tools, "stranger") == {"q1_E_check", "q2_side_check", "q2_why"}
    tools.millivolt("grade", NAME, "-j", 1, code=4)
    assert (tools.folder / "autograded" / "renamed" / NAME / f"{NAME}.ipynb").is_file()


def test_late_work_is_late_in_nbgraders_eyes_too(path):
    tools = path.tools
    tools.hand_in("ada", RIGHT, at="2030-12-02 12:00:00 UTC", name=NAME)
    tools.millivolt("grade", NAME, "-j", 1, code=4)
    with tools.gradebook() as book:
        assert book.find_submission(NAME, "ada").total_seconds_late > 86400
    assert points(tools)["ada"] == 5.5, "no policy takes anything"


def test_feedback_and_export_reach_everybody_who_was_graded(path):
    tools = path.tools
    assert tools.nbgrader("generate_feedback", NAME) == 0
    for student in path.ours:
        assert (tools.folder / "feedback" / student / NAME / f"{NAME}.html").is_file(), student
    assert tools.nbgrader("export", "--to", "theirs.csv") == 0
    with (tools.folder / "theirs.csv").open() as file:
        rows = {r["student_id"]: r for r in csv.DictReader(file) if r["assignment"] == NAME}
    assert {who: float(rows[who]["score"]) for who in path.ours} == {
        who: points(tools)[who] for who in path.ours
    }


def test_nothing_that_was_handed_in_is_changed(path):
    now = files(path.tools)
    meanwhile = {path.tools.course.submitted(who, NAME).parent for who in ("ada", "old")}
    for file, data in path.handed_in.items():
        if file.parent not in meanwhile:
            assert now[file] == data, file
