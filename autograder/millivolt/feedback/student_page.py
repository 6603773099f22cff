"""One student's page: first what is right, then the one thing to mend, then part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_lowercase

from markupsafe import Markup

from millivolt.course.issue import Issue, IssuedPart, IssuedQuestion
from millivolt.feedback.answer_axis import answer_axis
from millivolt.feedback.answers import right_answer
from millivolt.feedback.criteria import criterion
from millivolt.feedback.page import render
from millivolt.feedback.plain import plain
from millivolt.feedback.prose import prose
from millivolt.feedback.shown import Shown
from millivolt.feedback.summary import Judged, focus, summary
from millivolt.feedback.wording import Badge, badge, next_step, points
from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.items import Finding, FreeText, Part, State, Verdict
from millivolt.pictures import draw, table

__all__ = ["student_page"]

_DIAGNOSES = frozenset({"wrong_sign", "power_of_ten", "kelvin_celsius", "wrong_unit", "close"})
_LONG_ANSWER = 12


@dataclass(frozen=True, slots=True)
class _PartView:
    name: str
    slot: str
    badge: Badge
    credit: str
    prompt: Markup
    typed: str | None
    long: bool
    understood: str
    checked: str
    findings: tuple[str, ...]
    step: str
    picture: Markup
    data: Markup
    key: Markup


@dataclass(frozen=True, slots=True)
class _QuestionView:
    number: int
    title: str
    credit: str
    question: Markup
    picture: Markup
    data: Markup
    parts: tuple[_PartView, ...]
    hints: tuple[Markup, ...]
    solution: Markup


def student_page(entry: GradeEntry, issue: Issue, shown: Shown, *, title: str = "") -> str:
    """The feedback page of one graded notebook, as an HTML document.

    ``title`` replaces the title that was issued. Raises ``ValueError`` when ``entry`` and
    ``issue`` are not of one student and assignment.
    """
    if (entry.student, entry.assignment) != (issue.student, issue.assignment):
        raise ValueError(
            f"the grade of {entry.student} in {entry.assignment} does not belong to what was "
            f"issued to {issue.student} in {issue.assignment}"
        )
    grades = _grades(entry, issue)
    questions = tuple(_questions(issue, grades, shown))
    views = [view for question in questions for view in question.parts]
    judged = [
        Judged(view.name, issued.part, grades[issued.slot].verdict)
        for view, issued in zip(views, issue.parts(), strict=True)
    ]
    return render(
        "student.html",
        title=title or issue.title or issue.assignment,
        student=plain(entry.student),
        score=points(entry.score) if shown.score else "",
        max_score=points(entry.max_score),
        waiting=any(one.verdict.state is State.NEEDS_REVIEW for one in judged),
        summary=summary(judged, shown),
        focus=focus(judged, shown),
        parts=views,
        questions=questions,
        comment=plain(entry.comment),
        provenance=entry.provenance,
    )


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


def _questions(
    issue: Issue, grades: Mapping[str, PartGrade], shown: Shown
) -> Iterator[_QuestionView]:
    for question in issue.questions:
        issued = [part for part in issue.parts() if part.question is question]
        variant = question.variant
        parts = tuple(
            _part(part, name, grades, shown)
            for part, name in zip(issued, _names(question), strict=True)
        )
        earned = sum((grades[part.slot].score for part in issued), Fraction(0))
        picture, data = Markup(), Markup()
        if variant.picture is not None and not any(part.picture for part in parts):
            picture = Markup(draw(variant.picture, name=f"q{question.number}"))
            data = Markup(table(variant.picture))
        unfinished = any(grades[part.slot].verdict.state is not State.CORRECT for part in issued)
        hinted = shown.hints and (unfinished or not shown.verdicts)
        yield _QuestionView(
            number=question.number,
            title=variant.title,
            credit=_credit(earned, question.points, shown),
            question=prose(variant.prose.question),
            picture=picture,
            data=data,
            parts=parts,
            hints=tuple(prose(hint) for hint in variant.prose.hints) if hinted else (),
            solution=prose(variant.prose.solution) if shown.solution else Markup(),
        )


def _names(question: IssuedQuestion) -> Sequence[str]:
    """1 for a question of one part, else 1a, 1b, ..."""
    parts = question.variant.parts
    if len(parts) == 1:
        return (str(question.number),)
    return [f"{question.number}{_letter(place)}" for place in range(len(parts))]


def _letter(place: int) -> str:
    rounds, letter = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[letter] * (rounds + 1)


def _part(
    issued: IssuedPart, name: str, grades: Mapping[str, PartGrade], shown: Shown
) -> _PartView:
    grade, part = grades[issued.slot], issued.part
    prose_of = issued.question.variant.prose
    typed = None if grade.typed is None else plain(grade.typed)
    picture, data = _picture(issued, grades, shown)
    return _PartView(
        name=name,
        slot=issued.slot,
        badge=badge(grade.verdict, shown),
        credit=_credit(grade.score, grade.points, shown),
        prompt=prose(prose_of.prompts.get(part.id, "")),
        typed=typed,
        long=typed is not None and typed.count("\n") >= _LONG_ANSWER,
        understood=_understood(grade),
        checked=_checked(part, grade, shown),
        findings=tuple(_findings(grade.verdict, bool(grade.understood), shown)),
        step=next_step(grade.verdict, shown, hints=bool(prose_of.hints)),
        picture=picture,
        data=data,
        key=right_answer(part) if shown.key else Markup(),
    )


def _picture(
    issued: IssuedPart, grades: Mapping[str, PartGrade], shown: Shown
) -> tuple[Markup, Markup]:
    found = answer_axis(issued, grades, shown)
    if found is None:
        return Markup(), Markup()
    axis, answer, key = found
    return (
        Markup(draw(axis, answer=answer, key=key, name=issued.slot)),
        Markup(table(axis, answer=answer, key=key)),
    )


def _understood(grade: PartGrade) -> str:
    """How the answer was read, when that is not just what was typed."""
    typed = "".join((grade.typed or "").replace("-", "−").split())
    same = typed == "".join(grade.understood.split())
    return "" if same else plain(grade.understood)


def _checked(part: Part, grade: PartGrade, shown: Shown) -> str:
    unread = (State.NOT_ATTEMPTED, State.UNGRADABLE_INPUT, State.SKIPPED)
    if grade.verdict.state in unread or not (shown.verdicts or isinstance(part, FreeText)):
        return ""
    return criterion(part)


def _findings(verdict: Verdict, understood: bool, shown: Shown) -> Iterator[str]:
    """What may be told. A finding about an answer that was not judged is no verdict."""
    judged = verdict.state in (State.CORRECT, State.PARTIAL, State.INCORRECT)
    told = 0
    for finding in verdict.findings:
        if finding.code == "understood":
            if not understood:
                yield plain(finding.message)
            continue
        if judged and not shown.verdicts:
            continue
        explains = finding.code in _DIAGNOSES or "misconceptions" in finding.evidence
        if explains and not shown.misconceptions:
            continue
        told += 1
        yield plain(finding.message)
    if verdict.state is State.INCORRECT and shown.verdicts and not told:
        yield "This is not the right answer."


def _credit(earned: Fraction, possible: Fraction, shown: Shown) -> str:
    if not shown.score:
        return ""
    return f"{points(earned)} of {points(possible)}"
