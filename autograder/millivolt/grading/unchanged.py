"""Which submissions need no grading: their notebook, key, bank and engine are those of before."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from millivolt import __version__
from millivolt.bank import Bank
from millivolt.course import Course
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading.submissions import task_of

__all__ = ["unchanged"]


def unchanged(
    course: Course, assignment: str, students: Sequence[str], log: GradeLog, bank: Bank
) -> dict[str, GradeEntry]:
    """The newest entries whose notebook, key, bank and engine are those of now."""
    newest = log.latest(assignment)
    same: dict[str, GradeEntry] = {}
    for student in students:
        entry = newest.get(student)
        if entry is None or entry.provenance.engine != __version__:
            continue
        if entry.provenance.bank != bank.version:
            continue
        task = task_of(course, assignment, student)
        key = hashlib.sha256(task.issue.encode()).hexdigest()
        notebook = hashlib.sha256(task.notebook).hexdigest()
        if (entry.provenance.key, entry.provenance.notebook) == (key, notebook):
            same[student] = entry
    return same
