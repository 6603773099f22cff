"""What the box is to run for a submission: its cells in order, and the names to take from each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from millivolt.isolation import Cell
from millivolt.notebooks import cells
from millivolt.notebooks.answers import SlotSource
from millivolt.notebooks.reader import Notebook, NotebookCell
from millivolt.notebooks.slot import Slot
from millivolt.notebooks.wording import NO_CHECK, SETUP_SOURCE, check_source

__all__ = ["plan"]


def plan(
    notebook: Notebook, slots: Iterable[Slot], found: Sequence[SlotSource]
) -> tuple[Cell, ...]:
    """The code cells of ``notebook`` for the box, with the names to capture after each.

    The set-up cell and the self-checks are left out where they are as handed out (by their text,
    whatever they claim to be), and ``check`` does nothing in the ones that were edited. A name
    that no cell seems to bind is looked for after the last cell.
    """
    ours = {SETUP_SOURCE, *(check_source(slot).strip() for slot in slots if slot.binds)}
    run = [cell for cell in notebook.code if cell.source.strip() not in ours]
    last = run[-1].id if run else ""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for source in found:
        if source.binds:
            wanted[source.cell_id or last].append(source.binds)
    setup = Cell(id=f"{cells.SETUP} of the box", source=NO_CHECK)
    return (setup, *(_for_the_box(cell, wanted) for cell in run))


def _for_the_box(cell: NotebookCell, wanted: defaultdict[str, list[str]]) -> Cell:
    return Cell(id=cell.id, source=cell.source, captures=tuple(wanted[cell.id]))
