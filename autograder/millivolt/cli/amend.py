"""``millivolt amend``: a wrong key is corrected in what was released."""

from __future__ import annotations

from pathlib import Path

import click

from millivolt.cli.exits import ExitCode
from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import json_option, print_json


@click.command()
@click.argument("assignment")
@click.option("--dry-run", is_flag=True, help="Only say whose keys would change.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask first.")
@course_option
@json_option
def command(assignment: str, dry_run: bool, yes: bool, folder: Path, as_json: bool) -> int:
    """Give what was released for ASSIGNMENT the keys of the bank as it is now.

    Mend the item in its bank first. Questions and printed numbers stay as they were released,
    the old keys are kept, and no grade changes before `millivolt regrade`.
    """
    from millivolt.bank import load_bank
    from millivolt.course import amend

    course = open_course(folder)
    course.assignment(assignment)
    bank = load_bank(*course.banks)
    found = amend(course, assignment, bank, dry_run=True)
    if not as_json:
        count = len(found.changed)
        click.echo(
            f"{assignment}: {count} student{'' if count == 1 else 's'} would get another key."
        )
        for student, slots in found.changed.items():
            click.echo(f"  {student}: {', '.join(slots) or 'hints or worked solution'}")
        for student, items in found.unmatched.items():
            click.echo(
                f"  {student}: {', '.join(items)} would print other numbers now; the key stays, "
                "use `millivolt override`"
            )
    agreed = yes or as_json or (bool(found.changed) and not dry_run and _agreed())
    kept = agreed and not dry_run
    if kept:
        found = amend(course, assignment, bank)
    if as_json:
        print_json(
            {
                "assignment": found.assignment,
                "changed": found.changed,
                "unmatched": found.unmatched,
                "kept": kept,
            }
        )
    elif kept and found.changed:
        click.echo(f"The keys are corrected. Next: millivolt regrade {assignment}")
    return ExitCode.FOUND_PROBLEMS if found.unmatched else ExitCode.DONE


def _agreed() -> bool:
    return click.confirm("Correct the keys?")
