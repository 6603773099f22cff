"""What a bank covers: the families of each passage with level and kinds, and those of each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from millivolt.bank.family import Family
from millivolt.items.records import PART_KINDS

__all__ = ["Covered", "by_kind", "coverage", "kinds_of"]

SEEDS = 5
"""A family may ask in several ways, so that a few of its variants are looked at."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One family that treats a passage, with its level and the kinds of its parts."""

    passage: str
    family: str
    level: str
    kinds: tuple[str, ...]


def coverage(bank: Iterable[Family]) -> tuple[Covered, ...]:
    """One row for each passage and family, in the order of the text and then of the bank."""
    rows: defaultdict[str, list[Covered]] = defaultdict(list)
    for family in bank:
        kinds = kinds_of(family)
        for passage in family.item.passages:
            rows[passage].append(Covered(passage, family.id, family.item.level, kinds))
    return tuple(row for passage in sorted(rows, key=_place) for row in rows[passage])


def by_kind(bank: Iterable[Family]) -> dict[str, tuple[str, ...]]:
    """Every kind of response there is, with the families that ask for it."""
    found: dict[str, list[str]] = {part.kind: [] for part in PART_KINDS}
    for family in bank:
        for kind in kinds_of(family):
            found[kind].append(family.id)
    return {kind: tuple(families) for kind, families in found.items()}


def kinds_of(family: Family) -> tuple[str, ...]:
    """The kinds of the family's parts, in the order of the catalogue of kinds."""
    drafts = [family.item.draw(seed).draft for seed in range(SEEDS)]
    present = {part.kind for draft in drafts for part in draft.parts}
    return tuple(part.kind for part in PART_KINDS if part.kind in present)


def _place(passage: str) -> tuple[str, int]:
    letters = passage.rstrip("0123456789")
    number = passage[len(letters) :]
    return letters, int(number) if number else 0
