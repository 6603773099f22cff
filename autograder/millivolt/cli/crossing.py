"""Commands in a course of both tools: the way over to nbgrader, or none where it is not enabled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from millivolt.course import Course
    from millivolt.gradebook.log import GradeLog
    from millivolt.nbgrader_bridge.bridge import Bridge
    from millivolt.nbgrader_bridge.hand_grades import Conflict
    from millivolt.nbgrader_bridge.own import OwnAssignment

__all__ = [
    "crossing", "crossing_for_own", "db_option", "hear_formgrader", "tell_conflicts",
]  # fmt: skip

_SIGNS = ("gradebook.db", "nbgrader_config.py")
"""Files of a course that nbgrader works in."""

F = TypeVar("F", bound=Callable[..., Any])


def db_option(command: F) -> F:
    """``--db URL``: nbgrader's gradebook, as nbgrader's own commands take it."""
    return click.option(
        "--db",
        "db_url",
        default="",
        metavar="URL",
        help="nbgrader's gradebook, if it is not the one of nbgrader_config.py.",
    )(command)


@contextmanager
def crossing(course: Course, db_url: str = "") -> Iterator[Bridge | None]:
    """The bridge to nbgrader while it is open; ``None`` where the course is ours alone."""
    from millivolt.nbgrader_bridge.settings import enabled

    if not enabled(course.folder):
        yield None
        return
    from millivolt.nbgrader_bridge.bridge import bridge_of

    with bridge_of(course, db_url=db_url) as bridge:
        yield bridge


def hear_formgrader(course: Course, log: GradeLog, db_url: str = "") -> None:
    """Record what people gave in formgrader since the last time, before grades are shown."""
    with crossing(course, db_url) as bridge:
        if bridge is not None:
            bridge.pull(log, log.assignments())


@contextmanager
def crossing_for_own(
    course: Course, assignment: str, db_url: str
) -> Iterator[OwnAssignment | None]:
    """An assignment of nbgrader's own as its gradebook knows it; ``None`` where there is none."""
    if not db_url and not any((course.folder / sign).is_file() for sign in _SIGNS):
        yield None
        return
    from millivolt.nbgrader_bridge.own import own_assignment

    with own_assignment(course, assignment, db_url) as own:
        yield own


def tell_conflicts(found: Iterable[Conflict]) -> None:
    """Name the parts for which a person decided here and another otherwise in formgrader."""
    for one in found:
        click.echo(
            f"note: {one.student}, {one.slot}: formgrader has {float(one.theirs):g} points, "
            f"the grade log {float(one.ours):g}; clear or mend the score in formgrader",
            err=True,
        )
