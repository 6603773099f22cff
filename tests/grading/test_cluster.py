"""Grading on a real dask cluster of local workers, some of which are killed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from millivolt.bank import load_bank
from millivolt.course import Course
from millivolt.errors import EnvironmentProblem
from millivolt.gradebook import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading import Setting, Task
from millivolt.grading.cluster import Patience, grade_on_cluster
from millivolt.grading.local import PYTEST, grade_locally
from millivolt.grading.plan import issue_of
from millivolt.grading.round import Options, Round, setting_for
from millivolt.grading.run import grade
from millivolt.grading.submissions import handed_in, tasks

distributed = pytest.importorskip("distributed")
psutil = pytest.importorskip("psutil")

WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
SUBMISSIONS = 200
KILLS = int(os.environ.get("MILLIVOLT_WORKER_KILLS", "4"))
SOON = Patience(scheduler=3, first_worker=5, any_worker=60, late=3)


class Cluster:
    """A scheduler and two workers without nannies: a nanny gives up for good when its worker dies
    while it starts, and here they die at any moment."""

    def __init__(self, scheduler_address: str, folder: Path) -> None:
        self.scheduler_address = scheduler_address
        self._folder = folder
        self._workers: list[subprocess.Popen[bytes]] = []

    def complete(self) -> None:
        """Two workers, both known to the scheduler."""
        while len(self._workers) < 2:
            self._workers.append(self._start())
        with distributed.Client(self.scheduler_address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)

    def kill_one(self, rng: random.Random) -> None:
        """Kill a worker, as a machine that is taken away would; another one joins."""
        worker = self._workers.pop(rng.randrange(len(self._workers)))
        worker.kill()
        worker.wait()
        self._workers.append(self._start())

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_worker", self.scheduler_address]
        command += ["--no-nanny", "--no-dashboard", "--nthreads", "1"]
        command += ["--local-directory", str(self._folder)]
        with (self._folder / "workers.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with distributed.LocalCluster(
        n_workers=0, dashboard_address=None, silence_logs=50
    ) as scheduler:
        cluster = Cluster(scheduler.scheduler_address, tmp_path_factory.mktemp("workers"))
        yield cluster
        cluster.close()


@pytest.fixture
def cluster(workplace: Cluster) -> Cluster:
    workplace.complete()
    return workplace


@pytest.fixture(scope="module")
def setting(handed: Course) -> Setting:
    return setting_for(handed, handed.assignment("ps1"), Options(), WHEN)


@pytest.fixture(scope="module")
def crowd(handed: Course) -> list[Task]:
    """Two hundred students: the class again and again, under other names."""
    few = list(tasks(handed, "ps1", handed_in(handed, "ps1")))
    return [replace(few[n % len(few)], student=f"n{n:03}") for n in range(SUBMISSIONS)]


@pytest.fixture(scope="module")
def bank() -> str:
    return load_bank().version


def on(address: str, given: list[Task], setting: Setting, bank: str, deliver=None):
    entries: list[GradeEntry] = []
    grade_on_cluster(given, setting, deliver or entries.append, address, bank, SOON)
    return entries


@pytest.mark.slow
def test_workers_killed_at_random_change_no_verdict(cluster, crowd, setting, bank, verdicts):
    undisturbed: list[GradeEntry] = []
    grade_locally(crowd, setting, undisturbed.append, 2, PYTEST)
    entries: list[GradeEntry] = []
    rng = random.Random(11)
    moments = sorted(rng.sample(range(5, SUBMISSIONS - 20), KILLS))

    def deliver(entry: GradeEntry) -> None:
        entries.append(entry)
        if moments and len(entries) >= moments[0]:
            moments.pop(0)
            cluster.kill_one(rng)

    on(cluster.scheduler_address, crowd, setting, bank, deliver)
    assert not moments, "every kill took place"
    assert len(entries) == SUBMISSIONS
    assert verdicts(entries) == verdicts(undisturbed)


def test_a_class_is_graded_by_the_command_and_not_again(cluster, handed, tmp_path):
    shutil.copytree(handed.folder, tmp_path / "course")
    course = Course.open(tmp_path / "course")
    options = Options(scheduler=cluster.scheduler_address)
    with GradeLog.open(course.database) as log:
        asked = Round.of(course, course.assignment("ps1"), options=options, when=WHEN)
        first, again = grade(asked, log), grade(asked, log)
    assert len(first.entries) == len(handed_in(course, "ps1"))
    assert (again.entries, len(again.kept)) == ((), len(first.entries))


def test_no_scheduler_is_a_problem_of_the_environment(crowd, setting, bank):
    with pytest.raises(EnvironmentProblem, match=r"answers at tcp://127\.0\.0\.1:1 "):
        on("tcp://127.0.0.1:1", crowd, setting, bank)


@pytest.mark.parametrize("address", ["nonsense", "ftp://here:1", "tls://127.0.0.1:1"])
def test_a_poor_address_is_a_problem_of_the_environment(crowd, setting, bank, address):
    with pytest.raises(EnvironmentProblem, match="no dask scheduler answers"):
        on(address, crowd, setting, bank)


def test_a_scheduler_without_workers_is_a_problem_of_the_environment(crowd, setting, bank):
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as empty,
        pytest.raises(EnvironmentProblem, match="has no workers: start some"),
    ):
        on(empty.scheduler_address, crowd, setting, bank)


def test_a_worker_of_another_release_is_named_and_grades_nothing(cluster, crowd, setting):
    entries: list[GradeEntry] = []
    with pytest.raises(EnvironmentProblem, match=r"bank 0123456789ab.*install the same on both"):
        on(cluster.scheduler_address, crowd, setting, "0123456789ab", entries.append)
    assert entries == []


def test_workers_without_a_box_grade_nothing(cluster, crowd, setting, bank):
    entries: list[GradeEntry] = []
    confined = replace(setting, libraries=("no-such-library-at-all",))
    with pytest.raises(EnvironmentProblem, match="pip install no-such-library-at-all"):
        on(cluster.scheduler_address, crowd, confined, bank, entries.append)
    assert entries == []


def test_a_scheduler_that_goes_away_loses_nothing_that_was_delivered(crowd, setting, bank):
    entries: list[GradeEntry] = []
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50
    )
    closing = threading.Thread(target=cluster.close)

    def deliver(entry: GradeEntry) -> None:
        entries.append(entry)
        if len(entries) == 4:
            closing.start()

    with pytest.raises(EnvironmentProblem, match="what was graded is kept"):
        on(cluster.scheduler_address, crowd, setting, bank, deliver)
    closing.join()
    assert 4 <= len(entries) < SUBMISSIONS


def test_processes_end_with_the_run(cluster, crowd, setting, bank):
    seen: list[int] = []
    on(cluster.scheduler_address, crowd[:3], setting, bank, lambda entry: seen.append(graders()))
    assert all(seen), "while they grade they can be seen"
    deadline = time.monotonic() + 20
    while (left := graders()) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left == 0


def graders() -> int:
    """How many grading processes there are below this one."""
    return sum(map(_grades, psutil.Process().children(recursive=True)))


def _grades(process: psutil.Process) -> bool:
    try:
        return "millivolt.grading.process" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def test_every_task_can_be_read_again(crowd):
    assert all(issue_of(task).assignment == "ps1" for task in crowd[:5])
