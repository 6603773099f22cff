"""``millivolt nbgrader``: both tools in one course folder."""

from __future__ import annotations

from pathlib import Path

import click

from millivolt.cli.options import course_option


@click.group()
def command() -> None:
    """Work in a course of nbgrader. See docs/nbgrader.md."""


@command.command()
@course_option
def enable(folder: Path) -> None:
    """Let nbgrader and millivolt share a course.

    Adds three lines to nbgrader_config.py: `nbgrader autograde` then grades with millivolt's
    engine, and every student fetches a notebook of their own. In a course of nbgrader that
    millivolt does not know yet, millivolt's files are added; nothing of nbgrader's is changed.
    Remove the lines to undo it.
    """
    from millivolt.cli.options import open_course
    from millivolt.course import create
    from millivolt.nbgrader_bridge.directory import directory
    from millivolt.nbgrader_bridge.settings import CONFIG, FETCH, enable

    if (folder / CONFIG).is_file() and not (folder / "course.toml").is_file():
        create(folder)
        click.echo(f"{folder}: millivolt's files are added, course.toml first of all.")
    course = open_course(folder)
    added = enable(course.folder)
    click.echo(f"{course.folder / CONFIG}: {'enabled' if added else 'was enabled already'}.")
    # Read once as nbgrader reads it, so that a mistake in it is told now.
    there = directory(course.folder)
    if not there.course_id:
        click.echo(f"Next: give c.CourseDirectory.course_id a name in {CONFIG}.")
    click.echo("Students' own nbgrader_config.py (on a hub, the one for everybody) needs the line")
    click.echo(f'  c.ExchangeFactory.fetch_assignment = "{FETCH}"')
