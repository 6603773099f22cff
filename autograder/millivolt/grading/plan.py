"""What is to be graded: one task for each submission, complete enough to travel to a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from millivolt.errors import AuthorError
from millivolt.isolation import Limits
from millivolt.items.records import converter

if TYPE_CHECKING:
    from millivolt.course.issue import Issue

__all__ = ["Ready", "Sandbox", "Setting", "Task", "issue_of"]

Sandbox = Literal["auto", "full", "landlock", "none"]


@dataclass(frozen=True, slots=True)
class Task:
    """One student's submission and what was issued to them.

    ``issue`` is the frozen issue as a JSON document, ``notebook`` the bytes that were handed in.
    ``problem`` tells the student why their file could not be read at all. ``received`` is when
    it arrived, if known.
    """

    student: str
    assignment: str
    issue: str
    notebook: bytes
    received: datetime | None = None
    problem: str = ""

    @property
    def key(self) -> str:
        """The digest of what was issued, as a grade's provenance keeps it."""
        return sha256(self.issue.encode()).hexdigest()

    @property
    def digest(self) -> str:
        """The digest of what was handed in."""
        return sha256(self.notebook).hexdigest()


def issue_of(task: Task) -> Issue:
    """What was issued to the student; raises ``AuthorError`` when its document is damaged."""
    # A grading process starts its box before it loads what courses need.
    from millivolt.course.issue import Issue

    try:
        return converter().loads(task.issue, Issue)
    # cattrs gathers its complaints in an ExceptionGroup of its own.
    except (ValueError, KeyError, TypeError, ExceptionGroup) as problem:
        raise AuthorError(
            f"what was issued to {task.student} for {task.assignment} is damaged ({problem}); "
            "restore it from a backup"
        ) from problem


@dataclass(frozen=True, slots=True)
class Setting:
    """What all tasks of a run share; it is sent to every worker once.

    ``banks`` are folders of further banks. ``why`` is recorded with each grade (``graded``,
    ``regraded``), ``when`` is the run's own time. ``libraries`` are those that students may
    import beside the usual ones, ``preload`` those to load before the first submission. With
    ``transcript``, entries bring along what the cells showed.
    """

    engine: str
    who: str
    why: str
    when: datetime
    banks: tuple[str, ...] = ()
    sandbox: Sandbox = "auto"
    unsafe: bool = False
    limits: Mapping[str, Limits] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()
    preload: tuple[str, ...] | None = None
    transcript: bool = False

    def limits_for(self, assignment: str) -> Limits:
        """The limits of ``assignment``."""
        return self.limits.get(assignment, Limits())


@dataclass(frozen=True, slots=True)
class Ready:
    """What a grading process says when its box has withstood the attempts to break out of it."""

    engine: str
    bank: str
    sandbox: str
