"""``millivolt demo``: a whole course in a minute, on a made-up class."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from millivolt.cli.exits import ExitCode
from millivolt.cli.options import cores
from millivolt.cli.progress import progress
from millivolt.errors import AuthorError

MARK = ".millivolt-demo"
ASSIGNMENT = "ps1"

COURSE = """\
title = "Membrane biophysics, a demonstration"
time_zone = "UTC"

[limits]
seconds = 20
cell_seconds = 2
memory_mb = 256
"""

PROBLEM_SET = """\
title = "Problem set 1: from Nernst to the resting potential"
"""

QUESTIONS = (
    ("N01", 4), ("N02", 4), ("N03", 4), ("N08", 4), ("D01", 6), ("G01", 4),
    ("G03", 4), ("E04", 6), ("N15", 6), ("G11", 6), ("H01", 12),
)  # fmt: skip

NAMES = (
    "Ada Lindqvist", "Bao Nguyen", "Chidi Okafor", "Dana Petrov", "Emre Yılmaz", "Fatima Zahra",
    "Grace Mbeki", "Hiro Tanaka", "Ines Carvalho", "Jonas Weiß", "Kavya Rao", "Léa Dubois",
    "Mateo Rojas", "Noor Haddad", "Ólafur Jónsson", "Priya Nair", "Quentin Roux", "Rosa Álvarez",
    "Sven Åkesson", "Tariq Aziz", "Uma Iyer", "Viktor Novák", "Wen Li", "Zoë van Dijk",
)  # fmt: skip


@click.command()
@click.option(
    "--out",
    "folder",
    default="demo",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The course folder to make.",
)
@click.option(
    "--students",
    type=click.IntRange(1, 500),
    default=24,
    show_default=True,
    help="How many there are in the class.",
)
def command(folder: Path, students: int) -> int:
    """Everything end to end: a course, personal notebooks, a simulated class, grades, reports.

    Ends with the path of the class report. A folder that an earlier demo made is made anew;
    any other folder is left alone.
    """
    from millivolt.bank import load_bank
    from millivolt.cli.pages import write_feedback, write_report
    from millivolt.course import Course, assign, create
    from millivolt.course.simulated import simulate
    from millivolt.gradebook.log import GradeLog
    from millivolt.grading.round import Options, Round
    from millivolt.grading.run import grade

    _clear(folder)
    with _step(f"a course for {students} students"):
        create(folder)
        (folder / MARK).write_text("made by `millivolt demo`; the next demo may replace it\n")
        _fill(folder, students)
        course = Course.open(folder)
    assignment = course.assignment(ASSIGNMENT)
    with _step("a different notebook for each of them"), progress("assigning") as advance:
        bank = load_bank()
        assign(course, assignment, bank, course.roster(), progress=advance)
    with _step("the class hands in"), progress("simulating") as advance:
        simulate(course, ASSIGNMENT, bank=bank, progress=advance)
    with GradeLog.open(course.database) as log:
        with _step("grading"), progress("grading") as advance:
            done = 0

            def heard(entry: object) -> None:
                nonlocal done
                done += 1
                advance(done, students)

            asked = Round.of(course, assignment, options=Options(jobs=cores()))
            graded = grade(asked, log, heard=heard)
        with _step("feedback pages and the class report"):
            pages = write_feedback(course, assignment, log)
            report = write_report(course, assignment, log)
    modes = sorted({entry.provenance.sandbox for entry in graded.entries})
    waiting = sum(entry.state == "needs_review" for entry in graded.entries)
    click.echo()
    click.echo(f"{len(graded.entries)} graded in {graded.seconds:.1f} s, sandbox: {modes[0]}")
    if waiting:
        click.echo(f"{waiting} need a person's review")
    _hint()
    click.echo(f"a student's notebook: {course.released('s01', ASSIGNMENT)}")
    click.echo(f"a student's feedback: {pages[0]}")
    click.echo(f"the class report:     {report.page}")
    return ExitCode.NEEDS_REVIEW if waiting else ExitCode.DONE


def _clear(folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARK).is_file():
        raise AuthorError(f"{folder} is there already and no demo; choose another with --out")
    shutil.rmtree(folder)


def _fill(folder: Path, students: int) -> None:
    questions = "".join(
        f'\n[[question]]\nitem = "{item}"\npoints = {points}\n' for item, points in QUESTIONS
    )
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    (folder / "assignments" / f"{ASSIGNMENT}.toml").write_text(
        PROBLEM_SET + questions, encoding="utf-8"
    )
    digits = max(2, len(str(students)))
    lines = ["id,name,email"]
    for number in range(1, students + 1):
        name = NAMES[(number - 1) % len(NAMES)]
        who = f"s{number:0{digits}}"
        lines.append(f"{who},{name},{who}@example.org")
    (folder / "roster.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _hint() -> None:
    if shutil.which("bwrap") is None:
        click.echo("tip: install bubblewrap for the strongest sandbox (README, Isolation)")


@contextmanager
def _step(what: str) -> Iterator[None]:
    click.echo(f"· {what} …", nl=False)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        click.echo()
        raise
    click.echo(f" {time.monotonic() - begun:.1f} s")
