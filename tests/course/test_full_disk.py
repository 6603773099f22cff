"""A real file system that is full or read-only: a sentence, nothing lost, and on it goes later."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.cli.pages import write_feedback, write_report
from millivolt.course import Course, assign, create
from millivolt.course.simulated import simulate
from millivolt.errors import EnvironmentProblem
from millivolt.gradebook.log import GradeLog
from millivolt.grading.round import Round
from millivolt.grading.run import grade

Remount = Callable[[str], None]
BIG = "rw,size=20m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Remount]]:
    """A small file system of its own, and a way to change its size and rights."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options: str) -> None:
        subprocess.run(["mount", *options, folder], check=True, capture_output=True)

    try:
        mount("-t", "tmpfs", "-o", BIG, "tmpfs")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("file systems can be mounted by root only, and not everywhere")
    try:
        yield folder, lambda options: mount("-o", f"remount,{options}")
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def full(folder: Path) -> str:
    """The option that leaves one block."""
    found = os.statvfs(folder)
    used = (found.f_blocks - found.f_bfree) * found.f_frsize // 1024
    return f"rw,size={used + 4}k"


def course_on(folder: Path) -> Course:
    create(folder / "course")
    (folder / "course" / "assignments" / "ps1.toml").write_text(
        'title = "Set"\n[[question]]\nitem = "N01"\npoints = 4\n'
    )
    (folder / "course" / "roster.csv").write_text("id\n" + "".join(f"s{n}\n" for n in range(8)))
    return Course.open(folder / "course")


@pytest.mark.parametrize("trouble", [full, lambda folder: "ro"], ids=["full", "read-only"])
def test_every_stage_says_so_and_ends_well_once_there_is_room(
    disk: tuple[Path, Remount], trouble: Callable[[Path], str]
) -> None:
    folder, remount = disk
    course, bank = course_on(folder), load_bank()
    chosen = course.assignment("ps1")
    assert course.secret

    def stage(work: Callable[[], object]) -> None:
        remount(trouble(folder))
        with pytest.raises(EnvironmentProblem, match=r"room|space|[Rr]ead-only|cannot be opened"):
            work()
        remount(BIG)
        work()

    stage(lambda: assign(course, chosen, bank, course.roster()))
    assert len(course.issues.students("ps1")) == 8
    simulate(course, "ps1", bank=bank, accidents=False)

    def with_log(work: Callable[[GradeLog], object]) -> Callable[[], object]:
        def run() -> object:
            with GradeLog.open(course.database) as log:
                return work(log)

        return run

    stage(with_log(lambda log: grade(Round.of(course, chosen), log)))
    stage(with_log(lambda log: write_feedback(course, chosen, log)))
    stage(with_log(lambda log: write_report(course, chosen, log)))
    with GradeLog.open(course.database) as log:
        assert [len(log.history(f"s{n}", "ps1")) for n in range(8)] == [1] * 8
    assert len(list((course.folder / "feedback").rglob("*.html"))) == 8
