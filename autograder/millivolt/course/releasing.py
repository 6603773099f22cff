"""Writing the notebooks of a class: by processes beside the drawing when the class is large.

What a student was issued is frozen before and elsewhere; a notebook only follows from it, so
nothing depends on who writes it, or when.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from types import TracebackType

from millivolt.course.files import write_whole
from millivolt.course.issue import Issue
from millivolt.notebooks import compose

__all__ = ["MANY", "Press"]

MANY = 200
"""From so many notebooks on, processes of their own save more than they cost."""

_AHEAD = 16
"""Notebooks that may wait for a process; more would only fill the memory."""


class Press:
    """Writes notebooks, in this process or by others; all are on disk when the block ends.

    Raises:
        EnvironmentProblem: when a file cannot be written; with other processes, that may show
            some notebooks later.
    """

    def __init__(self, notebooks: int) -> None:
        self._waiting: deque[tuple[Future[None], Path, Issue]] = deque()
        self._pool = _processes() if notebooks >= MANY else None

    def write(self, path: Path, issue: Issue) -> None:
        """Put the notebook of ``issue`` into ``path``, soon."""
        if self._pool is None:
            _write(path, issue)
            return
        try:
            self._waiting.append((self._pool.submit(_write, path, issue), path, issue))
        except BrokenProcessPool:
            _write(path, issue)
            return
        if len(self._waiting) > _AHEAD:
            self._settle()

    def _settle(self) -> None:
        """Wait for the oldest; what a process that died has left undone is done here."""
        future, path, issue = self._waiting.popleft()
        try:
            future.result()
        except BrokenProcessPool:
            _write(path, issue)

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            while self._waiting and kind is None:
                self._settle()
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)


def _processes() -> ProcessPoolExecutor:
    # One core draws.
    others = max(1, len(os.sched_getaffinity(0)) - 1)
    return ProcessPoolExecutor(others, get_context("spawn"), _end_with_parent)


def _end_with_parent() -> None:
    """Let this process end when the one that draws is gone, however that came about."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _write(path: Path, issue: Issue) -> None:
    write_whole(path, compose(issue))
