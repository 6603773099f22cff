"""``millivolt assign``: a different notebook for every student."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from millivolt.cli.crossing import crossing, db_option
from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import json_option, print_json
from millivolt.cli.progress import progress

if TYPE_CHECKING:
    from millivolt.course import Assignment


@click.command()
@click.argument("assignment")
@click.option(
    "--roster",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A roster to use instead of roster.csv.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@click.option(
    "--force",
    is_flag=True,
    help="Give new students the questions as they are now, although others were released.",
)
@db_option
@course_option
@json_option
def command(
    assignment: str,
    roster: Path | None,
    dry_run: bool,
    force: bool,
    db_url: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Write release/STUDENT/ASSIGNMENT/ for everyone on the roster.

    Running it again never changes a notebook that was released: it adds new students and
    writes missing files again.

    In a course of nbgrader too, the assignment is also made known to nbgrader: a source version
    with answers, a cover sheet to release, and its cells and students in the gradebook.
    """
    from millivolt.bank import load_bank
    from millivolt.course import assign

    course = open_course(folder)
    chosen = course.assignment(assignment)
    with crossing(course, db_url) as bridge, progress("assigning") as advance:
        if bridge is not None:
            bridge.refuse_clash(chosen.name)
        done = assign(
            course,
            chosen,
            load_bank(*course.banks),
            course.roster(roster),
            dry_run=dry_run,
            force=force,
            progress=advance,
        )
        if bridge is not None and not dry_run:
            _explain(chosen, bridge.introduce(chosen))
    if as_json:
        print_json(
            {
                "assignment": done.assignment,
                "dry_run": done.dry_run,
                "new": done.new,
                "repaired": done.repaired,
                "kept": done.kept,
                "left": done.left,
                "repeats": dict(done.repeats),
                "written": [str(path) for path in done.written],
            }
        )
        return
    verb = "would be written" if dry_run else "written"
    click.echo(
        f"{done.assignment}: {len(done.new)} new and {len(done.repaired)} missing notebooks "
        f"{verb}, {len(done.kept)} kept as released."
    )
    if dry_run:
        for path in done.written:
            click.echo(f"  {path}")
    for item, count in done.repeats.items():
        if count:
            click.echo(f"note: {count} students share their numbers with another in {item}")
    if done.left:
        click.echo(f"note: not on the roster any more: {', '.join(done.left)}")
    if done.new and not dry_run:
        click.echo(f"They are in {course.folder / 'release'}.")


def _explain(assignment: Assignment, counted: float) -> None:
    """Say so where nbgrader's maximum is not what a student can earn."""
    if abs(counted - assignment.points) > 1e-6:
        click.echo(
            f"note: nbgrader adds up every question that any student has, {counted:g} points; each"
            f" student can earn {float(assignment.points):g}. Scores are right there, maximum and"
            " percentages are not: `millivolt export` and `millivolt feedback` have them right",
            err=True,
        )
