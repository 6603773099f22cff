"""``millivolt regrade``: grade again, show who changes, then keep it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from millivolt.cli.crossing import crossing, db_option, tell_conflicts
from millivolt.cli.options import (
    cores,
    course_option,
    crew_options,
    open_course,
    pseudonyms_option,
    refuse_unsafe,
    sandbox_options,
    warn_of_listeners,
)
from millivolt.cli.output import console, json_option, number, print_json
from millivolt.cli.progress import progress

if TYPE_CHECKING:
    from millivolt.gradebook.entry import GradeEntry
    from millivolt.grading.plan import Sandbox
    from millivolt.grading.regrade import Rehearsal


@click.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student.")
@crew_options
@click.option("--again", is_flag=True, help="Run what has not changed, too.")
@click.option("--why", default="regraded", show_default=True, help="Kept with the grades.")
@click.option("--dry-run", is_flag=True, help="Show who would change, and keep nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before the new grades are kept.")
@sandbox_options
@pseudonyms_option
@db_option
@course_option
@json_option
def command(
    assignment: str,
    students: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    again: bool,
    why: str,
    dry_run: bool,
    yes: bool,
    sandbox: Sandbox,
    unsafe: bool,
    hidden: bool,
    db_url: str,
    folder: Path,
    as_json: bool,
) -> None:
    """Grade ASSIGNMENT again and print who changes and by how much.

    Only submissions are run whose notebook, key, bank or engine is another than before; --again
    runs them all. The new grades are appended after you have agreed; earlier grades stay in the
    log, and what people decided about a part stands.
    """
    refuse_unsafe(sandbox, unsafe)
    warn_of_listeners(scheduler)
    from millivolt.gradebook.log import GradeLog
    from millivolt.grading.regrade import rehearse
    from millivolt.grading.round import Options, Round

    course = open_course(folder)
    chosen = course.assignment(assignment)
    with GradeLog.open(course.database) as log, crossing(course, db_url) as bridge:
        if bridge is not None:
            bridge.pull(log, [chosen.name])
        options = Options(
            jobs=jobs or cores(),
            scheduler=scheduler,
            sandbox=sandbox,
            unsafe=unsafe,
            again=again,
            why=why,
            transcript=bridge is not None,
        )
        with progress("grading again") as advance:
            done = 0

            def heard(entry: GradeEntry) -> None:
                nonlocal done
                done += 1
                advance(done, done)
                if bridge is not None:
                    bridge.draft(entry)

            found = rehearse(Round.of(course, chosen, students, options), log, heard)
        shown = course.pseudonyms().of if hidden else str
        if not as_json:
            _show(found, shown)
        kept = not dry_run and (yes or as_json or not found.changes or _agreed(found))
        if kept:
            log.append(found.entries)
        if kept and bridge is not None:
            names = [entry.student for entry in found.entries]
            tell_conflicts(bridge.publish(chosen, log, names))
            bridge.install(chosen.name, names)
    if as_json:
        print_json(_plain(found, kept, shown))
    elif kept:
        click.echo(f"{assignment}: the new grades are kept.")
    else:
        click.echo(f"{assignment}: nothing was kept.")


def _agreed(found: Rehearsal) -> bool:
    return click.confirm(f"Keep the new grades of {len(found.changes)} students?")


def _show(found: Rehearsal, shown: Callable[[str], str]) -> None:
    terminal = console()
    terminal.print(f"{len(found.entries)} graded again, {len(found.changes)} change.")
    for change in found.changes:
        before = "ungraded" if change.before is None else f"{float(change.before):g}"
        parts = ", ".join(part.slot for part in change.parts)
        terminal.print(
            f"  {shown(change.student)}: {before} → {float(change.after):g} "
            f"({float(change.by):+g}; {parts})",
            markup=False,
        )


def _plain(found: Rehearsal, kept: bool, shown: Callable[[str], str]) -> dict[str, object]:
    return {
        "graded": len(found.entries),
        "kept": kept,
        "changes": [
            {
                "student": shown(change.student),
                "before": None if change.before is None else number(change.before),
                "after": number(change.after),
                "by": number(change.by),
                "parts": [
                    {
                        "id": part.slot,
                        "before": None if part.before is None else number(part.before),
                        "after": number(part.after),
                    }
                    for part in change.parts
                ],
            }
            for change in found.changes
        ],
    }
