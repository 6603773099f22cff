"""Our commands in a course of nbgrader: what they write over there, and what they hear."""

import contextlib
import csv
import json
import re
from pathlib import Path

import pytest

from millivolt.checks import Kind
from millivolt.errors import AuthorError
from millivolt.nbgrader_bridge import exchange
from millivolt.nbgrader_bridge.directory import directory

RIGHT, WRONG = Kind.RIGHT, Kind.WRONG


@pytest.fixture
def course(tools):
    tools.create()
    tools.millivolt("assign", "hw")
    return tools


def by_hand(tools, student, cell, **given):
    with tools.gradebook() as book:
        grade = book.find_grade(cell, "hw", "hw", student)
        for name, value in given.items():
            setattr(grade, name, value)
        grade.needs_manual_grade = False
        book.db.commit()


def scores(tools):
    with tools.gradebook() as book:
        return {s.student_id: s.score for s in book.assignment_submissions("hw")}


def flagged(tools, student, cell):
    with tools.gradebook() as book:
        return book.find_grade(cell, "hw", "hw", student).needs_manual_grade


def penalties(tools):
    with tools.gradebook() as book:
        found = book.assignment_submissions("hw")
        return {s.student_id: s.late_submission_penalty for s in found}


def test_grade_writes_what_nbgrader_autograde_would(course):
    """Rows, notebooks, papers: nbgrader sees them as graded, and goes on from there."""
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", WRONG)
    secret = course.course.submitted("bo", "hw").with_name("submission_secret.txt")
    secret.write_text("s")
    secret.with_name("link.txt").symlink_to("/etc/passwd")
    course.millivolt("grade", "hw", "-j", 1, code=4)
    assert scores(course) == {"ada": 5.5, "bo": 0.0}
    folder = course.folder / "autograded" / "bo" / "hw"
    assert sorted(p.name for p in folder.iterdir()) == [
        "hw.ipynb", "submission_secret.txt", "timestamp.txt",
    ]  # fmt: skip
    before = (folder / "hw.ipynb").read_bytes()
    assert course.nbgrader("autograde", "hw") == 0, "everything is graded: nbgrader skips it"
    assert (folder / "hw.ipynb").read_bytes() == before
    assert course.nbgrader("autograde", "hw", "--force") == 0
    assert json.loads((folder / "hw.ipynb").read_bytes()) == json.loads(before)
    assert scores(course) == {"ada": 5.5, "bo": 0.0}


def test_a_notebook_that_is_gone_over_there_is_made_again(course):
    course.hand_in("ada", RIGHT)
    course.millivolt("grade", "hw", "-j", 1, code=4)
    path = course.folder / "autograded" / "ada" / "hw" / "hw.ipynb"
    before = path.read_bytes()
    path.unlink()
    course.millivolt("grade", "hw", "-j", 1, code=4)
    assert path.read_bytes() == before


def test_grades_by_hand_are_heard_before_anything_is_shown(course):
    course.hand_in("ada", RIGHT)
    course.millivolt("grade", "hw", "-j", 1, code=4)
    by_hand(course, "ada", "q2_why", manual_score=1.0)
    course.millivolt("export", "hw", "--out", "grades.csv")
    assert "6.5" in (course.folder / "grades.csv").read_text()
    by_hand(course, "ada", "q2_why", manual_score=0.5)
    course.millivolt("feedback", "hw")
    assert float(course.standings()["ada"].score) == 6.0
    by_hand(course, "ada", "q2_why", manual_score=1.5)
    course.millivolt("report", "hw")
    assert float(course.standings()["ada"].score) == 7.0


def test_nobody_is_waited_for_once_a_person_gave_the_score_in_formgrader(course):
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", RIGHT)
    assert "2 need a person's review: ada, bo" in course.millivolt("grade", "hw", "-j", 1, code=4)
    by_hand(course, "ada", "q2_why", manual_score=1.0)
    assert "1 need a person's review: bo" in course.millivolt("grade", "hw", "-j", 1, code=4)
    by_hand(course, "bo", "q2_why", manual_score=0.0)
    assert "review" not in course.millivolt("grade", "hw", "-j", 1)
    assert "review" not in course.millivolt("grade", "hw", "-j", 1, "--again")
    by_hand(course, "bo", "q2_why", manual_score=None, extra_credit=0.5)
    assert "1 need a person's review: bo" in course.millivolt("grade", "hw", "-j", 1, code=4)
    course.millivolt("override", "hw", "bo", "q2_why", "--points", 1, "--why", "read")
    course.millivolt("grade", "hw", "-j", 1)


