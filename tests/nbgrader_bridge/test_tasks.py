"""Tasks of ours with the real nbgrader: its validator, its commands, its gradebook, its pages."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.api import TaskCell
from nbgrader.nbgraderformat import MetadataValidator

from millivolt.checks import Kind
from millivolt.items import State

ASSIGNMENT = """
title = "Potentials"
[[question]]
item = "investigation"
points = 5
[[question]]
item = "chord"
points = 4
"""

PLOT = """\
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([1, 2], [3, 4])
plt.show()
print("drawn in", 2, "points")"""

WORK = [
    {"cell_type": "markdown", "id": "mine-1", "metadata": {}, "source": "It <b>rises</b>."},
    {"cell_type": "code", "id": "mine-2", "metadata": {}, "source": PLOT,
     "execution_count": None, "outputs": []},
]  # fmt: skip


def hand_in(tools, student, work):
    """Hand in a right number, and ``work`` below the task."""
    document = json.loads(
        tools.answered(
            tools.course.released(student, "hw").read_bytes(), student, [Kind.BLANK, Kind.RIGHT]
        )
    )
    cells = document["cells"]
    at = next(n for n, cell in enumerate(cells) if cell["id"] == "q1_plot")
    cells[at + 1 : at + 1] = work
    tools.hand_in(student, damage=json.dumps(document).encode())


def rows(tools):
    """Score, and whether a person is needed, of each student's task; its comment."""
    with tools.gradebook() as book:
        found = {}
        for student in ("ada", "bo"):
            grade = book.find_grade("q1_plot", "hw", "hw", student)
            comment = book.find_comment("q1_plot", "hw", "hw", student)
            found[student] = (grade.score, grade.needs_manual_grade, comment.auto_comment)
        return found


def known(book):
    """What nbgrader knows of the task cells."""
    cells = book.find_notebook("hw", "hw").task_cells
    return [(cell.name, cell.max_score, cell.cell_type) for cell in cells]


def total(tools, student):
    with tools.gradebook() as book:
        found = book.find_submission("hw", student)
        return found.score, found.max_score


@pytest.fixture(scope="module")
def path(shared_tools):
    tools, seen = shared_tools, SimpleNamespace(tools=shared_tools)
    tools.create(ASSIGNMENT)
    tools.millivolt("assign", "hw")
    seen.validated = tools.nbgrader("validate", "source/hw/hw.ipynb")
    seen.source = json.loads((tools.folder / "source/hw/hw.ipynb").read_text())
    with tools.gradebook() as book:
        seen.registered = known(book)
    seen.generated = tools.nbgrader("generate_assignment", "hw", "--force")
    with tools.gradebook() as book:
        seen.generated_cells = known(book)
    hand_in(tools, "ada", WORK)
    hand_in(tools, "bo", [])
    seen.autograded = tools.nbgrader("autograde", "hw")
    seen.first = rows(tools)
    with tools.gradebook() as book:
        grade = book.find_grade("q1_plot", "hw", "hw", "ada")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        book.find_comment("q1_plot", "hw", "hw", "ada").manual_comment = "A good plot."
        book.db.commit()
    tools.nbgrader("autograde", "hw", "--force")
    seen.forced = rows(tools)
    tools.millivolt("grade", "hw", "--again")
    seen.again = rows(tools)
    assert tools.nbgrader("generate_feedback", "hw", "--force") == 0
    return seen


def test_nbgrader_accepts_the_task_cell_of_the_source_and_of_every_notebook(path):
    assert (path.validated, path.generated) == (0, 0)
    folder = path.tools.folder
    for name in ("source/hw", "release/hw", "release/ada/hw", "autograded/ada/hw"):
        notebook = nbformat.read(folder / name / "hw.ipynb", 4)
        MetadataValidator().validate_nb(notebook)
        [task] = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("task")]
        assert task.metadata.nbgrader.grade_id == "q1_plot"
        assert ("MARK SCHEME" in task.source) == (name == "source/hw")


def test_the_gradebook_knows_the_task_as_nbgrader_itself_registers_it(path):
    assert path.registered == path.generated_cells == [("q1_plot", 5.0, "markdown")]
    with path.tools.gradebook() as book:
        assert isinstance(book.find_graded_cell("q1_plot", "hw", "hw"), TaskCell)


