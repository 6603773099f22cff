"""Who takes the course, from a CSV file: ours, or an export of Canvas, Moodle or nbgrader."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from millivolt.course.names import student_id_problem
from millivolt.errors import AuthorError

__all__ = ["Roster", "Student"]


@dataclass(frozen=True, slots=True)
class Student:
    """A student. ``id`` names folders and never changes; ``lms_id`` is the LMS's own number."""

    id: str
    name: str = ""
    email: str = ""
    lms_id: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """How one kind of export names its columns (in lower case); the first that is filled counts.

    ``marks`` are the columns by which the export is recognised.
    """

    marks: tuple[str, ...]
    id: tuple[str, ...]
    name: tuple[str, ...]
    email: tuple[str, ...] = ()
    lms_id: tuple[str, ...] = ()
    section: tuple[str, ...] = ()


CANVAS = Columns(
    marks=("student", "id", "section"),
    id=("sis user id", "sis login id", "id"),
    name=("student",),
    email=("email", "sis login id"),
    lms_id=("id",),
    section=("section",),
)
MOODLE = Columns(
    marks=("first name", "email address"),
    id=("id number", "username", "email address"),
    name=("first name", "surname", "last name"),
    email=("email address",),
)
NBGRADER = Columns(
    marks=("id", "first_name", "last_name"),
    id=("id",),
    name=("first_name", "last_name"),
    email=("email",),
    lms_id=("lms_user_id",),
)
OURS = Columns(
    marks=("id",),
    id=("id",),
    name=("name",),
    email=("email",),
    lms_id=("lms_id",),
    section=("section",),
)
_KINDS = (CANVAS, MOODLE, NBGRADER, OURS)
_NOT_STUDENTS = ("points possible", "student, test", "test student")


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a course, in the order of their ids."""

    students: tuple[Student, ...]

    def __iter__(self) -> Iterator[Student]:
        return iter(self.students)

    def __len__(self) -> int:
        return len(self.students)

    def __contains__(self, student_id: object) -> bool:
        return any(student.id == student_id for student in self.students)

    def __getitem__(self, student_id: str) -> Student:
        """The student with this id; raises ``KeyError``."""
        for student in self.students:
            if student.id == student_id:
                return student
        raise KeyError(student_id)

    @classmethod
    def read(cls, path: Path) -> Roster:
        """The roster in the CSV file at ``path``.

        Raises:
            AuthorError: with the line, when a column is missing, an id occurs twice or cannot
                name a folder.
        """
        return cls(tuple(sorted(_students(path), key=lambda student: student.id)))


def _students(path: Path) -> Iterator[Student]:
    rows = _rows(path)
    try:
        _, header = next(rows)
    except StopIteration:
        raise AuthorError(
            "the file is empty; its first line names the columns", file=str(path)
        ) from None
    names = [name.casefold() for name in header]
    columns = next((kind for kind in _KINDS if set(kind.marks) <= set(names)), None)
    if columns is None:
        raise AuthorError(
            f"no column is called id (found: {', '.join(header)}); a roster has the columns "
            "id, name, email, or is an export of Canvas, Moodle or nbgrader",
            file=str(path),
            line=1,
        )
    lines: dict[str, int] = {}
    for line, row in rows:
        student = _student(columns, dict(zip(names, row, strict=False)))
        if student.name.casefold() in _NOT_STUDENTS:
            continue
        problem = student_id_problem(student.id)
        # Some file systems do not tell capitals apart: two such ids would share a folder.
        before = lines.setdefault(student.id.casefold(), line)
        if problem is None and before != line:
            problem = f"is in line {before} already"
        if problem is not None:
            raise AuthorError(f"the id {student.id!r} {problem}", file=str(path), line=line)
        yield student


def _student(columns: Columns, row: Mapping[str, str]) -> Student:
    def first(names: Sequence[str]) -> str:
        return next((row[name] for name in names if row.get(name)), "")

    name = " ".join(row[part] for part in columns.name if row.get(part))
    surname, comma, given = name.partition(", ")
    if columns is CANVAS and comma and name.casefold() not in _NOT_STUDENTS:
        name = f"{given} {surname}"
    return Student(
        first(columns.id), name, first(columns.email), first(columns.lms_id), first(columns.section)
    )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its last line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise AuthorError("the roster is missing", file=str(path)) from None
    except UnicodeDecodeError:
        raise AuthorError(
            "the roster is not UTF-8 text; save it as 'CSV UTF-8'", file=str(path)
        ) from None
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            cells = [unicodedata.normalize("NFC", cell).strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield reader.line_num, cells
    except csv.Error as problem:
        raise AuthorError(f"not CSV: {problem}", file=str(path), line=reader.line_num) from None
