"""A class's grades as a plain file: CSV, JSON, or Parquet where pyarrow is installed.

Scores stay exact until they are written. What a missing score means is the caller's policy:
here it is blank, never zero.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module
from typing import Any

from millivolt.errors import EnvironmentProblem
from millivolt.lms.errors import LmsFileError
from millivolt.lms.mark import PLACES, decimal, exact
from millivolt.lms.sheet import Sheet, defused, fused

__all__ = [
    "Column", "GradeRow", "GradeTable",
    "grades_csv", "grades_json", "grades_parquet", "read_grades_csv", "read_grades_json",
]  # fmt: skip

_PERSON = ("student", "name", "email")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of scores: an assignment, a part of one, or a total.

    ``max_score`` is written beside the scores when it is given.
    """

    label: str
    max_score: Fraction | None = None


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One student's line; a missing score is ``None``."""

    student: str
    scores: tuple[Fraction | None, ...]
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class GradeTable:
    """The grades of a class: every row has one score for each column."""

    columns: tuple[Column, ...]
    rows: tuple[GradeRow, ...]

    def __post_init__(self) -> None:
        labels = [*_PERSON, *(column.label for column in self.columns)]
        labels += [f"{c.label}_max" for c in self.columns if c.max_score is not None]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            raise ValueError(f"two columns of grades are called {twice[0]!r}")
        for row in self.rows:
            if len(row.scores) != len(self.columns):
                raise ValueError(
                    f"{row.student} has {len(row.scores)} scores for {len(self.columns)} columns"
                )

    def with_missing_as_zero(self) -> GradeTable:
        """The table in which a missing score counts as zero, for a policy that says so."""
        zero = Fraction(0)
        rows = (
            replace(row, scores=tuple(zero if score is None else score for score in row.scores))
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def with_names_hidden(self, pseudonym: Callable[[str], str]) -> GradeTable:
        """The table with a pseudonym for each student, in their order, and no name or address."""
        rows = (GradeRow(pseudonym(row.student), row.scores) for row in self.rows)
        return replace(self, rows=tuple(sorted(rows, key=lambda row: row.student)))


def grades_csv(table: GradeTable, *, places: int = PLACES, bom: bool = False) -> bytes:
    """``table`` as CSV (RFC 4180, UTF-8): student, name, e-mail, then the scores.

    No cell can act as a formula. ``bom`` puts the mark in front that Excel needs to see UTF-8.
    """
    header = list(_PERSON)
    for column in table.columns:
        header += [column.label] + ([f"{column.label}_max"] if column.max_score is not None else [])
    rows = [[defused(label) for label in header]]
    for row in table.rows:
        cells = [defused(text) for text in (row.student, row.name, row.email)]
        for column, score in zip(table.columns, row.scores, strict=True):
            cells.append("" if score is None else decimal(score, places))
            if column.max_score is not None:
                cells.append(decimal(column.max_score, places))
        rows.append(cells)
    return Sheet((), bom=bom).with_rows(rows).encode()


def read_grades_csv(data: bytes) -> GradeTable:
    """The table that ``grades_csv`` wrote, as exact as its decimals.

    Raises ``LmsFileError`` for a file of another kind.
    """
    sheet = Sheet.decode(data)
    header = [fused(cell) for cell in sheet.header]
    if tuple(header[:3]) != _PERSON:
        raise LmsFileError("this CSV file does not begin with student, name, email.", line=1)
    with_max = {label for label in header if f"{label}_max" in header}
    places = [i for i in range(3, len(header)) if header[i].removesuffix("_max") not in with_max
              or header[i] in with_max]  # fmt: skip
    body = [_padded(row, len(header)) for row in sheet.rows[1:]]
    columns = tuple(
        Column(header[i], exact(body[0][i + 1]) if body and header[i] in with_max else None)
        for i in places
    )
    rows = tuple(
        GradeRow(fused(row[0]), tuple(exact(row[i]) for i in places), fused(row[1]), fused(row[2]))
        for row in body
    )
    return GradeTable(columns, rows)


def grades_json(table: GradeTable, *, places: int = PLACES) -> bytes:
    """``table`` as one JSON document; every score as a number and as an exact fraction."""
    columns = [
        {"label": column.label, "max_score": _number(column.max_score, places)}
        for column in table.columns
    ]
    students = [
        {
            "student": row.student,
            "name": row.name,
            "email": row.email,
            "scores": {
                column.label: _number(score, places)
                for column, score in zip(table.columns, row.scores, strict=True)
            },
        }
        for row in table.rows
    ]
    document = {"columns": columns, "students": students}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def read_grades_json(data: bytes) -> GradeTable:
    """The table that ``grades_json`` wrote, exactly."""
    try:
        document = json.loads(data)
        columns = tuple(
            Column(column["label"], _fraction(column["max_score"]))
            for column in document["columns"]
        )
        rows = tuple(
            GradeRow(
                row["student"],
                tuple(_fraction(row["scores"][column.label]) for column in columns),
                row["name"],
                row["email"],
            )
            for row in document["students"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LmsFileError(f"this is not a file of grades in JSON ({error!r}).") from None
    return GradeTable(columns, rows)


def grades_parquet(table: GradeTable) -> bytes:
    """``table`` as Parquet, scores as double precision numbers and missing ones as null.

    Raises ``EnvironmentProblem`` without pyarrow.
    """
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ModuleNotFoundError:
        raise EnvironmentProblem("Parquet needs pyarrow: pip install pyarrow") from None
    people: dict[str, list[Any]] = {key: [getattr(r, key) for r in table.rows] for key in _PERSON}
    scores = {
        column.label: pyarrow.array(
            [None if row.scores[i] is None else float(row.scores[i] or 0) for row in table.rows],
            type=pyarrow.float64(),
        )
        for i, column in enumerate(table.columns)
    }
    maxima = {c.label: str(c.max_score) for c in table.columns if c.max_score is not None}
    made = pyarrow.table(people | scores)
    made = made.replace_schema_metadata({"millivolt.max_score": json.dumps(maxima)})
    file = io.BytesIO()
    parquet.write_table(made, file)
    return file.getvalue()


def _number(points: Fraction | None, places: int) -> dict[str, Any] | None:
    if points is None:
        return None
    return {"points": float(decimal(points, places)), "exact": str(points)}


def _fraction(number: dict[str, Any] | None) -> Fraction | None:
    return None if number is None else Fraction(number["exact"])


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))
