"""``millivolt export``: grades for a learning platform, or as a plain file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from millivolt.cli.crossing import hear_formgrader
from millivolt.cli.options import course_option, open_course, pseudonyms_option
from millivolt.errors import AuthorError

if TYPE_CHECKING:
    from millivolt.lms import GradeTable
    from millivolt.lms.filling import Filled

ANONYMOUS = ("csv", "json", "parquet")
FORMATS = (*ANONYMOUS, "canvas", "moodle", "moodle-worksheet")


@click.command()
@click.argument("assignments", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="csv",
    show_default=True,
    help="For whom the file is.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The file that Canvas or Moodle exported, to be filled in (canvas, moodle-worksheet).",
)
@click.option("--column", help="The assignment's title in Canvas.  [its title here]")
@click.option("--missing-as-zero", is_flag=True, help="Write 0 for work that was not handed in.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.",
)
@pseudonyms_option
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@course_option
def command(
    assignments: tuple[str, ...],
    form: str,
    into: Path | None,
    column: str | None,
    missing_as_zero: bool,
    out: Path,
    hidden: bool,
    force: bool,
    folder: Path,
) -> None:
    """Write the grades of ASSIGNMENTS (all that were graded, if none are named) to a file.

    Points count after the late policy. Work that was not handed in is left blank, never zero,
    unless you say so. For Canvas, export its gradebook first and give that file as --into.
    """
    if out.exists() and not force:
        raise AuthorError(f"{out} is there already; choose another --out or add --force")
    if form in ("canvas", "moodle-worksheet") and into is None:
        raise click.UsageError(f"--format {form} needs the exported file as --into")
    if hidden and form not in ANONYMOUS:
        raise click.UsageError(
            f"--format {form} needs to know the students; --pseudonyms is not for it"
        )
    table = _table(folder, assignments, missing_as_zero, hidden)
    if form in ("canvas", "moodle-worksheet"):
        if len(table.columns) != 1:
            raise click.UsageError(f"--format {form} takes one assignment at a time")
        assert into is not None
        filled = _filled(form, into.read_bytes(), table, column or table.columns[0].label)
        data = filled.data
        for notice in (*filled.notices, *(f"{who} is not in that file" for who in filled.absent)):
            click.echo(f"note: {notice}", err=True)
    else:
        data = _written(form, table)
    from millivolt.course.files import write_whole

    write_whole(out.absolute(), data)
    click.echo(f"{out}: {len(table.rows)} students, {len(table.columns)} assignments.")


def _table(folder: Path, names: tuple[str, ...], missing_as_zero: bool, hidden: bool) -> GradeTable:
    from millivolt.course.grades import grade_table
    from millivolt.gradebook.log import GradeLog

    course = open_course(folder)
    with GradeLog.open(course.database) as log:
        hear_formgrader(course, log)
        table = grade_table(course, log, names)
    if hidden:
        table = table.with_names_hidden(course.pseudonyms().of)
    return table.with_missing_as_zero() if missing_as_zero else table


def _filled(form: str, exported: bytes, table: GradeTable, column: str) -> Filled:
    from millivolt.lms import fill_canvas, fill_moodle_worksheet

    scores = {row.student: row.scores[0] for row in table.rows if row.scores[0] is not None}
    if form == "canvas":
        return fill_canvas(exported, column, scores, max_score=table.columns[0].max_score)
    return fill_moodle_worksheet(exported, scores)


def _written(form: str, table: GradeTable) -> bytes:
    from millivolt.lms import grades_csv, grades_json, grades_parquet, moodle_csv

    plain = replace(table, columns=tuple(replace(c, max_score=None) for c in table.columns))
    writers = {
        "csv": lambda: grades_csv(table),
        "json": lambda: grades_json(table),
        "parquet": lambda: grades_parquet(table),
        "moodle": lambda: moodle_csv(plain),
    }
    return writers[form]()
