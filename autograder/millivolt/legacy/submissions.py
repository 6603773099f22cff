"""What was handed in for an nbgrader assignment: from the course's folders to hand-ins."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from millivolt.course import Course
from millivolt.errors import AuthorError
from millivolt.grading.submissions import or_the_only_one, received
from millivolt.legacy.marking import HandIn
from millivolt.legacy.material import MAX_FILES_BYTES, Material, Sheet
from millivolt.notebooks import NotebookProblem
from millivolt.notebooks.reader import read_bytes

__all__ = ["folders", "hand_in", "notebook_of", "strange"]

_OWN_FILES = 200


def folders(course: Course, assignment: str, students: Sequence[str]) -> dict[str, Path]:
    """The folders of those who handed something in, by student; of ``students`` if any are named.

    Raises:
        AuthorError: when one who is named handed nothing in.
    """
    place = course.folder / "submitted"
    found = {
        path.parent.name: path for path in sorted(place.glob(f"*/{assignment}")) if path.is_dir()
    }
    for student in students:
        if student not in found:
            raise AuthorError(
                f"{student} has not handed in {assignment}",
                file=str(place / student / assignment),
            )
    return {student: found[student] for student in students or found}


def notebook_of(folder: Path, material: Material, sheet: Sheet) -> Path | None:
    """The file in ``folder`` that was handed in for ``sheet``.

    It has the sheet's name or, where the assignment has one notebook, is the only one there.
    """
    expected = folder / f"{sheet.name}.ipynb"
    if len(material.sheets) == 1:
        return or_the_only_one(expected)
    return expected if os.path.lexists(expected) else None


def strange(folder: Path, material: Material) -> tuple[str, ...]:
    """Notebooks in ``folder`` that are none of the assignment's, while one of these is missing."""
    taken = [notebook_of(folder, material, sheet) for sheet in material.sheets]
    if None not in taken:
        return ()
    return tuple(sorted(path.name for path in folder.glob("*.ipynb") if path not in taken))


def hand_in(folder: Path, material: Material) -> HandIn | None:
    """What lies in ``folder``; ``None`` when no notebook of the assignment does."""
    notebooks, problems, when = {}, {}, None
    for sheet in material.sheets:
        path = notebook_of(folder, material, sheet)
        if path is None:
            continue
        when = when or received(path)
        try:
            notebooks[sheet.name] = read_bytes(path)
        except NotebookProblem as refused:
            problems[sheet.name] = str(refused)
    if not notebooks and not problems:
        return None
    return HandIn(folder.parent.name, notebooks, problems, tuple(_own_files(folder)), when)


def _own_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The student's other files, as far as they are plain and small."""
    room = MAX_FILES_BYTES
    for path in sorted(folder.iterdir())[:_OWN_FILES]:
        if path.suffix == ".ipynb" or path.name.startswith(".") or path.is_dir():
            continue
        try:
            data = read_bytes(path)
        except NotebookProblem:
            continue
        room -= len(data)
        if room >= 0:
            yield path.name, data
