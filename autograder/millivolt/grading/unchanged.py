"""Which submissions need no grading: their notebook, key, items and engine are those of before."""

from __future__ import annotations

from collections.abc import Sequence

from millivolt.bank import load_bank
from millivolt.course import Course
from millivolt.gradebook.entry import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.grading.engine import ENGINE
from millivolt.grading.submissions import task_of

__all__ = ["unchanged"]


def unchanged(
    course: Course, assignment: str, students: Sequence[str], log: GradeLog
) -> dict[str, GradeEntry]:
    """The newest entries whose notebook, key, items and engine are those of now."""
    newest = log.latest(assignment)
    if newest.keys().isdisjoint(students):
        # Nothing to compare with: the bank takes a while to load.
        return {}
    bank = load_bank(*course.banks)
    same: dict[str, GradeEntry] = {}
    for student in students:
        entry = newest.get(student)
        if entry is None or entry.provenance.engine != ENGINE:
            continue
        items = {part.item_id for part in entry.parts}
        if entry.provenance.bank != bank.version_of(items):
            continue
        task = task_of(course, assignment, student)
        if (entry.provenance.key, entry.provenance.notebook) == (task.key, task.digest):
            same[student] = entry
    return same
