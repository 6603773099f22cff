"""Our engine inside ``nbgrader autograde``: real nbgrader, real boxes, hostile students."""

import json

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from millivolt.checks import Kind
from millivolt.errors import EnvironmentProblem
from millivolt.nbgrader_bridge import bridge, engine

RIGHT, WRONG, IDEA = Kind.RIGHT, Kind.WRONG, Kind.MISCONCEPTION


def code(source, **metadata):
    return {"cell_type": "code", "id": "extra", "metadata": metadata, "source": source,
            "outputs": [], "execution_count": None}  # fmt: skip


def claiming(grade_id, **more):
    about = {"schema_version": 3, "grade": True, "solution": False, "locked": True, "points": 50.0,
             "grade_id": grade_id, **more}  # fmt: skip
    return {"nbgrader": about}


def named(cells, name):
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def scores(tools):
    with tools.gradebook() as book:
        return {s.student_id: s.score for s in book.assignment_submissions("hw")}


@pytest.fixture
def course(tools):
    tools.create()
    tools.millivolt("assign", "hw")
    return tools


def test_a_class_is_graded_by_our_engine_and_both_books_agree(course):
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", IDEA)
    assert course.nbgrader("autograde", "hw") == 0
    assert scores(course) == {"ada": 5.5, "bo": 0.0}
    assert {s: float(found.score) for s, found in course.standings().items()} == scores(course)
    with course.gradebook() as book:
        words = book.find_grade("q2_why", "hw", "hw", "ada")
        assert (words.auto_score, words.needs_manual_grade) == (None, True)
    [output] = named(course.autograded("bo"), "q1_E_check")["outputs"]
    assert "Inside and outside are swapped." in output["text"]


def test_an_autograded_notebook_is_valid_for_jupyter_and_for_nbgrader(course):
    course.hand_in("ada", RIGHT, more=[code("print('hi')\n1/0")])
    assert course.nbgrader("autograde", "hw") == 0
    made = nbformat.from_dict({"cells": course.autograded("ada"), "metadata": {}, "nbformat": 4,
                               "nbformat_minor": 5})  # fmt: skip
    nbformat.validate(made)
    MetadataValidator().validate_nb(made)
    printed, error = course.autograded("ada")[-1]["outputs"]
    assert (printed["text"], error["ename"]) == ("hi\n", "ZeroDivisionError")


def test_nothing_of_a_student_runs_in_nbgraders_process_or_a_kernel(course, tmp_path):
    trace = tmp_path / "pwned"
    reach = f"import os, sys\nopen({str(trace)!r}, 'w')\nprint('nbgrader' in sys.modules)"
    course.hand_in("ada", RIGHT, more=[code(reach)])
    assert course.nbgrader("autograde", "hw") == 0
    assert not trace.exists()
    assert not list((course.folder / "submitted").rglob("pwned"))


def test_tests_points_and_prompts_are_those_issued_to_this_student(course):
    """Cells edited, doubled, deleted or added under a claimed name change nothing."""
    course.hand_in("ada", WRONG, more=[code("100.0", **claiming("q1_E_check"))])
    path = course.course.submitted("ada", "hw")
    document = json.loads(path.read_text())
    for cell in list(document["cells"]):
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade_id") == "q1":
            cell["source"] = "The answer is 50 mV."
        if about.get("grade_id") == "q1_E_check":
            cell["source"], about["points"] = "7000.0", 7000.0
        if about.get("grade_id") == "q2_side_check":
            document["cells"].remove(cell)
    path.write_text(json.dumps(document))
    assert course.nbgrader("autograde", "hw") == 0
    assert scores(course) == {"ada": 0.0}
    issued = json.loads(course.course.released("ada", "hw").read_text())["cells"]
    shown = course.autograded("ada")
    for name in ("q1", "q1_E_check", "q2_side_check"):
        assert "".join(named(shown, name)["source"]) == "".join(named(issued, name)["source"])
        assert named(shown, name)["metadata"] == named(issued, name)["metadata"]
    claims = [c for c in shown if c["metadata"].get("nbgrader", {}).get("grade_id") == "q1_E_check"]
    assert len(claims) == 1
    assert shown.index(named(shown, "q2_side")) + 1 == shown.index(named(shown, "q2_side_check"))


def test_markup_of_a_student_is_no_markup_on_the_graders_page(course):
    text = "<script>fetch('/formgrader/api/grade/1')</script> and $a<b$ and <img src=x onerror=y>"
    words = {"cell_type": "markdown", "id": "w", "metadata": {}, "source": text}
    course.hand_in("ada", RIGHT, more=[words])
    assert course.nbgrader("autograde", "hw") == 0
    assert course.nbgrader("generate_feedback", "hw") == 0
    page = (course.folder / "feedback" / "ada" / "hw" / "hw.html").read_text()
    assert "fetch(" in page
    assert "<script>fetch" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("damage", [b"", b"{not json", b'{"nbformat": 9}'])
def test_a_file_that_cannot_be_read_stops_nobody_and_says_so(course, damage):
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", damage=damage)
    assert course.nbgrader("autograde", "hw") == 0
    assert scores(course)["ada"] == 5.5
    assert "could not be read" in course.autograded("bo")[0]["source"]
    assert course.standings()["bo"].score == 0


