"""What runs on a worker of a cluster: a bench of grading processes that the batches share.

Each thread of the worker has a grading process of its own, started before the first batch
arrives and kept for the next ones. Nothing is graded before the process has proved its box and
the worker has proved that it is of the same release as the one who asks.
"""

from __future__ import annotations

import platform
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from distributed import Worker, WorkerPlugin, get_worker

from millivolt.errors import EnvironmentProblem, MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.local import PYTEST, Crew
from millivolt.grading.plan import Ready, Setting, Task

__all__ = ["Bench", "Release", "Unfit", "grade_batch", "prove"]


class Unfit(Exception):
    """This worker may not grade; ``address`` says which, ``why`` what to do about it."""

    def __init__(self, address: str, why: str, *, other_release: bool = False) -> None:
        self.address = address
        self.why = why
        self.other_release = other_release
        super().__init__(address, why)

    def __reduce__(self) -> tuple[object, ...]:
        return _unfit, (self.address, self.why, self.other_release)


def _unfit(address: str, why: str, other_release: bool) -> Unfit:
    return Unfit(address, why, other_release=other_release)


@dataclass(frozen=True, slots=True)
class Release:
    """What has to be the same for two machines to come to the same verdicts."""

    engine: str
    bank: str
    python: str = ".".join(platform.python_version_tuple()[:2])

    def __str__(self) -> str:
        return f"millivolt {self.engine}, bank {self.bank}, Python {self.python}"


class Bench(WorkerPlugin):
    """The grading processes of one worker for one run; dask sets it up on every worker, those
    that join later included, and takes it down at the end."""

    def __init__(self, name: str, setting: Setting, release: Release) -> None:
        self.name = name
        self._setting = setting
        self._release = release

    def setup(self, worker: Worker) -> None:
        """Start a process for each thread, without waiting for it."""
        self._address = worker.address
        self._crews = deque(Crew(self._setting, 1, PYTEST) for _ in range(worker.state.nthreads))

    def teardown(self, worker: Worker) -> None:
        """End them."""
        while self._crews:
            self._crews.pop().close()

    def prove(self) -> Ready:
        """What one process of this bench has proved; raises ``Unfit``."""
        with self._crew() as crew:
            return self._proof(crew)

    def grade(self, tasks: Sequence[Task]) -> list[GradeEntry]:
        """The entries of ``tasks``, in the order in which they were finished."""
        entries: list[GradeEntry] = []
        with self._crew() as crew:
            self._proof(crew)
            crew.grade(tasks, entries.append)
        return entries

    def _proof(self, crew: Crew[Task, Setting]) -> Ready:
        try:
            proof = crew.prove()
        except MillivoltError as problem:
            raise Unfit(self._address, str(problem)) from None
        own = Release(proof.engine, proof.bank)
        if own != self._release:
            raise Unfit(
                self._address,
                f"the worker {self._address} has {own}, and here is {self._release}: install the "
                "same on both",
                other_release=True,
            )
        return proof

    @contextmanager
    def _crew(self) -> Iterator[Crew[Task, Setting]]:
        """A crew for this thread alone; one that failed is not used again."""
        crew = self._crews.popleft() if self._crews else Crew(self._setting, 1, PYTEST)
        try:
            yield crew
        except BaseException:
            crew.close()
            raise
        self._crews.append(crew)


def prove(bench: str) -> Ready:
    """What this worker's box has proved."""
    return _bench(bench).prove()


def grade_batch(bench: str, tasks: Sequence[Task]) -> list[GradeEntry]:
    """Grade ``tasks`` on this worker."""
    return _bench(bench).grade(tasks)


def _bench(name: str) -> Bench:
    worker = get_worker()
    found = worker.plugins.get(name)
    if not isinstance(found, Bench):
        raise EnvironmentProblem(f"the worker {worker.address} was not set up for this run")
    return found
