"""The entry of a submission that could not be graded: ``needs_review``, never a zero."""

from __future__ import annotations

import hashlib

from millivolt.course.issue import Issue
from millivolt.gradebook.entry import GradeEntry, PartGrade, Provenance
from millivolt.grading.findings import Code, finding
from millivolt.grading.plan import Setting, Task
from millivolt.items import State, Verdict
from millivolt.items.records import converter

__all__ = ["undone"]


def undone(task: Task, setting: Setting, why: str) -> GradeEntry:
    """An entry in which every part waits for a person; ``why`` is for the instructor."""
    issue = converter().loads(task.issue, Issue)
    verdict = Verdict.without_credit(State.NEEDS_REVIEW, finding(Code.TOOL_FAULT, private=why))
    return GradeEntry(
        student=task.student,
        assignment=task.assignment,
        parts=tuple(
            PartGrade(
                slot=issued.slot,
                item_id=issued.question.variant.item_id,
                part_id=issued.part.id,
                variant_id=issued.question.variant.id,
                points=issued.points,
                verdict=verdict,
            )
            for issued in issue.parts()
        ),
        provenance=Provenance(
            who=setting.who,
            why=setting.why,
            when=setting.when,
            engine=setting.engine,
            bank="",
            key=hashlib.sha256(task.issue.encode()).hexdigest(),
            notebook=hashlib.sha256(task.notebook).hexdigest(),
            sandbox=setting.sandbox,
        ),
        received=task.received,
    )
