"""Several notebooks in one assignment: nbgrader's own graded in the box, and beside one of ours."""

import json
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

from millivolt.checks import Kind
from millivolt.errors import AuthorError
from millivolt.notebooks.cells import ANSWER, CHECK, READ_BY_A_PERSON, READ_ONLY, TASK, cell

pytestmark = pytest.mark.slow

LINK = "[look](javascript:alert(1)) <script>alert(2)</script>"
PICTURE = {"dot.png": {"image/png": "iVBORw0KGgo="}}


def source(factor):
    """A notebook of an instructor's: the same names in each, other tests, other points."""
    solution = f"def f(x):\n    ### BEGIN SOLUTION\n    return {factor} * x\n    ### END SOLUTION"
    hidden = f"assert f(10) == {10 * factor}"
    test = f"assert f(1) == {factor}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    prompt = cell("markdown", "about", "Look at ![dot](attachment:dot.png).", READ_ONLY)
    made = [
        {**prompt, "attachments": PICTURE},
        {"cell_type": "markdown", "id": "free", "metadata": {}, "source": "A <b>plain</b> cell."},
        cell("code", "f", solution, ANSWER),
        cell("code", "f_check", test, CHECK, factor),
        cell("markdown", "why", "Because.", READ_BY_A_PERSON, 1),
        cell("markdown", "draw", "Draw.\n### BEGIN MARK SCHEME\nx\n### END MARK SCHEME", TASK, 4),
    ]
    for one in made:
        one["metadata"].get("nbgrader", {}).pop("checksum", None)
    return {"cells": made, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def write(path, document):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def hand_in(tools, student, name, notebook, answers, *work):
    """Hand in a released notebook with ``answers`` by cell, and ``work`` at its end."""
    document = json.loads((tools.folder / "release" / name / f"{notebook}.ipynb").read_text())
    for one in document["cells"]:
        grade_id = one["metadata"].get("nbgrader", {}).get("grade_id")
        one["source"] = answers.get(grade_id, one["source"])
    document["cells"] += work
    path = tools.folder / "submitted" / student / name / f"{notebook}.ipynb"
    write(path, document)
    (path.parent / "timestamp.txt").write_text("2026-11-28 12:00:00 UTC")


def shown(tools, student, name, notebook):
    path = tools.folder / "autograded" / student / name / f"{notebook}.ipynb"
    return nbformat.read(path, 4)


def points(tools, student, name):
    """Points by notebook and cell, and all of them, as nbgrader has them."""
    with tools.gradebook() as book:
        found = book.find_submission(name, student)
        cells = {(n.name, g.name): g.score for n in found.notebooks for g in n.grades}
        return cells, (found.score, found.max_score)


def waiting(tools, student, name):
    with tools.gradebook() as book:
        found = book.find_submission(name, student)
        every = [(n.name, g.name, g.needs_manual_grade) for n in found.notebooks for g in n.grades]
        return {(notebook, grade) for notebook, grade, waits in every if waits}


WORK = {"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "execution_count": None,
        "source": 'print("drawn")'}  # fmt: skip


@pytest.fixture(scope="module")
def own(shared_tools):
    """An assignment of nbgrader's own with two notebooks, graded by nbgrader, then by us."""
    tools, seen = shared_tools, SimpleNamespace(tools=shared_tools)
    tools.create()
    # Our way of making the gradebook needs no program on the path.
    tools.millivolt("assign", "hw")
    for name, factor in (("ps9", 2), ("b", 3)):
        write(tools.folder / "source" / "ps9" / f"{name}.ipynb", source(factor))
    assert tools.nbgrader("generate_assignment", "ps9") == 0
    hand_in(tools, "ada", "ps9", "ps9", {"f": "def f(x):\n    return 2 * x"})
    hand_in(tools, "ada", "ps9", "b", {"f": "def f(x):\n    return 4 * x", "why": LINK}, WORK)
    hand_in(tools, "bo", "ps9", "b", {"f": "def f(x):\n    return 3 * x"})
    assert tools.nbgrader("autograde", "ps9") == 0
    seen.theirs = {student: points(tools, student, "ps9") for student in ("ada", "bo")}
    with tools.gradebook() as book:
        for submission in book.assignment_submissions("ps9"):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    grade.auto_score = 0
        book.db.commit()
    seen.printed = tools.millivolt("grade", "ps9", "--legacy", "-j", 1, code=4)
    seen.ours = {student: points(tools, student, "ps9") for student in ("ada", "bo")}
    seen.waiting = waiting(tools, "ada", "ps9")
    with tools.gradebook() as book:
        grade = book.find_grade("why", "b", "ps9", "ada")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.db.commit()
    tools.millivolt("grade", "ps9", "--legacy", "-j", 1, "--again", code=4)
    return seen


def test_equal_names_in_two_notebooks_get_each_its_own_points_as_in_nbgrader(own):
    assert own.theirs == own.ours
    ada, total = own.ours["ada"]
    assert (ada["ps9", "f_check"], ada["b", "f_check"]) == (2.0, 0.0)
    assert total == (2.0, 15.0)
    bo, total = own.ours["bo"]
    assert (bo["b", "f_check"], total) == (3.0, (3.0, 15.0))


def test_words_wait_where_something_was_written_and_tasks_always(own):
    assert own.waiting == {("b", "why"), ("b", "draw"), ("ps9", "draw")}


def test_a_score_given_by_hand_stays_in_its_notebook_and_reaches_the_log(own):
    cells, total = points(own.tools, "ada", "ps9")
    assert (cells["b", "why"], cells["ps9", "why"], total[0]) == (1.0, 0.0, 3.0)
    standing = own.tools.standings("ps9")["ada"]
    assert float(standing.score) == 3.0
    assert [override.slot for override in standing.overrides] == ["b.why"]


def test_formgrader_gets_each_notebook_as_nbgrader_leaves_it_with_what_the_tests_said(own):
    for student, name in (("ada", "ps9"), ("ada", "b"), ("bo", "b")):
        notebook = shown(own.tools, student, "ps9", name)
        nbformat.validate(notebook)
        MetadataValidator().validate_nb(notebook)
    assert not (own.tools.folder / "autograded" / "bo" / "ps9" / "ps9.ipynb").exists()
    cells = {c.metadata.get("nbgrader", {}).get("grade_id", c.id): c
             for c in shown(own.tools, "ada", "ps9", "b").cells}  # fmt: skip
    assert "assert f(10) == 30" in cells["f_check"].source
    [told] = cells["f_check"].outputs
    assert "assert f(1) == 3" in told.text
    assert cells["f"].source == "def f(x):\n    return 4 * x"
    assert cells["about"].attachments == PICTURE
    assert "A <b>plain</b> cell." in [c.source for c in cells.values()]
    assert "<script" not in cells["why"].source
    assert "](javascript:" not in cells["why"].source
    [work] = [c for c in cells.values() if c.source == WORK["source"]]
    assert work.outputs[0].text == "drawn\n"


def test_nbgrader_takes_them_for_autograded_and_makes_feedback_of_them(own):
    config = Config()
    config.CourseDirectory.root = str(own.tools.folder)
    nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert nbgrader.get_autograded_students("ps9") == {"ada", "bo"}
    assert own.tools.nbgrader("generate_feedback", "ps9") == 0
    page = (own.tools.folder / "feedback" / "ada" / "ps9" / "b.html").read_text("utf-8")
    assert "b (Score: 1.0 / 8.0)" in page


def test_a_notebook_that_is_missing_in_the_folder_is_made_again(own):
    path = own.tools.folder / "autograded" / "ada" / "ps9" / "b.ipynb"
    path.unlink()
    own.tools.millivolt("grade", "ps9", "--legacy", "-j", 1, code=4)
    assert path.is_file()


@pytest.fixture(scope="module")
def mixed(own):
    """An assignment of ours with a notebook of nbgrader's own beside it."""
    tools = own.tools
    write(tools.folder / "source" / "hw" / "extra.ipynb", source(2))
    assert tools.nbgrader("generate_assignment", "hw", "--force") == 0
    tools.hand_in("ada", Kind.RIGHT)
    hand_in(tools, "ada", "hw", "extra", {"f": "def f(x):\n    return 2 * x"})
    assert tools.nbgrader("autograde", "hw") == 0
    return tools


def test_students_fetch_both(mixed):
    assert mixed.nbgrader("release_assignment", "hw", "--force") == 0
    assert mixed.nbgrader("fetch_assignment", "hw", student="ada") == 0
    desk = mixed.desk("ada") / "hw"
    assert (desk / "hw.ipynb").read_bytes() == mixed.course.released("ada", "hw").read_bytes()
    assert b"BEGIN HIDDEN TESTS" not in (desk / "extra.ipynb").read_bytes()
    assert b"assert f(1) == 2" in (desk / "extra.ipynb").read_bytes()


def test_one_of_ours_and_one_of_nbgraders_make_one_total(mixed):
    cells, total = points(mixed, "ada", "hw")
    assert (cells["hw", "q1_E_check"], cells["extra", "f_check"]) == (4.0, 2.0)
    assert total == (7.5, 14.0), "5.5 of 7 in ours, 2 of 7 in theirs"
    assert float(mixed.standings("hw")["ada"].score) == 5.5
    mixed.millivolt("grade", "hw", "--again", "-j", 1, code=4)
    assert points(mixed, "ada", "hw") == (cells, total)


def test_an_assignment_of_ours_is_not_graded_by_the_tests_in_its_cells(mixed):
    with pytest.raises(AuthorError, match="nbgrader autograde"):
        mixed.millivolt("grade", "hw", "--legacy")
    assert float(mixed.standings("hw")["ada"].score) == 5.5
