"""nbgrader's own example course, graded by nbgrader too: the same scores for honest work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from millivolt.course import Course
from millivolt.gradebook.log import GradeLog
from millivolt.legacy import grade_legacy
from millivolt.legacy.material import read_material

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from millivolt.nbgrader_bridge.own import own_assignment

SQUARES = "def squares(n):\n    return [i**2 for i in range(1, n + 1)]"
HONEST = {
    "full": None,
    "partial": {"squares": SQUARES},
    "own_way": {"sum_of_squares": "def sum_of_squares(n): return sum(i * i for i in range(n + 1))"},
    "wrong": {"squares": SQUARES.replace("**2", ""), "part-b": "I do not know."},
    "empty": {},
}
"""What each student changed: in the solution, or (``empty``) in the released notebook."""


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def on_the_path() -> Iterator[None]:
    """nbgrader runs the program alembic, which is beside the interpreter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory, on_the_path: None) -> Path:
    """The example course with honest submissions, autograded by nbgrader."""
    folder = tmp_path_factory.mktemp("nbgrader") / "example"
    command = [sys.executable, "-m", "nbgrader", "quickstart", str(folder)]
    # nbgrader puts the gradebook of the new course where it is run.
    subprocess.run(command, cwd=folder.parent, capture_output=True, check=True, timeout=600)
    config = Config()
    config.CourseDirectory.root = str(folder)
    nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert nbgrader.generate_assignment("ps1")["success"]
    for path in sorted((folder / "release" / "ps1").glob("*.ipynb")):
        solution = _answers(folder / "source" / "ps1" / path.name)
        for student, changed in HONEST.items():
            document = json.loads(path.read_text())
            own = {} if student == "empty" else solution | (changed or {})
            for cell in document["cells"]:
                name = cell["metadata"].get("nbgrader", {}).get("grade_id")
                cell["source"] = own.get(name, cell["source"])
            target = folder / "submitted" / student / "ps1" / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(document))
    for student in HONEST:
        assert nbgrader.autograde("ps1", student)["success"]
    (folder / "course.toml").write_text('title = "The example course"\n')
    (folder / ".millivolt").mkdir()
    return folder


def _answers(path: Path) -> dict[str, str]:
    cells = json.loads(path.read_text())["cells"]
    about = [(cell, cell["metadata"].get("nbgrader", {})) for cell in cells]
    return {a["grade_id"]: "".join(cell["source"]) for cell, a in about if a.get("solution")}


@pytest.fixture(scope="module")
def graded(quickstart):
    """What we give for the same submissions, and the log that it is in."""
    course = Course.open(quickstart)
    with GradeLog.open(course.database) as log:
        yield course, log, {e.student: e for e in grade_legacy(course, "ps1", log).all}


def gradebook(folder: Path) -> dict[tuple[str, str], tuple[Fraction, bool]]:
    """Automatic score and the flag for a person, by student and cell."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {
            (submission.student_id, grade.name): (
                Fraction(str(grade.auto_score or 0)),
                bool(grade.needs_manual_grade),
            )
            for submission in book.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def test_honest_work_gets_the_scores_that_nbgrader_gives(quickstart, graded):
    _, _, entries = graded
    ours = {
        (student, part.slot): (part.score, part.verdict.state.value == "needs_review")
        for student, entry in entries.items()
        for part in entry.parts
    }
    assert ours == gradebook(quickstart)
    assert {float(e.score) for e in entries.values()} == {3.0, 2.0, 2.5, 0.5, 0.0}


def test_our_scores_in_nbgraders_gradebook_leave_what_people_gave(quickstart, graded):
    course, log, entries = graded
    before = gradebook(quickstart)
    with Gradebook(f"sqlite:///{quickstart / 'gradebook.db'}") as book:
        grade = book.find_grade("part-a", "problem2", "ps1", "full")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        for submission in book.assignment_submissions("ps1"):
            for notebook in submission.notebooks:
                for other in notebook.grades:
                    if other.manual_score is None:
                        other.auto_score = 0
        book.db.commit()
    with own_assignment(course, "ps1") as own:
        own.pull(log)
        assert own.publish(log, list(entries)) == ()
    after = gradebook(quickstart)
    assert after.pop(("full", "part-a")) == (0, False)
    assert after.items() <= before.items()
    assert log.standings("ps1")["full"].score == 4


def test_the_tests_can_come_from_nbgraders_gradebook(quickstart, graded):
    course, _, _ = graded
    source = quickstart / "source" / "ps1"
    whole = read_material(course, "ps1")
    away = source.rename(quickstart / "elsewhere")
    try:
        with own_assignment(course, "ps1") as own:
            kept = read_material(course, "ps1", own.kept_sources)
    finally:
        away.rename(source)
    assert whole.solved
    assert not kept.solved
    assert [[c.source for c in s.tests] for s in kept.sheets] == [
        [c.source for c in s.tests] for s in whole.sheets
    ]


def test_an_assignment_that_nbgrader_does_not_know_is_not_written(quickstart, graded):
    course, log, _ = graded
    with own_assignment(course, "ps9") as own:
        assert not own.known
        assert own.lacks() == own.publish(log, []) == ()
