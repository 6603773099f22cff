"""Attempts to break out of a box, made on purpose before any student's code runs in it.

A mode is trusted because these attempts fail on this machine, not because of a version number.
"""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .records import Cell, CellRun, Raised
from .session import Session


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt and how it ended.

    Attributes:
        name: a word for scripts.
        claim: what should hold, as a sentence.
        holds: whether it does.
        seen: what happened instead, or how the attempt was refused.
    """

    name: str
    claim: str
    holds: bool
    seen: str


@dataclass(frozen=True, slots=True)
class _Bait:
    """What lies outside for the attempts to reach."""

    folder: Path
    token: str
    listener: socket.socket
    abstract: socket.socket

    @property
    def token_file(self) -> Path:
        return self.folder / "token.txt"

    @property
    def written(self) -> Path:
        return self.folder / "written.txt"

    def touched(self) -> bool:
        """Whether anyone connected to a listener."""
        return any(map(_has_visitor, (self.listener, self.abstract)))


@dataclass(frozen=True, slots=True)
class _Attempt:
    name: str
    claim: str
    code: str
    succeeded: Callable[[_Bait, str], bool]


def _printed_escape(bait: _Bait, output: str) -> bool:
    return "ESCAPED" in output


_ATTEMPTS: Final = (
    _Attempt(
        "read",
        "files outside cannot be read",
        "print(open({token_file!r}).read())",
        lambda bait, output: bait.token in output,
    ),
    _Attempt(
        "write",
        "files outside cannot be written",
        "open({written!r}, 'w').write('x')",
        lambda bait, output: bait.written.exists(),
    ),
    _Attempt(
        "network",
        "no network connection can be opened",
        "import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)",
        lambda bait, output: bait.touched(),
    ),
    _Attempt(
        "local_sockets",
        "no local service can be reached",
        "import socket\nsocket.socket(socket.AF_UNIX).connect({abstract!r})",
        lambda bait, output: bait.touched(),
    ),
    _Attempt(
        "processes",
        "no other process can be started",
        "import os\nchild = os.fork()\nif child == 0:\n    os._exit(0)\nprint('ESCAPED')",
        _printed_escape,
    ),
    _Attempt(
        "signals",
        "other processes cannot be signalled",
        "import os\nfor pid in (os.getppid() or 2, {pid}):\n"
        "    if pid != os.getpid():\n        os.kill(pid, 0)\n        print('ESCAPED')",
        _printed_escape,
    ),
    _Attempt(
        "inspection",
        "other processes cannot be looked into",
        "print('ESCAPED', open('/proc/{pid}/environ', 'rb').read(1) and 1)",
        _printed_escape,
    ),
    _Attempt(
        "memory",
        "memory is limited",
        "held = bytearray(b'x') * ({memory_mb} << 20)\nprint('ESCAPED', len(held))",
        _printed_escape,
    ),
    _Attempt(
        "programs",
        "no program can be executed",
        "import os\nos.execve({program!r}, ['x', '-c', 'echo ESCAPED'], {{}})",
        _printed_escape,
    ),
)


def probe(session: Session) -> tuple[Probe, ...]:
    """Makes every attempt in a session that no student uses."""
    probes = []
    with _bait() as bait:
        facts = {
            "token_file": str(bait.token_file),
            "written": str(bait.written),
            "port": bait.listener.getsockname()[1],
            "abstract": bait.abstract.getsockname(),
            "program": "/bin/sh",
            "pid": os.getpid(),
            "memory_mb": session.limits.memory_mb + 1,
        }
        for attempt in _ATTEMPTS:
            (run,) = session.run([Cell(attempt.name, attempt.code.format(**facts))])
            probes.append(_judge(attempt, run, attempt.succeeded(bait, run.output)))
    return tuple(probes)


def _judge(attempt: _Attempt, run: CellRun, escaped: bool) -> Probe:
    if escaped:
        return Probe(attempt.name, attempt.claim, False, "the attempt succeeded")
    if run.error is None:
        return Probe(attempt.name, attempt.claim, False, "the attempt was not refused")
    # A process that is gone may have become another program: only a refusal that the attempt
    # itself met proves anything, or the limit that it was to meet.
    refused = isinstance(run.error, Raised) or run.error.limit == attempt.name
    seen = "refused" if refused else "ended without being refused"
    return Probe(attempt.name, attempt.claim, refused, f"{seen}: {run.error.message}")


@contextmanager
def _bait() -> Iterator[_Bait]:
    with (
        tempfile.TemporaryDirectory(prefix="millivolt-bait-") as name,
        socket.socket() as listener,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        folder = Path(name)
        # Open to everyone, so that it is the box that refuses and not the file's permissions.
        folder.chmod(0o777)
        bait = _Bait(folder, secrets.token_hex(16), listener, abstract)
        bait.token_file.write_text(bait.token)
        bait.token_file.chmod(0o644)
        listener.bind(("127.0.0.1", 0))
        abstract.bind(f"\0millivolt-{secrets.token_hex(8)}")
        for one in (listener, abstract):
            one.listen()
            one.setblocking(False)
        yield bait


def _has_visitor(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True
