"""SIGKILL in the middle of a run; the run after it ends as if nothing had happened.

MILLIVOLT_KILLS sets how many moments are tried; 3 by default, 50 for a long run.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from millivolt.bank import load_bank
from millivolt.course import (
    Course,
    Roster,
    Student,
    amend,
    assign,
    assigning,
    collect,
    create,
    press,
)
from millivolt.course.simulated import simulate
from millivolt.gradebook import GradeEntry
from millivolt.gradebook.document import digest
from millivolt.gradebook.log import GradeLog
from millivolt.items import Numeric

KILLS = int(os.environ.get("MILLIVOLT_KILLS", "3"))
ROSTER = Roster(tuple(Student(f"s{n:02}") for n in range(8)))
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def files_of(course: Course) -> dict[str, bytes]:
    return {
        str(path.relative_to(course.folder)): path.read_bytes()
        for path in sorted(course.folder.rglob("*"))
        if path.is_file() and path.name != "lock" and not path.name.endswith(".new")
    }


def killed(run: Callable[[], object], after: float) -> bool:
    """Run in a process of its own that is killed ``after`` seconds; whether it still ran then."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            run()
            code = 0
        finally:
            os._exit(code)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def check(course: Course, run: Callable[[], object]) -> None:
    before = files_of(course)
    started = time.perf_counter()
    run()
    seconds = time.perf_counter() - started
    undisturbed = files_of(course)
    hits = 0
    moments = random.Random(22)
    for _ in range(KILLS):
        for name in files_of(course).keys() - before.keys():
            (course.folder / name).unlink()
        hits += killed(run, moments.uniform(0.0, 0.9) * seconds)
        run()
        assert files_of(course) == undisturbed
    assert hits, "every run was over before it was killed"


def test_assigning_survives_a_kill_at_any_moment(
    course: Course, bank: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assigning, "SHEAF", 2)
    check(course, lambda: assign(course, course.assignment("ps1"), bank, ROSTER))


def test_assigning_by_several_processes_survives_a_kill_and_writes_the_same(
    course: Course, bank: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(course)
    assign(course, course.assignment("ps1"), bank, ROSTER)
    alone = files_of(course)
    for name in alone.keys() - before.keys():
        (course.folder / name).unlink()
    monkeypatch.setattr(press, "MANY", 1)
    monkeypatch.setattr(assigning, "SHEAF", 2)
    check(course, lambda: assign(course, course.assignment("ps1"), bank, ROSTER))
    assert files_of(course) == alone


def test_notebooks_of_processes_that_died_are_written_all_the_same(
    course: Course, bank: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "MANY", 1)
    monkeypatch.setattr(assigning, "SHEAF", 2)
    killed: list[int | None] = []

    def kill(done: int, total: int) -> None:
        if done == 3:
            for child in multiprocessing.active_children():
                child.kill()
                child.join()
                killed.append(child.pid)

    assign(course, course.assignment("ps1"), bank, ROSTER, progress=kill)
    assert killed
    assert all(course.released(student.id, "ps1").is_file() for student in ROSTER)


def test_collecting_survives_a_kill_at_any_moment(
    course: Course, bank: Any, tmp_path: Path
) -> None:
    assign(course, course.assignment("ps1"), bank, ROSTER)
    source = tmp_path / "download.zip"
    with zipfile.ZipFile(source, "w") as archive:
        for student in ROSTER:
            first = json.loads(course.released(student.id, "ps1").read_bytes())
            archive.writestr(f"{student.id}/1.ipynb", json.dumps(first))
            archive.writestr(f"{student.id}/2.ipynb", json.dumps(first | {"again": True}))
    check(course, lambda: collect(course, course.assignment("ps1"), source, ROSTER, now=NOW))


@pytest.fixture(autouse=True)
def _secret(course: Course) -> None:
    assert course.secret  # read before forking, so that every run uses the same


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of the built-in bank in which everybody handed in, under a wrong key."""
    folder = tmp_path_factory.mktemp("kill") / "course"
    create(folder)
    (folder / "assignments" / "ps1.toml").write_text(
        'title = "Set"\n[[question]]\nitem = "N01"\npoints = 4\n'
    )
    (folder / "roster.csv").write_text("id\n" + "".join(f"{s.id}\n" for s in ROSTER))
    course, bank = Course.open(folder), load_bank()
    assign(course, course.assignment("ps1"), bank, ROSTER)
    simulate(course, "ps1", bank=bank, accidents=False)
    for issue in course.issues.all("ps1"):
        (first,) = issue.questions
        part = first.variant.parts[0]
        assert isinstance(part, Numeric)
        wrong = replace(part, answer=3.7 * part.answer, misconceptions=())
        spoiled = replace(first, variant=replace(first.variant, parts=(wrong,)))
        course.issues.freeze(replace(issue, questions=(spoiled,)))
    return folder


@pytest.fixture(scope="module")
def amended(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same course, graded under the wrong key, which was then corrected."""
    folder = copied(handed_in, tmp_path_factory.mktemp("amended") / "course")
    subprocess.run(millivolt("grade", folder), check=True, capture_output=True)
    assert amend(Course.open(folder), "ps1", load_bank()).changed
    return folder


def copied(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to))


def millivolt(command: str, folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "millivolt", command, "ps1", "-C", str(folder), *options]


def results(folder: Path) -> dict[str, list[str]]:
    """What was ever graded, by student: whatever was doubled or lost would show."""
    with GradeLog.open(Course.open(folder).database) as log:
        return {
            student.id: [digest(e) for e in log.history(student.id) if isinstance(e, GradeEntry)]
            for student in ROSTER
        }


@pytest.mark.parametrize(
    ("command", "options", "grades"),
    [("grade", ("-j", "2"), 1), ("regrade", ("-j", "2", "--yes"), 2)],
    ids=["grade", "regrade"],
)
def test_grading_survives_a_kill_at_any_moment(
    command: str, options: tuple[str, ...], grades: int, request: Any, tmp_path: Path
) -> None:
    before: Path = request.getfixturevalue({"grade": "handed_in", "regrade": "amended"}[command])
    undisturbed = copied(before, tmp_path / "undisturbed")
    started = time.perf_counter()
    subprocess.run(millivolt(command, undisturbed, *options), check=True, capture_output=True)
    seconds = time.perf_counter() - started
    expected = results(undisturbed)
    assert {len(found) for found in expected.values()} == {grades}
    moments, hits = random.Random(command), 0
    for trial in range(KILLS):
        folder = copied(before, tmp_path / f"killed{trial}")
        run = subprocess.Popen(
            millivolt(command, folder, *options),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.2, 0.98) * seconds)
        run.kill()
        hits += run.wait() == -signal.SIGKILL
        subprocess.run(millivolt(command, folder, *options), check=True, capture_output=True)
        assert results(folder) == expected
        shutil.rmtree(folder)
    assert hits, "every run was over before it was killed"
