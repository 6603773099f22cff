"""Where an answer is typed or chosen: one record for each widget of the forms.

Made from the public side of a part and from what was sent before; a key never gets here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from types import MappingProxyType
from typing import Any, ClassVar

from markupsafe import Markup

from millivolt.feedback.prose import phrase
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
    Table,
    TwoTier,
)
from millivolt.notebooks import Slot
from millivolt.practice.formula import readable
from millivolt.practice.web.desk import Entry
from millivolt.quantities import unit

__all__ = ["WITH_OPTIONS", "Box", "arranged", "box"]

WITH_OPTIONS = (Choice, MultipleChoice, Ordering, Matching, TwoTier, Table, Design)
"""Parts whose note below the prompt says what their box shows."""


@dataclass(frozen=True, slots=True)
class Label:
    """A thing to choose: its letter or number, as HTML, and as plain text for menus."""

    mark: str
    html: Markup
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``unit`` is what a number without a unit is read in."""

    widget: ClassVar[str] = "line"
    text: str
    sample: str = ""
    unit: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines: ``style`` is ``derivation``, ``code`` or ``words``.

    Of a ``task``, only what was found is written here.
    """

    widget: ClassVar[str] = "lines"
    text: str
    style: str
    rows: int
    task: bool = False


@dataclass(frozen=True, slots=True)
class Picks:
    """Options of which one, or any number (``several``), are ticked."""

    widget: ClassVar[str] = "picks"
    options: tuple[Label, ...]
    chosen: frozenset[str]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Tiers:
    """An answer, and the reason for it."""

    widget: ClassVar[str] = "tiers"
    options: tuple[Label, ...]
    reasons: tuple[Label, ...]
    chosen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Order:
    """Options in the order in which they stand now."""

    widget: ClassVar[str] = "order"
    options: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """An option to choose for each stem."""

    widget: ClassVar[str] = "pairs"
    stems: tuple[Label, ...]
    options: tuple[Label, ...]
    chosen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to fill in: ``rows`` maps each row to its columns and what stands there."""

    widget: ClassVar[str] = "grid"
    row_label: str
    columns: tuple[str, ...]
    units: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Knob:
    """A number to choose freely, and its range in words."""

    name: str
    meaning: str
    span: str
    text: str


@dataclass(frozen=True, slots=True)
class Knobs:
    """Several numbers to choose."""

    widget: ClassVar[str] = "knobs"
    knobs: tuple[Knob, ...]


Box = Line | Lines | Picks | Tiers | Order | Pairs | Grid | Knobs


def box(part: Part, slot: Slot, entry: Entry, stub: str = "") -> Box:
    """The box of ``part`` with what ``entry`` says; ``stub`` is the code to start from."""
    return _BOXES[type(part)](part, slot, entry, stub)


def arranged(part: Ordering, entry: Entry) -> list[str]:
    """The letters of the options in the order that ``entry`` gives, else as they were asked."""
    letters = list(ascii_uppercase[: len(part.options)])
    given = list(entry.get("order", ()))
    return given if sorted(given) == letters else letters


def _numeric(part: Numeric, slot: Slot, entry: Entry, stub: str) -> Box:
    sample = slot.stub.partition("for example ")[2].strip('"').replace("-", "−")
    unit = part.unit if part.bare else ""
    return Line(_text(entry), sample, unit)


def _expression(part: Expression, slot: Slot, entry: Entry, stub: str) -> Box:
    return Line(_text(entry), formula=True)


def _derivation(part: Derivation, slot: Slot, entry: Entry, stub: str) -> Box:
    return Lines(_text(entry), "derivation", 6)


def _code(part: Part, slot: Slot, entry: Entry, stub: str) -> Box:
    return Lines(_text(entry) or stub, "code", 12)


def _words(part: FreeText, slot: Slot, entry: Entry, stub: str) -> Box:
    return Lines(_text(entry), "words", 6, part.task)


def _choice(part: Choice, slot: Slot, entry: Entry, stub: str) -> Box:
    return Picks(_labels(part.options), frozenset(entry.get("answer", ())))


def _choices(part: MultipleChoice, slot: Slot, entry: Entry, stub: str) -> Box:
    return Picks(_labels(part.options), frozenset(entry.get("answer", ())), several=True)


def _ordering(part: Ordering, slot: Slot, entry: Entry, stub: str) -> Box:
    by_mark = {label.mark: label for label in _labels(part.options)}
    return Order(tuple(by_mark[mark] for mark in arranged(part, entry)))


def _matching(part: Matching, slot: Slot, entry: Entry, stub: str) -> Box:
    stems = _labels(part.stems, _numbers(part.stems))
    chosen = {stem.mark: _first(entry, f"pair {stem.mark}") for stem in stems}
    return Pairs(stems, _labels(part.options), chosen)


def _two_tier(part: TwoTier, slot: Slot, entry: Entry, stub: str) -> Box:
    chosen = frozenset((*entry.get("answer", ()), *entry.get("reason", ())))
    return Tiers(_labels(part.options), _labels(part.reasons, _numbers(part.reasons)), chosen)


def _table(part: Table, slot: Slot, entry: Entry, stub: str) -> Box:
    cells: Mapping[str, Sequence[str]] = slot.facts["cells"]
    rows = {
        row: {column: _first(entry, f"{row} / {column}") for column in columns}
        for row, columns in cells.items()
    }
    units = {column: unit(symbol).symbol for column, symbol in slot.facts["units"].items()}
    return Grid(part.row_label, tuple(units), units, rows)


def _design(part: Design, slot: Slot, entry: Entry, stub: str) -> Box:
    return Knobs(
        tuple(
            Knob(
                v.name,
                v.meaning,
                f"{v.low:g} to {v.high:g} {unit(v.unit).symbol}".rstrip(),
                _first(entry, v.name),
            )
            for v in part.variables
        )
    )


_BOXES: Mapping[type[Part], Callable[[Any, Slot, Entry, str], Box]] = MappingProxyType(
    {
        Numeric: _numeric,
        Table: _table,
        Design: _design,
        Choice: _choice,
        MultipleChoice: _choices,
        Ordering: _ordering,
        Matching: _matching,
        TwoTier: _two_tier,
        Expression: _expression,
        Derivation: _derivation,
        Function: _code,
        Figure: _code,
        Series: _code,
        FreeText: _words,
    }
)


def _text(entry: Entry) -> str:
    return _first(entry, "answer")


def _first(entry: Entry, name: str) -> str:
    return next(iter(entry.get(name, ())), "")


def _numbers(options: Sequence[Option]) -> Iterable[str]:
    return map(str, range(1, len(options) + 1))


def _labels(options: Sequence[Option], marks: Iterable[str] = ascii_uppercase) -> tuple[Label, ...]:
    return tuple(
        Label(mark, phrase(option.text), readable(option.text))
        for mark, option in zip(marks, options, strict=False)
    )
