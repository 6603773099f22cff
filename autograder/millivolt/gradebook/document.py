"""Events of the grade log as JSON text and back, and what makes two grades the same result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from millivolt.gradebook.correction import Comment, Override
from millivolt.gradebook.entry import GradeEntry
from millivolt.items.records import converter

__all__ = ["KINDS", "Event", "digest", "dump", "load"]

Event: TypeAlias = GradeEntry | Override | Comment
"""Everything that the log can hold."""

KINDS: Mapping[str, type[Event]] = {"entry": GradeEntry, "override": Override, "comment": Comment}
"""The name of each kind of event in the database."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def dump(event: Event) -> str:
    """``event`` as canonical JSON in ASCII: equal events give equal text.

    ASCII because a student's text may hold anything, lone surrogates and NUL included, which
    databases refuse. Fractions are written exactly. What cells printed is not written.
    """
    if isinstance(event, GradeEntry):
        event = replace(event, transcript=())
    document = converter().unstructure(event)
    document.pop("transcript", None)
    return json.dumps(document, sort_keys=True, separators=(",", ":"), default=_plain)


def load(kind: str, text: str) -> Event:
    """The event that ``dump`` wrote; raises ``cattrs.ClassValidationError`` for other text."""
    return converter().structure(json.loads(text), KINDS[kind])


def digest(entry: GradeEntry) -> str:
    """Hex SHA-256 of the result: everything in ``entry`` but when and why it was made.

    Two runs that agree in submission, key, engine, bank, box mode and every verdict have the
    same digest, however long they took.
    """
    provenance = replace(entry.provenance, when=_NEVER, why="")
    parts = tuple(replace(part, seconds=0.0) for part in entry.parts)
    same = replace(entry, provenance=provenance, parts=parts, seconds=0.0)
    return hashlib.sha256(dump(same).encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """Evidence that JSON cannot hold: arrays as lists, anything else as its text.

    A grade is worth more than the type of its evidence, so nothing is refused here.
    """
    return value.tolist() if hasattr(value, "tolist") else repr(value)
