"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from millivolt.course import Course
    from millivolt.grading.plan import Sandbox

__all__ = [
    "cores",
    "course_option",
    "crew_options",
    "open_course",
    "pseudonyms_option",
    "refuse_unsafe",
    "sandbox_options",
    "warn_of_listeners",
]

F = TypeVar("F", bound=Callable[..., Any])


def course_option(command: F) -> F:
    """``--course FOLDER``: the course folder, by default the current one."""
    return click.option(
        "--course",
        "-C",
        "folder",
        default=".",
        metavar="FOLDER",
        type=click.Path(path_type=Path, file_okay=False),
        help="The course folder.  [default: the current folder]",
    )(command)


def open_course(folder: Path) -> Course:
    """The course in ``folder``, or in the nearest folder above it."""
    from millivolt.course import Course

    root = folder.resolve()
    for candidate in (root, *root.parents):
        if (candidate / "course.toml").is_file():
            return Course.open(candidate)
    return Course.open(folder)


pseudonyms_option = click.option(
    "--pseudonyms",
    "hidden",
    is_flag=True,
    help="Tell students apart by pseudonyms; `millivolt pseudonyms` knows whose they are.",
)
"""``--pseudonyms``: what is printed or written names no student."""


def crew_options(command: F) -> F:
    """``-j N`` and ``--scheduler ADDRESS``: who does the grading."""
    command = click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Grade on the dask cluster there: tls://HOST:PORT, tcp://HOST:PORT or its file.",
    )(command)
    return click.option(
        "-j", "--jobs", type=click.IntRange(1), default=None, help="Processes.  [all cores]"
    )(command)


def warn_of_listeners(scheduler: str | None) -> None:
    """Say when answer keys are about to travel in the clear to another machine."""
    if scheduler is None or not scheduler.startswith("tcp://"):
        return
    host = scheduler.removeprefix("tcp://").rpartition(":")[0].strip("[]")
    if host not in ("localhost", "::1") and not host.startswith("127."):
        click.echo(
            f"warning: answer keys and notebooks travel unencrypted to {host}; docs/cluster.md "
            "tells how to use tls://",
            err=True,
        )


def sandbox_options(command: F) -> F:
    """``--sandbox MODE`` and ``--unsafe-no-sandbox``."""
    command = click.option(
        "--unsafe-no-sandbox",
        "unsafe",
        is_flag=True,
        help="Allow --sandbox none: student code may then read and change your files.",
    )(command)
    return click.option(
        "--sandbox",
        type=click.Choice(["auto", "full", "landlock", "none"]),
        default="auto",
        show_default=True,
        help="How student code is confined; auto takes the strongest mode that works here.",
    )(command)


def refuse_unsafe(sandbox: Sandbox, unsafe: bool) -> None:
    """``none`` needs a second, explicit word."""
    if sandbox == "none" and not unsafe:
        raise click.UsageError(
            "--sandbox none confines nothing: student code could read and change your files. "
            "If you mean it, add --unsafe-no-sandbox; every report will say so."
        )


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0))
