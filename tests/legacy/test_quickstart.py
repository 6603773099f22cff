"""nbgrader's own example course, graded by nbgrader too: the same scores for honest work."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from millivolt.course import Course
from millivolt.gradebook.log import GradeLog
from millivolt.legacy import grade_legacy

pytest.importorskip("nbgrader")

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

SQUARES = "def squares(n):\n    return [i**2 for i in range(1, n + 1)]"
HONEST = {
    "full": None,
    "partial": {"squares": SQUARES},
    "own_way": {"sum_of_squares": "def sum_of_squares(n): return sum(i * i for i in range(n + 1))"},
    "wrong": {"squares": SQUARES.replace("**2", ""), "part-b": "I do not know."},
    "empty": {},
}
"""What each student changed: in the solution, or (``empty``) in the released notebook."""


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory) -> Path:
    """The example course with honest submissions, autograded by nbgrader."""
    folder = tmp_path_factory.mktemp("nbgrader") / "example"
    command = [sys.executable, "-m", "nbgrader", "quickstart", str(folder)]
    subprocess.run(command, capture_output=True, check=True, timeout=600)
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


@pytest.mark.slow
def test_honest_work_gets_the_scores_that_nbgrader_gives(quickstart):
    course = Course.open(quickstart)
    with GradeLog.open(course.database) as log:
        graded = grade_legacy(course, "ps1", log)
    ours = {e.student: {p.slot: p for p in e.parts} for e in graded.all}
    assert set(ours) == set(HONEST)
    seen = set()
    with Gradebook(f"sqlite:///{quickstart / 'gradebook.db'}") as book:
        for student, parts in ours.items():
            submission = book.find_submission("ps1", student)
            theirs = {g.name: g for notebook in submission.notebooks for g in notebook.grades}
            assert set(parts) == set(theirs)
            for name, part in parts.items():
                auto = Fraction(str(theirs[name].auto_score or 0))
                assert part.score == auto, (student, name)
                waits = part.verdict.state.value == "needs_review"
                assert waits == bool(theirs[name].needs_manual_grade), (student, name)
            seen.add(float(sum(part.score for part in parts.values())))
    assert seen == {3.0, 2.0, 2.5, 0.5, 0.0}
