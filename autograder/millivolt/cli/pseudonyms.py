"""``millivolt pseudonyms``: whose pseudonym is whose."""

from __future__ import annotations

from pathlib import Path

import click

from millivolt.cli.options import course_option, open_course
from millivolt.cli.output import json_option, print_json
from millivolt.errors import AuthorError


@click.command()
@click.argument("who", nargs=-1)
@course_option
@json_option
def command(who: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Show the pseudonyms of the students WHO, or whose pseudonyms WHO are; all, if none are named.

    `grade`, `regrade`, `report` and `export` use them with --pseudonyms. They follow from the
    course's secret and are the same in every assignment.
    """
    course = open_course(folder)
    pseudonyms, everybody = course.pseudonyms(), course.everybody()
    found = {}
    for name in who or everybody:
        student = name if name in everybody else pseudonyms.whose(name)
        if student is None:
            raise AuthorError(f"{name} is neither a student of this course nor a pseudonym in it")
        found[pseudonyms.of(student)] = student
    if as_json:
        print_json(found)
        return
    for pseudonym, student in found.items():
        click.echo(f"{pseudonym}  {student}")
