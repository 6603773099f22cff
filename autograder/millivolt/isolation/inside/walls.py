"""The walls around a student's process, and its way behind them.

Everything here happens in that process itself, before any code of the student's runs in it.
"""

from __future__ import annotations

import fcntl
import os
import resource
import signal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from . import linux
from .student import live

SCRATCH: Final = "/scratch"
IDENTITY: Final = "1000 1000 1"
NAMESPACES: Final = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
)

_HIDDEN_FLAGS: Final = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC | linux.MS_RDONLY
_SCRATCH_FLAGS: Final = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC


@dataclass(frozen=True, slots=True)
class Rules:
    """What Landlock leaves open, as descriptors opened once, and its ABI."""

    opened: tuple[tuple[int, int], ...]
    version: int

    @classmethod
    def open(cls, paths: Iterable[str], version: int) -> Rules:
        """Opens the paths: files may be read, folders also listed, devices also written."""
        opened = []
        for path in paths:
            descriptor = _moved_up(os.open(path, os.O_PATH | os.O_CLOEXEC))
            if path.startswith("/dev/"):
                rights = linux.READ_FILE | linux.WRITE_FILE
            else:
                rights = linux.READ if Path(path).is_dir() else linux.READ_FILE
            opened.append((descriptor, rights))
        return cls(tuple(opened), version)

    def confine(self, scratch: str) -> None:
        """Restricts this process to these paths and to writing in `scratch`."""
        descriptor = os.open(scratch, os.O_PATH | os.O_CLOEXEC)
        linux.landlock([*self.opened, (descriptor, linux.SCRATCH)], self.version)
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Walls:
    """The walls that are the same for every child of this server."""

    own_namespaces: bool
    hidden: tuple[str, ...]
    filter: bytes | None
    own_pid_offsets: tuple[int, ...]
    rules: Rules | None
    own_code: tuple[str, ...]
    memory_in_use: Mapping[str, int]

    def filter_for(self, pid: int) -> bytes | None:
        """The system call filter, with the process's own id where signals are checked."""
        if self.filter is None:
            return None
        program = bytearray(self.filter)
        for offset in self.own_pid_offsets:
            program[offset : offset + 4] = pid.to_bytes(4, "little")
        return bytes(program)


def prepare() -> None:
    """What is alike for every student's process, done once in the server that they come from."""
    _reset_signals()
    os.umask(0o077)
    linux.forbid_new_privileges()
    os.environ.clear()
    os.environ.update(_ENVIRONMENT | _places(SCRATCH))


def enter(walls: Walls, request: Mapping[str, Any], rpc: int, output: int) -> NoReturn:
    """The life of a student's process, which has just been forked.

    With namespaces of its own, it is the first process in them: when it ends, everything that it
    started ends with it.
    """
    try:
        _arrange_descriptors(rpc, output)
        # If memory runs out, a submission ends and not the grader or the server.
        _write("/proc/self/oom_score_adj", "1000")
        if walls.own_namespaces:
            _furnish(request, walls.hidden)
        _confine(walls, request)
        live(3, walls.own_code)
    except BaseException as error:
        complain(2, error)
    finally:
        os._exit(120)


def complain(output: int, error: BaseException) -> None:
    """Says on a student's output why there is no box; the grader reads it there."""
    os.write(output, f"the box could not be set up: {error!r}\n".encode())


def _furnish(request: Mapping[str, Any], hidden: tuple[str, ...]) -> None:
    """Makes the new namespaces a place to live in."""
    for name, content in (("setgroups", "deny"), ("uid_map", IDENTITY), ("gid_map", IDENTITY)):
        _write(f"/proc/self/{name}", content)
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    scratch = f"size={request['scratch_bytes']},nr_inodes={request['scratch_files']},mode=0700"
    linux.mount("scratch", SCRATCH, "tmpfs", _SCRATCH_FLAGS, scratch)
    for path in hidden:
        linux.mount("hidden", path, "tmpfs", _HIDDEN_FLAGS, "size=4k,nr_inodes=2,mode=0555")


def _confine(walls: Walls, request: Mapping[str, Any]) -> None:
    linux.die_with_parent()
    os.setsid()
    scratch = request["scratch"]
    os.chdir(scratch)
    if walls.own_namespaces:
        linux.drop_capabilities()
    linux.forbid_core_dumps()
    if walls.rules is not None:
        walls.rules.confine(scratch)
    os.closerange(4, 1 << 20)
    _limit(request["limits"], walls.memory_in_use)
    if scratch != SCRATCH:
        os.environ.update(_places(scratch))
    program = walls.filter_for(os.getpid())
    if program is not None:
        linux.install_filter(program)


def _arrange_descriptors(rpc: int, output: int) -> None:
    rpc, output = _moved_up(rpc), _moved_up(output)
    null = _moved_up(os.open("/dev/null", os.O_RDONLY))
    for place, descriptor in enumerate((null, output, output, rpc)):
        os.dup2(descriptor, place)


def _moved_up(descriptor: int) -> int:
    """The same file at a number that the student's own descriptors will not take."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 16)
    os.close(descriptor)
    return moved


def _reset_signals() -> None:
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    # A full scratch folder or a closed pipe should be an OSError in the cell, not a death.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _limit(limits: Mapping[str, int], base: Mapping[str, int]) -> None:
    for name, value in limits.items():
        most = value + base.get(name, 0)
        resource.setrlimit(getattr(resource, name), (most, most))


def memory_in_use() -> dict[str, int]:
    """Address space and private data of this process in bytes, by the limit they count against.

    A forked child inherits both, so its limits have to start from here.
    """
    status = own_status()
    fields = {"RLIMIT_AS": "VmSize", "RLIMIT_DATA": "VmData"}
    return {limit: int(status[field].split()[0]) << 10 for limit, field in fields.items()}


def own_status() -> dict[str, str]:
    """What the kernel says about this process; only before `/proc` is hidden."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return dict(line.split(":", 1) for line in lines)


_ENVIRONMENT: Final = {
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PATH": "/nonexistent",
}


def _places(scratch: str) -> dict[str, str]:
    return {"HOME": scratch, "TMPDIR": scratch, "MPLCONFIGDIR": f"{scratch}/.matplotlib"}


def _write(path: str, content: str) -> None:
    # A Path takes ten times as long, in a process that pays for each page it touches.
    descriptor = os.open(path, os.O_WRONLY)
    os.write(descriptor, content.encode())
    os.close(descriptor)
