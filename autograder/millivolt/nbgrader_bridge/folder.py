"""nbgrader's step folders of a course: where things lie, and autograded notebooks put there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from millivolt.lms.submissions import timestamp
from millivolt.nbgrader_bridge.sheets import Document
from millivolt.notebooks import laid_out

__all__ = ["Drafts", "Folder", "encoded"]

_EVERYBODY = "."
"""nbgrader's student of what all students share."""


_PAPERS = ("timestamp.txt", "submission_secret.txt")
"""What nbgrader puts beside a submission, and needs to find its feedback again."""


class Folder:
    """The folders of nbgrader's ``CourseDirectory``, as its configuration names them."""

    def __init__(self, there: Any) -> None:
        self._there = there

    def source(self, assignment: str) -> Path:
        """The instructor's version."""
        return self._step(self._there.source_directory, _EVERYBODY, assignment)

    def release(self, assignment: str) -> Path:
        """What everybody fetches."""
        return self._step(self._there.release_directory, _EVERYBODY, assignment)

    def submitted(self, assignment: str, student: str) -> Path:
        """What a student handed in."""
        return self._step(self._there.submitted_directory, student, assignment)

    def autograded(self, assignment: str, student: str) -> Path:
        """Where formgrader looks for the notebooks that it shows."""
        return self._step(self._there.autograded_directory, student, assignment)

    def install(self, assignment: str, student: str, drafts: Iterable[Path]) -> None:
        """Put ``drafts`` and the files beside the submission where ``nbgrader autograde`` would.

        Links in a submission are left out: they may point to anything.
        """
        target = self.autograded(assignment, student)
        target.mkdir(parents=True, exist_ok=True)
        for origin in (self.submitted(assignment, student), self.source(assignment)):
            for file in self._files(origin):
                _put(origin / file, target / file, self._mode)
        for draft in drafts:
            _put(draft, target / draft.name, self._mode)

    def arrived(self, assignment: str, student: str) -> datetime | None:
        """When a submission arrived, as nbgrader knows it; ``None`` without a time stamp."""
        try:
            told = (self.submitted(assignment, student) / "timestamp.txt").read_bytes()
        except OSError:
            return None
        return timestamp(told)

    def accompany(self, assignment: str, student: str) -> None:
        """Put the papers of a submission beside its feedback."""
        target = self._step(self._there.feedback_directory, student, assignment)
        for paper in _PAPERS:
            origin = self.submitted(assignment, student) / paper
            if origin.is_file() and not origin.is_symlink():
                _put(origin, target / paper, 0o644)

    @property
    def _mode(self) -> int:
        return 0o664 if self._there.groupshared else 0o444

    def _step(self, step: str, student: str, assignment: str) -> Path:
        return Path(self._there.format_path(step, student, assignment))

    def _files(self, origin: Path) -> Iterator[Path]:
        """The files below ``origin`` but for notebooks, relative to it."""
        ignored = (*self._there.ignore, "*.ipynb")
        for path in sorted(origin.rglob("*")):
            inside = path.relative_to(origin)
            way = (origin.joinpath(*inside.parts[: n + 1]) for n in range(len(inside.parts)))
            if any(fnmatch(name, pattern) for name in inside.parts for pattern in ignored):
                continue
            if path.is_file() and not any(step.is_symlink() for step in way):
                yield inside


class Drafts:
    """Autograded notebooks of one assignment that wait below ``place`` for their grades."""

    def __init__(self, folder: Folder, place: Path) -> None:
        self._folder = folder
        self._place = place

    def of(self, student: str, notebook: str) -> Path:
        """Where the draft of a notebook lies, if there is one."""
        return self._place / student / f"{notebook}.ipynb"

    def put(self, student: str, notebook: str, document: Document) -> None:
        """Keep ``document`` as the draft of a notebook."""
        path = self.of(student, notebook)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(laid_out(document))

    def install(self, assignment: str, students: Iterable[str]) -> None:
        """Put the drafts of ``students`` into nbgrader's folder of autograded notebooks."""
        for student in students:
            if drafts := sorted((self._place / student).glob("*.ipynb")):
                self._folder.install(assignment, student, drafts)


def encoded(document: Document) -> bytes:
    """A notebook as nbformat writes it, to be read by people too."""
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def _put(origin: Path, target: Path, mode: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # A new name first: what is there is read-only, and may be open in somebody's browser.
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    shutil.copyfile(origin, draft)
    draft.chmod(mode)
    draft.replace(target)
