"""Made-up responses for parts that ask for several named numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from millivolt.checks.manufacture.numbers import (
    DIGITS,
    coinciding,
    rounded,
    typed,
    unexplained,
)
from millivolt.checks.manufacture.specimen import (
    BLANKS,
    Kind,
    Specimen,
    disguised,
    malformed,
    plain,
    right,
)
from millivolt.items import Cell, State, Table

Rows = dict[str, dict[str, Any]]


def table_specimens(part: Table) -> tuple[Specimen, ...]:
    """The right table in several shapes, and tables with one cell or all of them wrong."""
    texts = _rows({cell: _typed(cell, cell.answer) for cell in part.cells})
    numbers = _rows({cell: cell.answer for cell in part.cells})
    found = [
        right(texts),
        disguised(numbers, "bare numbers"),
        disguised(_listed(part, texts), "a list of rows"),
        disguised(_transposed(texts), "a dict of columns"),
    ]
    alone = len(part.cells) == 1
    for cell in part.cells:
        for idea in cell.misconceptions:
            value = float(rounded(idea.value, DIGITS))
            ideas = coinciding(value, cell.tolerance, cell.misconceptions)
            table = _rows({c: _typed(c, value if c is cell else c.answer) for c in part.cells})
            state = State.INCORRECT if alone else State.PARTIAL
            label = f"{idea.id} in {cell.row}, {cell.column}"
            found.append(plain(Kind.MISCONCEPTION, label, table, state, ideas=ideas))
    wrong = {c: unexplained(c.answer, c.tolerance, c.misconceptions) for c in part.cells}
    if None not in wrong.values():
        table = _rows({c: _typed(c, v) for c, v in wrong.items() if v is not None})
        found.append(plain(Kind.WRONG, "every cell wrong", table, State.INCORRECT))
    found += [
        malformed("see the figure", "words"),
        malformed([1.0, 2.0], "a list of numbers"),
        malformed(3.7, "a number"),
    ]
    return (*found, *BLANKS)


def _typed(cell: Cell, value: float) -> str:
    return typed(rounded(value, DIGITS), cell.unit)


def _rows(entries: Mapping[Cell, Any]) -> Rows:
    rows: Rows = {}
    for cell, entry in entries.items():
        rows.setdefault(cell.row, {})[cell.column] = entry
    return rows


def _listed(part: Table, rows: Rows) -> list[dict[str, Any]]:
    return [{part.row_label: row, **columns} for row, columns in rows.items()]


def _transposed(rows: Rows) -> Rows:
    columns: Rows = {}
    for row, line in rows.items():
        for column, entry in line.items():
            columns.setdefault(column, {})[row] = entry
    return columns
