"""The files that students handed in, out of what a learning-management system lets one download.

Canvas, Moodle, Blackboard, nbgrader's folders and plain ones are told apart file by file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath

from millivolt.lms.archive import Limits, Member, opened
from millivolt.lms.claim import Claim, Hint, claim
from millivolt.lms.errors import LmsFileError

__all__ = ["FoundFile", "submissions", "timestamp"]

_TIMESTAMP = "timestamp.txt"
_TIMESTAMP_BYTES = 1024


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file as it was found, with what its path claims.

    ``origin`` is the path inside the download, ``name`` the file name that the student gave.
    ``hints`` are clues to the owner, strongest first. ``received`` is aware, ``None`` when
    nothing tells. ``late`` says that the system called it late. With a ``problem`` (a sentence's
    end: "is a link.") the file was not read and ``data`` is empty.
    """

    origin: str
    name: str
    hints: tuple[Hint, ...]
    received: datetime | None
    data: bytes
    late: bool = False
    problem: str = ""


def submissions(
    source: Path, *, zone: tzinfo | None = None, limits: Limits | None = None
) -> Iterator[FoundFile]:
    """Every file handed in under ``source``, a folder or a zip, one at a time, sorted by path.

    ``zone`` is the course's: systems that write local times do not say which. A file that is
    too large, a link, damaged, encrypted, doubled or no notebook comes with its ``problem``;
    what the system itself added is left out. Raises ``LmsFileError`` for a download that as a
    whole cannot be trusted or read.
    """
    limit = limits or Limits()
    with opened(source, limit) as members:
        stamps = _timestamps(members)
        room = limit.total_bytes
        for member in members:
            said = claim(member.path)
            if said.aside:
                continue
            data, problem = _read(member, said, limit)
            room -= len(data)
            if room < 0:
                raise LmsFileError(
                    f"this download unpacks to more than {limit.total_bytes / 2**30:.0f} GiB."
                )
            received = _received(said, zone) or stamps.get(str(PurePosixPath(member.path).parent))
            yield FoundFile(member.path, said.name, said.hints, received, data, said.late, problem)


def _read(member: Member, said: Claim, limit: Limits) -> tuple[bytes, str]:
    suffix = PurePosixPath(said.name).suffix.lower()
    if suffix == ".zip":
        return b"", "is an archive: ask the student for the notebook itself."
    if suffix != ".ipynb":
        return b"", "is not a notebook (.ipynb)."
    return member.read(limit.file_bytes)


def _received(said: Claim, zone: tzinfo | None) -> datetime | None:
    if said.received is None or zone is None:
        return None
    # The hour that comes twice when summer time ends is taken as the first: never to a student's
    # disadvantage.
    return said.received.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _timestamps(members: Sequence[Member]) -> dict[str, datetime]:
    """The times in nbgrader's ``timestamp.txt`` files, by the folder they stand in."""
    found = {}
    for member in members:
        path = PurePosixPath(member.path)
        if path.name == _TIMESTAMP:
            data, _ = member.read(_TIMESTAMP_BYTES)
            if (when := timestamp(data)) is not None:
                found[str(path.parent)] = when
    return found


def timestamp(data: bytes) -> datetime | None:
    """The time that nbgrader wrote, such as ``2026-03-01 23:59:10.123456 UTC``; without a zone
    it is UTC."""
    text = data.decode("ascii", "replace").strip().removesuffix("UTC").strip()
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
