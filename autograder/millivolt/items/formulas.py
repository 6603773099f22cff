"""Responses that are mathematics: a formula, or a derivation line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from millivolt.items.misconception import Misconception
from millivolt.items.part import Part, SymbolSpec, refuse_repeats

__all__ = ["Derivation", "Expression"]


@dataclass(frozen=True, slots=True)
class Expression(Part):
    """A formula, or an equation when ``answer`` is one.

    ``answer`` and the misconceptions' values are text in the syntax of ``millivolt.symbolic``.
    ``solved_for`` asks for that symbol alone on the left, ``forbidden`` names symbols that must
    not occur, ``forms`` asks for a form (``single_logarithm``, ``expanded``, ``factored``).
    """

    kind: ClassVar[str] = "expression"

    answer: str
    symbols: tuple[SymbolSpec, ...]
    misconceptions: tuple[Misconception, ...] = ()
    solved_for: str | None = None
    forbidden: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def validate(self) -> None:
        if not self.answer.strip():
            raise ValueError(f"part {self.id}: the answer is empty")
        refuse_repeats(f"part {self.id}: symbol", (s.name for s in self.symbols))


@dataclass(frozen=True, slots=True)
class Derivation(Part):
    """A chain of lines from ``premises`` to ``goal``, each following from what stands before.

    ``steps`` is a model derivation. A misconception's value is a whole wrong derivation (a tuple
    of lines).
    """

    kind: ClassVar[str] = "derivation"

    premises: tuple[str, ...]
    goal: str
    steps: tuple[str, ...]
    symbols: tuple[SymbolSpec, ...]
    misconceptions: tuple[Misconception, ...] = ()
    solved_for: str | None = None
    forbidden: tuple[str, ...] = ()

    def validate(self) -> None:
        if not self.steps:
            raise ValueError(f"part {self.id}: a derivation needs a model solution (steps)")
        refuse_repeats(f"part {self.id}: symbol", (s.name for s in self.symbols))
