"""The folder a submission may write to when it has no file system of its own."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

_FOLDER_MODE: Final = 0o700


class ScratchFull(Exception):
    """More was written than is allowed, or in a way that keeps it from being counted."""


class Scratch:
    """One such folder. Its content is hostile: deep, closed to its owner, full of links."""

    def __init__(self, path: Path, owner: int | None) -> None:
        self.path = path
        path.mkdir(mode=_FOLDER_MODE)
        if owner is not None:
            os.chown(path, owner, owner)

    def check(self, most_bytes: int, most_files: int) -> None:
        """Counts what is there.

        Raises:
            ScratchFull: it is too much.
        """
        used = count = 0
        waiting = [str(self.path)]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as entries:
                    for entry in entries:
                        count += 1
                        used += entry.stat(follow_symlinks=False).st_blocks * 512
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
                        if used > most_bytes or count > most_files:
                            raise ScratchFull(f"{used >> 10} KB in {count} files and folders")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise ScratchFull(f"a folder that cannot be counted: {error.strerror}") from None

    def remove(self) -> None:
        """Deletes the folder, however deep or closed its content is.

        Folders are moved up one level at a time, so no path grows long and nothing recurses.
        """
        while True:
            folders = []
            for entry in _entries(self.path):
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    Path(entry.path).unlink()
            if not folders:
                break
            for folder in folders:
                Path(folder).chmod(_FOLDER_MODE)
                for entry in _entries(Path(folder)):
                    if entry.is_dir(follow_symlinks=False):
                        Path(entry.path).chmod(_FOLDER_MODE)
                        Path(entry.path).rename(self.path / secrets.token_hex(8))
                    else:
                        Path(entry.path).unlink()
                Path(folder).rmdir()
        self.path.rmdir()


def _entries(path: Path) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return list(entries)
