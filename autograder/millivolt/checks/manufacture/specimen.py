"""The record of one made-up response and the verdict that it deserves."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from millivolt.items import MISSING, Observation, Part, Response, State, Verdict


class Kind(StrEnum):
    """What a made-up response is an example of."""

    RIGHT = "right"
    DISGUISED = "disguised"
    MISCONCEPTION = "misconception"
    WRONG = "wrong"
    MALFORMED = "malformed"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A made-up response to a part, and what it deserves.

    `value` is what the box would see. A cell that gives it holds `prelude`, then `expression`
    assigned to the answer's name; for words, `prelude` is the text itself. `states` and
    `misconceptions` were worked out from how the response was made, not by checking it.
    """

    kind: Kind
    label: str
    value: Any
    expression: str
    states: frozenset[State]
    misconceptions: frozenset[str] = frozenset()
    prelude: str = ""

    def cell(self, name: str) -> str:
        """The source of an answer cell that gives this response under `name`."""
        lines = [self.prelude] if self.prelude else []
        if self.expression:
            lines.append(f"{name} = {self.expression}")
        return "\n".join(lines)

    def observation(self, part: Part) -> Observation:
        """What grading would see of this response."""
        return Observation(Response(part.id, self.cell(part.id)), self.value)

    def agrees(self, verdict: Verdict) -> bool:
        """Whether a verdict is the one that this response deserves."""
        return verdict.state in self.states and (
            frozenset(verdict.misconceptions) == self.misconceptions
        )


def plain(
    kind: Kind, label: str, value: Any, *states: State, ideas: Collection[str] = ()
) -> Specimen:
    """A specimen whose cell assigns the value itself, written as Python."""
    return Specimen(kind, label, value, literal(value), frozenset(states), frozenset(ideas))


def right(value: Any, label: str = "as expected") -> Specimen:
    """The plain right answer."""
    return plain(Kind.RIGHT, label, value, State.CORRECT)


def disguised(value: Any, label: str) -> Specimen:
    """The right answer in an unusual form."""
    return plain(Kind.DISGUISED, label, value, State.CORRECT)


def malformed(value: Any, label: str) -> Specimen:
    """An answer of the wrong kind."""
    return plain(Kind.MALFORMED, label, value, State.UNGRADABLE_INPUT)


def literal(value: Any) -> str:
    """A value as Python source; floats that are not finite are written as calls."""
    match value:
        case float() if not math.isfinite(value):
            return f'float("{value}")'
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case tuple():
            return f"({''.join(f'{literal(entry)}, ' for entry in value)})"
        case dict():
            pairs = (f"{literal(key)}: {literal(entry)}" for key, entry in value.items())
            return f"{{{', '.join(pairs)}}}"
    return repr(value)


BLANKS = (
    plain(Kind.BLANK, "untouched", None, State.NOT_ATTEMPTED),
    plain(Kind.BLANK, "emptied", "", State.NOT_ATTEMPTED),
    Specimen(Kind.BLANK, "deleted", MISSING, "", frozenset({State.NOT_ATTEMPTED})),
)
