"""Which ways of confining there are, and what each needs of the machine."""

from __future__ import annotations

import shutil
from typing import Final, Literal, TypeAlias

from millivolt.errors import EnvironmentProblem

from .inside.linux import landlock_version
from .syscalls import has_filter

Mode: TypeAlias = Literal["full", "landlock", "none"]
AskedMode: TypeAlias = Literal["auto", "full", "landlock", "none"]

CONFINING: Final[tuple[Mode, ...]] = ("full", "landlock")
"""Strongest first."""


def candidates(asked: AskedMode, *, unsafe: bool) -> tuple[Mode, ...]:
    """The modes to try, in order.

    Raises:
        EnvironmentProblem: no sandbox was asked for, but nobody said that this is meant.
    """
    if asked == "auto":
        return CONFINING
    if asked == "none" and not unsafe:
        raise EnvironmentProblem(
            "without a sandbox nothing keeps student code from reading and writing your files; "
            "if you trust the code, say so with --unsafe-no-sandbox"
        )
    return (asked,)


def require(mode: Mode) -> None:
    """Checks what can be known before starting anything.

    Raises:
        EnvironmentProblem: the mode cannot work here; says what to install.
    """
    if mode == "none":
        return
    if not has_filter():
        raise EnvironmentProblem("system calls can be filtered on x86_64 and aarch64 only")
    if mode == "full" and shutil.which("bwrap") is None:
        raise EnvironmentProblem("bubblewrap is not installed: `apt install bubblewrap`")
    if mode == "landlock" and landlock_version() < 1:
        raise EnvironmentProblem("this kernel has no Landlock: it came with Linux 5.13")
