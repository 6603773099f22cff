"""Writing a file for everyone in a class: by processes beside the main one when it is large.

A file only follows from what is kept elsewhere, so nothing depends on who writes it, or when.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Generic, ParamSpec

__all__ = ["MANY", "Press"]

MANY = 200
"""From so many files on, processes of their own save more than they cost."""

_AHEAD = 16
"""Files that may wait for a process; more would only fill the memory."""


P = ParamSpec("P")


class Press(Generic[P]):
    """Calls ``write`` for each piece, here or in another process; all is done when the block ends.

    ``write`` is a function of a module, and does the same when it is called twice.

    Raises:
        EnvironmentProblem: when a file cannot be written; with other processes, that may show
            some files later.
    """

    def __init__(self, write: Callable[P, None], pieces: int) -> None:
        self._write = write
        self._waiting: deque[tuple[Future[None], Callable[[], None]]] = deque()
        self._pool = _processes() if pieces >= MANY else None

    def put(self, *args: P.args, **keywords: P.kwargs) -> None:
        """Have a piece written, soon."""

        def here() -> None:
            self._write(*args, **keywords)

        if self._pool is None:
            here()
            return
        try:
            self._waiting.append((self._pool.submit(self._write, *args, **keywords), here))
        except BrokenProcessPool:
            here()
            return
        if len(self._waiting) > _AHEAD:
            self._settle()

    def _settle(self) -> None:
        """Wait for the oldest; what a process that died has left undone is done here."""
        future, here = self._waiting.popleft()
        try:
            future.result()
        except BrokenProcessPool:
            here()

    def __enter__(self) -> Press[P]:
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
    # One core is the main process's.
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
