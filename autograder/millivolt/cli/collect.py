"""``millivolt collect``: take in what a learning platform exported."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from millivolt.cli.exits import ExitCode
from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import console, json_option, print_json


@click.command()
@click.argument("assignment")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--dry-run", is_flag=True, help="Only say what would be taken in.")
@course_option
@json_option
def command(assignment: str, source: Path, dry_run: bool, folder: Path, as_json: bool) -> int:
    """Put the notebooks of SOURCE, a download (zip or folder), into submitted/.

    Downloads of Canvas, Moodle and Blackboard, nbgrader's folders and plain ones are understood.
    Whose a notebook is follows from the signed id inside it; where the file's name disagrees,
    you are told. A later file replaces an earlier one, which is kept in .millivolt/replaced/.
    """
    from millivolt.course.collecting import collect

    course = open_course(folder)
    found = collect(
        course,
        course.assignment(assignment),
        source,
        course.roster(),
        now=datetime.now(UTC),
        dry_run=dry_run,
    )
    if as_json:
        print_json(
            {
                "assignment": found.assignment,
                "dry_run": found.dry_run,
                "new": found.new,
                "replaced": found.replaced,
                "kept": found.kept,
                "missing": found.missing,
                "notes": [
                    {"origin": n.origin, "student": n.student, "message": n.message}
                    for n in found.notes
                ],
            }
        )
    else:
        verb = "would be taken in" if dry_run else "taken in"
        click.echo(
            f"{assignment}: {len(found.new)} new and {len(found.replaced)} later notebooks {verb}, "
            f"{len(found.kept)} already there, {len(found.missing)} still missing."
        )
        for note in found.notes:
            console().print(f"  {note.origin}: {note.message}", markup=False)
    return ExitCode.FOUND_PROBLEMS if found.notes else ExitCode.DONE