def test_a_score_by_hand_is_flagged_again_when_another_notebook_came(course):
    """The person read other words: they stand, and somebody looks once more."""
    course.hand_in("ada", RIGHT)
    course.millivolt("grade", "hw", "-j", 1, code=4)
    by_hand(course, "ada", "q2_why", manual_score=1.0)
    course.millivolt("grade", "hw", "-j", 1, "--again")
    assert not flagged(course, "ada", "q2_why")
    first = course.course.submitted("ada", "hw").read_bytes()
    second = first.replace(b"By diffusion.", b"By magic.")
    assert second != first
    course.hand_in("ada", damage=second, at="2026-11-29 12:00:00 UTC")
    for again in range(2):
        course.millivolt("grade", "hw", "-j", 1, code=4)
        assert flagged(course, "ada", "q2_why"), again
    [override] = course.standings()["ada"].outdated
    assert override.slot == "q2_why"
    by_hand(course, "ada", "q2_why", manual_score=1.0)
    course.millivolt("grade", "hw", "-j", 1)
    assert not flagged(course, "ada", "q2_why")
    assert not course.standings()["ada"].outdated


def test_our_feedback_is_released_by_nbgrader(course):
    course.hand_in("ada", RIGHT)
    course.course.submitted("ada", "hw").with_name("submission_secret.txt").write_text("s")
    course.nbgrader("release_assignment", "hw")
    course.millivolt("grade", "hw", "-j", 1, code=4)
    course.millivolt("feedback", "hw")
    assert course.nbgrader("release_feedback", "hw") == 0
    [released] = (course.root / "exchange" / "course" / "feedback").glob("*.html")
    own = course.folder / "feedback" / "ada" / "hw" / "hw.html"
    assert released.read_bytes() == own.read_bytes()


def test_an_override_is_shown_over_there_and_a_disagreement_is_told(course):
    course.hand_in("ada", WRONG)
    course.millivolt("grade", "hw", "-j", 1, code=4)
    words = ("override", "hw", "ada", "q1_E", "--why", "shown in class", "--who", "Kim")
    course.millivolt(*words, "--points", 3)
    assert scores(course) == {"ada": 3.0}
    by_hand(course, "ada", "q1_E_check", manual_score=1.0)
    told = course.millivolt(*words, "--points", 2)
    assert "formgrader has 1 points, the grade log 2" in told
    assert scores(course) == {"ada": 1.0}, "what a person typed there stays there"


def test_late_work_is_penalised_once_by_our_policy(tools):
    tools.create(course="[late]\nper_day = 0.1\n[total]\nfree_late_days = 1\n")
    with (tools.folder / "nbgrader_config.py").open("a") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    tools.millivolt("assign", "hw")
    tools.hand_in("ada", RIGHT, at="2030-12-03 12:00:00 UTC")  # three days late, one of them free
    tools.hand_in("bo", RIGHT)
    assert tools.nbgrader("autograde", "hw") == 0
    assert penalties(tools) == {"ada": pytest.approx(1.1), "bo": 0.0}
    by_hand(tools, "ada", "q2_why", manual_score=1.5)
    tools.millivolt("grade", "hw", "-j", 1, code=4)  # bo's words wait
    assert penalties(tools) == {"ada": pytest.approx(1.4), "bo": 0.0}
    tools.millivolt("export", "hw", "--out", "grades.csv")
    assert "5.6" in (tools.folder / "grades.csv").read_text()


def test_a_policy_that_is_dropped_gives_back_what_it_took(tools):
    tools.create(course="[late]\nper_day = 0.1\n")
    tools.millivolt("assign", "hw")
    tools.hand_in("ada", RIGHT, at="2030-12-01 12:00:00 UTC")
    tools.millivolt("grade", "hw", "-j", 1, code=4)
    assert penalties(tools) == {"ada": pytest.approx(0.55)}
    course = tools.folder / "course.toml"
    course.write_text(course.read_text().replace("per_day = 0.1", ""))
    tools.millivolt("grade", "hw", "-j", 1, code=4)
    assert penalties(tools) == {"ada": 0.0}


@pytest.mark.parametrize("tool", ["nbgrader autograde", "millivolt grade"])
def test_without_a_policy_of_ours_nbgraders_plugin_decides(tools, tool):
    tools.create()
    with (tools.folder / "nbgrader_config.py").open("a") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    tools.millivolt("assign", "hw")
    tools.hand_in("ada", RIGHT, at="2030-12-03 12:00:00 UTC")
    tools.hand_in("bo", RIGHT)
    if tool == "nbgrader autograde":
        assert tools.nbgrader("autograde", "hw") == 0
    else:
        tools.millivolt("grade", "hw", "-j", 1, code=4)
    assert penalties(tools) == {"ada": 5.5, "bo": 0.0}


