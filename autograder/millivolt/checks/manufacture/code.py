"""Made-up responses for parts that ask for a function or for words."""

from __future__ import annotations

from dataclasses import replace

from millivolt.checks.manufacture.specimen import BLANKS, Kind, Specimen
from millivolt.isolation import Opaque
from millivolt.items import FreeText, Function, State

_FUNCTION = Opaque("function")
_WRONG = (State.INCORRECT, State.PARTIAL)


def function_specimens(part: Function) -> tuple[Specimen, ...]:
    """The family's own solution, each misconception's function, and functions that fail.

    They are judged by the family's pytest file, which runs in `grading`.
    """
    renamed = (
        f"{part.solution}\n_own_{part.name} = {part.name}\ndef {part.name}(*values, **named):\n"
    )
    found = [
        _source(Kind.RIGHT, "the solution", part.solution, State.CORRECT),
        _source(
            Kind.DISGUISED,
            "wrapped in another function",
            f"{renamed}    return _own_{part.name}(*values, **named)",
            State.CORRECT,
        ),
    ]
    for idea in part.misconceptions:
        ideas = frozenset({idea.id})
        found.append(_source(Kind.MISCONCEPTION, idea.id, str(idea.value), *_WRONG, ideas=ideas))
    head = f"def {part.name}{part.signature}:"
    found += [
        _source(Kind.WRONG, "always zero", f"{head}\n    return 0.0", *_WRONG),
        _source(Kind.WRONG, "raises", f"{head}\n    raise ValueError('no')", *_WRONG),
        _source(Kind.WRONG, "returns nothing", f"{head}\n    pass", *_WRONG),
        Specimen(
            Kind.MALFORMED,
            "a number instead of a function",
            3.7,
            "",
            frozenset({State.UNGRADABLE_INPUT}),
            prelude=f"{part.name} = 3.7",
        ),
    ]
    return tuple(found)


def free_text_specimens(part: FreeText) -> tuple[Specimen, ...]:
    """Words of any length and language wait for a person; nothing is no answer."""
    review = frozenset({State.NEEDS_REVIEW})
    texts = {
        Kind.RIGHT: ("the example", part.example),
        Kind.DISGUISED: ("another language", "Das hängt von der Temperatur ab."),
        Kind.WRONG: ("one word", "no"),
    }
    found = [
        Specimen(kind, label, text, "", review, prelude=text)
        for kind, (label, text) in texts.items()
    ]
    # What is assigned to a name elsewhere is the text itself here: none.
    return (*found, *(replace(blank, expression="") for blank in BLANKS))


def _source(
    kind: Kind, label: str, source: str, *states: State, ideas: frozenset[str] = frozenset()
) -> Specimen:
    return Specimen(kind, label, _FUNCTION, "", frozenset(states), ideas, prelude=source)
