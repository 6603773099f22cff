"""A box for the whole suite, and a way to hand in and grade a notebook written in blocks."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from millivolt.course import Course
from millivolt.gradebook import GradeEntry
from millivolt.isolation import Box, Limits
from millivolt.legacy.examination import Conditions
from millivolt.legacy.marking import HandIn, Plan, mark
from millivolt.legacy.material import read_material
from millivolt.legacy.rehearsal import rehearse

HERE = Path(__file__).parent
LIMITS = Limits(wall=8.0, cpu=8.0, cell_wall=1.0, call_wall=1.0)

Graded = Callable[..., GradeEntry]


def _program(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


attacked = _program("attacked")


@pytest.fixture(scope="session")
def box():
    with Box.start("auto", preload=("numpy", "numpy.testing")) as box:
        yield box


@pytest.fixture
def course(tmp_path) -> Callable[..., Course]:
    """A course folder with an nbgrader assignment: its notebooks by name, written in blocks."""

    def make(notebooks: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> Course:
        (tmp_path / "course.toml").write_text('title = "A course"\n')
        for step, shape in (("source", lambda nb: nb), ("release", attacked.released)):
            folder = tmp_path / step / "ps1"
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in notebooks.items():
                document = shape(attacked.notebook(text))
                (folder / f"{name}.ipynb").write_text(json.dumps(document))
            for name, data in (files or {}).items():
                (folder / name).write_bytes(data)
        return Course.open(tmp_path)

    return make


@pytest.fixture
def graded(course, box) -> Graded:
    """The grade of one submission: answers by their ids, or the whole notebook's bytes."""

    def grade(
        text: str,
        answers: Mapping[str, str] | None = None,
        *,
        edit: Callable[[list], list] = lambda cells: cells,
        files: Mapping[str, bytes] | None = None,
        trusted: tuple[str, ...] = (),
        data: bytes | None = None,
    ) -> GradeEntry:
        material = read_material(course({"ps1": text}, files), "ps1")
        notebook = attacked.released(attacked.notebook(text))
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = (answers or {}).get(name, cell["source"])
        notebook["cells"] = edit(notebook["cells"])
        data = json.dumps(notebook).encode() if data is None else data
        return mark(HandIn("ada", {"ps1": data}), plan_for(material, box, trusted), box)

    return grade


def plan_for(material, box, trusted=()):
    """The plan of a run over ``material``."""
    conditions = Conditions(box, LIMITS, files=material.files)
    return Plan(
        material, "key", rehearse(material, conditions), frozenset(trusted), LIMITS, "0", "tests",
        "graded", datetime(2026, 3, 2, tzinfo=UTC), "auto", False, ("numpy",),
    )  # fmt: skip


@pytest.fixture
def mark_all(box):
    """Grades hand-ins of a material."""

    def run(material, *hand_ins: HandIn) -> list[GradeEntry]:
        plan = plan_for(material, box)
        return [mark(hand_in, plan, box) for hand_in in hand_ins]

    return run
