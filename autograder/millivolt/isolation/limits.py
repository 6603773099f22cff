"""How much a submission may use, and what the kernel is told about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

MB: Final = 1 << 20
RESERVED_MB: Final = 256
"""Address space beyond the memory limit: thread stacks and arenas are reserved, not used."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Every limit has its own message when it is reached.

    Time is the student's own: while other programs keep it from the processor it stands still.

    Attributes:
        wall: seconds for the whole submission.
        cpu: seconds of processor time for the whole submission; counted in whole seconds.
        cell_wall: seconds for one cell.
        call_wall: seconds for one call of a captured function.
        memory_mb: private memory beyond what the libraries take, in megabytes.
        output_kb: printed text that is kept, in kilobytes; the rest is dropped.
        scratch_mb: files the submission may write, in megabytes.
        scratch_files: how many files that may be.
        processes: threads. Other processes cannot be started at all.
        files: open files.
        figures: how many figures are drawn and kept.
    """

    wall: float = 30.0
    cpu: float = 20.0
    cell_wall: float = 10.0
    call_wall: float = 5.0
    memory_mb: int = 512
    output_kb: int = 64
    scratch_mb: int = 16
    scratch_files: int = 512
    processes: int = 64
    files: int = 64
    figures: int = 12

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (math.isfinite(value) and value >= 0):
                raise ValueError(f"the limit {field.name} must not be negative, got {value!r}")
        for name in ("wall", "cpu", "cell_wall", "call_wall", "memory_mb", "processes"):
            if getattr(self, name) == 0:
                raise ValueError(f"the limit {name} must be more than 0")
        if self.files < 16:
            raise ValueError(f"the limit files must be at least 16, got {self.files}")

    def for_kernel(self, *, own_namespaces: bool) -> dict[str, int]:
        """Values by the names of `resource`; memory counts from what the process starts with.

        Threads are limited only where the count is the submission's own: without namespaces it
        would include every process of the user.
        """
        limits = {
            "RLIMIT_AS": (self.memory_mb + RESERVED_MB) * MB,
            "RLIMIT_DATA": self.memory_mb * MB,
            "RLIMIT_CPU": math.ceil(self.cpu),
            "RLIMIT_FSIZE": self.scratch_mb * MB,
            "RLIMIT_NOFILE": self.files,
            "RLIMIT_CORE": 0,
            "RLIMIT_STACK": 8 * MB,
            "RLIMIT_MEMLOCK": 0,
            "RLIMIT_MSGQUEUE": 0,
        }
        if own_namespaces:
            limits["RLIMIT_NPROC"] = self.processes
        return limits


DEFAULT_LIMITS: Final = Limits()
