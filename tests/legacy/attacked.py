"""Attacks on tests in notebooks, rebuilt as submissions, and every way of grading them.

Run as a program it prints, for each way, the attacks that gain points:

    python tests/legacy/attacked.py [--ways grade,engine,legacy,nbgrader] [--only NAME]
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from millivolt.bank import load_bank
from millivolt.checks import Kind, specimens
from millivolt.course import Course, assign
from millivolt.gradebook.log import GradeLog
from millivolt.grading.round import Options, Round
from millivolt.grading.run import grade
from millivolt.legacy import grade_legacy

HERE = Path(__file__).parent
ATTACKS = HERE / "attacks" / "attacks.txt"
ASSIGNMENT = HERE / "attacks" / "assignment.txt"

KINDS = {
    "plain": None,
    "read_only": {"grade": False, "solution": False, "locked": True, "task": False},
    "answer": {"grade": False, "solution": True, "locked": False, "task": False},
    "test": {"grade": True, "solution": False, "locked": True, "task": False},
    "manual": {"grade": True, "solution": True, "locked": False, "task": False},
    "task": {"grade": False, "solution": False, "locked": True, "task": True},
}

HONEST = "honest"
"""Who did everything right: a way of grading that gives nobody any points proves nothing."""

Scores = dict[str, dict[str, Fraction]]
"""Points by student and part."""


@dataclass(frozen=True)
class Attack:
    """A hostile submission: code that runs first, what each answer is, a file handed in with it."""

    name: str
    about: str
    code: str
    answer: str | None = None
    before: str = ""
    edit: str = ""
    file: str = ""


CONTROLS = (
    Attack("control_empty", "nothing was done", ""),
    Attack("control_wrong", "wrong constants", "import numpy as np", answer="0.0"),
)


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Title and text of each block of a file."""
    parts = re.split(r"^#### (.*)\n", path.read_text("utf-8"), flags=re.MULTILINE)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def attacks() -> tuple[Attack, ...]:
    """Every attack of the file."""
    found = []
    for title, text in blocks(ATTACKS):
        name, _, about = title.partition(": ")
        code, _, before = text.partition("#: before\n")
        said = dict(re.findall(r"^#: (answer|edit|file) (.*)$", code, flags=re.MULTILINE))
        code = re.sub(r"^#: .*\n", "", code, flags=re.MULTILINE)
        options = {key: said[key] for key in ("edit", "file") if key in said}
        found.append(Attack(name, about, code, said.get("answer"), before, **options))
    return tuple(found)


def notebook(text: str | Path) -> dict[str, Any]:
    """The instructor's notebook written in blocks: ``#### kind [name [points]]``."""
    path = text if isinstance(text, Path) else None
    source = path.read_text("utf-8") if path else str(text)
    parts = re.split(r"^#### (.*)\n", source, flags=re.MULTILINE)
    cells = []
    for title, code in zip(parts[1::2], parts[2::2], strict=True):
        kind, *rest = title.split()
        language = "markdown" if rest[2:] == ["markdown"] or kind == "task" else "code"
        cells.append(_cell(kind, rest, code.rstrip("\n"), language))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(kind: str, rest: Sequence[str], source: str, language: str) -> dict[str, Any]:
    about = KINDS[kind]
    metadata: dict[str, Any] = {}
    if about is not None:
        metadata["nbgrader"] = {**about, "grade_id": rest[0], "schema_version": 3}
        if len(rest) > 1:
            metadata["nbgrader"]["points"] = float(rest[1])
    cell = {
        "cell_type": language,
        "id": rest[0] if rest else f"plain{abs(hash(source)) % 10**8}",
        "metadata": metadata,
        "source": source,
    }
    return cell | ({"execution_count": None, "outputs": []} if language == "code" else {})


