"""Finding each answer in a submitted notebook: which cell holds it and what was written there.

A cell is believed to be an answer's own when it alone claims to be; otherwise the last cell that
binds the answer's name is taken. So extra, copied, moved and deleted cells do no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from millivolt.notebooks.bindings import names_bound, written
from millivolt.notebooks.compose import issued_texts
from millivolt.notebooks.own_cells import as_text, own_cells
from millivolt.notebooks.reader import Notebook, NotebookCell
from millivolt.notebooks.sheet import Sheet
from millivolt.notebooks.slot import Slot

__all__ = ["SlotSource", "answers"]

_SHOWN_WHOLE = frozenset({"function", "figure", "series", "table", "design"})
"""Kinds whose answer is the cell itself rather than the value behind its name."""


@dataclass(frozen=True, slots=True)
class SlotSource:
    """Where the answer to a slot stands.

    ``binds`` is the name to capture after ``cell_id`` has run (empty for words). ``text`` is
    exactly what the student left, ``None`` when the answer is gone. ``untouched`` tells that the
    stub is as it was handed out. The answer to a task is in any number of cells, so none is named.
    """

    slot: str
    binds: str
    cell_id: str | None
    text: str | None
    untouched: bool


def answers(notebook: Notebook, public: Sheet) -> tuple[SlotSource, ...]:
    """For every slot of ``public``, in order, where its answer stands in ``notebook``."""
    names = [slot.binds for slot in public.slots if slot.binds]
    bound = {cell.id: names_bound(cell.source, names) for cell in notebook.code}
    tasks = [slot.name for slot in public.slots if slot.task]
    works = own_cells(notebook, issued_texts(public), tasks) if tasks else {}
    return tuple(
        _work(slot, works[slot.name]) if slot.task else _source(slot, _cell(slot, notebook, bound))
        for slot in public.slots
    )


def _work(slot: Slot, cells: tuple[NotebookCell, ...]) -> SlotSource:
    text = as_text(cells)
    return SlotSource(slot.name, "", None, text, untouched=not text)


def _source(slot: Slot, cell: NotebookCell | None) -> SlotSource:
    if cell is None:
        return SlotSource(slot.name, slot.binds, None, None, untouched=False)
    untouched = _as_handed_out(cell, slot)
    return SlotSource(slot.name, slot.binds, cell.id, _text(cell, slot), untouched)


def _cell(
    slot: Slot, notebook: Notebook, bound: Mapping[str, frozenset[str]]
) -> NotebookCell | None:
    if not slot.binds:
        return _words(slot, notebook)
    claiming = [c for c in notebook.code if c.grade_id == slot.name]
    binding = [c for c in notebook.code if slot.binds in bound[c.id]]
    touched = [c for c in binding if not _as_handed_out(c, slot)]
    if len(claiming) == 1 and claiming[0] in touched:
        return claiming[0]
    # A cell that claims the slot and binds nothing may still bind by exec: the box will see.
    return _last(touched, binding, claiming)


def _words(slot: Slot, notebook: Notebook) -> NotebookCell | None:
    """The Markdown cell of an answer in words, which binds no name to find it by."""
    texts = [c for c in notebook.cells if c.kind == "markdown"]
    # One key in the wrong mode makes code of a text; it is the answer all the same.
    claiming = [c for c in notebook.cells if slot.name in (c.grade_id, c.id)]
    # Where an editor lost the claims, the answer still stands below its question.
    below = [
        answer
        for prompt, answer in pairwise(texts)
        if slot.prompt.strip() and slot.prompt.strip() in prompt.source
    ]
    found = claiming or below
    return _last([c for c in found if not _as_handed_out(c, slot)], found)


def _last(*preferences: list[NotebookCell]) -> NotebookCell | None:
    """The last cell of the first list that has any."""
    return next((cells[-1] for cells in preferences if cells), None)


def _as_handed_out(cell: NotebookCell, slot: Slot) -> bool:
    return cell.source.strip() == slot.stub.strip()


def _text(cell: NotebookCell, slot: Slot) -> str:
    if not slot.binds or slot.kind in _SHOWN_WHOLE:
        return cell.source
    text = written(cell.source, slot.binds)
    return cell.source if text is None else text
