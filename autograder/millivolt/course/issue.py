"""What was issued to one student: the frozen variants, their keys, and the worth of each part.

Frozen when the assignment is made; grading reads nothing else about the questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from millivolt.items import Part, Variant

__all__ = ["Issue", "IssuedPart", "IssuedQuestion"]


@dataclass(frozen=True, slots=True)
class IssuedQuestion:
    """Question ``number`` (from 1) of a notebook, worth ``points`` in all.

    ``section`` is the heading under which it is printed, empty without sections.
    """

    number: int
    points: Fraction
    variant: Variant
    section: str = ""


@dataclass(frozen=True, slots=True)
class IssuedPart:
    """One gradable part with its slot (the answer's name in the notebook) and its worth.

    ``commitment`` is what the notebook may hold about its key; empty for nothing.
    """

    slot: str
    points: Fraction
    part: Part
    question: IssuedQuestion
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One student's copy of an assignment. ``token`` is the signed id in the notebook.

    ``title`` is the assignment's title as printed, ``commitments`` what the notebook may hold
    about the keys, by slot.
    """

    student: str
    assignment: str
    notebook: str
    token: str
    questions: tuple[IssuedQuestion, ...]
    title: str = ""
    commitments: Mapping[str, str] = field(default_factory=dict)

    def parts(self) -> Iterator[IssuedPart]:
        """Every part in the order of the notebook; a question's points go by its parts' weights."""
        for question in self.questions:
            variant = question.variant
            for part in variant.parts:
                points = question.points * part.points / variant.points
                slot = f"q{question.number}_{part.id}"
                yield IssuedPart(slot, points, part, question, self.commitments.get(slot, ""))
