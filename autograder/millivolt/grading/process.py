"""A process of this machine that grades, and the channel to it.

It proves its box before it says that it is ready, grades one submission after another, and ends
by itself when the channel is closed, however that came about.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from millivolt.errors import EnvironmentProblem, MillivoltError
from millivolt.gradebook.entry import GradeEntry
from millivolt.grading.plan import Ready

__all__ = ["Died", "GradeAll", "Grader", "never_ready", "serve"]

T = TypeVar("T")
S = TypeVar("S")

GradeAll = Callable[[Iterable[T], S, Callable[[GradeEntry], None], Callable[[Ready], None]], None]
"""Grades a stream of submissions, in a process that has said that it is ready."""

_START = (
    "import sys; channel, *sys.path = sys.argv[1:]; "
    "from millivolt.grading.process import serve; serve(int(channel))"
)
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
_PATIENCE_S = 10.0


class Died(Exception):
    """A grading process ended by itself; ``code`` is its exit code."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(f"the grading process ended by itself (exit code {code})")


class Grader(Generic[T]):
    """One grading process, and the tasks that it has in hand, oldest first."""

    def __init__(self, grade_all: GradeAll[T, S], setting: S) -> None:
        self.in_hand: deque[T] = deque()
        self.ready: Ready | None = None
        self.channel, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(theirs.fileno()), *sys.path],
                env=os.environ | _ONE_THREAD,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._say((grade_all, setting))

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
            raise Died(self._exit_code()) from None
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
        self.channel.close()
        self._exit_code()

    def _say(self, what: object) -> None:
        try:
            self.channel.send(what)
        except (BrokenPipeError, ConnectionResetError):
            return

    def _exit_code(self) -> int | None:
        try:
            return self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def never_ready(death: Died) -> EnvironmentProblem:
    """The trouble of a process that could not even begin."""
    return EnvironmentProblem(f"{death} before it graded anything: run `millivolt doctor`")


def serve(descriptor: int) -> None:
    """The life of a grading process: told its setting, it grades what arrives until the channel
    is closed."""
    # Ctrl-C goes to every process of the terminal; the one that was started by hand decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Connection(descriptor)

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
