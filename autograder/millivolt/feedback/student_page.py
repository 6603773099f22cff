"""One student's page: first what is right, then the one thing to mend, then part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_lowercase

from markupsafe import Markup, escape

from millivolt.course.issue import Issue, IssuedPart, IssuedQuestion
from millivolt.course.shown import Shown
from millivolt.feedback.answer_axis import AnswerAxis, answer_axis
from millivolt.feedback.answers import right_answer
from millivolt.feedback.criteria import criterion
from millivolt.feedback.page import render
from millivolt.feedback.plain import plain
from millivolt.feedback.prose import prose
from millivolt.feedback.reading import read_as
from millivolt.feedback.summary import Judged, focus, summary
from millivolt.feedback.telling import Told, told
from millivolt.feedback.typeset import lines_as_read, scrolling, typeset
from millivolt.feedback.wording import Badge, badge, next_step, points
from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    Finding,
    FreeText,
    Matching,
    MultipleChoice,
    Ordering,
    Part,
    Picture,
    State,
    TwoTier,
    Verdict,
    VoltageAxis,
)
from millivolt.notebooks import Question, Slot, sheet
from millivolt.pictures import draw, table

__all__ = ["student_page"]

# Parts whose answer means nothing without the options or the ranges that were given.
_WITH_OPTIONS = (Choice, MultipleChoice, Ordering, Matching, TwoTier, Design)


@dataclass(frozen=True, slots=True)
class _PartView:
    name: str
    slot: str
    badge: Badge
    credit: str
    prompt: Markup
    options: Markup
    typed: str | None
    lines: int
    read: Markup
    checked: str
    told: tuple[Told, ...]
    step: str
    picture: Markup
    data: Markup
    key: Markup


@dataclass(frozen=True, slots=True)
class _QuestionView:
    number: int
    section: str
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
    for question, public in zip(issue.questions, sheet(issue).questions, strict=True):
        issued = [part for part in issue.parts() if part.question is question]
        # A picture may hold an answer; without the key, what stood in the notebook is shown.
        picture = question.variant.picture if shown.key else public.picture
        parts = tuple(
            _part(part, slot, name, picture, grades, shown)
            for part, slot, name in zip(issued, public.slots, _names(question), strict=True)
        )
        yield _question(question, public, picture, parts, grades, shown)


def _question(
    question: IssuedQuestion,
    public: Question,
    picture: Picture | None,
    parts: tuple[_PartView, ...],
    grades: Mapping[str, PartGrade],
    shown: Shown,
) -> _QuestionView:
    mine = [grades[slot.name] for slot in public.slots]
    earned = sum((grade.score for grade in mine), Fraction(0))
    unfinished = any(grade.verdict.state is not State.CORRECT for grade in mine)
    hinted = shown.hints and (unfinished or not shown.verdicts)
    # The axis of an answer repeats the question's own.
    if isinstance(picture, VoltageAxis) and any(part.picture for part in parts):
        picture = None
    prose_of = question.variant.prose
    return _QuestionView(
        number=question.number,
        section=question.section,
        title=public.title,
        credit=_credit(earned, question.points, shown),
        question=prose(public.text),
        picture=Markup(draw(picture, name=f"q{question.number}") if picture else ""),
        data=Markup(table(picture) if picture else ""),
        parts=parts,
        hints=tuple(prose(hint) for hint in prose_of.hints) if hinted else (),
        solution=prose(prose_of.solution) if shown.solution else Markup(),
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
    issued: IssuedPart,
    slot: Slot,
    name: str,
    known: Picture | None,
    grades: Mapping[str, PartGrade],
    shown: Shown,
) -> _PartView:
    grade, part = grades[issued.slot], issued.part
    sentences = told(grade.verdict, shown)
    typed = None if grade.typed is None else plain(grade.typed).strip("\n")
    found = answer_axis(issued, grades, known, shown)
    picture, data = ("", "") if found is None else _drawn(found, issued.slot)
    return _PartView(
        name=name,
        slot=issued.slot,
        badge=badge(grade.verdict, shown),
        credit=_credit(grade.score, grade.points, shown),
        prompt=prose(slot.prompt),
        options=prose(slot.note) if isinstance(part, _WITH_OPTIONS) else Markup(),
        typed=typed,
        lines=len(typed.splitlines()) if typed else 0,
        read=_read(part, grade),
        checked=_checked(part, grade, shown),
        told=sentences,
        step=next_step(
            grade.verdict,
            shown,
            hints=bool(issued.question.variant.prose.hints),
            asked=any(one.text.endswith("?") for one in sentences),
        ),
        picture=Markup(picture),
        data=Markup(data),
        key=right_answer(part) if shown.key else Markup(),
    )


def _drawn(found: AnswerAxis, name: str) -> tuple[str, str]:
    drawing = draw(found.axis, answer=found.answer, key=found.key, name=name)
    return drawing, table(found.axis, answer=found.answer, key=found.key)


def _read(part: Part, grade: PartGrade) -> Markup:
    """How the answer was read: a formula as on paper, a number with its unit."""
    formulas = None
    if isinstance(part, Expression) and grade.typed:
        formulas = typeset(grade.typed, part.symbols)
    elif isinstance(part, Derivation) and grade.typed:
        formulas = lines_as_read(grade.typed, part.symbols)
    if formulas:
        return scrolling(formulas)
    return escape(plain(read_as(grade)))


def _checked(part: Part, grade: PartGrade, shown: Shown) -> str:
    unread = (State.NOT_ATTEMPTED, State.UNGRADABLE_INPUT, State.SKIPPED)
    if grade.verdict.state in unread or not (shown.verdicts or isinstance(part, FreeText)):
        return ""
    return criterion(part)


def _credit(earned: Fraction, possible: Fraction, shown: Shown) -> str:
    if not shown.score:
        return ""
    return f"{points(earned)} of {points(possible)}"