def test_a_notebook_of_somebody_else_and_of_a_stranger_wait_for_a_person(course):
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", damage=course.course.submitted("ada", "hw").read_bytes())
    stranger = course.folder / "submitted" / "eve" / "hw"
    stranger.mkdir(parents=True)
    (stranger / "hw.ipynb").write_bytes(course.course.submitted("ada", "hw").read_bytes())
    assert course.nbgrader("autograde", "hw") == 0
    with course.gradebook() as book:
        for student in ("bo", "eve"):
            grade = book.find_grade("q1_E_check", "hw", "hw", student)
            assert (grade.auto_score, grade.needs_manual_grade) == (None, True), student
    assert scores(course)["ada"] == 5.5
    assert "grade it by hand" in course.autograded("eve")[0]["source"]


def test_a_notebook_that_we_fail_to_show_keeps_its_grade_and_stops_nobody(course, monkeypatch):
    def fails_for_bo(issue, submitted, entry):
        if entry.student == "bo":
            raise RuntimeError("a bug of ours")
        return really(issue, submitted, entry)

    really = bridge.autograded
    monkeypatch.setattr(bridge, "autograded", fails_for_bo)
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", RIGHT)
    assert course.nbgrader("autograde", "hw") == 0
    assert scores(course) == {"ada": 5.5, "bo": 5.5}
    notice, *text = course.autograded("bo")
    assert "a bug of ours" in notice["source"]
    assert any("q1_E = " in cell["source"] for cell in text)


def test_only_what_nbgrader_processes_is_graded_and_force_grades_everything(course):
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", RIGHT)
    assert course.nbgrader("autograde", "hw", "--student", "ada") == 0
    assert set(course.standings()) == {"ada"}
    course.hand_in("ada", WRONG)  # under the same time stamp, so that nbgrader skips it
    assert course.nbgrader("autograde", "hw") == 0
    assert scores(course) == {"ada": 5.5, "bo": 5.5}
    assert course.nbgrader("autograde", "hw", "--force") == 0
    assert scores(course) == {"ada": 0.0, "bo": 5.5}
    course.hand_in("ada", RIGHT, at="2026-11-29 12:00:00.5 UTC")
    assert course.nbgrader("autograde", "hw") == 0
    assert scores(course) == {"ada": 5.5, "bo": 5.5}


def test_a_score_by_hand_is_looked_at_again_once_another_file_was_collected(course):
    """nbgrader notes the new time before we are asked; the score is still one for the old file."""
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", RIGHT)
    assert course.nbgrader("autograde", "hw") == 0

    def words(student):
        return book.find_grade("q2_why", "hw", "hw", student)

    with course.gradebook() as book:
        for student in ("ada", "bo"):
            words(student).manual_score, words(student).needs_manual_grade = 1.0, False
        book.db.commit()
    for student in ("ada", "bo"):
        other = course.course.submitted(student, "hw").read_bytes().replace(b"By diff", b"By m")
        course.hand_in(student, damage=other, at="2026-11-29 12:00:00.5 UTC")
    assert course.nbgrader("autograde", "hw") == 0
    with course.gradebook() as book:
        for student in ("ada", "bo"):
            assert (words(student).manual_score, words(student).needs_manual_grade) == (1.0, True)
            # As "mark as graded" in formgrader.
            words(student).needs_manual_grade = False
        book.db.commit()
    course.millivolt("grade", "hw", "-j", 1)
    with course.gradebook() as book:
        assert not any(words(student).needs_manual_grade for student in ("ada", "bo"))
    [first, again] = course.standings()["ada"].overrides
    assert (first.fraction, first.why) == (again.fraction, "graded by hand in formgrader")
    assert again.why == "looked at again in formgrader"


def test_a_missing_sandbox_grades_nobody_and_says_why_once(course, monkeypatch, caplog):
    asked = []

    def none_here(*words, **options):
        asked.append(words)
        raise EnvironmentProblem("no sandbox works here: install bubblewrap.")

    monkeypatch.setattr(engine, "grade", none_here)
    course.hand_in("ada", RIGHT)
    course.hand_in("bo", RIGHT)
    assert course.nbgrader("autograde", "hw") == 1
    assert len(asked) == 1
    assert course.standings() == {}
    assert not (course.folder / "autograded" / "ada" / "hw").exists()


def test_an_assignment_of_nbgraders_own_is_graded_by_nbgrader(course):
    """One folder, two kinds of assignments, and two kinds of notebooks in one of ours."""
    source = course.folder / "source" / "hw"
    extra = nbformat.v4.new_notebook(metadata={"kernelspec": {
        "name": "python3", "language": "python", "display_name": "Python 3"}})  # fmt: skip
    test = nbformat.v4.new_code_cell("assert 1 + 1 == 2")
    test.metadata["nbgrader"] = {"schema_version": 3, "grade": True, "solution": False,
                                 "locked": True, "points": 2.0, "grade_id": "sum"}  # fmt: skip
    extra.cells = [test]
    nbformat.write(extra, source / "extra.ipynb")
    assert course.nbgrader("generate_assignment", "hw", "--force") == 0
    course.millivolt("assign", "hw")
    course.hand_in("ada", RIGHT)
    beside = course.course.submitted("ada", "hw").with_name("extra.ipynb")
    beside.write_bytes((course.folder / "release" / "hw" / "extra.ipynb").read_bytes())
    assert course.nbgrader("autograde", "hw") == 0
    with course.gradebook() as book:
        found = book.find_submission("hw", "ada")
        assert {n.name: n.score for n in found.notebooks} == {"hw": 5.5, "extra": 2.0}
