"""What was taken into ``submitted/`` for each student, and by which right it stands there."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from millivolt.course.course import Course
from millivolt.course.files import PRIVATE, write_whole
from millivolt.errors import AuthorError

__all__ = ["Receipt", "Receipts", "fingerprint"]

_TIMESTAMP = "timestamp.txt"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submitted file: where it came from, and its SHA-256.

    ``own`` tells that it bears the student's own token. It was received at ``received`` (aware)
    or before. ``instead_of`` is the SHA-256 of the file that it replaced, empty if there was none.
    """

    origin: str
    digest: str
    own: bool
    received: datetime
    instead_of: str = ""

    @property
    def standing(self) -> tuple[bool, float, list[tuple[str, int]]]:
        """The larger, the better: one's own before another's, later before earlier files.

        Without times, files are in the order of the numbers that systems put into their names.
        """
        stem = str(PurePosixPath(self.origin).with_suffix(""))
        pieces = _DIGITS.split(stem)
        numbered = [(t, int(n)) for t, n in zip(pieces[::2], [*pieces[1::2], "-1"], strict=True)]
        return self.own, self.received.timestamp(), numbered


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of one assignment, one file per student, and the notebooks they stand for."""

    course: Course
    assignment: str

    def read(self, student: str) -> Receipt | None:
        """The receipt of ``student``; raises ``AuthorError`` when it is damaged."""
        path = self._path(student)
        try:
            told = json.loads(path.read_bytes())
            return Receipt(**{**told, "received": datetime.fromisoformat(told["received"])})
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as problem:
            raise AuthorError(
                f"this receipt is damaged ({problem}); delete it and collect again", file=str(path)
            ) from problem

    def there(self, student: str) -> str:
        """The fingerprint of the notebook in ``submitted/``, empty when there is none."""
        notebook = self._notebook(student)
        return fingerprint(notebook.read_bytes()) if notebook.is_file() else ""

    def store(self, student: str, receipt: Receipt, data: bytes) -> None:
        """Put ``data`` into ``submitted/``; what was there is kept aside.

        The receipt is written first and names the file that it replaces: so a run that is killed
        in between can be told from a file that was put there by hand.
        """
        notebook = self._notebook(student)
        if receipt.instead_of:
            name = f"{receipt.instead_of[:16]}.ipynb"
            aside = self.course.state / "replaced" / self.assignment / student / name
            write_whole(aside, notebook.read_bytes(), PRIVATE)
        document = {**asdict(receipt), "received": receipt.received.isoformat()}
        write_whole(self._path(student), json.dumps(document).encode(), PRIVATE)
        # As nbgrader writes it: UTC, without an offset.
        moment = receipt.received.astimezone(UTC).replace(tzinfo=None)
        stamp = f"{moment.isoformat(' ', 'microseconds')} UTC"
        write_whole(notebook.with_name(_TIMESTAMP), stamp.encode())
        write_whole(notebook, data)

    def _notebook(self, student: str) -> Path:
        return self.course.submitted(student, self.assignment)

    def _path(self, student: str) -> Path:
        return self.course.state / "receipts" / self.assignment / f"{student}.json"


def fingerprint(data: bytes) -> str:
    """The SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()
