"""Assignments of nbgrader's own, with tests in their cells: what grading them here means there.

Grading them is the work of ``millivolt.legacy``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import make_url

from millivolt.course import Course
from millivolt.gradebook import GradeEntry
from millivolt.gradebook.log import GradeLog
from millivolt.legacy.material import Material, Sheet, read_material
from millivolt.legacy.submissions import notebook_of
from millivolt.nbgrader_bridge.autograded import as_handed_in
from millivolt.nbgrader_bridge.directory import directory
from millivolt.nbgrader_bridge.folder import Drafts, Folder
from millivolt.nbgrader_bridge.gradebook import NbgraderGradebook
from millivolt.nbgrader_bridge.hand_grades import Conflict
from millivolt.nbgrader_bridge.own_sheet import own_autograded
from millivolt.nbgrader_bridge.plugin import apply_plugin, plugin_configured
from millivolt.nbgrader_bridge.publishing import written

__all__ = ["OwnAssignment", "own_assignment"]


class OwnAssignment:
    """An assignment of nbgrader's own; see ``own_assignment``.

    Without a gradebook, or with one that does not know it, nothing is written.
    """

    def __init__(
        self, course: Course, name: str, there: Any, book: NbgraderGradebook | None, drafts: Path
    ) -> None:
        self._course = course
        self._name = name
        self._there = there
        self._book = book
        self._folder = Folder(there)
        self._drafts = Drafts(self._folder, drafts)

    @cached_property
    def known(self) -> bool:
        """Whether nbgrader's gradebook has the assignment."""
        return self._book is not None and self._book.knows(self._name)

    def kept_sources(self) -> Mapping[tuple[str, str], str]:
        """What nbgrader saved of each cell when it made the release, by notebook and cell.

        Hidden tests and expanded AUTOTESTs are in it, solutions are not.
        """
        return {} if self._book is None else self._book.sources(self._name)

    def pull(self, log: GradeLog) -> None:
        """Record in ``log`` what people gave in formgrader, before anything is graded."""
        if self._book is not None and self.known:
            self._book.pull(log, self._name, datetime.now(UTC))

    def lacks(self) -> tuple[str, ...]:
        """Those of whom a notebook that they handed in has no autograded one."""
        if not self.known:
            return ()
        found = sorted((self._course.folder / "submitted").glob(f"*/{self._name}"))
        students = (path.parent.name for path in found)
        return tuple(student for student in students if any(self._missing(student)))

    def draft(self, entry: GradeEntry) -> None:
        """Make the autograded notebooks of ``entry``; they are put in place by ``publish``.

        A notebook that we fail to show stops nobody and changes no grade: its text is shown.
        """
        for sheet in self._material.sheets if self.known else ():
            path = self._handed_in(entry.student, sheet)
            if path is None or not path.is_file():
                continue
            try:
                made = own_autograded(sheet, self._pictures[sheet.name], path, entry)
            except Exception as fault:
                made = as_handed_in(path, f"The findings cannot be shown here: {fault!r}")
            self._drafts.put(entry.student, sheet.name, made)

    def publish(self, log: GradeLog, students: Collection[str]) -> tuple[Conflict, ...]:
        """Write what counts for ``students`` into nbgrader's gradebook, and their notebooks into
        its folders.

        Returns where a person decided otherwise there than another did here.
        """
        if self._book is None or not self.known:
            return ()
        found = written(self._book, self._folder, log, self._name, students)
        if plugin_configured(self._there):
            names = [sheet.name for sheet in self._material.sheets]
            apply_plugin(self._there, self._name, students, names)
        self._drafts.install(self._name, students)
        return found

    @cached_property
    def _material(self) -> Material:
        return read_material(self._course, self._name, self.kept_sources)

    @cached_property
    def _pictures(self) -> dict[str, dict[str, Any]]:
        """What is attached to the instructor's cells, by notebook and the text of the cell."""
        steps = (self._folder.source(self._name), self._folder.release(self._name))
        return {
            sheet.name: {
                "".join(cell["source"]).strip(): cell["attachments"]
                for step in steps
                for path in step.glob(f"{sheet.name}.ipynb")
                for cell in json.loads(path.read_text("utf-8-sig"))["cells"]
                if cell.get("attachments")
            }
            for sheet in self._material.sheets
        }

    def _missing(self, student: str) -> Iterator[Sheet]:
        there = self._folder.autograded(self._name, student)
        for sheet in self._material.sheets:
            shown = there / f"{sheet.name}.ipynb"
            path = self._handed_in(student, sheet)
            if path is not None and path.is_file() and not shown.is_file():
                yield sheet

    def _handed_in(self, student: str, sheet: Sheet) -> Path | None:
        return notebook_of(self._folder.submitted(self._name, student), self._material, sheet)


@contextmanager
def own_assignment(course: Course, name: str, db_url: str = "") -> Iterator[OwnAssignment]:
    """The assignment ``name`` while its gradebook is open.

    ``db_url`` takes the place of the gradebook that ``nbgrader_config.py`` names. A gradebook
    that is a file is not made where there is none.
    """
    there = directory(course.folder, db_url)
    address = make_url(there.db_url)
    missing = address.get_backend_name() == "sqlite" and not (
        address.database and (course.folder / address.database).is_file()
    )
    with ExitStack() as undo:
        drafts = undo.enter_context(TemporaryDirectory(prefix="millivolt-autograded-"))
        book = None
        if not missing:
            book = undo.enter_context(NbgraderGradebook.open(there.db_url, there.course_id))
        yield OwnAssignment(course, name, there, book, Path(drafts))
