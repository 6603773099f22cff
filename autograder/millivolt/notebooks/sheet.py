"""What one notebook holds: public records only, made from an issue by dropping its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from millivolt.items import Part, Picture, Variant
from millivolt.notebooks.cells import CHECK_SUFFIX
from millivolt.notebooks.illustration import public_picture
from millivolt.notebooks.slot import Slot, slot

__all__ = ["AnIssue", "Question", "Sheet", "sheet"]


class AQuestion(Protocol):
    """A question as issued: see ``millivolt.course.IssuedQuestion``."""

    @property
    def number(self) -> int: ...
    @property
    def points(self) -> Fraction: ...
    @property
    def section(self) -> str: ...
    @property
    def variant(self) -> Variant: ...


class APart(Protocol):
    """A part as issued: see ``millivolt.course.IssuedPart``."""

    @property
    def slot(self) -> str: ...
    @property
    def points(self) -> Fraction: ...
    @property
    def part(self) -> Part: ...
    @property
    def question(self) -> AQuestion: ...
    @property
    def commitment(self) -> str: ...


class AnIssue(Protocol):
    """One student's copy of an assignment: see ``millivolt.course.Issue``, which lives above."""

    @property
    def assignment(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def questions(self) -> Sequence[AQuestion]: ...
    def parts(self) -> Iterable[APart]: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A question as printed. ``section`` is the heading it stands under, if any."""

    number: int
    title: str
    points: Fraction
    text: str
    variant_id: str
    slots: tuple[Slot, ...]
    section: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An assignment as one student sees it."""

    assignment: str
    title: str
    token: str
    questions: tuple[Question, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot in the order of the notebook."""
        return tuple(slot for question in self.questions for slot in question.slots)


def sheet(issue: AnIssue) -> Sheet:
    """The public side of ``issue``.

    Raises:
        ValueError: when two answers would share a cell's name or a Python name.
    """
    parts = list(issue.parts())
    questions = tuple(
        Question(
            number=asked.number,
            title=asked.variant.title,
            points=asked.points,
            text=asked.variant.prose.question,
            variant_id=asked.variant.id,
            slots=tuple(
                slot(
                    p.part,
                    p.slot,
                    p.points,
                    asked.variant.prose.prompts.get(p.part.id, ""),
                    p.commitment,
                )
                for p in parts
                if p.question is asked
            ),
            section=asked.section,
            picture=_picture(asked.variant),
        )
        for asked in issue.questions
    )
    public = Sheet(issue.assignment, issue.title, issue.token, questions)
    _refuse_clashes(public)
    return public


def _picture(variant: Variant) -> Picture | None:
    return None if variant.picture is None else public_picture(variant.picture, variant.parts)


def _refuse_clashes(public: Sheet) -> None:
    names = [
        name for s in public.slots for name in {s.name, s.binds, s.name + CHECK_SUFFIX} if name
    ]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(
            f"two answers of {public.assignment} would be called {twice!r}: "
            "give one of the parts or functions another name"
        )
