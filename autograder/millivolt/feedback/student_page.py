"""One student's page: first what is right, then the one thing to mend, then part by part."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from millivolt.course.issue import Issue, IssuedPart
from millivolt.course.shown import Shown
from millivolt.feedback.page import render
from millivolt.feedback.plain import plain
from millivolt.feedback.question_view import question_views
from millivolt.feedback.summary import Judged, focus, summary
from millivolt.feedback.wording import points
from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.items import Finding, State, Verdict

__all__ = ["student_page"]

NO_REMARKS: Mapping[str, str] = MappingProxyType({})
NO_ADJUSTMENTS: Mapping[str, Fraction] = MappingProxyType({})


def student_page(
    entry: GradeEntry,
    issue: Issue,
    shown: Shown,
    *,
    title: str = "",
    remarks: Mapping[str, str] = NO_REMARKS,
    adjustments: Mapping[str, Fraction] = NO_ADJUSTMENTS,
) -> str:
    """The feedback page of one graded notebook, as an HTML document.

    ``title`` replaces the title that was issued. ``remarks`` are a person's comments by slot.
    ``adjustments`` are points that count beside the parts', each under its reason
    (``2 days late``: -2); the score shown is the sum. Raises ``ValueError`` when ``entry`` and
    ``issue`` are not of one student and assignment.
    """
    if (entry.student, entry.assignment) != (issue.student, issue.assignment):
        raise ValueError(
            f"the grade of {entry.student} in {entry.assignment} does not belong to what was "
            f"issued to {issue.student} in {issue.assignment}"
        )
    grades = _grades(entry, issue)
    questions = tuple(question_views(issue, grades, remarks, shown))
    views = [view for question in questions for view in question.parts]
    judged = [
        Judged(view.name, issued.part, grades[issued.slot].verdict)
        for view, issued in zip(views, issue.parts(), strict=True)
    ]
    return render(
        "student.html",
        title=title or issue.title or issue.assignment,
        student=plain(entry.student),
        score=points(entry.score + sum(adjustments.values())) if shown.score else "",
        adjustments={plain(why): _signed(change) for why, change in adjustments.items() if change},
        max_score=points(entry.max_score),
        waiting=any(one.verdict.state is State.NEEDS_REVIEW for one in judged),
        summary=summary(judged, shown),
        focus=focus(judged, shown),
        parts=views,
        questions=questions,
        comment=plain(entry.comment),
        provenance=entry.provenance,
    )


def _signed(change: Fraction) -> str:
    return f"+{points(change)}" if change > 0 else points(change)


def _grades(entry: GradeEntry, issue: Issue) -> Mapping[str, PartGrade]:
    """The grade of every issued part. A part without one was not checked, which is no zero."""
    known = {grade.slot: grade for grade in entry.parts}
    return {issued.slot: known.get(issued.slot) or _ungraded(issued) for issued in issue.parts()}


def _ungraded(issued: IssuedPart) -> PartGrade:
    variant = issued.question.variant
    message = Finding("not_graded", "This part was added after your notebook was graded.")
    return PartGrade(
        issued.slot,
        variant.item_id,
        issued.part.id,
        variant.id,
        issued.points,
        Verdict.without_credit(State.NEEDS_REVIEW, message),
    )
