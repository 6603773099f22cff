"""Made-up responses for parts that ask for a design."""

from __future__ import annotations

from itertools import product

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks.manufacture.specimen import (
    BLANKS,
    Kind,
    Specimen,
    disguised,
    malformed,
    plain,
    right,
)
from millivolt.items import Design, State

MAX_CORNERS = 64


def design_specimens(part: Design) -> tuple[Specimen, ...]:
    """The example in several shapes, designs out of bounds, and designs that miss a constraint."""
    names = [variable.name for variable in part.variables]
    example = dict(zip(names, part.example, strict=True))
    typed = {v.name: f"{example[v.name]!r} {v.unit}".strip() for v in part.variables}
    first = part.variables[0]
    beyond = {**example, first.name: first.high + (first.high - first.low or 1.0)}
    found = [
        right(example),
        disguised(typed, "with units"),
        disguised(list(part.example), "a list in order"),
        plain(Kind.WRONG, "out of bounds", beyond, State.INCORRECT),
    ]
    for idea in part.misconceptions:
        value = dict(zip(names, idea.value, strict=True))
        ideas = {m.id for m in part.misconceptions if tuple(m.value) == tuple(idea.value)}
        found.append(plain(Kind.MISCONCEPTION, idea.id, value, State.INCORRECT, ideas=ideas))
    missed = _missing_everything(part)
    if missed is not None:
        found.append(plain(Kind.WRONG, "every constraint missed", missed, State.INCORRECT))
    found += [
        malformed(dict.fromkeys(names, "large"), "words"),
        malformed({names[0] + "_": 1.0}, "a name that is not asked for"),
        malformed([*part.example, 1.0], "a value too many"),
        malformed({**example, names[0]: float("nan")}, "NaN"),
    ]
    return (*found, *BLANKS)


def _missing_everything(part: Design) -> dict[str, float] | None:
    """A corner of the permitted range at which no constraint is met."""
    claimed = {tuple(m.value) for m in part.misconceptions}
    corners = product(*((v.low, v.high) for v in part.variables))
    for _, corner in zip(range(MAX_CORNERS), corners, strict=False):
        chosen = dict(zip((v.name for v in part.variables), corner, strict=True))
        if corner not in claimed and not any(
            _is_met(c.formula, c.low, c.high, chosen) for c in part.constraints
        ):
            return chosen
    return None


def _is_met(formula: str, low: float, high: float, chosen: dict[str, float]) -> bool:
    try:
        return low <= symbolic.evaluate(formula, chosen) <= high
    except (ArithmeticError, ValueError):
        return False
