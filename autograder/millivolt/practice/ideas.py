"""Which wrong ideas an item would show, for advice on what to practise next."""

from __future__ import annotations

from functools import cache

from millivolt.items import Item

__all__ = ["shown_by"]

_ANY_SEED = 1
"""Variants of an item claim the same ideas, but for one that happens not to fit its numbers."""


@cache
def shown_by(item: Item) -> frozenset[str]:
    """The misconceptions that a variant of ``item`` would recognise, by id."""
    parts = item.draw(_ANY_SEED).draft.parts
    return frozenset(idea.id for part in parts for idea in part.claims())
