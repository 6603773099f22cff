"""``millivolt history``: everything that happened to a student's grades."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import console, json_option, number, print_json


@click.command()
@click.argument("student")
@click.option("--assignment", help="Only this assignment.")
@course_option
@json_option
def command(student: str, assignment: str | None, folder: Path, as_json: bool) -> None:
    """Show every grade, override and comment of STUDENT, oldest first, with who, when and why."""
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    with GradeLog.open(course.database) as log:
        events = [_plain(event) for event in log.history(student, assignment)]
    if as_json:
        print_json(events)
        return
    if not events:
        click.echo(f"{student}: nothing was graded yet.")
    for event in events:
        console().print(_line(event), markup=False)


def _plain(event: Any) -> dict[str, Any]:
    from millivolt.gradebook import Comment, GradeEntry

    if isinstance(event, GradeEntry):
        source = event.provenance
        return {
            "what": "grade",
            "assignment": event.assignment,
            "when": source.when.isoformat(),
            "who": source.who,
            "why": source.why,
            "score": number(event.score),
            "max_score": number(event.max_score),
            "state": event.state,
            "engine": source.engine,
            "bank": source.bank,
            "key": source.key,
            "notebook": source.notebook,
            "sandbox": source.sandbox,
        }
    common = {
        "assignment": event.assignment,
        "when": event.when.isoformat(),
        "who": event.who,
        "slot": event.slot,
    }
    if isinstance(event, Comment):
        return {"what": "comment", **common, "text": event.text}
    fraction = None if event.fraction is None else number(event.fraction)
    return {
        "what": "override",
        **common,
        "why": event.why,
        "fraction": fraction,
        "extra": number(event.extra),
        "comment": event.comment,
    }


def _line(event: dict[str, Any]) -> str:
    head = f"{event['when']}  {event['assignment']}  {event['who']}:"
    if event["what"] == "grade":
        return (
            f"{head} {event['score']:g} of {event['max_score']:g} ({event['why']}, "
            f"{event['state']}, sandbox {event['sandbox']}, notebook {event['notebook'][:8]})"
        )
    if event["what"] == "comment":
        return f"{head} on {event['slot'] or 'the whole'}: {event['text']}"
    if event["fraction"] is None:
        return f"{head} {event['slot']}: decision withdrawn ({event['why']})"
    return f"{head} {event['slot']}: {event['fraction']:.0%} of the part ({event['why']})"
