"""The instructor's side of an nbgrader assignment: its notebooks, cell by cell, and its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

from millivolt.course import Course
from millivolt.errors import AuthorError

__all__ = ["BANK", "Material", "Role", "Sheet", "SourceCell", "read_material"]

BANK = "nbgrader"
"""Stands in the log where the version of a bank does: the tests are the instructor's own."""

MAX_FILES_BYTES = 8 * 2**20
HIDDEN_BEGIN, HIDDEN_END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
AUTOTEST = "### AUTOTEST"


class Role(StrEnum):
    """What a cell is for, in nbgrader's sense."""

    PLAIN = "plain"
    READ_ONLY = "read_only"
    ANSWER = "answer"
    TEST = "test"
    MANUAL = "manual"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell as the instructor wrote it, with solution and hidden tests.

    ``name`` is its grade id, empty for a plain cell; ``released`` is what students found in it,
    ``None`` where that is not known.
    """

    name: str
    kind: str
    role: Role
    source: str
    points: Fraction = Fraction(0)
    released: str | None = None

    @property
    def hidden(self) -> frozenset[int]:
        """The numbers of the lines that students never see, from 1."""
        found, inside = set(), False
        for number, line in enumerate(self.source.splitlines(), start=1):
            inside = inside or HIDDEN_BEGIN in line
            if inside:
                found.add(number)
            inside = inside and HIDDEN_END not in line
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One notebook of the assignment."""

    name: str
    cells: tuple[SourceCell, ...]

    @property
    def graded(self) -> tuple[SourceCell, ...]:
        """The cells that carry points."""
        return tuple(c for c in self.cells if c.role in (Role.TEST, Role.MANUAL, Role.TASK))

    @property
    def tests(self) -> tuple[SourceCell, ...]:
        """The cells whose code decides about points."""
        return tuple(cell for cell in self.cells if cell.role is Role.TEST)

    def answers_to(self, test: SourceCell) -> tuple[SourceCell, ...]:
        """The answers that ``test`` is about: those last asked for before it."""
        group: list[SourceCell] = []
        closed = False
        for cell in self.cells[: self.cells.index(test)]:
            if cell.role is Role.ANSWER:
                group = [cell] if closed else [*group, cell]
                closed = False
            elif cell.role is Role.TEST:
                closed = True
        return tuple(group)


@dataclass(frozen=True, slots=True)
class Material:
    """An assignment: its notebooks in order, and the files that lie beside them by name.

    ``solved`` says whether the answers hold the instructor's own solutions.
    """

    assignment: str
    sheets: tuple[Sheet, ...]
    files: tuple[tuple[str, bytes], ...] = ()
    solved: bool = True

    def slot(self, sheet: Sheet, cell: SourceCell) -> str:
        """The name of a cell's part in the grade log: its grade id where no other has it."""
        shared = sum(c.name == cell.name for other in self.sheets for c in other.graded) > 1
        return f"{sheet.name}.{cell.name}" if shared else cell.name


def read_material(
    course: Course, assignment: str, kept: Callable[[], Mapping[tuple[str, str], str]] = dict
) -> Material:
    """The material in ``source/ASSIGNMENT``; what students found comes from ``release``.

    ``kept`` gives the cells that nbgrader's gradebook keeps, by notebook and id. They are asked
    for where the source is gone, or has tests that nbgrader expands when it makes the release.

    Raises:
        AuthorError: when there is none, or it cannot be graded.
    """
    folder, release = (course.folder / step / assignment for step in ("source", "release"))
    solved = any(folder.glob("*.ipynb"))
    if not solved:
        folder = release
    paths = sorted(folder.glob("*.ipynb"))
    saved = {} if solved and not any(map(_expands, paths)) else kept()
    if not paths or not (solved or saved):
        raise AuthorError(
            f"there is no notebook in source/{assignment}, and nbgrader's gradebook does not "
            "know it either; --legacy grades nbgrader's assignments and needs their tests",
            file=str(course.folder / "source" / assignment),
        )
    sheets = []
    for path in paths:
        found = _sources(release / path.name) if (release / path.name).is_file() else {}
        own = {name: text for (notebook, name), text in saved.items() if notebook == path.stem}
        sheets.append(Sheet(path.stem, tuple(_cells(path, found, own))))
    if not any(sheet.graded for sheet in sheets):
        raise AuthorError("no cell in these notebooks carries points", file=str(folder))
    return Material(assignment, tuple(sheets), _files(folder), solved)


def _expands(path: Path) -> bool:
    return any(AUTOTEST in _text(cell) for cell in _document(path))


def _cells(
    path: Path, released: Mapping[str, str], saved: Mapping[str, str]
) -> Iterator[SourceCell]:
    taken: set[str] = set()
    for cell in _document(path):
        about = cell["metadata"].get("nbgrader") or {}
        role = _role(about)
        name = str(about.get("grade_id", "")) if role is not Role.PLAIN else ""
        if name in taken:
            raise AuthorError(f"two cells have the nbgrader id {name!r}", file=str(path))
        taken |= {name} - {""}
        source = _text(cell)
        if role in (Role.TEST, Role.READ_ONLY):
            source = saved.get(name, source)
        if role is Role.TEST and AUTOTEST in source:
            raise AuthorError(
                f"the test {name!r} is written with AUTOTEST; run `nbgrader generate_assignment` "
                "first, which expands it",
                file=str(path),
            )
        yield SourceCell(
            name=name,
            kind=cell["cell_type"],
            role=role,
            source=source,
            points=_points(about, path),
            released=released.get(name) if name else None,
        )


def _role(about: Mapping[str, Any]) -> Role:
    grade, solution = bool(about.get("grade")), bool(about.get("solution"))
    if about.get("task"):
        return Role.TASK
    if grade:
        return Role.MANUAL if solution else Role.TEST
    if solution:
        return Role.ANSWER
    return Role.READ_ONLY if about.get("locked") else Role.PLAIN


def _points(about: Mapping[str, Any], path: Path) -> Fraction:
    given = about.get("points", 0)
    try:
        points = Fraction(repr(float(given)))
    except (TypeError, ValueError):
        points = Fraction(-1)
    if points < 0:
        raise AuthorError(
            f"the cell {about.get('grade_id')!r} is worth {given!r}; points are a number from 0",
            file=str(path),
        )
    return points


def _sources(path: Path) -> dict[str, str]:
    """The text of each cell that nbgrader knows, by its id."""
    return {
        str(cell["metadata"]["nbgrader"]["grade_id"]): _text(cell)
        for cell in _document(path)
        if (cell["metadata"].get("nbgrader") or {}).get("grade_id")
    }


def _document(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
        cells = [{"metadata": {}, **cell} for cell in found["cells"]]
        return [cell for cell in cells if cell["cell_type"] in ("code", "markdown")]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise AuthorError("this is not a notebook of version 4", file=str(path)) from problem


def _text(cell: Mapping[str, Any]) -> str:
    return "".join(cell.get("source", ""))


def _files(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """The data files beside the notebooks, by their path below ``folder``."""
    found = []
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in inner.parts)
        if path.is_file() and path.suffix != ".ipynb" and not hidden:
            found.append((inner.as_posix(), path.read_bytes()))
    if sum(len(data) for _, data in found) > MAX_FILES_BYTES:
        raise AuthorError(
            f"the files of an assignment may have {MAX_FILES_BYTES >> 20} MiB together",
            file=str(folder),
        )
    return tuple(found)
