"""``millivolt report``: the class report."""

from __future__ import annotations

import json
from pathlib import Path

import click

from millivolt.cli.crossing import hear_formgrader
from millivolt.cli.options import course_option, open_course, pseudonyms_option
from millivolt.cli.output import json_option


@click.command()
@click.argument("assignment")
@pseudonyms_option
@course_option
@json_option
def command(assignment: str, hidden: bool, folder: Path, as_json: bool) -> None:
    """Write the class report of ASSIGNMENT: scores, hard parts, misconceptions, who needs review.

    The page, its numbers as JSON and grades.csv are written to reports/ASSIGNMENT/, with
    --pseudonyms to reports/ASSIGNMENT-pseudonyms/.
    """
    from millivolt.cli.pages import write_report
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    with GradeLog.open(course.database) as log:
        hear_formgrader(course, log)
        report = write_report(course, course.assignment(assignment), log, hidden=hidden)
    if as_json:
        click.echo(json.dumps(json.loads(report.data.read_bytes()), ensure_ascii=False))
        return
    click.echo(f"report:  {report.page}")
    click.echo(f"numbers: {report.data}")
    click.echo(f"grades:  {report.grades}")
