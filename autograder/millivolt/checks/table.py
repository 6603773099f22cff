"""Checking a table of named numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from millivolt.checks.amount import Amount, described, read_amount, wrong_dimension
from millivolt.checks.catalogue import Code, Unreadable, finding, unreadable
from millivolt.checks.judgement import judge
from millivolt.isolation import Frame
from millivolt.items import Cell, Finding, State, Table, Verdict
from millivolt.quantities import QuantityError, Unit, unit

Entries = Mapping[tuple[str, str], tuple[Any, str]]
"""Entry and unit of the heading, by names of row and column in one case."""

_HEADING = re.compile(r"(.*?)\s*(?:\((.*)\)|\[(.*)\]|/\s+(.*))\s*")


def check_table(part: Table, value: Any) -> Verdict:
    """The verdict on a table: the share of its cells that are right."""
    entries = _entries(part, value)
    findings: list[Finding] = []
    if not any(_place(cell) in entries for cell in part.cells):
        missing = [finding(Code.CELL_MISSING, cell=_name(cell)) for cell in part.cells]
        return Verdict.without_credit(State.UNGRADABLE_INPUT, *missing)
    right = 0
    for cell in part.cells:
        wrong = _check_cell(cell, entries)
        right += not wrong
        findings += wrong
    return Verdict.of(Fraction(right, len(part.cells)), *findings)


def _check_cell(cell: Cell, entries: Entries) -> tuple[Finding, ...]:
    """What is wrong with a cell; nothing when it is right."""
    name = _name(cell)
    entry, heading_unit = entries.get(_place(cell), (None, ""))
    if entry is None:
        return (finding(Code.CELL_MISSING, cell=name),)
    wanted = unit(cell.unit)
    try:
        amount = _in_heading_unit(read_amount(entry), heading_unit)
    except Unreadable as problem:
        reason = problem.finding.message
        return (finding(Code.CELL_UNREADABLE, cell=name, reason=reason),)
    exact = amount.within(wanted)
    if exact is None:
        reason = wrong_dimension(amount, wanted).message
        return (finding(Code.CELL_WRONG, cell=name, reason=reason),)
    judgement = judge(float(exact), cell.answer, cell.tolerance, cell.misconceptions)
    return tuple(
        finding(
            Code.CELL_WRONG,
            cell=name,
            reason=found.message,
            evidence={**found.evidence, "code": found.code, "value": float(exact)},
        )
        for found in judgement.findings
    )


def _name(cell: Cell) -> str:
    return f"{cell.row}, {cell.column}"


def _place(cell: Cell) -> tuple[str, str]:
    return _folded(cell.row), _folded(cell.column)


def _in_heading_unit(amount: Amount, heading_unit: str) -> Amount:
    named = _unit_or_none(heading_unit)
    if amount.unit is not None or named is None:
        return amount
    return Amount(amount.number, named, amount.quantity)


def _unit_or_none(text: str) -> Unit | None:
    try:
        return unit(text) if text else None
    except QuantityError:
        return None


def _entries(part: Table, value: Any) -> Entries:
    """The entries of a dict of dicts or of pairs, a list of rows, or a data frame."""
    rows = {_folded(cell.row) for cell in part.cells}
    columns = {_folded(cell.column) for cell in part.cells}
    found: dict[tuple[str, str], tuple[Any, str]] = {}
    for row, column, entry in _triples(part, value):
        heading, heading_unit = _split(column, columns)
        first, second = _folded(row), heading
        # A dict of columns holds the same as a dict of rows, the other way round.
        if first not in rows and _split(row, columns)[0] in columns:
            first, (second, heading_unit) = _folded(column), _split(row, columns)
        found[first, second] = (entry, heading_unit)
    return found


def _triples(part: Table, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Row, column and entry of everything in the table."""
    if isinstance(value, Mapping) and (columns := _columns(part, value)) is not None:
        value = Frame(columns, list(range(max(map(len, columns.values())))))
    if isinstance(value, Frame):
        labels: Sequence[Any] = list(value.index)
        for name, column in value.columns.items():
            if _folded(name) == _folded(part.row_label):
                labels = list(column)
        for name, column in value.columns.items():
            for label, entry in zip(labels, column, strict=False):
                yield str(label), str(name), entry
    elif isinstance(value, Mapping):
        single = {cell.column for cell in part.cells}
        for row, line in value.items():
            if isinstance(row, tuple) and len(row) == 2:
                yield str(row[0]), str(row[1]), line
            elif isinstance(line, Mapping):
                for column, entry in line.items():
                    yield str(row), str(column), entry
            elif len(single) == 1:
                yield str(row), next(iter(single)), line
    elif isinstance(value, list | tuple):
        label = _folded(part.row_label)
        for line in value:
            if not isinstance(line, Mapping):
                raise unreadable(
                    Code.WRONG_TYPE, wanted="A list of dicts, one for each row", got=described(line)
                )
            names = [str(entry) for key, entry in line.items() if _folded(key) == label]
            if not names:
                raise unreadable(Code.MISSING_NAME, name=part.row_label)
            for column, entry in line.items():
                if _folded(column) != label:
                    yield names[0], str(column), entry
    else:
        raise unreadable(Code.WRONG_TYPE, wanted="A table", got=described(value))


def _columns(part: Table, value: Mapping[Any, Any]) -> dict[str, Any] | None:
    """The columns of a dict as one gives it to a data frame; None when it is another dict."""
    columns = {str(name): column for name, column in value.items()}
    if not any(_folded(name) == _folded(part.row_label) for name in columns):
        return None
    lists = all(isinstance(c, list | tuple) or getattr(c, "ndim", 0) == 1 for c in columns.values())
    return columns if lists else None


def _split(heading: str, columns: set[str]) -> tuple[str, str]:
    """A heading without its unit, and the unit: "E (mV)" is the column "E" in mV."""
    folded = _folded(heading)
    if folded not in columns and (match := _HEADING.fullmatch(str(heading))):
        name, *units = match.groups()
        if _folded(name) in columns:
            return _folded(name), next(u for u in units if u is not None).strip()
    return folded, ""


def _folded(name: Any) -> str:
    return " ".join(str(name).split()).casefold()
