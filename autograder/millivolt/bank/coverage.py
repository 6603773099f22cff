"""What a bank covers: which families treat each passage of the text, by kind and level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from millivolt.bank.family import Family
from millivolt.items.item import LEVELS

__all__ = ["Covered", "coverage"]


@dataclass(frozen=True, slots=True)
class Covered:
    """The families that treat one passage, with the kinds of their parts and their levels."""

    passage: str
    families: tuple[str, ...]
    kinds: tuple[str, ...]
    levels: tuple[str, ...]


def coverage(bank: Iterable[Family]) -> tuple[Covered, ...]:
    """One row for each passage that occurs, in the order of the text."""
    families: defaultdict[str, list[Family]] = defaultdict(list)
    for family in bank:
        for passage in family.item.passages:
            families[passage].append(family)
    rows = []
    for passage in sorted(families, key=_place):
        found = families[passage]
        parts = (part for family in found for part in family.item.draw(0).draft.parts)
        levels = {family.item.level for family in found}
        rows.append(
            Covered(
                passage,
                tuple(sorted(family.id for family in found)),
                tuple(sorted({part.kind for part in parts})),
                tuple(level for level in LEVELS if level in levels),
            )
        )
    return tuple(rows)


def _place(passage: str) -> tuple[str, int]:
    letters = passage.rstrip("0123456789")
    number = passage[len(letters) :]
    return letters, int(number) if number else 0
