"""``millivolt status``: where each assignment stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import console, json_option, print_json

if TYPE_CHECKING:
    from millivolt.course import Course
    from millivolt.gradebook.log import GradeLog


@click.command()
@course_option
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Show for each assignment how many were issued, handed in, graded, and wait for a person."""
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    with GradeLog.open(course.database) as log:
        rows = [_row(course, log, name) for name in course.assignments]
    if as_json:
        print_json(rows)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("assignment", "due", "issued", "handed in", "graded", "review", "feedback"):
        table.add_column(heading, justify="left" if heading in ("assignment", "due") else "right")
    for row in rows:
        table.add_row(
            row["assignment"], row["due"] or "", *(str(row[key]) for key in
            ("issued", "handed_in", "graded", "review", "feedback"))
        )  # fmt: skip
    console().print(table)
    for row in rows:
        if row["next"]:
            console().print(f"{row['assignment']}: next, {row['next']}", markup=False)


def _row(course: Course, log: GradeLog, name: str) -> dict[str, Any]:
    from millivolt.grading.submissions import notebook_of

    assignment = course.assignment(name)
    issued = course.issues.students(name)
    handed_in = [who for who in issued if notebook_of(course, who, name) is not None]
    standings = log.standings(name)
    review = sum(standing.waits for standing in standings.values())
    pages = [
        who
        for who in issued
        if (course.folder / "feedback" / who / name / f"{name}.html").is_file()
    ]
    ungraded = len([who for who in handed_in if who not in standings])
    return {
        "assignment": name,
        "due": assignment.due.isoformat(timespec="minutes") if assignment.due else None,
        "issued": len(issued),
        "handed_in": len(handed_in),
        "graded": len(standings),
        "review": review,
        "feedback": len(pages),
        "next": _next(name, len(issued), len(handed_in), ungraded, review),
    }


def _next(name: str, issued: int, handed_in: int, ungraded: int, review: int) -> str:
    if not issued:
        return f"millivolt assign {name}"
    if not handed_in:
        return f"hand out release/, then millivolt collect {name} DOWNLOAD"
    if ungraded:
        return f"millivolt grade {name}"
    if review:
        return f"look at {review} submissions: millivolt report {name}"
    return ""
