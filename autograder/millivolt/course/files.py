"""Writing a file whole or not at all, whenever the power fails."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from millivolt.errors import EnvironmentProblem

__all__ = ["locked", "write_all", "write_whole"]

PRIVATE = 0o600
PUBLIC = 0o644


def write_whole(path: Path, data: bytes, mode: int = PUBLIC) -> None:
    """Put ``data`` into ``path`` so that a reader sees the old file or the new, never a part.

    Folders are made as needed. The file is on disk when this returns.

    Raises:
        EnvironmentProblem: when the disk is full, or the folder cannot be written to.
    """
    write_all({path: data}, mode)


def write_all(files: Mapping[Path, bytes], mode: int = PUBLIC) -> None:
    """``write_whole`` for many files, in their order; all are on disk when this returns.

    A folder is waited for once and not for each of its files.
    """
    for path, data in files.items():
        # The name is fixed: what a killed run left behind is overwritten by the next.
        draft = path.with_name(f".{path.name}.new")
        with _explained(path, draft):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, mode)
                file.write(data)
                file.flush()
                os.fsync(handle)
            draft.replace(path)
    for folder in dict.fromkeys(path.parent for path in files):
        with _explained(folder):
            _sync_folder(folder)


@contextlib.contextmanager
def _explained(path: Path, draft: Path | None = None) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        raise EnvironmentProblem(
            f"{path} could not be written: {problem.strerror}. Nothing that was there is lost; "
            "make room or give permission, then run the same command again."
        ) from problem


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; the system frees it when this process ends, however it ends.

    Raises:
        EnvironmentProblem: when another process holds it, or it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE)
    except OSError as problem:
        raise EnvironmentProblem(
            f"{path} could not be made: {problem.strerror}. Make room or give permission, then "
            "run the same command again."
        ) from problem
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        os.close(handle)
        raise EnvironmentProblem(
            "another millivolt command is changing this course; wait until it is done."
        ) from problem
    try:
        yield
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
