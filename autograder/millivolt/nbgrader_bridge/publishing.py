"""Standings of our grade log, written into nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

from millivolt.gradebook import Standing
from millivolt.gradebook.log import GradeLog
from millivolt.nbgrader_bridge.folder import Folder
from millivolt.nbgrader_bridge.gradebook import NbgraderGradebook
from millivolt.nbgrader_bridge.hand_grades import Conflict, conflicts

__all__ = ["written"]


def written(
    book: NbgraderGradebook,
    folder: Folder,
    log: GradeLog,
    assignment: str,
    students: Collection[str],
    penalties: Mapping[str, Fraction] | None = None,
) -> tuple[Conflict, ...]:
    """Write what counts for ``students``; what people gave there should be in ``log`` already.

    Returns where a person decided otherwise there than another did here.
    """
    every = log.standings(assignment)
    mine = {student: every[student] for student in students}
    arrived = {s: _arrived(standing, folder) for s, standing in mine.items()}
    book.write(assignment, arrived, penalties=penalties)
    return conflicts(mine, book.given(assignment, mine))


def _arrived(standing: Standing, folder: Folder) -> Standing:
    """``standing`` with the time that nbgrader knows: that of ``timestamp.txt``, or none."""
    entry = standing.entry
    received = folder.arrived(entry.assignment, entry.student)
    return replace(standing, entry=replace(entry, received=received))
