"""Events as rows of the log's table, and the few questions that are asked of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.document import KINDS, Event, dump, load
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.schema import EVENTS

__all__ = [
    "Head",
    "checked_names",
    "corrections",
    "events_of",
    "heads",
    "newest_entries",
    "notebooks",
    "row",
]

_KIND = {record: name for name, record in KINDS.items()}
_ENTRY = _KIND[GradeEntry]


@dataclass(frozen=True, slots=True)
class Head:
    """Where one student's log in one assignment ends: the last number in use, and the digest
    of the newest entry."""

    number: int = 0
    digest: str = ""


def checked_names(assignment: str, student: str) -> None:
    """Raises ``ValueError`` for a name that is empty or cannot be printed.

    Databases differ in what else they accept, and such a name is a bug wherever it comes from.
    """
    for name in (assignment, student):
        if not name or not name.isprintable():
            raise ValueError(f"a grade needs a student and an assignment, not {name!r}")


def row(event: Event, number: int, digest: str = "") -> dict[str, Any]:
    """The values of the row that holds ``event`` as the ``number``-th of its student.

    ``digest`` is that of an entry's result.
    """
    common = {
        "assignment": event.assignment,
        "student": event.student,
        "number": number,
        "kind": _KIND[type(event)],
        "digest": digest,
        "document": dump(event),
    }
    return common | _repeated(event)


def heads(connection: Connection, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Head]:
    """The head of each (assignment, student) that has any event."""
    c = EVENTS.c
    of_these = tuple_(c.assignment, c.student).in_(sorted(set(places)))
    last = select(c.assignment, c.student, func.max(c.number)).where(of_these)
    last = last.group_by(c.assignment, c.student)
    newest = _newest_only(select(c.assignment, c.student, c.digest).where(of_these))
    digests = {(a, s): found for a, s, found in connection.execute(newest)}
    return {(a, s): Head(n, digests.get((a, s), "")) for a, s, n in connection.execute(last)}


def newest_entries(
    connection: Connection, assignment: str, student: str | None = None
) -> tuple[GradeEntry, ...]:
    """The newest entry of each student, or of ``student`` alone; sorted by student."""
    query = _newest_only(_of(assignment, student))
    found = (load(it.kind, it.document) for it in connection.execute(query))
    entries = (event for event in found if isinstance(event, GradeEntry))
    return tuple(sorted(entries, key=lambda entry: entry.student))


def notebooks(connection: Connection, assignment: str) -> dict[str, set[str]]:
    """The hashes of the notebooks of each student that were graded in ``assignment``."""
    c = EVENTS.c
    query = select(c.student, c.document).where(c.assignment == assignment, c.kind == _ENTRY)
    found: dict[str, set[str]] = {}
    for student, document in connection.execute(query):
        # Every grade of a class that was regraded often: the whole record is not needed.
        found.setdefault(student, set()).add(json.loads(document)["provenance"]["notebook"])
    return found


def corrections(
    connection: Connection, assignment: str, student: str | None = None
) -> tuple[Override | Comment, ...]:
    """Every override and comment in ``assignment``; each student's in the order given."""
    query = _of(assignment, student).where(EVENTS.c.kind != _ENTRY).order_by(EVENTS.c.number)
    found = (load(it.kind, it.document) for it in connection.execute(query))
    return tuple(event for event in found if not isinstance(event, GradeEntry))


def events_of(
    connection: Connection, student: str, assignment: str | None = None
) -> tuple[Event, ...]:
    """Every event of ``student``, assignment by assignment, in the order it happened."""
    query = select(EVENTS).where(EVENTS.c.student == student)
    if assignment is not None:
        query = query.where(EVENTS.c.assignment == assignment)
    found = sorted(connection.execute(query), key=lambda it: (it.assignment, it.number))
    return tuple(load(it.kind, it.document) for it in found)


def _repeated(event: Event) -> dict[str, str]:
    """The columns that repeat a part of the document, for queries by hand."""
    blank = dict.fromkeys(("slot", "score", "max_score", "state", "why"), "")
    if isinstance(event, GradeEntry):
        made = event.provenance
        graded = {
            "score": str(event.score),
            "max_score": str(event.max_score),
            "state": event.state,
        }
        signed = {"who": _line(made.who), "why": _line(made.why), "happened": _utc(made.when)}
        return blank | graded | signed
    why = _line(event.why) if isinstance(event, Override) else ""
    told = {"who": _line(event.who), "why": why, "happened": _utc(event.when)}
    return blank | told | {"slot": _line(event.slot)}


def _of(assignment: str, student: str | None) -> Select[Any]:
    query = select(EVENTS).where(EVENTS.c.assignment == assignment)
    return query if student is None else query.where(EVENTS.c.student == student)


def _newest_only(query: Select[Any]) -> Select[Any]:
    c, other = EVENTS.c, EVENTS.alias("other").c
    same = (other.assignment == c.assignment, other.student == c.student, other.kind == _ENTRY)
    newest = select(func.max(other.number)).where(*same).correlate(EVENTS).scalar_subquery()
    return query.where(c.kind == _ENTRY, c.number == newest)


def _line(text: str) -> str:
    """``text`` without what a database may refuse or a terminal may obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()
