"""Handing out an assignment: freeze what each student gets, then write the notebooks.

The frozen issue is the truth and is written first; a notebook follows from it. So the run may
be killed at any moment and run again, and a released variant never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from millivolt.course.assignment import Assignment
from millivolt.course.course import Course
from millivolt.course.definition import Bank, define, differences
from millivolt.course.drawing import ClassDraw
from millivolt.course.files import write_all
from millivolt.course.issue import Issue
from millivolt.course.press import Press
from millivolt.course.roster import Roster
from millivolt.errors import AuthorError
from millivolt.notebooks import compose, sheet

__all__ = ["Assigned", "assign"]

SHEAF = 16
"""Issues that are frozen together: the disk is waited for less often."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run of ``assign`` did, or would do.

    ``new`` students got an issue, for ``repaired`` ones a missing notebook was written again,
    ``kept`` ones had everything. ``left`` were issued a notebook but are not on the roster.
    ``repeats`` counts, for each item, the students who share their numbers with another.
    """

    assignment: str
    new: tuple[str, ...]
    repaired: tuple[str, ...]
    kept: tuple[str, ...]
    left: tuple[str, ...]
    repeats: Mapping[str, int]
    written: tuple[Path, ...]
    dry_run: bool


def assign(
    course: Course,
    assignment: Assignment,
    bank: Bank,
    roster: Roster,
    *,
    dry_run: bool = False,
    force: bool = False,
    progress: Progress = lambda done, total: None,
) -> Assigned:
    """Issue ``assignment`` to everyone on ``roster`` who has not got it, and write the notebooks.

    Running it again changes nothing that was released: it adds new students and writes missing
    notebooks again. If the questions have changed since the first release it refuses, unless
    ``force`` is given: then students who are new get the changed assignment, all others keep
    theirs. Times and policies may change at any time.

    Raises:
        AuthorError: when the questions changed, or an item cannot be drawn.
        EnvironmentProblem: when a file cannot be written, or the course is being changed.
    """
    with nullcontext() if dry_run else course.lock():
        return _assign(course, assignment, bank, roster, dry_run, force, progress)


def _assign(
    course: Course,
    assignment: Assignment,
    bank: Bank,
    roster: Roster,
    dry_run: bool,
    force: bool,
    progress: Progress,
) -> Assigned:
    definitions = _definitions(course, assignment, bank, force)
    if not dry_run and definitions != course.issues.manifest(assignment.name):
        course.issues.set_manifest(assignment.name, definitions)
    draw = ClassDraw(assignment, bank, course.secret)
    for earlier in assignment.attempt_names[: assignment.attempt - 1]:
        for issue in course.issues.all(earlier):
            draw.count(issue)
    issued = course.issues.students(assignment.name)
    missing = []
    for issue in course.issues.all(assignment.name):
        draw.count(issue)
        path = course.released(issue.student, assignment.name)
        if not path.is_file():
            missing.append(issue.student)
            if not dry_run:
                _refuse_unfit(issue)
                _write_notebooks({path: issue})
    new = _without((student.id for student in roster), issued)
    with Press(_write_notebooks, 0 if dry_run else len(new)) as press:
        for start in range(0, len(new), SHEAF):
            sheaf = []
            for student in new[start : start + SHEAF]:
                issue = draw.issue(student)
                if assignment.check == "verdicts" and not dry_run:
                    # It brings every checker, and few assignments ask for it.
                    from millivolt.course.commitments import committed

                    issue = committed(issue)
                _refuse_unfit(issue)
                sheaf.append(issue)
                progress(start + len(sheaf), len(new))
            if not dry_run:
                # In the order of drawing: the next draw follows from what is frozen.
                course.issues.freeze_all(sheaf)
                press.put(
                    {course.released(issue.student, issue.assignment): issue for issue in sheaf}
                )
    return Assigned(
        assignment=assignment.name,
        new=tuple(new),
        repaired=tuple(missing),
        kept=tuple(_without(issued, missing)),
        left=tuple(_without(issued, [student.id for student in roster])),
        repeats=draw.repeats(),
        written=tuple(course.released(s, assignment.name) for s in (*missing, *new)),
        dry_run=dry_run,
    )


def _definitions(
    course: Course, assignment: Assignment, bank: Bank, force: bool
) -> list[dict[str, object]]:
    """The manifest's definitions, with the current one at the end."""
    before, now = course.issues.manifest(assignment.name), define(assignment, bank)
    if not before or before[-1] == now:
        return before or [now]
    if not force:
        changes = "; ".join(differences(before[-1], now))
        raise AuthorError(
            f"{assignment.name} has been released and its questions have changed since: "
            f"{changes}. Undo the change, or make a new assignment. With --force students who "
            "are new get the changed questions and all others keep theirs",
            file=str(assignment.file),
        )
    return [*before, now]


def _write_notebooks(issues: Mapping[Path, Issue]) -> None:
    write_all({path: compose(issue) for path, issue in issues.items()})


def _refuse_unfit(issue: Issue) -> None:
    """Refuse what makes no notebook, before it is frozen."""
    try:
        sheet(issue)
    except ValueError as problem:
        raise AuthorError(str(problem)) from problem


def _without(names: Iterable[str], others: Iterable[str]) -> list[str]:
    excluded = frozenset(others)
    return [name for name in names if name not in excluded]
