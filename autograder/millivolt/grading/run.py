"""Grading an assignment of a course: what to run, running it, and keeping every result.

Entries are written to the grade log in small batches while others are still being graded, so a
run that is killed has lost nothing but the submissions it had in hand, and the next run does
only what is missing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from millivolt.bank import load_bank
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading.local import PYTEST, grade_locally
from millivolt.grading.round import Round
from millivolt.grading.starting import Started
from millivolt.grading.submissions import tasks
from millivolt.grading.unchanged import unchanged

__all__ = ["Graded", "grade", "run"]

FLUSH_AFTER = 2.0
"""Seconds after which finished entries are written even if few."""

FLUSH_AT = 100
"""So many finished entries are written at once."""

Heard = Callable[[GradeEntry], None]
Logged = Callable[[Sequence[GradeEntry]], None]


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
    asked: Round,
    log: GradeLog,
    *,
    anew: Collection[str] = (),
    started: Callable[[int], None] = lambda total: None,
    heard: Heard = lambda entry: None,
    logged: Logged = lambda entries: None,
    early: Started | None = None,
) -> Graded:
    """Grade what is asked for, and keep it.

    What has not changed since it was graded is kept, but for students to be graded ``anew``.
    ``started`` hears how many submissions there are to grade, ``heard`` each entry as it is
    finished, ``logged`` those that have just been written; entries that still stand from an
    earlier run are not heard again. A process that was started ``early`` is used, if any is.

    Raises:
        AuthorError: when what was issued, or a bank, cannot be read.
        EnvironmentProblem: when no box or no grade log can be had.
    """
    begun = time.monotonic()
    course, name = asked.course, asked.assignment.name
    known = () if asked.options.again else [who for who in asked.students if who not in anew]
    standing = unchanged(course, name, known, log) if known else {}
    todo = tuple(student for student in asked.students if student not in standing)
    started(len(todo))
    keeper = Keeper(log, heard, logged)
    if todo:
        try:
            run(replace(asked, students=todo), keeper.deliver, early)
        finally:
            keeper.flush()
    return Graded(name, tuple(keeper.done), tuple(standing.values()), time.monotonic() - begun)


def run(asked: Round, deliver: Heard, early: Started | None = None) -> None:
    """Grade all that is asked for where its options say, and keep nothing."""
    todo = tasks(asked.course, asked.assignment.name, asked.students)
    options = asked.options
    if options.scheduler is None:
        jobs = min(options.jobs, len(asked.students))
        grade_locally(todo, asked.setting, deliver, jobs, PYTEST, early)
    else:
        # dask is imported only by those who have a cluster.
        from millivolt.grading.cluster import grade_on_cluster

        version = load_bank(*asked.course.banks).version
        grade_on_cluster(todo, asked.setting, deliver, options.scheduler, version)
