"""A round of grading: whose submissions, and what each process that grades them has to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from millivolt.course import Assignment, Course
from millivolt.grading.engine import ENGINE
from millivolt.grading.plan import Sandbox, Setting
from millivolt.grading.submissions import handed_in, libraries_used
from millivolt.isolation import Limits

__all__ = ["Options", "Round", "now", "setting_for"]


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
class Round:
    """``students`` handed something in for ``assignment``; ``setting`` is sent to each process."""

    course: Course
    assignment: Assignment
    students: tuple[str, ...]
    options: Options
    setting: Setting

    @classmethod
    def of(
        cls,
        course: Course,
        assignment: Assignment,
        students: Sequence[str] = (),
        options: Options | None = None,
        when: datetime | None = None,
    ) -> Round:
        """The round of all that was handed in, or of what ``students`` handed in.

        Raises:
            AuthorError: when nothing was issued, or a named student handed nothing in.
        """
        options = options or Options()
        chosen = handed_in(course, assignment.name, students)
        setting = replace(
            setting_for(course, assignment, options, when or now()),
            preload=libraries_used(course, assignment.name, chosen),
        )
        return cls(course, assignment, chosen, options, setting)


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
