"""One class graded by plain nbgrader, by nbgrader with our engine, and by millivolt.

    python benchmarks/nbgrader.py [--submissions 40] [--rounds 3] [--ways plain,grade]
                                  [--json FILE] [--markdown FILE]

Two assignments of eight questions each: one with hand-written tests in its cells, graded by
plain nbgrader and by `millivolt grade --legacy`; one of our own items, graded by `millivolt
grade` and by `nbgrader autograde` with our engine. Every way is the whole command, start-up
included, and every round goes through all ways once, so that a busy machine slows all alike.
CPU seconds count what the command waited for; a killed box's processes are missing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import nbformat
from measure import as_installed
from nbformat.v4 import new_code_cell, new_notebook

ITEMS = (
    "implement-nernst", "monovalent-cation", "calcium", "anion", "driving-force", "ghk-rest",
    "chord-conductance", "thermal-voltage",
)  # fmt: skip

QUESTIONS = {
    "nernst": (
        "def nernst(c_out, c_in, z, T):\n    {}",
        "return 1000 * R * T / (z * F) * np.log(c_out / c_in)",
        "assert_allclose(nernst(145.0, 12.0, 1, 310.0), 66.565, rtol=1e-3)",
    ),
    "ghk": (
        "def ghk(p_na):\n    {}",
        "return 1000 * R * 310 / F * np.log((4 + 145 * p_na) / (140 + 12 * p_na))",
        "assert_allclose(ghk(0.05), -67.467, rtol=1e-3)",
    ),
    "force": (
        "def force(V, E):\n    {}",
        "return V - E",
        "assert_allclose(force(np.array([-65.0, 0.0]), -90.0), [25.0, 90.0])",
    ),
    "E_K": ("{}", "E_K = nernst(4.0, 140.0, 1, 310.0)", "assert abs(E_K + 94.977) < 0.01"),
    "E_Na": ("{}", "E_Na = nernst(145.0, 12.0, 1, 310.0)", "assert abs(E_Na - 66.565) < 0.01"),
    "V_rest": ("{}", "V_rest = ghk(0.05)", "assert -68 < V_rest < -67"),
    "slope": (
        "{}",
        "slope = sp.diff(T / z * sp.log(a / b), T)",
        "assert sp.simplify(slope - sp.log(a / b) / z) == 0",
    ),
    "chord": (
        "def chord(g, E):\n    {}",
        "return float(np.dot(g, E) / np.sum(g))",
        "assert_allclose(chord(np.array([3.0, 1.0]), np.array([-90.0, 60.0])), -52.5)",
    ),
}
"""Answer, its solution, and its hidden test, by name."""

SETTING = (
    "import numpy as np\nimport sympy as sp\nfrom numpy.testing import assert_allclose\n"
    "R, F = 8.314462618, 96485.33212\nT, z, a, b = sp.symbols('T z a b', positive=True)"
)


@dataclass(frozen=True)
class Way:
    """One way of grading: the command, and whether its course is the one of cells or of items."""

    name: str
    course: str
    command: tuple[str, ...]


def ways() -> tuple[Way, ...]:
    """Every way that this installation has."""
    nbgrader = (sys.executable, "-m", "nbgrader", "autograde", "ps1", "--force", "--create")
    millivolt = (sys.executable, "-m", "millivolt", "grade", "ps1", "--again")
    found = [
        Way("plain nbgrader", "cells", nbgrader),
        Way("millivolt grade --legacy", "cells", (*millivolt, "--legacy")),
        Way("millivolt grade", "items", millivolt),
    ]
    if find_spec("millivolt.nbgrader_bridge.engine") is not None:
        found.insert(1, Way("nbgrader with our engine", "items", nbgrader))
    return tuple(found)


def course_of_cells(folder: Path, submissions: int) -> None:
    """An nbgrader course with hand-written tests; half of the class is right in everything."""
    _save(folder / "source" / "ps1" / "ps1.ipynb", _notebook({}, tests=True))
    (folder / "course.toml").write_text('title = "Tests in cells"\n')
    (folder / ".millivolt").mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    _quietly(folder, sys.executable, "-m", "nbgrader", "generate_assignment", "ps1")
    names = list(QUESTIONS)
    for number in range(submissions):
        wrong = set(names[number % 4 :: 4]) if number % 2 else set()
        answers = {name: "pass" if name in wrong else QUESTIONS[name][1] for name in names}
        path = folder / "submitted" / f"s{number:02}" / "ps1" / "ps1.ipynb"
        _save(path, _notebook(answers, tests=False))


def course_of_items(folder: Path, submissions: int) -> None:
    """A course whose assignment is made of our items, handed in by a simulated class."""
    _quietly(folder, sys.executable, "-m", "millivolt", "new", ".")
    if find_spec("millivolt.nbgrader_bridge.engine") is not None:
        _quietly(folder, sys.executable, "-m", "millivolt", "nbgrader", "enable")
    roster = "".join(f"s{number:02},Student {number}\n" for number in range(submissions))
    (folder / "roster.csv").write_text(f"id,name\n{roster}")
    questions = "".join(f'[[question]]\nitem = "{item}"\npoints = 2\n' for item in ITEMS)
    (folder / "assignments" / "ps1.toml").write_text(f'title = "Items"\n{questions}')
    _quietly(folder, sys.executable, "-m", "millivolt", "assign", "ps1")
    _quietly(folder, sys.executable, "-m", "millivolt", "simulate", "ps1", "--no-accidents")


COURSES: Mapping[str, Callable[[Path, int], None]] = {
    "cells": course_of_cells,
    "items": course_of_items,
}


def _notebook(answers: Mapping[str, str], *, tests: bool) -> nbformat.NotebookNode:
    cells = [new_code_cell(SETTING)]
    for name, (shape, solution, test) in QUESTIONS.items():
        marked = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        body = answers.get(name, marked).replace("\n", "\n    " if "    {}" in shape else "\n")
        cells.append(_cell(name, shape.format(body), solution=True))
        hidden = f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"
        cells.append(_cell(f"{name}_test", hidden if tests else "", grade=True, locked=True))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _cell(name: str, source: str, **role: bool) -> nbformat.NotebookNode:
    about: dict[str, object] = dict.fromkeys(("grade", "solution", "locked", "task"), False)
    about |= {**role, "grade_id": name, "schema_version": 3}
    if role.get("grade"):
        about["points"] = 2
    return new_code_cell(source, metadata={"nbgrader": about})


def _save(path: Path, document: nbformat.NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(document, path)


def _quietly(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[2:])} failed:\n{done.stderr[-2000:]}")


@dataclass(frozen=True)
class Run:
    """One run of a command, in seconds."""

    wall: float
    cpu: float


def timed(command: Sequence[str], folder: Path) -> Run:
    """Runs a command in a folder; what it says is dropped, a failure ends the benchmark."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        # 4: some submissions need a person, which is no failure.
        if os.waitstatus_to_exitcode(status) not in (0, 4):
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read()[-2000:].decode()}")
    return Run(wall, usage.ru_utime + usage.ru_stime)


