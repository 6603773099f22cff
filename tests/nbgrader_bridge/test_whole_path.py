"""The whole path with the real nbgrader: from its quickstart to grades in both books.

One course goes through everything once; each test looks at one stage of it. Then formgrader
itself, in a browser.
"""

import csv
import json
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from millivolt.checks import Kind
from millivolt.gradebook.log import GradeLog

RIGHT, IDEA = Kind.RIGHT, Kind.MISCONCEPTION
STUDENTS = ("ada", "bo", "cy")


def scores(tools):
    with tools.gradebook() as book:
        return {s.student_id: s.score for s in book.assignment_submissions("hw")}


def ours(tools):
    return {student: float(found.score) for student, found in tools.standings().items()}


def told(page):
    """The score in the heading of a feedback page of nbgrader."""
    [found] = re.findall(r"hw \(Score: ([\d.]+) / ([\d.]+)\)", page.read_text("utf-8"))
    return tuple(map(float, found))


@pytest.fixture(scope="module")
def path(shared_tools):
    """The course after each stage, as far as later tests ask for it."""
    tools, seen = shared_tools, SimpleNamespace(tools=shared_tools)
    tools.nbgrader("quickstart", "course", cwd=tools.root)
    before = {p: p.read_bytes() for p in (tools.folder / "source").rglob("*.ipynb")}
    seen.enabled = tools.millivolt("nbgrader", "enable")
    seen.own_sources_kept = all(p.read_bytes() == data for p, data in before.items())
    tools.fill()
    tools.millivolt("assign", "hw")
    seen.validated = tools.nbgrader("validate", "source/hw/hw.ipynb")
    seen.generated = tools.nbgrader("generate_assignment", "hw", "--force")
    seen.released = tools.nbgrader("release_assignment", "hw")
    for student, kind in zip(STUDENTS, (RIGHT, IDEA, RIGHT), strict=True):
        assert tools.nbgrader("fetch_assignment", "hw", student=student) == 0
        notebook = tools.desk(student) / "hw" / "hw.ipynb"
        notebook.write_bytes(tools.answered(notebook.read_bytes(), student, [kind]))
        assert tools.nbgrader("submit", "hw", student=student) == 0
    seen.collected = tools.nbgrader("collect", "hw")
    seen.autograded = tools.nbgrader("autograde", "hw")
    seen.first = scores(tools), ours(tools)
    with tools.formgrader() as server:
        for student, words in zip(STUDENTS, (2.0, 1.0, 0.0), strict=True):
            server.give(student, "q2_why", manual_score=words)
        server.give("bo", "q1_E_check", manual_score=1.25, extra_credit=0.5)
        server.give("bo", "q1_E", manual_comment="A good *idea*.")
        seen.by_hand = scores(tools)
        seen.regraded = tools.millivolt("regrade", "hw", "--again", "-y")
        seen.forced = tools.nbgrader("autograde", "hw", "--force")
        seen.pressed = server.ask("submission/hw/bo/autograde", {}, "POST")
        seen.last = scores(tools), ours(tools)
        assert tools.nbgrader("generate_feedback", "hw") == 0
        assert tools.nbgrader("release_feedback", "hw") == 0
        for student in STUDENTS:
            assert tools.nbgrader("fetch_feedback", "hw", student=student) == 0
        assert tools.nbgrader("export", "--to", "theirs.csv") == 0
        tools.millivolt("export", "hw", "--out", "ours.csv")
        seen.server = server
        yield seen


def test_enabling_leaves_everything_of_nbgraders_as_it_was(path):
    assert path.own_sources_kept
    assert "course.toml" in path.enabled
    assert (path.tools.folder / "assignments" / "membrane1.toml").is_file()


def test_nbgrader_accepts_the_source_version_and_makes_a_release_of_it(path):
    assert (path.validated, path.generated, path.released) == (0, 0, 0)
    cover = json.loads((path.tools.folder / "release" / "hw" / "hw.ipynb").read_text())
    text = "\n".join("".join(cell["source"]) for cell in cover["cells"])
    assert "SOLUTION" not in text
    assert "These are not your numbers" in text


