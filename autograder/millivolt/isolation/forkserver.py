"""The trusted handle of a fork server: starting it in a mode, spawning children, ending it."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from millivolt.errors import EnvironmentProblem

from . import bubblewrap, staging
from .cgroup import MemoryGroup
from .child import Child
from .inside import control
from .inside.linux import landlock_version
from .interpreter import FORBIDDEN, Interpreter
from .layout import Layout
from .leftovers import PREFIX, claim, sweep
from .limits import MB, Limits
from .modes import Mode
from .policy import student_filter
from .records import Fault
from .scratch import Scratch

START_TIMEOUT: Final = 120.0
_OVERHEAD_MB: Final = 160
_LOWEST_UID: Final = 0x7000_0000
_UIDS: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Setup:
    """What a server is started with.

    Attributes:
        mode: how its children are confined.
        libraries: further distributions that students may import.
        preload: modules to import before the first submission.
    """

    mode: Mode
    libraries: tuple[str, ...]
    preload: tuple[str, ...] | None


class ForkServer:
    """One running server. Children come from `spawn`; `close` ends it and all of them."""

    def __init__(self, setup: Setup, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Starts a server; calls ``meanwhile`` while it loads its libraries."""
        self.setup = setup
        self._uid = _LOWEST_UID + secrets.randbelow(_UIDS) if os.geteuid() == 0 else None
        self._scratches = 0
        self._group_mb = 0
        with ExitStack() as undo:
            self._folder = self._new_folder(undo)
            self._group = MemoryGroup.create()
            if self._group is not None:
                undo.callback(self._group.remove)
            self._errors = undo.enter_context(tempfile.TemporaryFile())
            interpreter = Interpreter.running(setup.libraries)
            layout = Layout.of(interpreter)
            self._start(layout, undo)
            self._order(layout, interpreter, meanwhile)
            self._undo = undo.pop_all()

    def _new_folder(self, undo: ExitStack) -> Path:
        sweep(Path(tempfile.gettempdir()))
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        undo.enter_context(claim(folder))
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        for name in ("tree", "scratch", "cache"):
            (folder / name).mkdir(mode=0o755)
        if self._uid is not None:
            os.chown(folder / "cache", self._uid, self._uid)
        return folder

    def _start(self, layout: Layout, undo: ExitStack) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = undo.enter_context(ours)
        self._control.settimeout(START_TIMEOUT)
        with theirs:
            launch = self._launch(layout, theirs.fileno())
            # An empty environment, because bubblewrap's own is readable from inside.
            self._process = subprocess.Popen(
                launch.command,
                env={},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
            )
        undo.callback(self._process.wait)
        undo.callback(self._process.kill)
        assert self._process.stdin is not None
        with self._talking("the fork server did not start"), self._process.stdin as stdin:
            stdin.write(launch.plan)

    def _launch(self, layout: Layout, descriptor: int) -> _Launch:
        tree = f"{self._folder}/tree/"
        sources_are_direct = self.setup.mode == "full" and self._uid is None
        if self.setup.mode == "full":
            program = shutil.which("bwrap")
            assert program is not None, "checked before the server is started"
            sources = {target: Path(source) for target, source in layout.shown.items()}
            covered = layout.covered
            if not sources_are_direct:
                sources = {name: Path(tree) / name for name in ("python", "libraries", "box")}
                covered = ()
            command = [program, *bubblewrap.options(layout, sources, covered)]
            command += ["--", *layout.command("/", descriptor)]
            if sources_are_direct and self._group is None:
                return _Launch(command, b"")
            environment: dict[str, str] = {}
        else:
            command = layout.command(tree, descriptor)
            environment = layout.environment(tree) | {"MPLCONFIGDIR": f"{self._folder}/cache"}
        plan = {
            "tree": f"{self._folder}/tree",
            "group": None if self._group is None else self._group.members,
            "shown": {} if sources_are_direct else layout.shown,
            "covered": layout.covered,
            "uid": self._uid,
            "command": command,
            "environment": environment,
        }
        return _Launch(staging.command(), staging.as_json(plan))

    def _order(
        self, layout: Layout, interpreter: Interpreter, meanwhile: Callable[[], object]
    ) -> None:
        mode = self.setup.mode
        tree = "/" if mode == "full" else f"{self._folder}/tree/"
        preload = self.setup.preload
        filtered = mode != "none"
        program = student_filter(platform.machine()) if filtered else None
        order = {
            "own_namespaces": mode == "full",
            "hidden": ["/proc", "/cache", "/box"] if mode == "full" else [],
            "own_code": [f"{tree}box"],
            "forbidden": FORBIDDEN,
            "preload": interpreter.names if preload is None else preload,
            "filter": program.program.hex() if program else None,
            "own_pid_offsets": program.own_pid_offsets if program else (),
            "landlock": None,
        }
        if mode == "landlock":
            paths = [*layout.readable(tree), *bubblewrap.DEVICES]
            order["landlock"] = {"read": paths, "version": landlock_version()}
        with self._talking("the fork server did not start"):
            control.send(self._control, order)
        meanwhile()
        with self._talking("the fork server did not start"):
            answer, _ = control.receive(self._control)
        if answer is None:
            raise Fault(f"the fork server did not start: {self._complaint()}")
        if "refused" in answer:
            raise EnvironmentProblem(
                f"{', '.join(answer['refused'])} can be imported inside the box: install the "
                "engine and the reference solutions apart from the students' libraries"
            )
        if answer["ready"]["threads"] != 1:
            raise Fault("a preloaded library started a thread; the server has to be single")
        self.versions: dict[str, str] = answer["ready"]["versions"]
        self.idle_kb: int = answer["ready"]["idle_kb"]

    def spawn(self, limits: Limits) -> Child:
        """A new child with these limits, already on its way to being confined.

        Raises:
            Fault: the server does not answer any more.
        """
        self._limit_group(limits)
        full = self.setup.mode == "full"
        scratch = None if full else self._new_scratch()
        request = {
            "limits": limits.for_kernel(own_namespaces=full),
            "scratch": "/scratch" if scratch is None else str(scratch.path),
            "scratch_bytes": limits.scratch_mb * MB,
            "scratch_files": limits.scratch_files,
        }
        child = Child(limits, scratch)
        try:
            with self._talking("the fork server ended"):
                control.send(self._control, request, child.inner_ends())
        except BaseException:
            child.close()
            raise
        child.close_inner_ends()
        return child

    def _limit_group(self, limits: Limits) -> None:
        """Room for the server, for two submissions' beginnings and for all that one may use."""
        if self._group is not None and limits.memory_mb != self._group_mb:
            self._group_mb = limits.memory_mb
            most = self.idle_kb // 1024 + _OVERHEAD_MB + limits.memory_mb + limits.scratch_mb
            # Refused only when a larger limit is in use right now; the old one then stays.
            with suppress(OSError):
                self._group.limit(most * MB)

    def _new_scratch(self) -> Scratch:
        self._scratches += 1
        return Scratch(self._folder / "scratch" / str(self._scratches), self._uid)

    @contextmanager
    def _talking(self, failure: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise Fault(f"{failure}: {error} {self._complaint()}".strip()) from error

    def _complaint(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode(errors="replace").strip()

    @property
    def pid(self) -> int:
        """The process that was started; everything in the box is below it."""
        return self._process.pid

    def close(self) -> None:
        """Ends the server and everything it started, and removes its folder."""
        self._undo.close()


@dataclass(frozen=True, slots=True)
class _Launch:
    command: list[str]
    plan: bytes
