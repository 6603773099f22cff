"""Canvas: scores into the gradebook file that Canvas exported, to be imported there again.

Format: Canvas' own exporter, ``lib/gradebook_exporter.rb``: Student (or LastName, FirstName),
ID, SIS User ID, SIS Login ID, ..., one column ``Title (id)`` for each assignment; then possibly
a row "Manual Posting", and a row "Points Possible", before the students.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from millivolt.lms.errors import LmsFileError
from millivolt.lms.filling import Filled, column_of, fill
from millivolt.lms.mark import PLACES, decimal, exact
from millivolt.lms.sheet import Sheet

__all__ = ["fill_canvas"]

_KEYS = ("SIS Login ID", "SIS User ID", "Integration ID", "ID")
_NAMES = ("Student", "LastName")
_TITLE_WITH_ID = re.compile(r"(?P<title>.*) \((?P<id>[0-9]+)\)", re.DOTALL)
_KEPT = frozenset({"EX", "N/A"})
_TEST_STUDENT = "Student, Test"


def fill_canvas(
    exported: bytes,
    assignment: str,
    scores: Mapping[str, Fraction],
    *,
    others: Sequence[Mapping[str, str]] = (),
    max_score: Fraction | None = None,
    places: int = PLACES,
) -> Filled:
    """``exported`` with ``scores`` (by student id) in the column of ``assignment``.

    ``assignment`` is the title in Canvas, or the whole header with the number. Student ids may
    be Canvas' login, SIS or own ids, or be reached through ``others``: mappings to student ids
    from e-mail addresses or Canvas' numbers, say. Excused (EX) and unassigned (N/A) cells stay.

    Raises ``LmsFileError`` when this is not Canvas' file, the assignment is not in it, or the
    ids fit different students by different columns.
    """
    sheet = Sheet.decode(exported)
    header = [cell.strip() for cell in sheet.header]
    names = [i for i, cell in enumerate(header) if cell in _NAMES]
    keys = [header.index(key) for key in _KEYS if key in header]
    if not names or "ID" not in header:
        raise LmsFileError("this is not a gradebook that Canvas exported.", line=1)
    own = header.index("ID")
    titles = {cell: found["title"] for cell in header if (found := _TITLE_WITH_ID.fullmatch(cell))}
    column = column_of([c if c in titles else "" for c in header], assignment, also=titles)
    students = [
        i
        for i, row in enumerate(sheet.rows)
        if i and len(row) > own and row[own].strip().isdecimal() and row[names[0]] != _TEST_STUDENT
    ]
    return fill(
        sheet,
        scores,
        column=column,
        keys=keys,
        students=students,
        name=names[0],
        others=others,
        places=places,
        kept=_KEPT,
        notices=_points_possible(sheet, column, names[0], max_score),
    )


def _points_possible(
    sheet: Sheet, column: int, name: int, max_score: Fraction | None
) -> tuple[str, ...]:
    """What to say when Canvas expects another number of points."""
    row = next((r for r in sheet.rows if r[name].strip().casefold() == "points possible"), ())
    theirs = exact(row[column]) if column < len(row) else None
    if theirs is None or max_score is None or theirs == max_score:
        return ()
    return (
        f"Canvas counts this assignment out of {decimal(theirs)} points,"
        f" these scores are out of {decimal(max_score)}.",
    )
