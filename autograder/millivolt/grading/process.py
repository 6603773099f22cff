"""A process of this machine that grades, and the channel to it.

It proves its box before it says that it is ready, grades one submission after another, and ends
by itself when the channel is closed, however that came about.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, Generic, TypeVar

from millivolt.errors import EnvironmentProblem, MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Ready
from millivolt.grading.starting import Started

__all__ = ["Died", "GradeAll", "Grader", "never_ready", "serve"]

T = TypeVar("T")
S = TypeVar("S")

GradeAll = Callable[[Iterable[T], S, Callable[[GradeEntry], None], Callable[[Ready], None]], None]
"""Grades a stream of submissions, in a process that has said that it is ready."""


class Died(Exception):
    """A grading process ended by itself; ``code`` is its exit code."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(f"the grading process ended by itself (exit code {code})")


class Grader(Generic[T]):
    """One grading process, and the tasks that it has in hand, oldest first."""

    def __init__(self, grade_all: GradeAll[T, S], setting: S, started: Started) -> None:
        self.in_hand: deque[T] = deque()
        self.ready: Ready | None = None
        self.channel = started.channel
        self._process = started
        started.tell(grade_all, setting)

    def give(self, task: T) -> None:
        """Hand over a task. That the process has died shows when it is listened to."""
        self.in_hand.append(task)
        self._say(task)

    def hear(self) -> GradeEntry | Ready:
        """What it says next: that it is ready, or the entry of the oldest task in hand.

        Raises:
            Died: the process is gone.
            MillivoltError: it cannot go on, and says why.
        """
        try:
            said = self.channel.recv()
        except (EOFError, ConnectionResetError):
            raise Died(self._process.exit_code()) from None
        if isinstance(said, MillivoltError):
            raise said
        if isinstance(said, Ready):
            self.ready = said
            return said
        self.in_hand.popleft()
        entry: GradeEntry = said
        return entry

    def wait_ready(self) -> Ready:
        """What it proved when it started; waits for it.

        Raises:
            EnvironmentProblem: it ended before it was ready.
            MillivoltError: it cannot grade here, and says why.
        """
        try:
            while self.ready is None:
                self.hear()
        except Died as death:
            raise never_ready(death) from None
        return self.ready

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def close(self) -> None:
        """End the process; it ends its box itself."""
        self._process.end()

    def _say(self, what: object) -> None:
        try:
            self.channel.send(what)
        except (BrokenPipeError, ConnectionResetError):
            return


def never_ready(death: Died) -> EnvironmentProblem:
    """The trouble of a process that could not even begin."""
    return EnvironmentProblem(f"{death} before it graded anything: run `millivolt doctor`")


def serve(descriptor: int, loads: str) -> None:
    """The life of a grading process: told its setting, it grades what arrives until the channel
    is closed. The module ``loads`` is loaded meanwhile."""
    # Ctrl-C goes to every process of the terminal; the one that was started by hand decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Connection(descriptor)
    Thread(target=_load, args=(loads,), daemon=True).start()

    def arriving() -> Iterator[Any]:
        while True:
            try:
                yield channel.recv()
            except (EOFError, ConnectionResetError):
                return

    try:
        grade_all, setting = channel.recv()
        grade_all(arriving(), setting, channel.send, channel.send)
    except MillivoltError as problem:
        with suppress(BrokenPipeError, ConnectionResetError):
            channel.send(problem)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # Whoever asked is gone, and with them the need for an answer.
        return


def _load(module: str) -> None:
    # Whoever needs the module imports it again, and hears why it cannot be had.
    with suppress(Exception):
        import_module(module)
