"""The warden: starts one student's process, and reports that it began and how it ended.

No student code runs in the warden. It sends the grader a pidfd of the student's process; one
SIGKILL through it ends everything, because that process is the first of its own pid namespace.
Where there are no namespaces, each student's process has a warden process of its own, which
outlives it and ends what it left behind; otherwise the server is the warden of all.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from . import linux
from .control import send
from .walls import NAMESPACES, Walls, complain, enter


@dataclass(frozen=True, slots=True)
class Ward:
    """A student's process, with the socket on which the grader hears of it.

    Attributes:
        pidfd: becomes readable when the process has ended.
    """

    pid: int
    pidfd: int
    reports: socket.socket

    @classmethod
    def started(cls, pid: int, status: int) -> Self:
        """Tells the grader that the process runs."""
        ward = cls(pid, os.pidfd_open(pid), socket.socket(fileno=status))
        ward._report({"started": pid}, [ward.pidfd])
        return ward

    def wait(self) -> dict[str, Any]:
        """Waits for its end, and returns the report of it."""
        _, ended, usage = os.wait4(self.pid, 0)
        return {
            "signal": os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else None,
            "code": os.WEXITSTATUS(ended) if os.WIFEXITED(ended) else None,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak_kb": usage.ru_maxrss,
        }

    def dismiss(self, report: Mapping[str, Any]) -> None:
        """Tells the grader how it ended."""
        self._report(report)
        self.reports.close()
        os.close(self.pidfd)

    def _report(self, what: Mapping[str, Any], descriptors: Sequence[int] = ()) -> None:
        # A grader that has closed its end does not want to know; the server has other wards.
        with suppress(OSError):
            send(self.reports, what, descriptors)


def watch(
    walls: Walls, request: Mapping[str, Any], rpc: int, output: int, status: int
) -> Ward | None:
    """Starts a student's process in namespaces of its own; None when the kernel refuses."""
    try:
        child = linux.fork_into(NAMESPACES)
    except OSError as error:
        complain(output, error)
        child = None
    if child == 0:
        enter(walls, request, rpc, output)
    os.close(rpc)
    os.close(output)
    if child is None:
        os.close(status)
        return None
    return Ward.started(child, status)


def guard(walls: Walls, request: Mapping[str, Any], rpc: int, output: int, status: int) -> None:
    """The life of a warden process: one student's process without namespaces, to its end."""
    linux.die_with_parent()
    linux.adopt_orphans()
    child = os.fork()
    if child == 0:
        enter(walls, request, rpc, output)
    os.close(rpc)
    os.close(output)
    ward = Ward.started(child, status)
    report = ward.wait()
    _end_orphans()
    ward.dismiss(report)


def _end_orphans() -> None:
    """Kills what a process without its own pid namespace may have left behind."""
    own = os.getpid()
    while True:
        for pid in Path(f"/proc/self/task/{own}/children").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return
