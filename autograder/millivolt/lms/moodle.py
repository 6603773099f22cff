"""Moodle: a file for its grade import, and scores into an assignment's grading worksheet.

Formats: docs.moodle.org, "Grade import" and "Assignment settings" (offline grading worksheet).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from millivolt.lms.errors import LmsFileError
from millivolt.lms.filling import Filled, column_of, fill
from millivolt.lms.grades import GradeTable
from millivolt.lms.mark import PLACES, decimal
from millivolt.lms.sheet import Sheet, defused

__all__ = ["MapBy", "fill_moodle_worksheet", "moodle_csv"]


class MapBy(StrEnum):
    """What Moodle finds its users by; the value is the header of the column."""

    ID_NUMBER = "ID number"
    EMAIL = "Email address"


# Without brackets, pipes and quotes a formula can do nothing, and a key must reach Moodle as it is.
_INERT = re.compile(r"[\w.+@-]+")
_WORKSHEET_KEYS = ("ID number", "Username", "Email address")


def moodle_csv(table: GradeTable, by: MapBy = MapBy.ID_NUMBER, *, places: int = PLACES) -> bytes:
    """A CSV file for Moodle's grade import: who, then one column for each of ``table``'s.

    With ``ID_NUMBER`` Moodle's id numbers are the student ids. Students without any score are
    left out, and a blank cell stands for no grade: Moodle would take feedback or a zero for a
    grade. Raises ``LmsFileError`` when a student with a score has no e-mail to be found by.
    """
    rows = [[by.value, *(defused(column.label) for column in table.columns)]]
    for row in table.rows:
        if all(score is None for score in row.scores):
            continue
        key = row.student if by is MapBy.ID_NUMBER else row.email
        if not key:
            raise LmsFileError(f"{row.student} has no e-mail address in the roster.")
        marks = ("" if score is None else decimal(score, places) for score in row.scores)
        rows.append([key if _INERT.fullmatch(key) else defused(key), *marks])
    return Sheet((), newline="\n").with_rows(rows).encode()


def fill_moodle_worksheet(
    exported: bytes,
    scores: Mapping[str, Fraction],
    *,
    others: Sequence[Mapping[str, str]] = (),
    places: int = PLACES,
) -> Filled:
    """The grading worksheet of one assignment with ``scores`` in its column Grade.

    Students are found by ID number, username or e-mail address, whichever column holds the ids
    that ``scores`` uses, or those that ``others`` map to them (from e-mail addresses, say).
    Raises ``LmsFileError`` when this is no worksheet, or one that shows
    none of these columns.
    """
    sheet = Sheet.decode(exported)
    header = [cell.strip() for cell in sheet.header]
    if "Identifier" not in header or "Grade" not in header:
        raise LmsFileError("this is not a grading worksheet of a Moodle assignment.", line=1)
    keys = [header.index(key) for key in _WORKSHEET_KEYS if key in header]
    if not keys:
        raise LmsFileError(
            "the worksheet names the students only by number:"
            " turn on e-mail addresses or id numbers in Moodle (Show user identity) and export"
            " it again.",
            line=1,
        )
    name = header.index("Full name") if "Full name" in header else keys[0]
    return fill(
        sheet,
        scores,
        column=column_of(header, "Grade"),
        keys=keys,
        students=range(1, len(sheet.rows)),
        name=name,
        others=others,
        places=places,
    )
