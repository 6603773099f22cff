"""Responses in words, which a person grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from millivolt.items.part import Part

__all__ = ["FreeText", "RubricLine"]


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One thing that a good answer says, and its weight."""

    text: str
    points: int = 1


@dataclass(frozen=True, slots=True)
class FreeText(Part):
    """An answer in the student's own words. ``rubric`` is for the grader, never for the student.

    ``example`` is an answer that earns full credit. A ``task`` is larger work: the student adds
    cells below the prompt, as many as they like, with text, code and figures.
    """

    kind: ClassVar[str] = "free_text"

    rubric: tuple[RubricLine, ...]
    example: str
    task: bool = False

    @property
    def scheme(self) -> str:
        """The rubric as its grader reads it, a line for each thing that counts."""
        return "\n".join(f"[{line.points}] {line.text}" for line in self.rubric)

    def validate(self) -> None:
        if not self.rubric:
            raise ValueError(f"part {self.id}: a free text needs a rubric for its grader")
