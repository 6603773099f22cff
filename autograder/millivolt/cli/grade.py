"""``millivolt grade``: grade what was handed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from millivolt.cli.crossing import crossing, crossing_for_own, db_option, tell_conflicts
from millivolt.cli.exits import ExitCode
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
from millivolt.cli.output import as_json as plain
from millivolt.cli.output import console, json_option
from millivolt.cli.progress import progress

if TYPE_CHECKING:
    from millivolt.course import Course
    from millivolt.gradebook.entry import GradeEntry
    from millivolt.gradebook.log import GradeLog
    from millivolt.grading.plan import Sandbox
    from millivolt.grading.round import Options, Round
    from millivolt.grading.run import Graded
    from millivolt.grading.starting import Started


@click.command()
@click.argument("assignment")
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student.")
@crew_options
@click.option("--again", is_flag=True, help="Grade what has not changed, too.")
@click.option("--feedback", is_flag=True, help="Write their feedback pages meanwhile.")
@click.option("--legacy", is_flag=True, help="Run the tests that stand in nbgrader's own cells.")
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    metavar="CELL",
    help="With --legacy: this test counts even where nothing guards it.",
)
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
    feedback: bool,
    legacy: bool,
    trusted: tuple[str, ...],
    sandbox: Sandbox,
    unsafe: bool,
    hidden: bool,
    db_url: str,
    folder: Path,
    as_json: bool,
) -> int:
    """Grade the notebooks in submitted/ for ASSIGNMENT.

    Each notebook runs in a sandbox of its own, every part becomes a pytest item, and verdicts
    are appended to the grade log. Submissions that have not changed since they were graded are
    not run again. With --json, one line for each submission. With --feedback, the pages of
    those graded are written beside; millivolt feedback writes everyone's.

    With --legacy, ASSIGNMENT is one of nbgrader's with tests in its cells: source/ASSIGNMENT
    holds the instructor's notebooks. docs/legacy.md says what such tests can protect.

    In a course of nbgrader too, what people gave in formgrader is read first; then grades and
    autograded notebooks are written to nbgrader's gradebook and folders.
    """
    refuse_unsafe(sandbox, unsafe)
    if trusted and not legacy:
        raise click.UsageError("--trust goes with --legacy")
    if scheduler and legacy:
        raise click.UsageError("--legacy grades on this machine; leave --scheduler out")
    if feedback and legacy:
        raise click.UsageError("--legacy makes no feedback pages")
    warn_of_listeners(scheduler)
    from millivolt.grading.starting import PLUGIN, Started

    early = None
    if not (scheduler or legacy):
        # What it loads takes longer than all that follows here: both at once.
        early = click.get_current_context().with_resource(Started(PLUGIN))
    from millivolt.grading.round import Options, Round

    course = open_course(folder)
    options = Options(
        jobs=jobs or cores(), scheduler=scheduler, sandbox=sandbox, unsafe=unsafe, again=again
    )
    shown = course.pseudonyms().entry if hidden else lambda entry: entry
    if legacy:
        with _Telling.open(shown, as_json) as telling:
            graded, waiting = _grade_own(
                course, assignment, students, options, trusted, db_url, telling
            )
    else:
        from millivolt.grading.submissions import left_out
        from millivolt.nbgrader_bridge.settings import enabled

        options = replace(options, transcript=enabled(course.folder))
        asked = Round.of(course, course.assignment(assignment), students, options)
        if early is not None:
            from millivolt.grading.worker import grade_all

            # It can start its box while the log is opened.
            early.tell(grade_all, asked.setting)
        for notice in () if students else left_out(course, assignment):
            click.echo(f"note: {notice}", err=True)
        with _Telling.open(shown, as_json) as telling:
            graded, waiting = _grade_items(asked, early, db_url, feedback, telling)
    if as_json:
        for entry in graded.kept:
            click.echo(json.dumps(line(shown(entry)), ensure_ascii=False))
    else:
        _summarise(graded, waiting, shown)
    return ExitCode.NEEDS_REVIEW if waiting else ExitCode.DONE


def _grade_items(
    asked: Round, early: Started | None, db_url: str, feedback: bool, telling: _Telling
) -> tuple[Graded, tuple[GradeEntry, ...]]:
    """Grade an assignment made of our items, in nbgrader's folders and gradebook too.

    Returns also what a person has yet to look at.
    """
    from millivolt.gradebook.log import GradeLog
    from millivolt.grading.run import grade

    course, assignment = asked.course, asked.assignment
    with (
        GradeLog.open(course.database) as log,
        crossing(course, db_url) as bridge,
        ExitStack() as beside,
    ):
        if bridge is not None:
            bridge.pull(log, [assignment.name])
        graded = grade(
            asked,
            log,
            anew=() if bridge is None else bridge.lacks(assignment.name),
            started=telling.started,
            heard=telling.then(None if bridge is None else bridge.draft),
            logged=_pages(asked, log, beside) if feedback else nobody,
            early=early,
        )
        if bridge is not None:
            names = [entry.student for entry in graded.all]
            tell_conflicts(bridge.publish(assignment, log, names))
            bridge.install(assignment.name, names)
            if feedback:
                bridge.accompany(assignment.name, names)
        return graded, _waiting(graded, log)


def _grade_own(
    course: Course,
    assignment: str,
    students: Sequence[str],
    options: Options,
    trusted: Sequence[str],
    db_url: str,
    telling: _Telling,
) -> tuple[Graded, tuple[GradeEntry, ...]]:
    """Grade an assignment of nbgrader's own, by the tests in its cells.

    Returns also what a person has yet to look at.
    """
    from millivolt.gradebook.log import GradeLog
    from millivolt.legacy import grade_legacy

    course.state.mkdir(exist_ok=True)
    with (
        GradeLog.open(course.database) as log,
        crossing_for_own(course, assignment, db_url) as own,
    ):
        if own is not None:
            own.pull(log)
        graded = grade_legacy(
            course,
            assignment,
            log,
            students=students,
            options=replace(options, transcript=own is not None and own.known),
            trusted=trusted,
            kept=dict if own is None else own.kept_sources,
            anew=() if own is None else own.lacks(),
            started=telling.started,
            heard=telling.then(None if own is None else own.draft),
            told=partial(click.echo, err=True),
        )
        if own is not None:
            if not own.known:
                click.echo(f"note: nbgrader's gradebook does not know {assignment} yet", err=True)
            tell_conflicts(own.publish(log, [entry.student for entry in graded.all]))
        return graded, _waiting(graded, log)


def _waiting(graded: Graded, log: GradeLog) -> tuple[GradeEntry, ...]:
    """Of what was asked for, the entries at which a person has yet to look."""
    standings = log.standings(graded.assignment)
    return tuple(entry for entry in graded.all if standings[entry.student].waits)


@dataclass
class _Telling:
    """What is told while submissions are graded: how far it is, and with --json each entry."""

    advance: Callable[[int, int], None]
    shown: Callable[[GradeEntry], GradeEntry]
    as_json: bool
    total: int = 0
    done: int = 0

    @classmethod
    @contextmanager
    def open(cls, shown: Callable[[GradeEntry], GradeEntry], as_json: bool) -> Iterator[_Telling]:
        """With the bar that shows the progress."""
        with progress("grading") as advance:
            yield cls(advance, shown, as_json)

    def started(self, count: int) -> None:
        """So many submissions are to be graded."""
        self.total = count
        self.advance(0, count)

    def heard(self, entry: GradeEntry) -> None:
        """One is done."""
        self.done += 1
        self.advance(self.done, self.total)
        if self.as_json:
            click.echo(json.dumps(line(self.shown(entry)), ensure_ascii=False))

    def then(self, further: Callable[[GradeEntry], None] | None) -> Callable[[GradeEntry], None]:
        """Hears an entry, and hands it on where somebody wants it."""
        if further is None:
            return self.heard

        def both(entry: GradeEntry) -> None:
            self.heard(entry)
            further(entry)

        return both


def nobody(entries: Sequence[GradeEntry]) -> None:
    """Writes no pages."""


def _pages(
    asked: Round, log: GradeLog, beside: ExitStack
) -> Callable[[Sequence[GradeEntry]], None]:
    """Writes the pages of those whose entries it is given, until ``beside`` is closed."""
    from millivolt.cli.pages import Pages, write_page
    from millivolt.course.press import Press

    course, name = asked.course, asked.assignment.name
    press = Press(write_page, len(course.issues.students(name)))
    pages = Pages(course, asked.assignment, beside.enter_context(press))

    def write(entries: Sequence[GradeEntry]) -> None:
        for entry in entries:
            # What stands: what people decided, and the older grade if this one is the same.
            pages.write(log.standings(name, entry.student)[entry.student])

    return write


def line(entry: GradeEntry) -> dict[str, Any]:
    """A grade entry as ``--json`` prints it."""
    found: dict[str, Any] = plain(
        {
            "student": entry.student,
            "assignment": entry.assignment,
            "score": entry.score,
            "max_score": entry.max_score,
            "state": entry.state,
            "parts": [
                {
                    "id": part.slot,
                    "state": part.verdict.state.value,
                    "score": part.score,
                    "max_score": part.points,
                    "findings": [
                        {"code": f.code, "message": f.message} for f in part.verdict.findings
                    ],
                }
                for part in entry.parts
            ],
            "sandbox": entry.provenance.sandbox,
            "seconds": round(entry.seconds, 4),
        }
    )
    return found


def _summarise(
    graded: Graded, waiting: Sequence[GradeEntry], shown: Callable[[GradeEntry], GradeEntry]
) -> None:
    from statistics import mean

    terminal = console()
    entries = graded.all
    if not entries:
        terminal.print(f"{graded.assignment}: nothing was handed in.")
        return
    ran = f"{len(graded.entries)} graded in {graded.seconds:.1f} s"
    kept = f", {len(graded.kept)} unchanged" if graded.kept else ""
    terminal.print(f"{graded.assignment}: {ran}{kept}.")
    shares = [float(e.score / e.max_score) for e in entries if e.max_score]
    if shares:
        terminal.print(
            f"mean {mean(shares):.0%} of the points, from {min(shares):.0%} to {max(shares):.0%}."
        )
    modes = sorted({entry.provenance.sandbox for entry in entries})
    terminal.print(f"sandbox: {', '.join(modes)}")
    if "none" in modes:
        terminal.print("GRADED WITHOUT A SANDBOX: student code was not confined.", style="bold red")
    if waiting:
        named = ", ".join(shown(entry).student for entry in waiting[:10])
        some = named + (", …" if len(waiting) > 10 else "")
        terminal.print(f"{len(waiting)} need a person's review: {some}")
