"""How long a process had to wait for a processor, as the kernel's scheduler counts it.

On a busy machine honest code takes long without doing much. That is nobody's fault, so a
student's clock stands still meanwhile.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_PID = re.compile(r"^Pid:\s*(\d+)", re.MULTILINE)


class ProcessorQueue:
    """The scheduler's account of one process, by its pidfd.

    Only the main thread counts, which is the one that runs cells and calls. Where the kernel
    keeps no account (it was built without CONFIG_SCHED_INFO, or hides processes) nothing was
    ever waited.
    """

    def __init__(self, pidfd: int) -> None:
        self._seconds = 0.0
        self._account: int | None = None
        try:
            pid = _PID.search(Path(f"/proc/self/fdinfo/{pidfd}").read_text())
            if pid is not None:
                path = f"/proc/{pid[1]}/schedstat"
                self._account = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            pass

    def seconds(self) -> float:
        """How long it has been ready to run without running; the last word once it has ended."""
        if self._account is not None:
            try:
                _, waited, _ = os.pread(self._account, 128, 0).split()
                self._seconds = int(waited) / 1e9
            except (OSError, ValueError):
                self.close()
        return self._seconds

    def close(self) -> None:
        """Give the file back."""
        if self._account is not None:
            os.close(self._account)
            self._account = None
