"""Which ways of confining work on this machine."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from .forkserver import Mode
from .inside.linux import landlock_version
from .records import EnvironmentProblem
from .syscalls import has_filter

if TYPE_CHECKING:
    from .box import AskedMode

_UNSAFE = (
    "without a sandbox nothing keeps student code from reading and writing your files: "
    "use this only with code you trust, and say so with --unsafe-no-sandbox"
)


def choose(asked: AskedMode, *, unsafe: bool) -> Mode:
    """The mode to use.

    Raises:
        EnvironmentProblem: it does not work here, or nothing that confines does.
    """
    if asked == "none":
        if not unsafe:
            raise EnvironmentProblem(_UNSAFE)
        return "none"
    problems = {mode: problem(mode) for mode in _CONFINING if asked in ("auto", mode)}
    for mode, reason in problems.items():
        if reason is None:
            return mode
    reasons = "; ".join(f"{mode}: {reason}" for mode, reason in problems.items())
    raise EnvironmentProblem(f"student code cannot be confined on this machine ({reasons})")


_CONFINING: tuple[Mode, ...] = ("full", "landlock")


def problem(mode: Mode) -> str | None:
    """Why a mode does not work here, and what to do about it; None if it does."""
    if mode == "none":
        return None
    if not has_filter():
        return "system calls can be filtered on x86_64 and aarch64 only"
    return _full_problem() if mode == "full" else _landlock_problem()


def _full_problem() -> str | None:
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap is not installed: `apt install bubblewrap`"
    trial = subprocess.run(
        [program, "--unshare-user", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/",
         "--proc", "/proc", "--", "/bin/true"],
        capture_output=True, text=True, timeout=20, env={}, check=False,
    )  # fmt: skip
    if trial.returncode == 0:
        return None
    return f"bubblewrap may not make namespaces here: {trial.stderr.strip() or 'no reason given'}"


def _landlock_problem() -> str | None:
    if landlock_version() < 1:
        return "the kernel has no Landlock: Linux 5.13 or later with the lsm switched on"
    return None
