"""One question on a student's page: what was asked, its parts, hints and worked solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_lowercase

from markupsafe import Markup

from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.course.shown import Shown
from millivolt.feedback.part_view import PartView, credit, part_view
from millivolt.feedback.prose import prose
from millivolt.gradebook.entry import PartGrade
from millivolt.items import Picture, State, VoltageAxis
from millivolt.notebooks import Question, sheet
from millivolt.pictures import draw, table

__all__ = ["QuestionView", "question_views"]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as the template shows it. What a policy hides is empty."""

    number: int
    section: str
    title: str
    credit: str
    question: Markup
    picture: Markup
    data: Markup
    parts: tuple[PartView, ...]
    hints: tuple[Markup, ...]
    solution: Markup


def question_views(
    issue: Issue, grades: Mapping[str, PartGrade], remarks: Mapping[str, str], shown: Shown
) -> Iterator[QuestionView]:
    """The questions of ``issue`` with their parts; ``grades`` and ``remarks`` are by slot."""
    for question, public in zip(issue.questions, sheet(issue).questions, strict=True):
        issued = [part for part in issue.parts() if part.question is question]
        # A picture may hold an answer; without the key, what stood in the notebook is shown.
        picture = question.variant.picture if shown.key else public.picture
        parts = tuple(
            part_view(part, slot, name, picture, grades, remarks, shown)
            for part, slot, name in zip(issued, public.slots, _names(question), strict=True)
        )
        yield _question(question, public, picture, parts, grades, shown)


def _question(
    question: IssuedQuestion,
    public: Question,
    picture: Picture | None,
    parts: tuple[PartView, ...],
    grades: Mapping[str, PartGrade],
    shown: Shown,
) -> QuestionView:
    mine = [grades[slot.name] for slot in public.slots]
    earned = sum((grade.score for grade in mine), Fraction(0))
    unfinished = any(grade.verdict.state is not State.CORRECT for grade in mine)
    hinted = shown.hints and (unfinished or not shown.verdicts)
    # The axis of an answer repeats the question's own.
    if isinstance(picture, VoltageAxis) and any(part.picture for part in parts):
        picture = None
    prose_of = question.variant.prose
    return QuestionView(
        number=question.number,
        section=question.section,
        title=public.title,
        credit=credit(earned, question.points, shown),
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
