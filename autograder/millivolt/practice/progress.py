"""What a student has practised: a plain file of their own, one line for each answer.

It never leaves the machine. It may be copied to another one, read with any editor, and deleted.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from millivolt.errors import EnvironmentProblem

__all__ = ["Answered", "ProgressFile", "default_path"]

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer in practice: to which part of which variant, and what came of it.

    ``share`` is the credit from 0 to 1; ``hints`` how many were read before; ``when`` is aware.
    """

    item: str
    topic: str
    part: str
    seed: str
    state: str
    share: float
    hints: int
    when: datetime
    misconceptions: tuple[str, ...] = ()


def default_path(environment: Mapping[str, str]) -> Path:
    """Where the progress of this user lies: in the data folder that the desktop standard names."""
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "millivolt" / "progress.jsonl"


@dataclass(frozen=True, slots=True)
class ProgressFile:
    """The file; it need not exist yet. Several programs may add to it at the same time."""

    path: Path

    def read(self) -> tuple[Answered, ...]:
        """Every answer, oldest first. Lines that cannot be read are left out, and left alone.

        Raises:
            EnvironmentProblem: when the file is there and cannot be read at all.
        """
        return tuple(answer for _, answer in self._lines() if answer is not None)

    def damaged(self) -> tuple[int, ...]:
        """The numbers of the lines that cannot be read."""
        return tuple(number for number, answer in self._lines() if answer is None)

    def add(self, answers: Iterable[Answered]) -> None:
        """Append ``answers``, all of them or none; file and folder are made when needed.

        Raises:
            EnvironmentProblem: when they cannot be kept, because the disk is full for example.
        """
        text = "".join(json.dumps(_document(one), ensure_ascii=False) + "\n" for one in answers)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            handle = os.open(self.path, flags, PRIVATE)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                os.fchmod(handle, PRIVATE)
                _append(handle, text.encode("utf-8", "replace"))
            finally:
                os.close(handle)
        except OSError as problem:
            raise EnvironmentProblem(
                f"{self.path} could not be written: {problem.strerror}. What it held is still "
                "there; make room or give permission, or name another file with --progress"
            ) from problem

    def _lines(self) -> Iterator[tuple[int, Answered | None]]:
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        except OSError as problem:
            raise EnvironmentProblem(
                f"{self.path} cannot be read: {problem.strerror}; give permission, or name "
                "another file with --progress"
            ) from problem
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, _answered(line)


def _append(handle: int, data: bytes) -> None:
    """Write ``data`` behind what is there, or nothing of it. The handle is locked."""
    before = os.fstat(handle).st_size
    if before and os.pread(handle, 1, before - 1) != b"\n":
        # A crash cut the last line off: it must not swallow the next one.
        data = b"\n" + data
    try:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, before)
        raise


def _document(answer: Answered) -> dict[str, Any]:
    return asdict(answer) | {"when": answer.when.isoformat()}


def _answered(line: bytes) -> Answered | None:
    """The answer that a line tells of; ``None`` when it is none of ours."""
    try:
        document = json.loads(line)
        answer = Answered(
            **{name: document[name] for name in ("item", "topic", "part", "seed", "state")},
            share=float(document["share"]),
            hints=int(document["hints"]),
            when=datetime.fromisoformat(document["when"]),
            misconceptions=tuple(document["misconceptions"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
    texts = (answer.item, answer.topic, answer.part, answer.seed, answer.state)
    whole = all(isinstance(text, str) for text in (*texts, *answer.misconceptions))
    sound = whole and 0 <= answer.share <= 1 and answer.hints >= 0 and answer.when.tzinfo
    return answer if sound else None
