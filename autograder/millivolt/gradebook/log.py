"""The grade log: every grade, override and comment that was ever given, in order.

Appending is all it can do; nothing here judges. How the events add up is ``standing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Self

from sqlalchemy import Connection, insert, select

from millivolt.errors import MillivoltError
from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.database import Database
from millivolt.gradebook.document import Event, digest
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.rows import (
    Head,
    checked_names,
    corrections,
    events_of,
    heads,
    newest_entries,
    notebooks,
    row,
)
from millivolt.gradebook.schema import EVENTS, NEWEST, migrate, version
from millivolt.gradebook.standing import Standing

__all__ = ["BATCH", "GradeLog", "NoSuchPart"]

BATCH = 200
"""Grades written in one transaction: large enough that the disk is not the bottleneck, small
enough that other graders never wait long."""


class NoSuchPart(MillivoltError):
    """An override or a comment about a part that was never graded."""


class GradeLog:
    """An open grade log. Threads may share it; any number of processes may open the same one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> GradeLog:
        """The log at ``url``, made or brought up to date when needed.

        ``sqlite:///FILE`` or ``postgresql://USER@HOST/NAME``, one database for each course.
        Raises ``EnvironmentProblem`` with what to do when it cannot be opened.
        """
        database = Database(url)
        with database.reading() as connection:
            found = version(connection)
        if found != NEWEST:
            database.write(migrate)
        return cls(database)

    def close(self) -> None:
        """Close the connections. What was appended is already safe."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, entries: Iterable[GradeEntry], *, batch: int = BATCH) -> int:
        """Write ``entries``; returns how many were news.

        An entry whose result is already the student's newest is recognised and left out, so
        that an interrupted run may be repeated. Each ``batch`` is one transaction. When
        ``entries`` raises in the middle, what came before is written first.
        """
        written = 0
        group: list[GradeEntry] = []
        try:
            for entry in entries:
                checked_names(entry.assignment, entry.student)
                group.append(entry)
                if len(group) >= batch:
                    full, group = group, []
                    written += self._write(full)
        finally:
            if group:
                written += self._write(group)
        return written

    def override(
        self,
        student: str,
        assignment: str,
        slot: str,
        *,
        who: str,
        why: str,
        when: datetime,
        fraction: Fraction | None = None,
        points: Fraction | None = None,
        extra: Fraction = Fraction(0),
        comment: str = "",
    ) -> Override:
        """Record a person's verdict on one part, as a ``fraction`` of it or in ``points``.

        With neither, an earlier verdict of a person is taken back. Raises ``NoSuchPart`` when
        the student has no such part, ``ValueError`` when more points are given than the part
        is worth: points on top are ``extra``.
        """
        if fraction is not None and points is not None:
            raise ValueError("give the fraction or the points of an override, not both")

        def work(connection: Connection) -> Override:
            entry = _graded(connection, assignment, student, slot)
            share = fraction if points is None else _share(entry, slot, points)
            override = Override(
                student, assignment, slot, share, who, why, when, extra, comment,
                notebook=entry.provenance.notebook,
            )  # fmt: skip
            _add(connection, override)
            return override

        return self._database.write(work)

    def comment(
        self, student: str, assignment: str, text: str, *, who: str, when: datetime, slot: str = ""
    ) -> Comment:
        """Record a person's words on one part or, with an empty ``slot``, on the whole."""
        comment = Comment(student, assignment, slot, text, who, when)
        self.record([comment])
        return comment

    def record(self, given: Iterable[Override | Comment]) -> None:
        """Record overrides and comments in one transaction: all of them or none.

        What is already the last word of its kind on its part is recognised and left out.
        Raises ``NoSuchPart`` when one of them is about a part that was never graded.
        """
        listed = tuple(given)

        def work(connection: Connection) -> None:
            for event in listed:
                _graded(connection, event.assignment, event.student, event.slot)
                _add(connection, event)

        self._database.write(work)

    def latest(self, assignment: str, student: str | None = None) -> dict[str, GradeEntry]:
        """The newest grade of each student as the machine gave it, by student, sorted.

        What counts is ``Standing.effective``; see ``standings``.
        """
        with self._database.reading() as connection:
            found = newest_entries(connection, assignment, student)
        return {entry.student: entry for entry in found}

    def standings(self, assignment: str, student: str | None = None) -> dict[str, Standing]:
        """Where each student, or ``student`` alone, stands in ``assignment``; sorted."""
        with self._database.reading() as connection:
            entries = newest_entries(connection, assignment, student)
            added = corrections(connection, assignment, student)
        overrides: dict[str, list[Override]] = {}
        comments: dict[str, list[Comment]] = {}
        for event in added:
            if isinstance(event, Override):
                overrides.setdefault(event.student, []).append(event)
            else:
                comments.setdefault(event.student, []).append(event)
        return {
            entry.student: Standing(
                entry,
                tuple(overrides.get(entry.student, ())),
                tuple(comments.get(entry.student, ())),
            )
            for entry in entries
        }

    def notebooks(self, assignment: str) -> dict[str, int]:
        """How many different notebooks of each student were graded in ``assignment``."""
        with self._database.reading() as connection:
            return {who: len(seen) for who, seen in notebooks(connection, assignment).items()}

    def history(self, student: str, assignment: str | None = None) -> tuple[Event, ...]:
        """Everything that happened to ``student``'s grades: assignment by assignment, oldest
        first within each."""
        with self._database.reading() as connection:
            return events_of(connection, student, assignment)

    def assignments(self) -> tuple[str, ...]:
        """The assignments that have any grade, sorted."""
        with self._database.reading() as connection:
            return tuple(sorted(connection.scalars(select(EVENTS.c.assignment).distinct())))

    def _write(self, entries: Sequence[GradeEntry]) -> int:
        return self._database.write(lambda connection: _append(connection, entries))


def _append(connection: Connection, entries: Sequence[GradeEntry]) -> int:
    ends = heads(connection, ((entry.assignment, entry.student) for entry in entries))
    rows = []
    for entry in entries:
        place = (entry.assignment, entry.student)
        head = ends.get(place, Head())
        result = digest(entry)
        if result != head.digest:
            ends[place] = Head(head.number + 1, result)
            rows.append(row(entry, head.number + 1, result))
    if rows:
        connection.execute(insert(EVENTS), rows)
    return len(rows)


def _graded(connection: Connection, assignment: str, student: str, slot: str) -> GradeEntry:
    """The newest entry of ``student``, once it is sure that it has the part ``slot``."""
    checked_names(assignment, student)
    found = newest_entries(connection, assignment, student)
    if not found:
        raise NoSuchPart(f"{student} has no grade in {assignment} yet: grade it first.")
    slots = [part.slot for part in found[0].parts]
    if slot and slot not in slots:
        raise NoSuchPart(
            f"{assignment} of {student} has no part {slot!r}: its parts are {', '.join(slots)}."
        )
    return found[0]


def _add(connection: Connection, event: Override | Comment) -> None:
    place = (event.assignment, event.student)
    before = corrections(connection, *place)
    same_kind = [e for e in before if type(e) is type(event) and e.slot == event.slot]
    if not same_kind or replace(same_kind[-1], when=event.when) != event:
        end = heads(connection, [place])[place]
        connection.execute(insert(EVENTS), [row(event, end.number + 1)])


def _share(entry: GradeEntry, slot: str, points: Fraction) -> Fraction:
    worth = next(part.points for part in entry.parts if part.slot == slot)
    if not 0 <= points <= worth or not worth:
        raise ValueError(f"{slot} is worth {worth} points, so it cannot be given {points}")
    return points / worth
