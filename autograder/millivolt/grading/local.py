"""Grading on this machine's cores: a crew of processes, each with its own box and pytest session.

A process that dies is replaced, and the submission that it had in hand is graded once more by
its successor; a second death makes it ``needs_review``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Generic, Protocol, TypeVar

from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Ready, Setting, Task
from millivolt.grading.process import Died, GradeAll, Grader, never_ready
from millivolt.grading.starting import PLUGIN, Started
from millivolt.grading.undone import undone
from millivolt.grading.worker import grade_all

__all__ = ["PYTEST", "Crew", "Trade", "grade_locally"]

IN_HAND = 2
"""Tasks given to a process at once, so that it never waits for the next."""

FALSE_STARTS = 2
"""So many processes in a row may end before they are ready; then something is wrong here."""

Deliver = Callable[[GradeEntry], None]


class Submission(Protocol):
    """What a process is given: one student's submission."""

    @property
    def student(self) -> str: ...


T = TypeVar("T", bound=Submission)
S = TypeVar("S")


@dataclass(frozen=True)
class Trade(Generic[T, S]):
    """How submissions ``T`` are graded under a setting ``S``; both functions travel to processes.

    ``grade_all`` grades a stream of them and says first that it is ready, ``undone`` makes the
    entry of one that could not be, ``loads`` names the module that takes longest to load.
    """

    grade_all: GradeAll[T, S]
    undone: Callable[[T, S, str], GradeEntry]
    loads: str


PYTEST: Trade[Task, Setting] = Trade(grade_all, undone, PLUGIN)
"""Parts as pytest items, judged against what was issued."""


def grade_locally(
    tasks: Iterable[T],
    setting: S,
    deliver: Deliver,
    jobs: int,
    trade: Trade[T, S],
    early: Started | None = None,
) -> None:
    """Grade ``tasks`` with ``jobs`` processes; entries arrive in the order they are finished.

    Tasks are drawn from the iterable as processes become free, so memory stays flat. A process
    that was started ``early`` is the first of them.

    Raises:
        EnvironmentProblem: when no box can be had.
        AuthorError: when what was issued, or the bank, cannot be read.
    """
    with Crew(setting, jobs, trade, early) as crew:
        crew.grade(tasks, deliver)


class Crew(Generic[T, S]):
    """Grading processes that stay for as many tasks as there are."""

    def __init__(
        self, setting: S, jobs: int, trade: Trade[T, S], early: Started | None = None
    ) -> None:
        self._setting = setting
        self._trade = trade
        self._early = early
        self._false_starts = 0
        self._graders = [self._hired() for _ in range(max(1, jobs))]

    def _hired(self) -> Grader[T]:
        early = self._early
        started = early if early is not None and early.take() else Started(self._trade.loads)
        return Grader(self._trade.grade_all, self._setting, started)

    def __enter__(self) -> Crew[T, S]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process."""
        for grader in self._graders:
            grader.channel.close()
        for grader in self._graders:
            grader.close()

    @property
    def pids(self) -> list[int]:
        """The processes as they are now."""
        return [grader.pid for grader in self._graders]

    def prove(self) -> Ready:
        """What the first process proved before its first task; waits for it.

        Raises:
            EnvironmentProblem: it cannot grade here.
            AuthorError: a bank cannot be read.
        """
        return self._graders[0].wait_ready()

    def grade(self, tasks: Iterable[T], deliver: Deliver) -> None:
        """Grade ``tasks``; each entry is delivered as soon as it is there."""
        waiting = Queue(tasks)
        deaths: dict[str, int] = {}
        self._hand_out(waiting)
        while any(grader.in_hand for grader in self._graders):
            heard = set(wait([grader.channel for grader in self._graders]))
            for place, grader in enumerate(self._graders):
                if grader.channel not in heard:
                    continue
                try:
                    said = grader.hear()
                except Died as death:
                    self._graders[place] = self._replaced(grader, death)
                    self._take_back(grader, death, waiting, deaths, deliver)
                    continue
                if isinstance(said, Ready):
                    self._false_starts = 0
                else:
                    deliver(said)
            self._hand_out(waiting)

    def _hand_out(self, waiting: Queue[T]) -> None:
        for fill in range(1, IN_HAND + 1):
            for grader in self._graders:
                if len(grader.in_hand) < fill and (task := waiting.next()) is not None:
                    grader.give(task)

    def _replaced(self, grader: Grader[T], death: Died) -> Grader[T]:
        grader.close()
        if grader.ready is None:
            self._false_starts += 1
            if self._false_starts > FALSE_STARTS:
                raise never_ready(death)
        return self._hired()

    def _take_back(
        self,
        grader: Grader[T],
        death: Died,
        waiting: Queue[T],
        deaths: dict[str, int],
        deliver: Deliver,
    ) -> None:
        """What a dead process had in hand is done by another; what killed twice is not."""
        if not grader.in_hand or grader.ready is None:
            waiting.put_back(grader.in_hand)
            return
        struck, *behind = grader.in_hand
        deaths[struck.student] = deaths.get(struck.student, 0) + 1
        if deaths[struck.student] > 1:
            deliver(self._trade.undone(struck, self._setting, f"{death}, twice"))
            waiting.put_back(behind)
        else:
            waiting.put_back([struck, *behind])


class Queue(Generic[T]):
    """Tasks drawn one by one, and those that came back, which are first."""

    def __init__(self, tasks: Iterable[T]) -> None:
        self._fresh: Iterator[T] = iter(tasks)
        self._back: deque[T] = deque()

    def next(self) -> T | None:
        """The next task, or ``None`` when there is none left."""
        return self._back.popleft() if self._back else next(self._fresh, None)

    def put_back(self, tasks: Iterable[T]) -> None:
        """Tasks that have to be done again."""
        self._back.extend(tasks)
