"""``millivolt override``: a person's verdict on one part."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import click

from millivolt.cli.crossing import crossing, tell_conflicts
from millivolt.cli.options import course_option, open_course


class Exact(click.ParamType[Fraction]):
    """A number kept exactly: 2, 0.5, 1/3."""

    name = "number"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        try:
            return Fraction(str(value))
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value!r} is not a number; write 2, 0.5 or 1/3", param, ctx)


@click.command()
@click.argument("assignment")
@click.argument("student")
@click.argument("slot")
@click.option("--points", type=Exact(), help="Points that the part earns.")
@click.option("--withdraw", is_flag=True, help="Take back what a person decided.")
@click.option("--extra", type=Exact(), default="0", help="Points on top of the part's own.")
@click.option("--comment", default="", help="Words that the student reads.")
@click.option("--why", required=True, help="The reason, for the record.")
@click.option("--who", default=getpass.getuser, help="Who decided.  [the user's name]")
@course_option
def command(
    assignment: str,
    student: str,
    slot: str,
    points: Fraction | None,
    withdraw: bool,
    extra: Fraction,
    comment: str,
    why: str,
    who: str,
    folder: Path,
) -> None:
    """Set the credit of one part, SLOT (such as q3_E), of STUDENT's ASSIGNMENT.

    The decision is appended to the grade log with who and why. It stands through regrades until
    a person changes or withdraws it. In a course of nbgrader too it is written to nbgrader's
    gradebook; where formgrader has another score for the part, you are told.
    """
    if (points is None) is not withdraw:
        raise click.UsageError("give --points, or --withdraw to let the grader's verdict count")
    from millivolt.errors import AuthorError
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    with GradeLog.open(course.database) as log, crossing(course) as bridge:
        if bridge is not None:
            bridge.pull(log, [assignment])
        try:
            log.override(
                student,
                assignment,
                slot,
                who=who,
                why=why,
                when=datetime.now(UTC),
                points=points,
                extra=extra,
                comment=comment,
            )
        except ValueError as refused:
            raise AuthorError(str(refused)) from refused
        score = log.standings(assignment, student)[student].score
        if bridge is not None:
            tell_conflicts(bridge.publish(course.assignment(assignment), log, [student]))
    click.echo(f"{student}, {assignment}: {slot} is decided; the score is now {float(score):g}.")
