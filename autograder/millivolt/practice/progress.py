"""What a student has practised: a plain file of their own, one line for each answer.

It never leaves the machine. It may be copied to another one, read with any editor, and deleted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from millivolt.errors import MillivoltError

__all__ = ["Answered", "ProgressFile", "default_path"]

PRIVATE = 0o600


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
    """The file; it need not exist yet."""

    path: Path

    def read(self) -> tuple[Answered, ...]:
        """Every answer, oldest first. A line that was cut off by a crash is left out.

        Raises:
            MillivoltError: when a line in the middle is not one of ours.
        """
        try:
            lines = self.path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as problem:
            raise MillivoltError(f"{self.path} cannot be read: {problem}") from problem
        found = []
        for number, line in enumerate(lines, 1):
            try:
                found.append(_answered(json.loads(line)))
            except (ValueError, KeyError, TypeError) as problem:
                if number < len(lines):
                    raise MillivoltError(
                        f"{self.path}:{number} is damaged ({problem}); delete that line"
                    ) from problem
        return tuple(found)

    def add(self, answers: Iterable[Answered]) -> None:
        """Append ``answers``; the file and its folder are made when needed."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            for answer in answers:
                document = asdict(answer) | {"when": answer.when.isoformat()}
                file.write(json.dumps(document, ensure_ascii=False) + "\n")


def _answered(document: dict[str, object]) -> Answered:
    fields = dict(document)
    when = datetime.fromisoformat(str(fields.pop("when")))
    ideas = fields.pop("misconceptions")
    if when.tzinfo is None or not isinstance(ideas, list):
        raise ValueError("a time without a zone, or no list of misconceptions")
    return Answered(**fields, when=when, misconceptions=tuple(map(str, ideas)))  # type: ignore[arg-type]
