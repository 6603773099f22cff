"""Standard output and input of the student's process."""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import sys


class InputUnavailable(RuntimeError):
    """Raised by `input()`: nobody is there to answer."""


class BoundedOutput(io.RawIOBase):
    """Writes to a descriptor until the limit, says so once, and drops the rest.

    Printing too much costs the student nothing but the surplus.
    """

    def __init__(self, descriptor: int, limit: int) -> None:
        self._descriptor = descriptor
        self._left = limit
        self._limit = limit

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        content = bytes(data)
        if self._left > 0:
            self._emit(content[: self._left])
            self._left -= len(content)
            if self._left <= 0:
                self._emit(f"\n[output stopped after {self._limit >> 10} KB]\n".encode())
        return len(content)

    def _emit(self, content: bytes) -> None:
        view = memoryview(content)
        while view:
            view = view[os.write(self._descriptor, view) :]


def install(limit: int) -> None:
    """Makes stdout and stderr one bounded stream, and `input` a clear refusal."""
    raw = BoundedOutput(1, limit)
    sys.stdin = io.TextIOWrapper(io.FileIO(0))
    sys.stdout = _text(raw)
    sys.stderr = _text(raw)
    builtins.input = _no_input


def _text(raw: BoundedOutput) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(raw)  # type: ignore[type-var]
    return io.TextIOWrapper(buffered, "utf-8", errors="backslashreplace", line_buffering=True)


def flush() -> None:
    """Hands over what was printed, whatever the student put in place of the streams."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            continue


def mark(boundary: bytes) -> None:
    """Writes where the output of one cell ends, unless the student closed the stream."""
    with contextlib.suppress(OSError):
        os.write(1, boundary)


def _no_input(prompt: object = "") -> str:
    raise InputUnavailable(
        "input() has no one to ask while the notebook is graded: write the value in the cell"
    )
