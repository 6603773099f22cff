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
from itertools import product

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
    others: Sequence[Mapping[str, str]] = (),
    places: int = PLACES,
    kept: frozenset[str] = frozenset(),
    notices: tuple[str, ...] = (),
) -> Filled:
    """``sheet`` with ``scores`` (by student id) in ``column``.

    ``keys`` are the columns that may hold the student ids; ``others`` are further numberings,
    such as from e-mail address to student id. The column and the numbering that know most
    students are used for all, so that two numberings are never mixed. ``students`` are the rows
    of students, ``name`` the column to call them by. Cells that hold one of ``kept`` are not
    overwritten.
    """
    rows = [list(row) + [""] * (column + 1 - len(row)) for row in sheet.rows]
    owner = _owners(sheet, keys, ({s: s for s in scores}, *others), students, scores)
    point = "," if any(_COMMA_NUMBER.fullmatch(cell) for row in rows for cell in row) else "."
    filled: list[str] = []
    blank: list[str] = []
    told = list(notices)
    for row in students:
        cells, student = rows[row], owner.get(row)
        shown = _cell(cells, name)
        if student is None:
            blank.append(shown)
        elif student in filled:
            raise LmsFileError(f"{student} stands twice in this file.", line=row + 1)
        elif cells[column] in kept:
            told.append(f"{shown} is marked {cells[column]} and was left alone.")
        else:
            cells[column] = decimal(scores[student], places, point)
            filled.append(student)
    absent = tuple(sorted(set(scores) - set(owner.values())))
    return Filled(sheet.with_rows(rows).encode(), tuple(filled), absent, tuple(blank), tuple(told))


def _owners(
    sheet: Sheet,
    keys: Sequence[int],
    numberings: Sequence[Mapping[str, str]],
    students: Sequence[int],
    scores: Mapping[str, Fraction],
) -> dict[int, str]:
    """The student with a score in each row, by the column and numbering that know most.

    Raises ``LmsFileError`` when two know as many and disagree: a grade may not go to a guess.
    """
    found: list[tuple[int, dict[int, str]]] = []
    for key, numbering in product(keys, numberings):
        named = {row: numbering.get(_cell(sheet.rows[row], key), "") for row in students}
        found.append((key, {row: who for row, who in named.items() if who in scores}))
    best = max(len(owners) for _, owners in found)
    (key, chosen), *rivals = [pair for pair in found if len(pair[1]) == best]
    for rival, owners in rivals:
        if owners != chosen:
            names = sorted({sheet.header[key].strip(), sheet.header[rival].strip()})
            raise LmsFileError(
                f"the student ids fit different students by {' and by '.join(names)}:"
                " delete the column that does not hold them."
            )
    return chosen


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