def released(source: Mapping[str, Any]) -> dict[str, Any]:
    """What students get: without solutions and hidden tests, as nbgrader makes it."""
    made = deepcopy(dict(source))
    for cell in made["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        text = cell["source"]
        if about.get("solution") and "BEGIN SOLUTION" in text:
            stub = r"\1# YOUR CODE HERE\n\1raise NotImplementedError()\n"
            text = re.sub(
                r"^([ ]*)### BEGIN SOLUTION\n.*?### END SOLUTION\n?", stub, text + "\n",
                flags=re.MULTILINE | re.DOTALL,
            ).rstrip("\n")  # fmt: skip
        elif about.get("solution"):
            text = "YOUR ANSWER HERE"
        cell["source"] = re.sub(
            r"^### BEGIN HIDDEN TESTS\n.*?^### END HIDDEN TESTS\n?", "", text + "\n",
            flags=re.MULTILINE | re.DOTALL,
        ).rstrip("\n")  # fmt: skip
    return made


def attacked(handed_out: Mapping[str, Any], attack: Attack) -> dict[str, Any]:
    """What a student hands in who tries ``attack`` on the notebook that was handed out."""
    made = deepcopy(dict(handed_out))
    for cell in made["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") and cell["cell_type"] == "code":
            cell["source"] = _answered(about["grade_id"], "".join(cell["source"]), attack)
    if attack.code.strip() not in ("", "pass"):
        cell = _cell("plain", (), attack.code, "code")
        made["cells"].insert(0, {**cell, "id": "attack"})
    return {**made, "cells": list(_edited(made["cells"], attack.edit))}


def _answered(name: str, stub: str, attack: Attack) -> str:
    if attack.before:
        return attack.before
    if attack.answer is None:
        return stub
    function = re.search(r"^def (\w+)", stub, flags=re.MULTILINE)
    if function:
        return f"def {function[1]}(*args, **keywords):\n    return {attack.answer}"
    return f"{name} = {attack.answer}"


def _edited(cells: Sequence[dict[str, Any]], edit: str) -> Iterator[dict[str, Any]]:
    for cell in cells:
        test = (
            cell["metadata"].get("nbgrader", {}).get("grade")
            and "points" in cell["metadata"]["nbgrader"]
        )
        if test and edit == "delete":
            continue
        if test and edit == "markdown":
            cell = {k: v for k, v in cell.items() if k not in ("outputs", "execution_count")}
            cell["cell_type"] = "markdown"
        yield cell
        if test and edit == "duplicate":
            yield {**deepcopy(cell), "id": f"{cell['id']}x"[:60]}


def nbgrader_course(folder: Path, cases: Sequence[Attack], *, real: bool = False) -> Course:
    """A course folder with the attacked assignment; ``real`` lets nbgrader itself release it."""
    source = notebook(ASSIGNMENT)
    _write(folder / "source" / "ps1" / "ps1.ipynb", source)
    (folder / "course.toml").write_text('title = "Attacked"\n[limits]\ncell_seconds = 1\n')
    (folder / ".millivolt").mkdir()
    if real:
        (folder / "nbgrader_config.py").write_text("c = get_config()\n")
        _nbgrader(folder, "generate_assignment", "ps1")
        handed_out = json.loads((folder / "release" / "ps1" / "ps1.ipynb").read_text())
    else:
        handed_out = released(source)
        _write(folder / "release" / "ps1" / "ps1.ipynb", handed_out)
    for case in cases:
        _hand_in(folder / "submitted" / case.name / "ps1", handed_out, case)
    _write(folder / "submitted" / HONEST / "ps1" / "ps1.ipynb", source)
    return Course.open(folder)


def item_course(folder: Path, cases: Sequence[Attack]) -> Course:
    """A course whose assignment is made of our own items, with the same submissions."""
    (folder / "assignments").mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Attacked"\n[limits]\ncell_seconds = 1\n')
    names = ("implement-nernst", "monovalent-cation", "nernst-derivation", "ghk-rest")
    questions = "".join(f'[[question]]\nitem = "{name}"\npoints = 3\n' for name in names)
    (folder / "assignments" / "ps1.toml").write_text(f'title = "Attacked"\n{questions}')
    roster = "".join(f"{name},{name}\n" for name in (HONEST, *(case.name for case in cases)))
    (folder / "roster.csv").write_text(f"id,name\n{roster}")
    course = Course.open(folder)
    assign(course, course.assignment("ps1"), load_bank(), course.roster())
    for case in cases:
        handed_out = json.loads(course.released(case.name, "ps1").read_text())
        _hand_in(course.submitted(case.name, "ps1").parent, handed_out, case)
    _write(course.submitted(HONEST, "ps1"), _right(course))
    return course


def _right(course: Course) -> dict[str, Any]:
    """The notebook of the honest student with a right answer to everything."""
    parts = course.issues.read("ps1", HONEST).parts()
    right = {
        part.slot: next(made for made in specimens(part.part) if made.kind is Kind.RIGHT)
        for part in parts
    }
    made: dict[str, Any] = json.loads(course.released(HONEST, "ps1").read_text())
    for cell in made["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in right:
            cell["source"] = right[name].cell(name)
    return made


def _hand_in(folder: Path, handed_out: Mapping[str, Any], case: Attack) -> None:
    _write(folder / "ps1.ipynb", attacked(handed_out, case))
    if case.file:
        (folder / case.file).write_text(case.code)


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def _nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


def by_legacy(folder: Path, cases: Sequence[Attack], jobs: int = 1) -> Scores:
    """Points by ``millivolt grade --legacy``."""
    course = nbgrader_course(folder, cases)
    with GradeLog.open(course.database) as log:
        graded = grade_legacy(course, "ps1", log, options=Options(jobs=jobs))
    return {e.student: {part.slot: part.score for part in e.parts} for e in graded.all}


def by_grade(folder: Path, cases: Sequence[Attack], jobs: int = 1) -> Scores:
    """Points by ``millivolt grade``, for an assignment of our own items."""
    course = item_course(folder, cases)
    (folder / ".millivolt").mkdir(exist_ok=True)
    with GradeLog.open(course.database) as log:
        asked = Round.of(course, course.assignment("ps1"), options=Options(jobs=jobs))
        graded = grade(asked, log)
    return {e.student: {part.slot: part.score for part in e.parts} for e in graded.all}


def by_nbgrader(folder: Path, cases: Sequence[Attack], jobs: int = 1) -> Scores:
    """Points by plain ``nbgrader autograde``; each alone, because some stop a batch."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    nbgrader_course(folder, cases, real=True)
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.Execute.timeout = 4
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    for name in (HONEST, *(case.name for case in cases)):
        api.autograde("ps1", name)
    return _in_gradebook(folder)


def by_engine(folder: Path, cases: Sequence[Attack], jobs: int = 1) -> Scores:
    """Points by ``nbgrader autograde`` with our engine, for an assignment of our own items."""
    from millivolt.nbgrader_bridge.bridge import bridge_of
    from millivolt.nbgrader_bridge.settings import enable

    course = item_course(folder, cases)
    enable(folder)
    with bridge_of(course) as bridge:
        bridge.introduce(course.assignment("ps1"))
    done = _nbgrader(folder, "autograde", "ps1", "--create")
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return _in_gradebook(folder)


def _in_gradebook(folder: Path) -> Scores:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        return {
            submission.student_id: {
                grade.name: Fraction(str(grade.score or 0))
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in book.assignment_submissions("ps1")
        }


WAYS: dict[str, Callable[[Path, Sequence[Attack], int], Scores]] = {
    "legacy": by_legacy,
    "grade": by_grade,
    "engine": by_engine,
    "nbgrader": by_nbgrader,
}


def gains(scores: Scores) -> dict[str, dict[str, Fraction]]:
    """The attacks that got more than no honest effort gets, with the points gained by part."""
    controls = [scores[case.name] for case in CONTROLS]
    found = {}
    for name in set(scores) - {HONEST}:
        more = {
            part: points - most
            for part, points in scores[name].items()
            if points > (most := max(control.get(part, Fraction(0)) for control in controls))
        }
        if more:
            found[name] = more
    return found


def main() -> int:
    """Print which attacks gain, way by way; 1 when any does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", default="grade,engine,legacy")
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=1)
    chosen = parser.parse_args()
    cases = [case for case in attacks() if chosen.only in case.name]
    gaining = 0
    for way in chosen.ways.split(","):
        with tempfile.TemporaryDirectory() as folder:
            scores = WAYS[way](Path(folder), [*CONTROLS, *cases], chosen.jobs)
        gained = gains(scores)
        gaining += len(gained)
        honest = float(sum(scores[HONEST].values()))
        print(f"{way}: {len(gained)} of {len(cases)} attacks gain, honest work gets {honest:g}")
        for name, parts in sorted(gained.items()):
            told = ", ".join(f"{part} +{float(points):g}" for part, points in parts.items())
            print(f"  {name}: {told}")
    return 1 if gaining else 0


if __name__ == "__main__":
    sys.exit(main())
