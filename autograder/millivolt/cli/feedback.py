"""``millivolt feedback``: a page for each student."""

from __future__ import annotations

from pathlib import Path

import click

from millivolt.cli.crossing import crossing
from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import json_option, print_json
from millivolt.cli.progress import progress


@click.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student.")
@course_option
@json_option
def command(assignment: str, students: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Write feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html for everyone who was graded.

    What a page shows follows the feedback policy of the assignment. Pages need no network and
    can be mailed or put on a learning platform. In a course of nbgrader too, what people gave
    in formgrader is read first, and nbgrader release_feedback hands these pages out.
    """
    from millivolt.cli.pages import write_feedback
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    chosen = course.assignment(assignment)
    with (
        GradeLog.open(course.database) as log,
        crossing(course) as bridge,
        progress("feedback") as advance,
    ):
        if bridge is not None:
            bridge.pull(log, [chosen.name])
        written = write_feedback(course, chosen, log, students=students, advance=advance)
        if bridge is not None:
            bridge.accompany(chosen.name, students or log.latest(chosen.name))
    if as_json:
        print_json({"assignment": assignment, "written": [str(path) for path in written]})
        return
    click.echo(f"{assignment}: {len(written)} feedback pages in {course.folder / 'feedback'}.")
