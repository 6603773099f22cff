"""Starting a grading process, if need be before anybody knows what it will grade.

Light, so that a command can start one before it loads anything else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection

__all__ = ["PLUGIN", "Started"]

PLUGIN = "millivolt.grading.plugin"
"""What takes longest to load for grading with pytest."""

_START = (
    "import sys; channel, loads, *sys.path = sys.argv[1:]; "
    "from millivolt.grading.process import serve; serve(int(channel), loads)"
)
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
_PATIENCE_S = 10.0


class Started:
    """A process that loads the module ``loads`` while it waits to be told what to grade.

    As a context manager, it is ended with the block unless somebody has taken it.
    """

    def __init__(self, loads: str) -> None:
        self.channel: Connection
        self.channel, theirs = Pipe()
        self._taken = False
        self._told: object = None
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(theirs.fileno()), loads, *sys.path],
                env=os.environ | _ONE_THREAD,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def tell(self, grade_all: object, setting: object) -> None:
        """Say what it is to grade by, once: it can then start its box before anybody takes it."""
        if self._told is None:
            self._told = setting
            with suppress(BrokenPipeError, ConnectionResetError):
                self.channel.send((grade_all, setting))
        assert self._told == setting, "it is in the middle of something else"

    def take(self) -> bool:
        """Whether the caller is the first to take it."""
        first, self._taken = not self._taken, True
        return first

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def end(self) -> int | None:
        """Close the channel and wait for the end: its exit code."""
        self.channel.close()
        return self.exit_code()

    def exit_code(self) -> int | None:
        """How it ended; a process that does not end by itself is killed."""
        try:
            return self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def __enter__(self) -> Started:
        return self

    def __exit__(self, *_: object) -> None:
        if self.take():
            # It has no box yet and nothing in hand.
            self._process.kill()
            self.end()
