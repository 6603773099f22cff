"""Commands in a course of both tools: the way over to nbgrader, or none where it is not enabled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from millivolt.course import Course
    from millivolt.gradebook.log import GradeLog
    from millivolt.nbgrader_bridge.bridge import Bridge
    from millivolt.nbgrader_bridge.hand_grades import Conflict

__all__ = [
    "crossing", "db_option", "hear_formgrader", "kept_sources", "publish_scores", "tell_conflicts",
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


def kept_sources(course: Course, assignment: str, db_url: str) -> Mapping[tuple[str, str], str]:
    """What nbgrader's gradebook keeps of the cells of one of its own assignments."""
    from millivolt.nbgrader_bridge import cells

    return cells.kept_sources(course, assignment, db_url)


def publish_scores(
    course: Course, assignment: str, log: GradeLog, students: Collection[str], db_url: str
) -> None:
    """Write scores of one of nbgrader's own assignments into its gradebook, if there is one."""
    if not db_url and not any((course.folder / sign).is_file() for sign in _SIGNS):
        return
    from millivolt.nbgrader_bridge import cells

    found = cells.publish_scores(course, assignment, log, students, db_url)
    if found is None:
        click.echo(f"note: nbgrader's gradebook does not know {assignment} yet", err=True)
    tell_conflicts(found or ())


def tell_conflicts(found: Iterable[Conflict]) -> None:
    """Name the parts for which a person decided here and another otherwise in formgrader."""
    for one in found:
        click.echo(
            f"note: {one.student}, {one.slot}: formgrader has {float(one.theirs):g} points, "
            f"the grade log {float(one.ours):g}; clear or mend the score in formgrader",
            err=True,
        )
