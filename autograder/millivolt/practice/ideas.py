"""Wrong ideas: which an item would show, for advice on what to practise next; their names."""

from __future__ import annotations

from functools import cache

from millivolt.items import Item

__all__ = ["in_words", "shown_by"]

_ANY_SEED = 1
"""Variants of an item claim the same ideas, but for one that happens not to fit its numbers."""


@cache
def shown_by(item: Item) -> frozenset[str]:
    """The misconceptions that a variant of ``item`` would recognise, by id."""
    parts = item.draw(_ANY_SEED).draft.parts
    return frozenset(idea.id for part in parts for idea in part.claims())


def in_words(idea: str) -> str:
    """The name of a misconception as it is told: ``inside and outside swapped``."""
    return idea.replace("in_out", "inside_and_outside").replace("_", " ")
