"""A known way to go wrong, with the answer that it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Misconception"]


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong idea and what it makes a student answer.

    ``id`` is the same in every family (``in_out_swapped``), so that a class report can count
    it. ``value`` is of the part's own kind: a number in the part's unit, an option id, a
    formula, or a function's source. ``tell`` says kindly what happened, ``ask`` is one question
    that leads on.
    """

    id: str
    value: Any
    tell: str
    ask: str = ""

    def __post_init__(self) -> None:
        if not self.id.isidentifier():
            raise ValueError(f"Misconception id {self.id!r} is not an identifier")
        if not self.tell:
            raise ValueError(f"Misconception {self.id!r} needs a sentence for the student (tell)")
