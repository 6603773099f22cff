"""``millivolt new``: a course folder to start from."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a course in FOLDER: settings, an example assignment, a roster and a secret.

    Files that are there already are kept.
    """
    from millivolt.course import create

    create(folder)
    click.echo(f"{folder}: the course is ready.")
    click.echo("Next: edit course.toml, roster.csv and assignments/ps1.toml there, then run")
    click.echo(f"  millivolt assign ps1 -C {folder}")
