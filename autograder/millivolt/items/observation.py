"""What came of a response: what was typed, and what it evaluated to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from millivolt.items.verdict import Finding

__all__ = ["MISSING", "Missing", "Observation", "Response", "StudentError"]


@dataclass(frozen=True, slots=True)
class Response:
    """Exactly what the student left in the answer's cell; ``None`` when the cell is gone."""

    part_id: str
    text: str | None


@dataclass(frozen=True, slots=True)
class StudentError:
    """An exception of the student's own code, with their own line."""

    type: str
    message: str
    line: int | None = None
    source_line: str = ""


class Missing:
    """Stands for a name that was never bound; there is one instance, ``MISSING``."""

    def __repr__(self) -> str:
        return "MISSING"

    def __reduce__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Observation:
    """What the box saw of one part.

    ``value`` is a plain typed value (number, text, list, dict, array, or one of the value
    records of the box), or ``MISSING`` when the answer's name was never bound. ``notes`` are
    findings made on the way, for example that a limit was reached.
    """

    response: Response
    value: Any = MISSING
    error: StudentError | None = None
    output: str = ""
    seconds: float = 0.0
    notes: tuple[Finding, ...] = ()

    @property
    def bound(self) -> bool:
        """Whether the answer's name was bound to anything."""
        return self.value is not MISSING
