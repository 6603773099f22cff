"""Grading on a dask cluster: the plan and the notebooks travel, entries come back.

Workers may join, die or be preempted at any moment. A batch that comes back twice is counted
once, one that does not come back is given to another worker, and a submission that ended
several workers waits for a person.
"""

from __future__ import annotations

import itertools
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median
from typing import TYPE_CHECKING, Any

from millivolt.errors import EnvironmentProblem, MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Setting, Task
from millivolt.grading.undone import undone

if TYPE_CHECKING:
    from distributed import Client, Future

    from millivolt.grading.remote import Unfit

__all__ = ["Patience", "grade_on_cluster"]

BATCH = 4
"""Submissions that travel together: few enough that a lost batch costs little."""

AHEAD = 2
"""Batches at the scheduler for each thread of the cluster, so that no thread waits."""

STRIKES = 3
"""So often a submission alone may be in the hands of dying workers. Dask counts the deaths of
several workers as one."""

MISHAPS = 5
"""So often a batch may fail on its way for reasons that are nobody's."""

_TICK_S = 0.5

Deliver = Callable[[GradeEntry], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for the scheduler, for a first worker, for a worker when all
    are gone, and before a batch is called late at the least."""

    scheduler: float = 10.0
    first_worker: float = 60.0
    any_worker: float = 600.0
    late: float = 5.0


def grade_on_cluster(
    tasks: Iterable[Task],
    setting: Setting,
    deliver: Deliver,
    address: str,
    bank: str,
    patience: Patience = Patience(),
) -> None:
    """Grade ``tasks`` on the cluster whose scheduler is at ``address``.

    ``address`` is ``tcp://HOST:PORT``, ``tls://HOST:PORT`` or a scheduler file; ``bank`` is the
    version of the bank here, which the workers must have too.

    Raises:
        EnvironmentProblem: when no scheduler answers, no worker is fit, or all are gone for
            too long. What was delivered stays.
        AuthorError: when what was issued, or a bank, cannot be read.
    """
    with connected(address, patience) as client:
        from millivolt.grading.remote import Bench, Release

        bench = Bench(f"millivolt-{uuid.uuid4()}", setting, Release(setting.engine, bank))
        with _set_up(client, bench):
            Run(client, bench.name, setting, deliver, patience).grade(tasks)


@contextmanager
def connected(address: str, patience: Patience) -> Iterator[Client]:
    """A client of the scheduler at ``address`` that has at least one worker."""
    try:
        from distributed import Client
    except ImportError:
        raise EnvironmentProblem(
            "grading on a cluster needs dask: install it with pip install 'millivolt[cluster]'"
        ) from None
    is_file = "://" not in address and Path(address).is_file()
    where = {"scheduler_file": address} if is_file else {"address": address}
    try:
        client = Client(**where, timeout=patience.scheduler, set_as_default=False)
    # A wrong scheme, no TLS settings, nobody there: dask has an error of its own for each.
    except (OSError, ValueError, TypeError, RuntimeError) as problem:
        raise EnvironmentProblem(
            f"no dask scheduler answers at {address} ({problem}): start one with `dask scheduler` "
            "and give its address; docs/cluster.md tells how"
        ) from problem
    with client:
        try:
            client.wait_for_workers(1, timeout=patience.first_worker)
        except TimeoutError:
            raise EnvironmentProblem(
                f"the scheduler at {address} has no workers: start some with "
                f"`dask worker {address}`"
            ) from None
        yield client


@contextmanager
def _set_up(client: Client, bench: Any) -> Iterator[None]:
    try:
        client.register_plugin(bench, bench.name)
    except ImportError as problem:
        raise EnvironmentProblem(
            f"a worker of the cluster cannot load the grader ({problem}): install the same "
            "millivolt[cluster] on every worker"
        ) from problem
    try:
        yield
    finally:
        # At worst the scheduler is gone, and its workers' processes end with them.
        with suppress(Exception):
            client.unregister_worker_plugin(bench.name)


@dataclass
class Batch:
    """Submissions that travel together, and where they may be at work."""

    tasks: tuple[Task, ...]
    strikes: int = 0
    mishaps: int = 0
    futures: list[Future[Any]] = field(default_factory=list)
    sent: float = 0.0
    only: frozenset[str] | None = None


class Run:
    """The state of one run on a cluster."""

    def __init__(
        self, client: Client, bench: str, setting: Setting, deliver: Deliver, patience: Patience
    ) -> None:
        self._client = client
        self._bench = bench
        self._setting = setting
        self._deliver = deliver
        self._patience = patience
        self._out: dict[int, Batch] = {}
        self._back: deque[Batch] = deque()
        self._numbers = itertools.count()
        self._news: SimpleQueue[tuple[int, Future[Any]]] = SimpleQueue()
        self._unfit: dict[str, str] = {}
        self._seconds: deque[float] = deque(maxlen=50)
        self._threads: dict[str, int] = {}
        self._seen_workers = time.monotonic()

    def grade(self, tasks: Iterable[Task]) -> None:
        """Grade everything."""
        self._look_around()
        self._prove()
        fresh = _batches(tasks)
        try:
            looked = time.monotonic()
            while self._fill(fresh) or self._out:
                with suppress(Empty):
                    self._take(*self._news.get(timeout=_TICK_S))
                if time.monotonic() - looked > _TICK_S:
                    looked = time.monotonic()
                    self._look_around()
                    self._hurry()
        finally:
            for batch in self._out.values():
                self._client.cancel(batch.futures)

    def _prove(self) -> None:
        """Let every worker that is there prove itself, so that trouble is told at once."""
        from millivolt.grading.remote import Unfit, prove

        asked = [
            self._client.submit(
                prove, self._bench, pure=False, workers=[address], allow_other_workers=True
            )
            for address in self._threads
        ]
        for future in asked:
            # Whoever dies meanwhile, or joins, proves itself before its first batch.
            problem = future.exception()
            if isinstance(problem, Unfit):
                self._refuse(problem)

    def _refuse(self, problem: Unfit) -> None:
        """Give that worker nothing more; stop when that is no way on."""
        self._unfit[problem.address] = problem.why
        if problem.other_release:
            raise EnvironmentProblem(problem.why)
        if not self._threads.keys() - self._unfit.keys():
            raise EnvironmentProblem(f"no worker of the cluster can grade: {problem.why}")

    def _fill(self, fresh: Iterator[Batch]) -> bool:
        """Keep the scheduler supplied; whether there is anything left to hand out."""
        room = max(1, AHEAD * sum(self._threads.values()))
        while len(self._out) < room:
            batch = self._back.popleft() if self._back else next(fresh, None)
            if batch is None:
                return False
            number = next(self._numbers)
            self._out[number] = batch
            self._send(number, batch)
        return True

    def _send(self, number: int, batch: Batch) -> None:
        from millivolt.grading.remote import grade_batch

        fit = self._threads.keys() - self._unfit.keys()
        # Pinned only when someone is unfit: a batch for no worker in particular survives all.
        batch.only = frozenset(fit) if self._unfit else None
        batch.sent = time.monotonic()
        future = self._client.submit(
            grade_batch,
            self._bench,
            batch.tasks,
            pure=False,
            workers=sorted(fit) if self._unfit else None,
        )
        batch.futures.append(future)
        future.add_done_callback(lambda done: self._news.put((number, done)))

    def _take(self, number: int, future: Future[Any]) -> None:
        """What became of a batch. One that is not out any more has come back before."""
        batch = self._out.get(number)
        if batch is None:
            return
        if future.status == "finished":
            self._seconds.append((time.monotonic() - batch.sent) / len(batch.tasks))
            entries = future.result()
            self._close(number)
            for entry in entries:
                self._deliver(entry)
        elif future.status == "error":
            self._trouble(number, batch, future)
        else:
            self._mishap(number, batch, f"the batch was {future.status}")

    def _trouble(self, number: int, batch: Batch, future: Future[Any]) -> None:
        from distributed import KilledWorker

        from millivolt.grading.remote import Unfit

        problem = future.exception()
        if isinstance(problem, Unfit):
            self._refuse(problem)
            self._close(number)
            self._back.append(Batch(batch.tasks, batch.strikes, batch.mishaps))
        elif isinstance(problem, KilledWorker):
            self._close(number)
            self._struck(batch)
        elif isinstance(problem, MillivoltError):
            raise problem
        else:
            self._mishap(number, batch, f"{type(problem).__name__}: {problem}")

    def _struck(self, batch: Batch) -> None:
        """Workers died with this batch: find out with which submission, if it was one."""
        if len(batch.tasks) == 1 and batch.strikes >= STRIKES:
            self._deliver(undone(batch.tasks[0], self._setting, "its worker died again and again"))
        else:
            self._back.extend(Batch((task,), batch.strikes + 1) for task in batch.tasks)

    def _mishap(self, number: int, batch: Batch, what: str) -> None:
        if self._client.status != "running":
            raise _scheduler_gone()
        if batch.mishaps >= MISHAPS:
            raise EnvironmentProblem(
                f"the cluster failed {MISHAPS} times to grade a batch ({what}); what was graded is "
                "kept: look at the workers' logs, then run the command again"
            )
        self._close(number)
        self._back.append(Batch(batch.tasks, batch.strikes, batch.mishaps + 1))

    def _close(self, number: int) -> None:
        """The batch is done with; its twins need not go on."""
        self._client.cancel(self._out.pop(number).futures)

    def _look_around(self) -> None:
        """See which workers are there; raise when none has been for too long."""
        now = time.monotonic()
        if self._client.status == "running":
            with suppress(OSError, TimeoutError):
                self._threads = dict(self._client.nthreads())
        else:
            self._threads = {}
        if self._threads:
            self._seen_workers = now
        elif self._client.status == "closed":
            raise _scheduler_gone()
        elif now - self._seen_workers > self._patience.any_worker:
            raise EnvironmentProblem(
                "all workers of the cluster are gone; what was graded is kept: run the command "
                "again when there are workers"
            )

    def _hurry(self) -> None:
        """Give late batches to a second worker, when threads are idle or theirs are gone."""
        now = time.monotonic()
        idle = sum(self._threads.values()) - len(self._out)
        typical = median(self._seconds) if self._seconds else self._patience.late
        for number, batch in list(self._out.items()):
            late = now - batch.sent > max(self._patience.late, 3 * typical * len(batch.tasks))
            stranded = batch.only is not None and not batch.only & self._threads.keys()
            if stranded or (late and idle > 0 and len(batch.futures) < 2):
                idle -= 1
                self._send(number, batch)


def _batches(tasks: Iterable[Task]) -> Iterator[Batch]:
    waiting = iter(tasks)
    while group := tuple(itertools.islice(waiting, BATCH)):
        yield Batch(group)


def _scheduler_gone() -> EnvironmentProblem:
    return EnvironmentProblem(
        "the dask scheduler is gone; what was graded is kept: start it and run the command again"
    )
