"""``millivolt new``: a course folder to start from."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--nbgrader", is_flag=True, help="Make it a course of nbgrader, too.")
def command(folder: Path, nbgrader: bool) -> None:
    """Make a course in FOLDER: settings, an example assignment, a roster and a secret.

    Files that are there already are kept. FOLDER may be a course of nbgrader; see also
    `millivolt nbgrader enable`.
    """
    from millivolt.course import create

    course = create(folder)
    if nbgrader:
        from millivolt.nbgrader_bridge.settings import enable

        enable(folder.absolute())
    click.echo(f"{folder}: the course is ready.")
    name = course.assignments[0]
    click.echo(f"Next: edit course.toml, roster.csv and assignments/{name}.toml there, then run")
    click.echo(f"  millivolt assign {name} -C {folder}")