POOL = """
title = "Potentials"
[[section]]
title = "One of two"
pick = 1
question = [{ item = "chord", points = 3 }, { item = "words", points = 3 }]
"""


def test_of_a_pool_nbgrader_knows_every_cell_and_each_student_has_their_own(tools):
    """Scores are right everywhere; nbgrader's maximum is explained, and right in our files."""
    tools.create(POOL)
    students = [f"s{n}" for n in range(8)]
    roster = "".join(f"{who},S,{who}@x.org\n" for who in students)
    (tools.folder / "roster.csv").write_text(f"id,name,email\n{roster}")
    told = tools.millivolt("assign", "hw")
    assert "every question that any student has, 6 points; each student can earn 3." in told
    assert tools.nbgrader("generate_assignment", "hw", "--force") == 0
    for student in students:
        tools.hand_in(student, RIGHT)
    assert tools.nbgrader("autograde", "hw") == 0
    assert set(scores(tools).values()) == {3.0, 1.5}
    assert {s: float(f.score) for s, f in tools.standings().items()} == scores(tools)
    assert {float(f.entry.max_score) for f in tools.standings().values()} == {3.0}
    with tools.gradebook() as book:
        for found in book.assignment_submissions("hw"):
            assert found.max_score == 6.0
            own = {part.slot for part in tools.standings()[found.student_id].entry.parts}
            flagged = {g.name for n in found.notebooks for g in n.grades if g.needs_manual_grade}
            assert flagged == own & {"q1_why"}, "of cells that are not theirs none waits"
    assert tools.nbgrader("export", "--to", "theirs.csv") == 0
    theirs = list(csv.DictReader((tools.folder / "theirs.csv").open()))
    exported = {r["student_id"]: float(r["score"]) for r in theirs if r["assignment"] == "hw"}
    assert exported == scores(tools)
    tools.millivolt("feedback", "hw")
    for student in students:
        page = (tools.folder / "feedback" / student / "hw" / "hw.html").read_text("utf-8")
        assert re.search(r"of\s+3\b", page), student


def test_where_all_have_the_same_questions_nbgraders_maximum_needs_no_word(tools):
    tools.create()
    assert "adds up" not in tools.millivolt("assign", "hw")


def test_a_notebook_of_the_instructors_own_is_never_replaced(tools):
    tools.create()
    own = tools.folder / "source" / "hw" / "hw.ipynb"
    own.parent.mkdir()
    own.write_text('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')
    before = own.read_bytes()
    with pytest.raises(AuthorError, match="another name"):
        tools.millivolt("assign", "hw")
    assert own.read_bytes() == before
    assert tools.course.issues.students("hw") == (), "nothing was issued either"


def test_enabling_twice_adds_nothing_and_a_broken_configuration_is_told(tools):
    tools.create()
    config = tools.folder / "nbgrader_config.py"
    before = config.read_text()
    assert "already" in tools.millivolt("nbgrader", "enable")
    assert config.read_text() == before
    config.write_text(before + "\n1/0\n")
    with pytest.raises(AuthorError, match="division by zero"):
        tools.millivolt("assign", "hw")
    config.write_text(before.replace("c.Autograde", "# c.Autograde"))
    tools.millivolt("assign", "hw")
    assert not (tools.folder / "gradebook.db").exists(), "without the lines it is ours alone"


def test_a_configuration_that_calls_it_otherwise_is_enabled_too(tools):
    """The lines that are added do not need the file to call its configuration ``c``."""
    tools.folder.mkdir()
    config = tools.folder / "nbgrader_config.py"
    config.write_text('conf = get_config()\nconf.CourseDirectory.course_id = "other"\n')
    tools.millivolt("nbgrader", "enable")
    there = directory(tools.folder)
    assert there.course_id == "other"
    assert "MillivoltExporter" in there.config.Autograde.exporter_class


def test_the_page_for_instructors_shows_the_lines_that_are_added(tools):
    page = Path(__file__).parents[2] / "docs" / "nbgrader.md"
    [lines] = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    tools.millivolt("new", tools.folder, "--nbgrader")
    added = (tools.folder / "nbgrader_config.py").read_text().splitlines()
    assert set(lines.splitlines()) <= set(added)


def test_a_course_that_is_not_enabled_never_hears_of_nbgrader(tools):
    tools.millivolt("new", tools.folder)
    (tools.folder / "nbgrader_config.py").write_text("1/0")
    tools.millivolt("assign", "ps1")
    assert not (tools.folder / "gradebook.db").exists()
    assert not (tools.folder / "source" / "ps1").exists()


