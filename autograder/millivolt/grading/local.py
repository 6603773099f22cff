"""Grading on this machine's cores: worker processes, each with its own box and pytest session.

A worker that dies is replaced, and the submission that it had in hand is graded once more by
its successor; a second death makes it ``needs_review``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, Protocol, TypeVar

from millivolt.errors import EnvironmentProblem, MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Setting, Task
from millivolt.grading.undone import undone
from millivolt.grading.worker import grade_all

__all__ = ["PYTEST", "Trade", "grade_locally"]

IN_HAND = 2
"""Tasks given to a worker at once, so that it never waits for the next."""

Deliver = Callable[[GradeEntry], None]


class Submission(Protocol):
    """What a worker is given: one student's submission."""

    @property
    def student(self) -> str: ...


T = TypeVar("T", bound=Submission)
S = TypeVar("S")


@dataclass(frozen=True)
class Trade(Generic[T, S]):
    """How submissions ``T`` are graded under a setting ``S``; both functions travel to workers.

    ``grade_all`` grades a stream of them, ``undone`` makes the entry of one that could not be.
    """

    grade_all: Callable[[Iterable[T], S, Deliver], None]
    undone: Callable[[T, S, str], GradeEntry]


PYTEST: Trade[Task, Setting] = Trade(grade_all, undone)
"""Parts as pytest items, judged against what was issued."""


def grade_locally(
    tasks: Iterable[T], setting: S, deliver: Deliver, jobs: int, trade: Trade[T, S]
) -> None:
    """Grade ``tasks`` with ``jobs`` processes; entries arrive in the order they are finished.

    Tasks are drawn from the iterable as workers become free, so memory stays flat.
    """
    if jobs <= 1:
        trade.grade_all(tasks, setting, deliver)
        return
    crew = Crew(setting, deliver, trade)
    try:
        crew.grade(iter(tasks), jobs)
    finally:
        crew.dismiss()


@dataclass
class Worker(Generic[T]):
    """A process and the tasks that it has in hand, oldest first."""

    process: BaseProcess
    channel: Connection
    in_hand: deque[T] = field(default_factory=deque)


class Crew(Generic[T, S]):
    """The workers of one run."""

    def __init__(self, setting: S, deliver: Deliver, trade: Trade[T, S]) -> None:
        self._setting = setting
        self._deliver = deliver
        self._trade = trade
        self._context = get_context("spawn")
        self._workers: list[Worker[T]] = []
        self._deaths: dict[str, int] = {}
        self._again: deque[T] = deque()

    def grade(self, tasks: Iterator[T], jobs: int) -> None:
        """Keep ``jobs`` workers busy until all tasks are done."""
        for task in tasks:
            self._again.append(task)
            self._hire(jobs)
            self._hand_out()
            while self._again:
                self._listen()
                self._hand_out()
        while any(worker.in_hand for worker in self._workers) or self._again:
            self._hire(jobs)
            self._hand_out()
            self._listen()

    def dismiss(self) -> None:
        """End every worker; they end their boxes themselves when the channel closes."""
        for worker in self._workers:
            worker.channel.close()
        for worker in self._workers:
            worker.process.join(timeout=10)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _hire(self, jobs: int) -> None:
        wanted = min(jobs, len(self._workers) + len(self._again))
        while len(self._workers) < wanted:
            ours, theirs = self._context.Pipe()
            given = (theirs, self._setting, self._trade)
            process = self._context.Process(target=work, args=given, daemon=True)
            process.start()
            theirs.close()
            self._workers.append(Worker(process, ours))

    def _hand_out(self) -> None:
        while self._again:
            free = min(self._workers, key=lambda worker: len(worker.in_hand), default=None)
            if free is None or len(free.in_hand) >= IN_HAND:
                return
            task = self._again.popleft()
            free.in_hand.append(task)
            try:
                free.channel.send(task)
            except (BrokenPipeError, ConnectionResetError):
                self._bury(free)
                return

    def _listen(self) -> None:
        ready = set(wait([worker.channel for worker in self._workers]))
        for worker in [w for w in self._workers if w.channel in ready]:
            try:
                answer = worker.channel.recv()
            except (EOFError, ConnectionResetError):
                self._bury(worker)
                continue
            if isinstance(answer, MillivoltError):
                raise answer
            worker.in_hand.popleft()
            self._deliver(answer)

    def _bury(self, worker: Worker[T]) -> None:
        worker.process.join(timeout=10)
        self._workers.remove(worker)
        if not worker.in_hand:
            raise EnvironmentProblem(
                f"a grading process ended by itself (exit code {worker.process.exitcode}) "
                "before it graded anything: run `millivolt doctor`"
            )
        struck, *waiting = worker.in_hand
        self._again.extendleft(reversed(waiting))
        deaths = self._deaths[struck.student] = self._deaths.get(struck.student, 0) + 1
        if deaths == 1:
            self._again.appendleft(struck)
        else:
            why = f"the grading process died twice (exit code {worker.process.exitcode})"
            self._deliver(self._trade.undone(struck, self._setting, why))


def work(channel: Connection, setting: S, trade: Trade[T, S]) -> None:
    """A worker's life: grade what arrives until the channel is closed."""

    def arriving() -> Iterator[T]:
        while True:
            try:
                yield channel.recv()
            except EOFError:
                return

    try:
        trade.grade_all(arriving(), setting, channel.send)
    except MillivoltError as problem:
        channel.send(problem)
    except (BrokenPipeError, KeyboardInterrupt):
        return
