"""What a form sent, as the answer that it is; and how that is understood, before any verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from millivolt.feedback.plain import plain
from millivolt.feedback.typeset import lines_as_read, scrolling, typeset
from millivolt.items import (
    Derivation,
    Design,
    Expression,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    Table,
    TwoTier,
)
from millivolt.notebooks import Slot
from millivolt.practice.form import Look, look
from millivolt.practice.web.desk import Entry

__all__ = ["PREVIEWED", "Reply", "Understood", "reply", "understood"]

PREVIEWED = (Numeric, Expression, Derivation, Table, Design)
"""Parts whose answer can be read in more than one way, so that the page says how it is read."""


NO_FORMULA = Markup()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is checked: what was typed, and the value when that is more than a text."""

    typed: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Understood:
    """How an answer is read: as a formula, or in sentences that say it or what is in the way."""

    readable: bool
    formula: Markup = NO_FORMULA
    says: tuple[str, ...] = ()


def reply(part: Part, entry: Entry) -> Reply:
    """The answer to ``part`` in a form's fields; a field that is missing counts as empty."""
    return _REPLIES.get(type(part), _line)(part, entry)


def understood(part: Part, slot: Slot, answer: Reply) -> Understood | None:
    """How ``answer`` is read; ``None`` while there is nothing to read.

    Knows the public facts of the slot only, so that it cannot tell what is right.
    """
    read = _READERS.get(type(part))
    return None if read is None else read(part, slot, answer)


def _line(part: Part, entry: Entry) -> Reply:
    return Reply(_first(entry, "answer").replace("\r\n", "\n").strip())


def _letters(field: str) -> Callable[[Part, Entry], Reply]:
    return lambda part, entry: Reply(", ".join(entry.get(field, ())))


def _pairs(part: Matching, entry: Entry) -> Reply:
    chosen = {str(n): _first(entry, f"pair {n}") for n in range(1, len(part.stems) + 1)}
    return Reply(", ".join(f"{stem}-{mark}" for stem, mark in chosen.items()), chosen)


def _tiers(part: TwoTier, entry: Entry) -> Reply:
    return Reply(_first(entry, "answer") + _first(entry, "reason"))


def _table(part: Table, entry: Entry) -> Reply:
    value: dict[str, dict[str, str]] = {}
    for cell in part.cells:
        text = _first(entry, f"{cell.row} / {cell.column}").strip()
        value.setdefault(cell.row, {})[cell.column] = text
    return Reply(_listed(text for row in value.values() for text in row.values()), value)


def _design(part: Design, entry: Entry) -> Reply:
    value = {v.name: _first(entry, v.name).strip() for v in part.variables}
    return Reply(_listed(f"{name} = {text}" for name, text in value.items() if text), value)


_REPLIES: Mapping[type[Part], Callable[[Any, Entry], Reply]] = MappingProxyType(
    {
        MultipleChoice: _letters("answer"),
        Ordering: _letters("order"),
        Matching: _pairs,
        TwoTier: _tiers,
        Table: _table,
        Design: _design,
    }
)


def _number_read(part: Numeric, slot: Slot, answer: Reply) -> Understood | None:
    if not answer.typed:
        return None
    return _told([look(slot.name, answer.typed, slot.kind, slot.facts)])


def _formula_read(part: Expression, slot: Slot, answer: Reply) -> Understood | None:
    if not answer.typed:
        return None
    formula = typeset(answer.typed, part.symbols)
    found = look(slot.name, answer.typed, slot.kind, slot.facts)
    return Understood(True, scrolling(formula)) if formula and found.readable else _told([found])


def _lines_read(part: Derivation, slot: Slot, answer: Reply) -> Understood | None:
    if not answer.typed:
        return None
    lines = lines_as_read(answer.typed, part.symbols)
    found = look(slot.name, answer.typed, slot.kind, slot.facts)
    formula = scrolling(lines) if lines else Markup()
    return Understood(found.readable, formula, () if found.readable else _plain(found))


def _cells_read(part: Table, slot: Slot, answer: Reply) -> Understood | None:
    units: Mapping[str, str] = slot.facts["units"]
    return _told(
        _entry_read(f"{row}, {column}", text, units[column])
        for row, columns in answer.value.items()
        for column, text in columns.items()
        if text
    )


def _knobs_read(part: Design, slot: Slot, answer: Reply) -> Understood | None:
    return _told(
        _entry_read(v.name, answer.value[v.name], v.unit)
        for v in part.variables
        if answer.value[v.name]
    )


_READERS: Mapping[type[Part], Callable[[Any, Slot, Reply], Understood | None]] = MappingProxyType(
    {
        Numeric: _number_read,
        Expression: _formula_read,
        Derivation: _lines_read,
        Table: _cells_read,
        Design: _knobs_read,
    }
)


def _entry_read(name: str, text: str, unit: str) -> Look:
    """One number of several, with its name before what is said of it."""
    found = look(name, text, "numeric", {"unit": unit, "bare": True})
    return Look(name, found.readable, tuple(f"{name}: {said}" for said in found.says))


def _told(looks: Iterable[Look]) -> Understood | None:
    found = list(looks)
    if not found:
        return None
    trouble = [one for one in found if not one.readable]
    says = tuple(said for one in trouble or found for said in _plain(one))
    return Understood(not trouble, says=says)


def _plain(found: Look) -> tuple[str, ...]:
    return tuple(plain(said) for said in found.says)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)


def _first(entry: Entry, name: str) -> str:
    return next(iter(entry.get(name, ())), "")