def test_students_fetch_again_what_is_missing_and_keep_their_work(course):
    assert course.nbgrader("release_assignment", "hw") == 0
    assert course.nbgrader("fetch_assignment", "hw", student="ada") == 0
    notebook = course.desk("ada") / "hw" / "hw.ipynb"
    own = notebook.read_bytes()
    notebook.write_text("work")
    again = ("fetch_assignment", "hw", "--replace")
    assert course.nbgrader(*again, student="ada") == 0
    assert notebook.read_text() == "work"
    notebook.unlink()
    assert course.nbgrader(*again, student="ada") == 0
    assert notebook.read_bytes() == own


def test_a_release_that_fails_half_way_leaves_what_students_fetched_before(course, monkeypatch):
    assert course.nbgrader("release_assignment", "hw") == 0
    personal = course.root / "exchange" / "course" / "personal"
    before = {p: p.read_bytes() for p in personal.rglob("*") if p.is_file()}
    assert len(before) == 3
    really = exchange.ReleaseAssignment.do_copy

    def full_disk(self, source, target, **options):
        if "release/bo" in source:
            raise OSError("no space left on device")
        return really(self, source, target, **options)

    with monkeypatch.context() as patch:
        patch.setattr(exchange.ReleaseAssignment, "do_copy", full_disk)
        with pytest.raises(OSError, match="no space"):
            course.nbgrader("release_assignment", "hw", "--force")
    assert {p: p.read_bytes() for p in (personal / "hw").rglob("*") if p.is_file()} == before
    assert course.nbgrader("fetch_assignment", "hw", student="ada") == 0
    assert course.nbgrader("release_assignment", "hw", "--force") == 0
    assert [p.name for p in personal.iterdir()] == ["hw"]


def test_who_was_issued_nothing_is_told_so_and_gets_no_cover(course):
    assert course.nbgrader("release_assignment", "hw") == 0
    assert course.nbgrader("fetch_assignment", "hw", student="eve") != 0
    assert not (course.desk("eve") / "hw").exists()
    with (course.folder / "roster.csv").open("a") as file:
        file.write("eve,Eve,eve@example.org\n")
    course.millivolt("assign", "hw")
    assert course.nbgrader("release_assignment", "hw", "--force") == 0
    assert course.nbgrader("fetch_assignment", "hw", student="eve") == 0


def test_an_assignment_of_nbgraders_own_is_released_and_fetched_as_ever(course):
    plain = course.folder / "release" / "own"
    plain.mkdir(parents=True)
    (plain / "own.ipynb").write_text("{}")
    assert course.nbgrader("release_assignment", "own") == 0
    assert course.nbgrader("fetch_assignment", "own", student="eve") == 0
    assert (course.desk("eve") / "own" / "own.ipynb").read_text() == "{}"


def test_our_commands_take_a_postgresql_without_a_driver_as_nbgrader_does(tools, postgres_url):
    """Also where nbgrader's own late policy opens the gradebook, which is late to say so."""
    tools.create()
    config = tools.folder / "nbgrader_config.py"
    policy = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'
    config.write_text(
        f'{config.read_text()}\nc.CourseDirectory.db_url = "{postgres_url}"\n{policy}'
    )
    tools.millivolt("assign", "hw")
    tools.hand_in("ada", RIGHT, at="2031-01-01 12:00:00 UTC")
    tools.millivolt("grade", "hw", "-j", 1, code=4)
    with contextlib.closing(
        tools.gradebook(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    ) as book:
        found = book.find_submission("hw", "ada")
        assert (found.score, found.late_submission_penalty) == (5.5, 5.5)
    assert not (tools.folder / "gradebook.db").exists()


def test_both_tools_share_a_postgresql(tools, postgres_url):
    """``--db`` as in nbgrader, with the driver that both have."""
    url = postgres_url.replace("postgresql:", "postgresql+psycopg:")
    tools.create()
    tools.millivolt("assign", "hw", "--db", url)
    tools.hand_in("ada", RIGHT)
    tools.hand_in("bo", WRONG)
    assert tools.nbgrader("autograde", "hw", "--student", "ada", "--db", url) == 0
    tools.millivolt("grade", "hw", "-j", 1, "--db", url, code=4)
    with contextlib.closing(tools.gradebook(url)) as book:
        found = book.assignment_submissions("hw")
        assert {s.student_id: s.score for s in found} == {"ada": 5.5, "bo": 0.0}
    assert not (tools.folder / "gradebook.db").exists()
