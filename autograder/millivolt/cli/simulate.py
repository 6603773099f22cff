"""``millivolt simulate``: a class that hands in what it was planted to."""

from __future__ import annotations

from pathlib import Path

import click

from millivolt.cli.options import course_option, open_course
from millivolt.cli.progress import progress


@click.command()
@click.argument("assignment")
@click.option("--students", type=click.IntRange(1), help="Only the first so many students.")
@click.option("--seed", default=0, show_default=True, help="Another seed, another class.")
@click.option("--accidents/--no-accidents", default=True, help="Endless loops, deleted cells, …")
@course_option
def command(
    assignment: str, students: int | None, seed: int, accidents: bool, folder: Path
) -> None:
    """Fill submitted/ with simulated students of known ability and misconceptions.

    They answer rightly in many notations, by known misconceptions, wrongly, illegibly or not at
    all. What each answer deserves is kept in .millivolt/simulated/. What real students handed in
    is never replaced.
    """
    from millivolt.bank import load_bank
    from millivolt.course.simulated import simulate
    from millivolt.errors import AuthorError

    course = open_course(folder)
    course.assignment(assignment)
    with progress("simulating") as advance:
        try:
            crew = simulate(
                course,
                assignment,
                students=students,
                bank=load_bank(*course.banks),
                seed=seed,
                accidents=accidents,
                progress=advance,
            )
        except FileExistsError as real:
            raise AuthorError(str(real)) from real
    if not crew:
        raise AuthorError(f"{assignment} was not issued yet; run `millivolt assign {assignment}`")
    click.echo(f"{assignment}: {len(crew)} simulated students handed in.")
    click.echo(f"Next: millivolt grade {assignment}")
