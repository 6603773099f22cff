"""Draws made by Hypothesis: the same family becomes a strategy that searches for bad variants.

Kept apart from ``items.draw`` so that drawing a variant does not import Hypothesis.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hypothesis import reject
from hypothesis import strategies as st

from millivolt.items.draw import Draw, Redraw

if TYPE_CHECKING:
    from millivolt.items.item import Draft, Item

__all__ = ["AdversarialDraw", "drafts"]


class AdversarialDraw(Draw):
    """Draws whose chance is Hypothesis': it shrinks what it finds towards the first options."""

    def __init__(self, data: st.DataObject, overrides: Mapping[str, float] | None = None) -> None:
        super().__init__(overrides)
        self._data = data

    def below(self, n: int) -> int:
        return self._data.draw(st.integers(0, n - 1))


@st.composite
def _drafts(draw: st.DrawFn, item: Item) -> Draft:
    source = AdversarialDraw(draw(st.data()))
    try:
        return item.draft(source)
    except Redraw:
        reject()


def drafts(item: Item) -> st.SearchStrategy[Draft]:
    """Every draft that ``item`` could give a student, the separation rule included."""
    return _drafts(item)
