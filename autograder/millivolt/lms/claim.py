"""What a file's path claims about its owner, in the ways that each system names downloads.

Claims only: the signed id inside a notebook decides, and ``course`` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

__all__ = ["Claim", "Hint", "HintKind", "claim"]


class HintKind(StrEnum):
    """What a hint is: a login name, a number of the system's own, a person's name (Canvas
    writes it in small letters without spaces), or merely a folder's or a file's name."""

    LOGIN = "login"
    LMS_ID = "lms_id"
    NAME = "name"
    FOLDER = "folder"
    STEM = "stem"


@dataclass(frozen=True, slots=True)
class Hint:
    """One clue to the owner, such as ``login jdoe``."""

    kind: HintKind
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a path says: the file's name as the student gave it, clues to the owner with the
    strongest first, the local time of receipt, and whether the system called it late.

    ``aside`` marks what the system itself added to the download, which is no submission.
    """

    name: str
    hints: tuple[Hint, ...]
    received: datetime | None = None
    late: bool = False
    aside: bool = False


_CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?:(?P<late>LATE)_)?(?P<user>[0-9]+)_(?P<submission>[0-9]+)_(?P<file>.+)"
)
_MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>[0-9]+)_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?"
)
_BLACKBOARD = re.compile(
    r".+_(?P<login>[^_]+)_attempt_(?P<when>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<file>.+)|\.txt)"
)
_JUNK_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_JUNK_FOLDERS = frozenset({"__MACOSX", ".ipynb_checkpoints"})


def claim(path: str) -> Claim:
    """The claim that ``path`` (inside the download, with ``/``) makes."""
    pure = PurePosixPath(path)
    if _is_junk(pure):
        return Claim(pure.name, (), aside=True)
    return next(found for reader in _READERS if (found := reader(pure)) is not None)


def _canvas(path: PurePosixPath) -> Claim | None:
    found = _CANVAS.fullmatch(path.name)
    if found is None:
        return None
    hints = (Hint(HintKind.LMS_ID, found["user"]), Hint(HintKind.NAME, found["name"]))
    return Claim(found["file"], hints + _folders(path), late=found["late"] is not None)


def _moodle(path: PurePosixPath) -> Claim | None:
    # The folder form is Moodle's default; the flat form puts the file's name behind.
    found = next((m for part in path.parts if (m := _MOODLE.fullmatch(part))), None)
    if found is None:
        return None
    name = path.name if found[0] != path.name else found["file"] or path.name
    hints = (Hint(HintKind.NAME, found["name"]), Hint(HintKind.LMS_ID, found["id"]))
    return Claim(name, hints, aside=found["plugin"] != "file")


def _blackboard(path: PurePosixPath) -> Claim | None:
    found = _BLACKBOARD.fullmatch(path.name)
    if found is None:
        return None
    try:
        received = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        received = None
    hints = (Hint(HintKind.LOGIN, found["login"]),)
    return Claim(
        found["file"] or path.name, hints + _folders(path), received, aside=found["file"] is None
    )


def _plain(path: PurePosixPath) -> Claim:
    hints = (*_folders(path), Hint(HintKind.STEM, path.stem))
    return Claim(path.name, hints, aside=path.name == "timestamp.txt")


def _folders(path: PurePosixPath) -> tuple[Hint, ...]:
    return tuple(Hint(HintKind.FOLDER, part) for part in path.parts[:-1])


_READERS: tuple[Callable[[PurePosixPath], Claim | None], ...] = (
    _moodle, _blackboard, _canvas, _plain,
)  # fmt: skip


def _is_junk(path: PurePosixPath) -> bool:
    named = path.name in _JUNK_NAMES or path.name.startswith("._")
    return named or bool(_JUNK_FOLDERS & set(path.parts))
