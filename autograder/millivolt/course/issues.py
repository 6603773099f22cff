"""What was issued, kept for ever: one JSON file per student and assignment, and a manifest.

Grading reads the frozen variants from here and nothing else about the questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from millivolt.course.files import PRIVATE, write_all, write_whole
from millivolt.course.issue import Issue
from millivolt.errors import AuthorError
from millivolt.items.records import converter

__all__ = ["FORMAT", "IssueStore"]

FORMAT = 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class IssueStore:
    """The frozen issues under a course's ``.millivolt`` folder."""

    folder: Path

    def assignments(self) -> tuple[str, ...]:
        """The assignments of which anything was issued."""
        root = self.folder / "issues"
        return tuple(sorted(path.name for path in root.iterdir())) if root.is_dir() else ()

    def students(self, assignment: str) -> tuple[str, ...]:
        """Those to whom ``assignment`` was issued, by id."""
        found = (self.folder / "issues" / assignment).glob("[!.]*.json")
        return tuple(sorted(path.name.removesuffix(".json") for path in found))

    def read(self, assignment: str, student: str) -> Issue:
        """What ``student`` got; raises ``AuthorError`` when nothing, or when it is damaged."""
        return self._read(assignment, student, lambda value: converter().structure(value, Issue))

    def document(self, assignment: str, student: str) -> str:
        """What ``student`` got as one JSON text, the same for the same issue, to be read by
        whoever needs it. Raises ``AuthorError`` as ``read`` does, for what is no JSON."""
        return self._read(assignment, student, _text)

    def _read(self, assignment: str, student: str, understand: Callable[[Any], T]) -> T:
        path = self._path(assignment, student)
        try:
            document = json.loads(path.read_bytes())
            if document["format"] != FORMAT:
                raise ValueError(f"format {document['format']} is not known")
            return understand(document["issue"])
        except FileNotFoundError:
            raise AuthorError(
                f"{assignment} was not issued to {student}; run `millivolt assign {assignment}`",
                file=str(path),
            ) from None
        # cattrs gathers its complaints in an ExceptionGroup of its own.
        except (ValueError, KeyError, TypeError, ExceptionGroup) as problem:
            raise AuthorError(
                f"this frozen issue is damaged ({problem}); restore it from a backup",
                file=str(path),
            ) from problem

    def all(self, assignment: str) -> Iterator[Issue]:
        """Every issue of ``assignment``, one at a time."""
        return (self.read(assignment, student) for student in self.students(assignment))

    def freeze(self, issue: Issue) -> None:
        """Keep ``issue``. What was frozen before changes by ``amend`` only."""
        self.freeze_all([issue])

    def freeze_all(self, issues: Iterable[Issue]) -> None:
        """Keep ``issues``, in their order."""
        plain, files = converter(), {}
        for issue in issues:
            document = {"format": FORMAT, "issue": plain.unstructure(issue)}
            files[self._path(issue.assignment, issue.student)] = _encoded(document)
        write_all(files, PRIVATE)

    def amend(self, before: Issue, after: Issue) -> None:
        """Put ``after`` in the place of ``before``, which is kept aside for good."""
        path = self._path(before.assignment, before.student)
        frozen = path.read_bytes()
        name = f"{before.student}-{sha256(frozen).hexdigest()[:16]}.json"
        write_whole(self.folder / "amended" / before.assignment / name, frozen, PRIVATE)
        self.freeze(after)

    def manifest(self, assignment: str) -> list[dict[str, Any]]:
        """The definitions under which ``assignment`` was issued, the latest last."""
        path = self._manifest(assignment)
        if not path.exists():
            return []
        try:
            document = json.loads(path.read_bytes())
            definitions: list[dict[str, Any]] = document["definitions"]
        except (ValueError, KeyError, TypeError) as problem:
            raise AuthorError(
                f"this manifest is damaged ({problem}); restore it from a backup", file=str(path)
            ) from problem
        return definitions

    def set_manifest(self, assignment: str, definitions: list[dict[str, Any]]) -> None:
        """Keep the definitions of ``assignment``."""
        document = {"format": FORMAT, "definitions": definitions}
        write_whole(self._manifest(assignment), _encoded(document), PRIVATE)

    def _path(self, assignment: str, student: str) -> Path:
        return self.folder / "issues" / assignment / f"{student}.json"

    def _manifest(self, assignment: str) -> Path:
        return self.folder / "manifests" / f"{assignment}.json"


def _encoded(document: dict[str, Any]) -> bytes:
    return (_text(document) + "\n").encode()


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False)
