"""A memory control group around one box, where this machine lets us make one.

The limits of the kernel's `setrlimit` hold for one process; a group also counts files in memory
and everything else in the box together, so that a hungry submission cannot disturb neighbours.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MOUNTS: Final = Path("/sys/fs/cgroup")
_EMPTYING_SECONDS: Final = 2.0
_OLD_SECONDS: Final = 3_600
"""A younger group may just be on its way to its first member."""


@dataclass(frozen=True, slots=True)
class MemoryGroup:
    """One group. Processes join it through `members`.

    Attributes:
        folder: its folder in the control group file system.
        limit_file: the name of the file that holds its limit, which differs by version.
    """

    folder: Path
    limit_file: str

    @classmethod
    def create(cls) -> MemoryGroup | None:
        """A new group below the one this process is in; None where that is not possible."""
        for parent, limit_file in _parents(Path("/proc/self/cgroup").read_text()):
            _sweep(parent)
            folder = parent / f"millivolt-{secrets.token_hex(6)}"
            try:
                folder.mkdir()
            except OSError:
                continue
            group = cls(folder, limit_file)
            if (folder / limit_file).exists():
                return group
            group.remove()
        return None

    @property
    def members(self) -> Path:
        """The file into which a process writes its number to join."""
        return self.folder / "cgroup.procs"

    def limit(self, most_bytes: int) -> None:
        """Sets how much memory its members may use together.

        Raises:
            OSError: the kernel refuses, for example because more is in use already.
        """
        (self.folder / self.limit_file).write_text(str(most_bytes))

    def remove(self) -> None:
        """Removes the group as soon as its members are gone; gives up after a while."""
        end = time.monotonic() + _EMPTYING_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                self.folder.rmdir()
                return
            time.sleep(0.01)


def _sweep(parent: Path) -> None:
    """Removes old groups without members; the kernel refuses to remove any other."""
    for old in parent.glob("millivolt-*"):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > _OLD_SECONDS:
                old.rmdir()


def _parents(own_groups: str) -> Iterator[tuple[Path, str]]:
    """Folders below which a group could be made, by the content of `/proc/self/cgroup`."""
    for line in own_groups.splitlines():
        number, controllers, path = line.split(":", 2)
        if number == "0":
            yield _MOUNTS / path.lstrip("/"), "memory.max"
        elif controllers == "memory":
            yield _MOUNTS / "memory" / path.lstrip("/"), "memory.limit_in_bytes"
            yield _MOUNTS / "memory", "memory.limit_in_bytes"
