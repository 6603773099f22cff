"""One part on a student's page: the answer, how it was read, what was found, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup, escape

from millivolt.course.issue import IssuedPart
from millivolt.course.shown import Shown
from millivolt.feedback.answer_axis import answer_axis
from millivolt.feedback.answers import right_answer
from millivolt.feedback.criteria import criterion
from millivolt.feedback.own_drawing import own_drawing
from millivolt.feedback.plain import plain
from millivolt.feedback.prose import prose
from millivolt.feedback.reading import read_as
from millivolt.feedback.telling import Told, told
from millivolt.feedback.typeset import lines_as_read, scrolling, typeset
from millivolt.feedback.wording import Badge, badge, next_step, points
from millivolt.gradebook.entry import PartGrade
from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    FreeText,
    Matching,
    MultipleChoice,
    Ordering,
    Part,
    Picture,
    State,
    TwoTier,
)
from millivolt.notebooks import Slot
from millivolt.pictures import draw, table

__all__ = ["PartView", "credit", "part_view"]

# Parts whose answer means nothing without the options or the ranges that were given.
_WITH_OPTIONS = (Choice, MultipleChoice, Ordering, Matching, TwoTier, Design)


@dataclass(frozen=True, slots=True)
class PartView:
    """A part as the template shows it. What a policy hides is empty."""

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
    remark: str
    step: str
    picture: Markup
    data: Markup
    key: Markup


def part_view(
    issued: IssuedPart,
    slot: Slot,
    name: str,
    known: Picture | None,
    grades: Mapping[str, PartGrade],
    remarks: Mapping[str, str],
    shown: Shown,
) -> PartView:
    """The view of ``issued`` under ``name`` (``2b``).

    ``slot`` is what stood in the notebook, ``known`` the picture that may be shown with the
    question; ``grades`` and ``remarks`` are those of the whole notebook, by slot.
    """
    grade, part = grades[issued.slot], issued.part
    sentences = told(grade.verdict, shown)
    typed = None if grade.typed is None else plain(grade.typed).strip("\n")
    picture, data = _pictured(issued, grades, known, shown)
    return PartView(
        name=name,
        slot=issued.slot,
        badge=badge(grade.verdict, shown),
        credit=credit(grade.score, grade.points, shown),
        prompt=prose(slot.prompt),
        options=prose(slot.note) if isinstance(part, _WITH_OPTIONS) else Markup(),
        typed=typed,
        lines=len(typed.splitlines()) if typed else 0,
        read=_read(part, grade),
        checked=_checked(part, grade, shown),
        told=sentences,
        remark=plain(remarks.get(issued.slot, "")),
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


def _pictured(
    issued: IssuedPart, grades: Mapping[str, PartGrade], known: Picture | None, shown: Shown
) -> tuple[str, str]:
    """A picture of the answer and its numbers, both empty where there is none to show."""
    axis = answer_axis(issued, grades, known, shown)
    if axis is not None:
        drawing = draw(axis.axis, answer=axis.answer, key=axis.key, name=issued.slot)
        return drawing, table(axis.axis, answer=axis.answer, key=axis.key)
    own = own_drawing(issued.part, grades[issued.slot], shown)
    return ("", "") if own is None else (draw(own, name=issued.slot), table(own))


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


def credit(earned: Fraction, possible: Fraction, shown: Shown) -> str:
    """Points as ``3 of 4``; empty where no score is shown."""
    if not shown.score:
        return ""
    return f"{points(earned)} of {points(possible)}"
