"""Grading an assignment of a course: what to run, running it, and keeping every result.

Entries are written to the grade log in small batches while others are still being graded, so a
run that is killed has lost nothing but the submissions it had in hand, and the next run does
only what is missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from millivolt.bank import load_bank
from millivolt.course import Assignment, Course
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading.engine import ENGINE
from millivolt.grading.local import PYTEST, grade_locally
from millivolt.grading.plan import Sandbox, Setting
from millivolt.grading.starting import Started
from millivolt.grading.submissions import handed_in, libraries_used, tasks
from millivolt.grading.unchanged import unchanged
from millivolt.isolation import Limits

__all__ = ["Graded", "Options", "grade", "now", "run", "setting_for"]

FLUSH_AFTER = 2.0
"""Seconds after which finished entries are written even if few."""

FLUSH_AT = 100
"""So many finished entries are written at once."""

Heard = Callable[[GradeEntry], None]
Logged = Callable[[Sequence[GradeEntry]], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How to grade. ``again`` grades what has not changed too; ``why`` is kept with the grades.

    With ``transcript``, the entries that are heard bring along what the cells showed.
    With ``scheduler``, the address of a dask cluster, ``jobs`` do not matter.
    """

    jobs: int = 1
    scheduler: str | None = None
    sandbox: Sandbox = "auto"
    unsafe: bool = False
    again: bool = False
    why: str = "graded"
    who: str = "millivolt"
    transcript: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """What a run did. ``kept`` submissions were graded before and have not changed since."""

    assignment: str
    entries: tuple[GradeEntry, ...]
    kept: tuple[GradeEntry, ...]
    seconds: float

    @property
    def all(self) -> tuple[GradeEntry, ...]:
        """Every entry that stands now, by student."""
        return tuple(sorted((*self.entries, *self.kept), key=lambda entry: entry.student))


@dataclass
class Keeper:
    """Collects finished entries and writes them in batches."""

    log: GradeLog
    heard: Heard
    logged: Logged
    done: list[GradeEntry] = field(default_factory=list)
    waiting: list[GradeEntry] = field(default_factory=list)
    flushed: float = field(default_factory=time.monotonic)

    def deliver(self, entry: GradeEntry) -> None:
        """Take one entry."""
        # A transcript holds pictures: those of a whole class would fill the memory.
        plain = replace(entry, transcript=())
        self.done.append(plain)
        self.waiting.append(plain)
        if len(self.waiting) >= FLUSH_AT or time.monotonic() - self.flushed > FLUSH_AFTER:
            self.flush()
        self.heard(entry)

    def flush(self) -> None:
        """Write what is waiting."""
        batch, self.waiting = self.waiting, []
        if batch:
            self.log.append(batch)
            self.logged(batch)
        self.flushed = time.monotonic()


def grade(
    course: Course,
    assignment: Assignment,
    log: GradeLog,
    *,
    students: Sequence[str] = (),
    anew: Collection[str] = (),
    options: Options | None = None,
    started: Callable[[int], None] = lambda total: None,
    heard: Heard = lambda entry: None,
    logged: Logged = lambda entries: None,
    when: datetime | None = None,
    early: Started | None = None,
) -> Graded:
    """Grade what was handed in for ``assignment``, all of it or that of ``students``.

    What has not changed since it was graded is kept, but for students to be graded ``anew``.
    ``started`` hears how many submissions there are to grade, ``heard`` each entry as it is
    finished, ``logged`` those that have just been written; entries that still stand from an
    earlier run are not heard again. A process that was started ``early`` is used, if any is.

    Raises:
        AuthorError: when nothing was issued, or a named student handed nothing in.
        EnvironmentProblem: when no box or no grade log can be had.
    """
    begun = time.monotonic()
    options = options or Options()
    chosen = handed_in(course, assignment.name, students)
    known = () if options.again else [student for student in chosen if student not in anew]
    standing = unchanged(course, assignment.name, known, log) if known else {}
    todo = [student for student in chosen if student not in standing]
    started(len(todo))
    keeper = Keeper(log, heard, logged)
    if todo:
        setting = replace(
            setting_for(course, assignment, options, when or now()),
            preload=libraries_used(course, assignment.name, todo),
        )
        try:
            run(course, assignment.name, todo, setting, options, keeper.deliver, early)
        finally:
            keeper.flush()
    return Graded(
        assignment.name, tuple(keeper.done), tuple(standing.values()), time.monotonic() - begun
    )


def run(
    course: Course,
    assignment: str,
    students: Sequence[str],
    setting: Setting,
    options: Options,
    deliver: Heard,
    early: Started | None = None,
) -> None:
    """Grade the submissions of ``students`` where ``options`` say."""
    todo = tasks(course, assignment, students)
    if options.scheduler is None:
        grade_locally(todo, setting, deliver, min(options.jobs, len(students)), PYTEST, early)
    else:
        # dask is imported only by those who have a cluster.
        from millivolt.grading.cluster import grade_on_cluster

        version = load_bank(*course.banks).version
        grade_on_cluster(todo, setting, deliver, options.scheduler, version)


def setting_for(
    course: Course, assignment: Assignment, options: Options, when: datetime
) -> Setting:
    """What every worker of this run has to know."""
    limits = assignment.limits
    return Setting(
        engine=ENGINE,
        who=options.who,
        why=options.why,
        when=when,
        banks=tuple(str(Path(bank)) for bank in course.banks),
        sandbox=options.sandbox,
        unsafe=options.unsafe,
        transcript=options.transcript,
        limits={
            assignment.name: Limits(
                wall=limits.seconds,
                cpu=limits.seconds,
                cell_wall=min(limits.cell_seconds, limits.seconds),
                memory_mb=limits.memory_mb,
            )
        },
    )


def now() -> datetime:
    """The present moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