def test_each_student_fetches_their_own_numbers(path):
    tools = path.tools
    fetched = [json.loads((tools.desk(s) / "hw" / "hw.ipynb").read_text()) for s in STUDENTS]
    tokens = [document["metadata"]["millivolt"]["token"] for document in fetched]
    assert tokens == [tools.course.issues.read("hw", s).token for s in STUDENTS]
    assert len({json.dumps(document["metadata"]["millivolt"]) for document in fetched}) == 3


def test_autograding_fills_both_books_with_the_same_numbers(path):
    assert (path.collected, path.autograded) == (0, 0)
    assert path.first == ({"ada": 5.5, "bo": 0.0, "cy": 5.5},) * 2


def test_what_a_person_gives_in_formgrader_stands_through_every_regrade(path):
    assert path.by_hand == {"ada": 7.5, "bo": 2.75, "cy": 5.5}, "ada got more than the part's 1.5"
    assert path.forced == 0
    assert path.pressed["success"], "formgrader's own button grades with our engine, too"
    assert "millivolt: bo has" in path.pressed["log"]
    assert path.last == (path.by_hand, path.by_hand)
    [override] = [o for o in path.tools.standings()["bo"].overrides if o.slot == "q1_E"]
    assert (override.who, float(override.extra)) == ("formgrader", 0.5)
    assert path.tools.standings()["bo"].remarks["q1_E"] == "A good *idea*."


def test_feedback_reaches_each_student_with_the_numbers_of_both_books(path):
    for student in STUDENTS:
        [page] = (path.tools.desk(student) / "hw" / "feedback").rglob("hw.html")
        assert told(page) == (path.last[0][student], 7.0), student
    [page] = (path.tools.desk("bo") / "hw" / "feedback").rglob("hw.html")
    text = page.read_text("utf-8")
    assert "A good <em>idea</em>." in text
    assert "Inside and outside are swapped." in text


def test_both_exports_hold_the_same_points(path):
    folder = path.tools.folder
    theirs = {r["student_id"]: r for r in csv.DictReader((folder / "theirs.csv").open())
              if r["assignment"] == "hw"}  # fmt: skip
    with (folder / "ours.csv").open() as file:
        mine = {row["student"]: row for row in csv.DictReader(file)}
    for student in STUDENTS:
        assert float(theirs[student]["score"]) == path.last[0][student]
        assert float(theirs[student]["max_score"]) == 7.0
        assert float(mine[student]["hw"]) == path.last[0][student]


def test_the_log_keeps_every_stage(path):
    with GradeLog.open(path.tools.course.database) as log:
        kinds = [type(event).__name__ for event in log.history("bo", "hw")]
    assert kinds[0] == "GradeEntry"
    assert kinds.count("Override") == 2
    assert kinds.count("Comment") == 1


@pytest.mark.browser
def test_formgrader_shows_assignment_scores_and_findings(path, page, tmp_path):
    """Its pages for managing, for grades, and of one submission; kept on request."""
    keep = Path(os.environ.get("MILLIVOLT_SCREENSHOTS", tmp_path))

    def look(name, address, shows):
        page.goto(path.server.address + address)
        page.get_by_text(shows).first.wait_for()
        page.screenshot(path=keep / f"formgrader-{name}.png", full_page=True)
        return page.locator("body").inner_text()

    assert "released" in look("manage", "/manage_assignments", "hw")
    assert "7.5 / 7" in look("students", "/manage_students/ada", "hw")
    assert "2.75 / 7" in look("gradebook", "/gradebook/hw/hw", "Submission #1")
    submission = f"/submissions/{path.server.submission('bo')}/"
    shown = look("submission", submission, "Inside and outside are swapped.")
    assert "q1_E_check" in shown
    box = page.locator("#q1_E_check").first
    page.wait_for_function("document.querySelector('input#q1_E_check').value === '1.25'")
    assert box.input_value() == "1.25"
