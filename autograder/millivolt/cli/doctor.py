"""``millivolt doctor``: what works on this machine."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from millivolt import __version__
from millivolt.cli.exits import ExitCode
from millivolt.cli.output import console, json_option, print_json

if TYPE_CHECKING:
    from millivolt.isolation.selftest import ModeReport

PACKAGES = (
    "numpy", "scipy", "sympy", "python-flint", "pytest", "hypothesis", "sqlalchemy", "nbformat",
    "matplotlib", "pandas", "nbgrader", "psycopg",
)  # fmt: skip


@click.command()
@click.option(
    "--course",
    "-C",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also look at this course: its files and its database.",
)
@json_option
def command(folder: Path | None, as_json: bool) -> int:
    """Try to break out of each sandbox mode, and show versions, nbgrader and the database.

    A mode is usable only when every attempt to escape from it was stopped. Exit code 5 means
    that nothing here can confine student code.
    """
    from millivolt.isolation.selftest import self_test

    modes = self_test()
    packages = {name: _version(name) for name in PACKAGES}
    course = _course(folder) if folder is not None else None
    usable = [report.mode for report in modes if report.usable]
    if as_json:
        print_json(
            {
                "millivolt": __version__,
                "python": platform.python_version(),
                "system": platform.platform(),
                "sandbox": usable[0] if usable else None,
                "modes": [_mode(report) for report in modes],
                "packages": packages,
                "course": course,
            }
        )
    else:
        _tell(modes, packages, course, usable)
    return ExitCode.DONE if usable else ExitCode.ENVIRONMENT


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _mode(report: ModeReport) -> dict[str, Any]:
    return {
        "mode": report.mode,
        "usable": report.usable,
        "problem": report.problem,
        "attempts": [
            {"name": p.name, "claim": p.claim, "holds": p.holds, "seen": p.seen}
            for p in report.probes
        ],
    }


def _course(folder: Path) -> dict[str, Any]:
    from millivolt.cli.options import open_course
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    for name in course.assignments:
        course.assignment(name)
    with GradeLog.open(course.database) as log:
        graded = log.assignments()
    return {
        "folder": str(course.folder),
        "assignments": list(course.assignments),
        "graded": list(graded),
        "students": len(course.roster()),
        "database": course.database.split("@")[-1],
    }


def _tell(
    modes: tuple[ModeReport, ...],
    packages: dict[str, str | None],
    course: dict[str, Any] | None,
    usable: list[Any],
) -> None:
    terminal = console()
    terminal.print(f"millivolt {__version__} on Python {platform.python_version()}")
    for report in modes:
        word = "works" if report.usable else "does not work here"
        terminal.print(f"\nsandbox mode {report.mode}: {word}", style="bold")
        if report.problem:
            terminal.print(f"  {report.problem}", markup=False)
        for p in report.probes:
            mark = "✓" if p.holds else "✗ DOES NOT HOLD:"
            terminal.print(f"  {mark} {p.claim} ({p.seen})", markup=False)
    chosen = (
        f"submissions will be graded in mode {usable[0]}" if usable else "nothing confines here"
    )
    terminal.print(f"\n{chosen}", style="bold")
    terminal.print("\npackages", style="bold")
    for name, found in packages.items():
        terminal.print(f"  {name:<14} {found or 'not installed'}")
    if course is not None:
        terminal.print("\ncourse", style="bold")
        for name, value in course.items():
            terminal.print(f"  {name}: {value}", markup=False)
