"""nbgrader's step folders of a course: where things lie, and autograded notebooks put there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from millivolt.lms.submissions import timestamp

__all__ = ["Folder"]

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
        """The notebook that formgrader shows."""
        folder = self._step(self._there.autograded_directory, student, assignment)
        return folder / f"{assignment}.ipynb"

    def install(self, assignment: str, student: str, draft: Path) -> None:
        """Put ``draft`` and the files beside the submission where ``nbgrader autograde`` would.

        Links in a submission are left out: they may point to anything.
        """
        target = self.autograded(assignment, student)
        target.parent.mkdir(parents=True, exist_ok=True)
        for origin in (self.submitted(assignment, student), self.source(assignment)):
            for file in self._files(origin):
                _put(origin / file, target.parent / file, self._mode)
        _put(draft, target, self._mode)

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


def _put(origin: Path, target: Path, mode: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # A new name first: what is there is read-only, and may be open in somebody's browser.
    draft = target.with_name(f".{target.name}.new")
    draft.unlink(missing_ok=True)
    shutil.copyfile(origin, draft)
    draft.chmod(mode)
    draft.replace(target)
