"""The entry of a submission that could not be graded: ``needs_review``, never a zero."""

from __future__ import annotations

from millivolt.gradebook.entry import GradeEntry, PartGrade, Provenance
from millivolt.grading.findings import Code, finding
from millivolt.grading.plan import Setting, Task, issue_of
from millivolt.items import State, Verdict

__all__ = ["undone"]


def undone(task: Task, setting: Setting, why: str) -> GradeEntry:
    """An entry in which every part waits for a person; ``why`` is for the instructor."""
    issue = issue_of(task)
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
            key=task.key,
            notebook=task.digest,
            sandbox=setting.sandbox,
        ),
        received=task.received,
    )
