"""Folders of boxes whose grader was killed before it could remove them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from pathlib import Path
from typing import IO, Final

PREFIX: Final = "millivolt-box-"
_LOCK: Final = "in-use"


def claim(folder: Path) -> IO[bytes]:
    """Marks a folder as in use for as long as the file that comes back is open."""
    lock = (folder / _LOCK).open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def sweep(parent: Path) -> None:
    """Removes this user's folders below `parent` that no grader uses any more.

    A lock tells, not a process number: the kernel lets go of it however the grader ended.
    """
    for folder in parent.glob(f"{PREFIX}*"):
        # A folder that is just being made or removed has no lock to take, and stays.
        with contextlib.suppress(OSError):
            if folder.lstat().st_uid == os.geteuid():
                _remove_unused(folder)


def _remove_unused(folder: Path) -> None:
    with (folder / _LOCK).open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