def measure(chosen: Sequence[Way], submissions: int, rounds: int) -> dict[str, list[Run]]:
    """The runs of every way, by name."""
    runs: dict[str, list[Run]] = {way.name: [] for way in chosen}
    with tempfile.TemporaryDirectory(prefix="millivolt-benchmark-") as folder:
        for kind in {way.course for way in chosen}:
            (Path(folder) / kind).mkdir()
            COURSES[kind](Path(folder) / kind, submissions)
        for number in range(rounds):
            for way in chosen:
                run = timed(way.command, Path(folder) / way.course)
                runs[way.name].append(run)
                print(f"{number + 1}: {way.name}: {run.wall:.2f} s", file=sys.stderr)
    return runs


def summary(runs: Mapping[str, Sequence[Run]], submissions: int) -> list[dict[str, object]]:
    """One row for each way: medians, and how many times the throughput of the first one."""
    rows: list[dict[str, object]] = []
    first = 0.0
    for name, found in runs.items():
        wall = statistics.median(run.wall for run in found)
        first = first or wall
        rows.append(
            {
                "way": name,
                "wall_seconds": round(wall, 3),
                "cpu_seconds": round(statistics.median(run.cpu for run in found), 3),
                "seconds_per_submission": round(wall / submissions, 4),
                "times_as_fast": round(first / wall, 1),
                "runs": [asdict(run) for run in found],
            }
        )
    return rows


def as_markdown(rows: Sequence[Mapping[str, object]]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| way | wall (s) | CPU (s) | per submission (s) | times as fast |",
        "|---|--:|--:|--:|--:|",
    ]
    keys = ("way", "wall_seconds", "cpu_seconds", "seconds_per_submission", "times_as_fast")
    lines += ["| " + " | ".join(str(row[key]) for key in keys) + " |" for row in rows]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    # nbgrader starts alembic by its name, which is beside the interpreter.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default="", help="parts of their names, with commas; all")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    as_installed()
    words = [word for word in asked.ways.split(",") if word]
    chosen = [way for way in ways() if not words or any(word in way.name for word in words)]
    rows = summary(measure(chosen, asked.submissions, asked.rounds), asked.submissions)
    print(as_markdown(rows))
    if asked.json:
        document = {"submissions": asked.submissions, "rounds": asked.rounds, "ways": rows}
        asked.json.write_text(json.dumps(document, indent=2) + "\n")
    if asked.markdown:
        asked.markdown.write_text(as_markdown(rows) + "\n")


if __name__ == "__main__":
    main()
