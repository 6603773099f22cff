"""A variant: one student's own copy of an item, complete and frozen."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from millivolt.items.part import Part
from millivolt.items.picture import Picture

__all__ = ["Prose", "Variant", "variant_id"]


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of a variant, in Markdown with formulas between dollar signs.

    ``prompts`` maps each part's id to what is asked. ``question`` may be empty when the prompts
    say everything.
    """

    question: str
    prompts: Mapping[str, str]
    hints: tuple[str, ...]
    solution: str


@dataclass(frozen=True, slots=True)
class Variant:
    """An item drawn with a seed: parameters as printed, prose, and parts with their keys."""

    id: str
    item_id: str
    item_version: int
    seed: str
    title: str
    topic: str
    given: Mapping[str, Any]
    prose: Prose
    parts: tuple[Part, ...]
    strata: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)
    picture: Picture | None = None

    def part(self, part_id: str) -> Part:
        """The part named ``part_id``; raises ``KeyError``."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    @property
    def points(self) -> int:
        """Sum of the parts' weights."""
        return sum(part.points for part in self.parts)


def variant_id(item_id: str, item_version: int, seed: int | str) -> str:
    """The short name of a variant: ten letters and digits that follow from its origin."""
    digest = hashlib.sha256(f"{item_id}|{item_version}|{seed}".encode()).digest()
    return base64.b32encode(digest).decode()[:10].lower()
