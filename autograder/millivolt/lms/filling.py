"""Scores put into a gradebook file that the learning-management system exported itself.

The safest way in: the system finds its own students and columns again. Only the cells of
students whose score is known change; every other cell goes back as it came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from millivolt.lms.errors import LmsFileError
from millivolt.lms.mark import PLACES, decimal
from millivolt.lms.sheet import Sheet

__all__ = ["Filled", "column_of", "fill"]

_COMMA_NUMBER = re.compile(r"[0-9]+,[0-9]+")


@dataclass(frozen=True, slots=True)
class Filled:
    """A gradebook file with scores in it, and what the instructor should know about it.

    ``filled`` are the students whose score was written, ``absent`` those whose score found no
    row, ``blank`` the file's own names of rows without a score (left as they were). ``notices``
    are sentences.
    """

    data: bytes
    filled: tuple[str, ...]
    absent: tuple[str, ...]
    blank: tuple[str, ...]
    notices: tuple[str, ...] = ()


def fill(
    sheet: Sheet,
    scores: Mapping[str, Fraction],
    *,
    column: int,
    keys: Sequence[int],
    students: Sequence[int],
    name: int,
    places: int = PLACES,
    kept: frozenset[str] = frozenset(),
    notices: tuple[str, ...] = (),
) -> Filled:
    """``sheet`` with ``scores`` (by student id) in ``column``.

    ``keys`` are the columns that may hold the student ids: the one that knows most of them is
    used for all, so that two numberings are never mixed. ``students`` are the rows of students,
    ``name`` the column to call them by. Cells that hold one of ``kept`` are not overwritten.
    """
    rows = [list(row) + [""] * (column + 1 - len(row)) for row in sheet.rows]
    key = max(keys, key=lambda k: sum(_cell(rows[row], k) in scores for row in students))
    point = "," if any(_COMMA_NUMBER.fullmatch(cell) for row in rows for cell in row) else "."
    filled: list[str] = []
    blank: list[str] = []
    told = list(notices)
    for row in students:
        student, cells = _cell(rows[row], key), rows[row]
        shown = _cell(cells, name) or student
        if student not in scores:
            blank.append(shown)
        elif student in filled:
            raise LmsFileError(
                f"{student} stands twice in the column {sheet.header[key]!r}.", line=row + 1
            )
        elif cells[column] in kept:
            told.append(f"{shown} is marked {cells[column]} and was left alone.")
        else:
            cells[column] = decimal(scores[student], places, point)
            filled.append(student)
    known = {_cell(rows[row], key) for row in students}
    absent = tuple(sorted(student for student in scores if student not in known))
    return Filled(sheet.with_rows(rows).encode(), tuple(filled), absent, tuple(blank), tuple(told))


def column_of(header: Sequence[str], wanted: str, *, also: Mapping[str, str] | None = None) -> int:
    """Where the column ``wanted`` stands; ``also`` gives other names of headers.

    Raises ``LmsFileError`` that names the nearest headers, or says that there are several.
    """
    names = also or {}
    found = [i for i, cell in enumerate(header) if wanted in (cell, names.get(cell)) and cell]
    if len(found) == 1:
        return found[0]
    if found:
        raise LmsFileError(f"there are {len(found)} columns {wanted!r}; rename all but one.")
    near = get_close_matches(wanted, header, n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise LmsFileError(f"there is no column {wanted!r}.{hint}", line=1)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""
