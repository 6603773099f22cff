"""The public side of a part: what a student's notebook may hold, with the key left behind.

One function per kind of part picks the public facts by name; nothing is copied wholesale, so a
field that is added to a part later stays out of notebooks until someone puts it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from string import ascii_uppercase
from typing import Any, TypeVar

from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    Figure,
    FreeText,
    Function,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Part,
    Series,
    SymbolSpec,
    Table,
    TwoTier,
    Variant,
)
from millivolt.notebooks import stubs

__all__ = ["Slot", "asked_in", "slot"]

P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one answer goes.

    ``name`` is the slot (``q1_E``); ``binds`` the Python name that holds the answer, which
    differs for functions and is empty for words. ``note`` is Markdown below the prompt (options,
    symbols), ``stub`` the source of the untouched answer cell, ``facts`` what the self-check
    may know about the form of the answer. A ``task`` has no answer cell: students add their own.
    """

    name: str
    kind: str
    points: Fraction
    prompt: str
    binds: str
    stub: str
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    task: bool = False

    @property
    def words(self) -> str:
        """The prompt and what stands below it."""
        return "\n\n".join(text for text in (self.prompt, self.note) if text)


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a kind of part contributes to its slot."""

    stub: str
    note: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    binds: str | None = None
    task: bool = False


def slot(part: Part, name: str, points: Fraction, prompt: str, commitment: str = "") -> Slot:
    """The public view of ``part`` under the slot ``name``.

    ``commitment`` lets the self-check tell right from wrong; see ``millivolt.checks.commitment``.
    """
    ask = _ASKS[type(part)](part, name)
    binds = name if ask.binds is None else ask.binds
    facts = {**ask.facts, "commitment": commitment} if commitment else ask.facts
    return Slot(name, part.kind, points, prompt, binds, ask.stub, ask.note, facts, ask.task)


def asked_in(variant: Variant, part: Part) -> Slot:
    """The public view of ``part`` where ``variant`` stands alone, outside of any notebook."""
    return slot(part, part.id, Fraction(1), variant.prose.prompts.get(part.id, ""))


def _numeric(part: Numeric, name: str) -> _Ask:
    facts: dict[str, Any] = {"unit": part.unit, "bare": part.bare}
    if part.figures is not None:
        facts["figures"] = part.figures
    return _Ask(stubs.number(name, part.unit), facts=facts)


def _table(part: Table, name: str) -> _Ask:
    entries = {(cell.row, cell.column): cell.unit for cell in part.cells}
    rows = list(dict.fromkeys(row for row, _ in entries))
    columns = list(dict.fromkeys(column for _, column in entries))
    units = {
        column: list(dict.fromkeys(u for (_, c), u in entries.items() if c == column))
        for column in columns
    }
    named = {column: kinds[0] if len(kinds) == 1 else "" for column, kinds in units.items()}
    cells = {row: [c for c in columns if (row, c) in entries] for row in rows}
    note = _listing(
        [f"{column} in {unit}" if unit else column for column, unit in named.items()],
        lead=f"Columns, for each {part.row_label}:",
    )
    return _Ask(
        stubs.table(name, cells),
        note,
        {"row_label": part.row_label, "cells": cells, "units": named},
    )


def _series(part: Series, name: str) -> _Ask:
    time, value = part.names
    facts: dict[str, Any] = {
        "columns": list(part.names),
        "units": [part.time_unit, part.value_unit],
    }
    note = ""
    if part.runs > 1:
        facts["runs"] = part.runs
        note = (
            f"Give {part.runs} runs of the same program, each with half the time step of the one "
            "before, and save all of them at the times of the first."
        )
    stub = stubs.series(name, (time, part.time_unit), (value, part.value_unit), part.runs)
    return _Ask(stub, note, facts)


def _design(part: Design, name: str) -> _Ask:
    free = [(v.name, v.unit) for v in part.variables]
    ranges = _listing(
        [
            f"`{v.name}`{f' ({v.meaning})' if v.meaning else ''}: "
            f"from {v.low:g} to {v.high:g} {v.unit}".rstrip()
            for v in part.variables
        ],
        lead="You choose:",
    )
    facts = {
        "variables": [v.name for v in part.variables],
        "units": [v.unit for v in part.variables],
    }
    return _Ask(stubs.design(name, free), ranges, facts)


def _choice(part: Choice, name: str) -> _Ask:
    letters = _letters(part.options)
    return _Ask(stubs.choice(name, letters), _options(part.options), {"options": letters})


def _multiple_choice(part: MultipleChoice, name: str) -> _Ask:
    letters = _letters(part.options)
    return _Ask(stubs.choices(name, letters), _options(part.options), {"options": letters})


def _ordering(part: Ordering, name: str) -> _Ask:
    letters = _letters(part.options)
    return _Ask(stubs.ordering(name, letters), _options(part.options), {"options": letters})


def _matching(part: Matching, name: str) -> _Ask:
    letters, stems = _letters(part.options), _numbers(part.stems)
    note = f"{_options(part.stems, _numbers)}\n\n{_options(part.options)}"
    return _Ask(stubs.matching(name, stems), note, {"stems": stems, "options": letters})


def _two_tier(part: TwoTier, name: str) -> _Ask:
    letters, numbers = _letters(part.options), _numbers(part.reasons)
    reasons = _options(part.reasons, _numbers)
    note = f"Your answer:\n\n{_options(part.options)}\n\nYour reason:\n\n{reasons}"
    return _Ask(stubs.two_tier(name), note, {"options": letters, "reasons": numbers})


def _expression(part: Expression, name: str) -> _Ask:
    facts = {**_names(part.symbols), "solved_for": part.solved_for}
    return _Ask(stubs.expression(name, part.solved_for), _symbols(part.symbols), facts)


def _derivation(part: Derivation, name: str) -> _Ask:
    return _Ask(stubs.derivation(name), _symbols(part.symbols), _names(part.symbols))


def _function(part: Function, name: str) -> _Ask:
    return _Ask(
        stubs.function(part.name, part.signature, part.doc),
        facts={"name": part.name, "signature": part.signature},
        binds=part.name,
    )


def _figure(part: Figure, name: str) -> _Ask:
    return _Ask(
        stubs.figure(name, part.x_unit, part.y_unit),
        facts={"x_unit": part.x_unit, "y_unit": part.y_unit},
    )


def _free_text(part: FreeText, name: str) -> _Ask:
    return _Ask("" if part.task else stubs.WORDS, binds="", task=part.task)


_ASKS: Mapping[type[Part], Callable[[Any, str], _Ask]] = {
    Numeric: _numeric,
    Table: _table,
    Series: _series,
    Design: _design,
    Choice: _choice,
    MultipleChoice: _multiple_choice,
    Ordering: _ordering,
    Matching: _matching,
    TwoTier: _two_tier,
    Expression: _expression,
    Derivation: _derivation,
    Function: _function,
    Figure: _figure,
    FreeText: _free_text,
}


def _letters(options: tuple[Option, ...]) -> list[str]:
    if len(options) > len(ascii_uppercase):
        raise ValueError(f"{len(options)} options: the alphabet has letters for 26")
    return list(ascii_uppercase[: len(options)])


def _numbers(options: tuple[Option, ...]) -> list[str]:
    return [str(n) for n in range(1, len(options) + 1)]


def _options(
    options: tuple[Option, ...],
    labels: Callable[[tuple[Option, ...]], list[str]] = _letters,
) -> str:
    pairs = zip(labels(options), options, strict=True)
    return _listing([f"**{label}.** {option.text}" for label, option in pairs])


def _symbols(symbols: tuple[SymbolSpec, ...]) -> str:
    return _listing(
        [
            f"`{s.name}`"
            + (f": {s.meaning}" if s.meaning else "")
            + (f", in {s.unit}" if s.unit else "")
            for s in symbols
        ],
        lead="Symbols:",
    )


def _names(symbols: tuple[SymbolSpec, ...]) -> dict[str, Any]:
    """The symbols that may be written, and the other names of those that have any."""
    aliases = {s.name: list(s.aliases) for s in symbols if s.aliases}
    named: dict[str, Any] = {"symbols": [s.name for s in symbols]}
    return {**named, "aliases": aliases} if aliases else named


def _listing(lines: list[str], lead: str = "") -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{lead}\n\n{listed}" if lead else listed
