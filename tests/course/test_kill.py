"""SIGKILL in the middle of a run; the run after it ends as if nothing had happened.

MILLIVOLT_KILLS sets how many moments are tried; 3 by default, 50 for a long run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from millivolt.course import Course, Roster, Student, assign, collect

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


def test_assigning_survives_a_kill_at_any_moment(course: Course, bank: Any) -> None:
    check(course, lambda: assign(course, course.assignment("ps1"), bank, ROSTER))


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
