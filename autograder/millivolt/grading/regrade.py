"""Grading again, and what it would change: shown before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from millivolt.gradebook import GradeEntry, Standing
from millivolt.gradebook.log import GradeLog
from millivolt.grading.round import Round
from millivolt.grading.run import run
from millivolt.grading.unchanged import unchanged

__all__ = ["Change", "PartChange", "Rehearsal", "rehearse"]


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part whose credit would change, in points; ``before`` is ``None`` for a new part."""

    slot: str
    before: Fraction | None
    after: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """A student whose score would change, what people decided included."""

    student: str
    before: Fraction | None
    after: Fraction
    parts: tuple[PartChange, ...]

    @property
    def by(self) -> Fraction:
        """By how many points."""
        return self.after - (self.before or Fraction(0))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a regrade found. Nothing is in the log until ``entries`` are appended."""

    entries: tuple[GradeEntry, ...]
    changes: tuple[Change, ...]


def rehearse(
    asked: Round, log: GradeLog, heard: Callable[[GradeEntry], None] = lambda entry: None
) -> Rehearsal:
    """Grade what has changed of what is asked for; keep nothing.

    A submission whose notebook, key, bank and engine are those of its newest grade is not run
    again, unless ``options.again``.

    Raises:
        AuthorError: when what was issued, or a bank, cannot be read.
        EnvironmentProblem: when no box or no grade log can be had.
    """
    name, chosen = asked.assignment.name, asked.students
    if not asked.options.again:
        standing = unchanged(asked.course, name, chosen, log)
        chosen = tuple(student for student in chosen if student not in standing)
    standings = log.standings(name)
    entries: list[GradeEntry] = []

    def deliver(entry: GradeEntry) -> None:
        entries.append(replace(entry, transcript=()))
        heard(entry)

    if chosen:
        run(replace(asked, students=chosen), deliver)
    entries.sort(key=lambda entry: entry.student)
    found = (_change(standings.get(entry.student), entry) for entry in entries)
    return Rehearsal(tuple(entries), tuple(change for change in found if change is not None))


def _change(standing: Standing | None, entry: GradeEntry) -> Change | None:
    """How a student's score would change; ``None`` when it would not."""
    if standing is None:
        parts = tuple(PartChange(part.slot, None, part.score) for part in entry.parts)
        return Change(entry.student, None, entry.score, parts)
    after = replace(standing, entry=entry)
    old = {part.slot: part.score for part in standing.effective.parts}
    parts = tuple(
        PartChange(part.slot, old.get(part.slot), part.score)
        for part in after.effective.parts
        if old.get(part.slot) != part.score
    )
    if not parts and standing.score == after.score:
        return None
    return Change(entry.student, standing.score, after.score, parts)