def test_work_waits_for_a_person_and_no_work_does_not(path):
    assert path.autograded == 0
    assert path.first["ada"][:2] == (0.0, True)
    assert path.first["bo"] == (0.0, False, "No response.")
    states = {
        student: next(p for p in standing.entry.parts if p.slot == "q1_plot").verdict.state
        for student, standing in path.tools.standings().items()
    }
    assert states == {"ada": State.NEEDS_REVIEW, "bo": State.NOT_ATTEMPTED}


def test_the_score_that_a_person_gave_stays_in_both_books(path):
    assert path.forced["ada"][0] == path.again["ada"][0] == 3.5
    assert total(path.tools, "ada") == (7.5, 9.0)
    standing = path.tools.standings()["ada"]
    assert float(standing.score) == 7.5
    assert standing.remarks["q1_plot"] == "A good plot."


def test_formgrader_sees_the_task_and_the_work_below_it_with_its_figure(path):
    cells = path.tools.autograded("ada")
    at = next(n for n, cell in enumerate(cells) if cell["id"] == "q1_plot")
    task, words, code = cells[at : at + 3]
    assert task["metadata"]["nbgrader"]["task"]
    assert words["source"] == "It < b>rises< /b>."
    assert code["source"] == PLOT
    [printed] = [o["text"] for o in code["outputs"] if o["output_type"] == "stream"]
    assert printed == "drawn in 2 points\n"
    assert any("image/png" in o.get("data", {}) for o in code["outputs"])


def test_nbgraders_feedback_shows_points_and_comment_of_the_task(path):
    page = (path.tools.folder / "feedback/ada/hw/hw.html").read_text("utf-8")
    assert "hw (Score: 7.5 / 9.0)" in page
    assert "A good plot." in page
    assert "MARK SCHEME" not in page


def test_our_feedback_shows_the_work_of_a_task(path):
    path.tools.millivolt("feedback", "hw")
    page = (path.tools.folder / "feedback/ada/hw/hw.html").read_text("utf-8")
    assert "ax.plot([1, 2], [3, 4])" in page
    assert "It &lt;b&gt;rises&lt;/b&gt;." in page
    assert "A good plot." in page


@pytest.mark.browser
def test_a_person_grades_the_task_on_formgraders_own_page(path, page, tmp_path):
    """The score that is typed there is in our log, and no grading afterwards takes it back."""
    tools = path.tools
    with tools.formgrader() as server:
        page.goto(f"{server.address}/submissions/{server.submission('ada')}/")
        page.wait_for_function("document.querySelector('input#q1_plot').value === '3.5'")
        shown = page.locator("body").inner_text()
        assert "Student's task" in shown
        assert "/ 5.0" in shown
        assert "It < b>rises< /b>." in shown
        assert "drawn in 2 points" in shown
        assert page.locator("img[src^='data:image/png']").count() == 1
        with page.expect_response("**/api/grade/*") as answer:
            page.fill("input#q1_plot", "4.25")
            page.keyboard.press("Tab")
        assert answer.value.ok
        with page.expect_response("**/api/comment/*") as answer:
            page.fill("textarea#q1_plot-comment", "The axes have units now.")
            page.keyboard.press("Tab")
        assert answer.value.ok
        keep = Path(os.environ.get("MILLIVOLT_SCREENSHOTS", tmp_path))
        page.screenshot(path=keep / "formgrader-task.png", full_page=True)
        for command in (("grade",), ("regrade", "--again", "-y"), ("grade", "--again")):
            tools.millivolt(command[0], "hw", "-j", 1, *command[1:])
            assert total(tools, "ada") == (8.25, 9.0), command
        assert tools.nbgrader("autograde", "hw", "--force") == 0
        page.reload()
        page.wait_for_function("document.querySelector('input#q1_plot').value === '4.25'")
        assert page.locator("input#q1_plot.needs_manual_grade").count() == 0
    assert total(tools, "ada") == (8.25, 9.0)
    standing = tools.standings()["ada"]
    assert float(standing.score) == 8.25
    assert standing.remarks["q1_plot"] == "The axes have units now."
    given = [(float(o.fraction), o.who) for o in standing.overrides if o.slot == "q1_plot"]
    assert given == [(0.7, "formgrader"), (0.85, "formgrader")]
