"""The cells that students add to a notebook, by the cell of the assignment that they stand below.

Written for tasks, whose work is in such cells. Nothing that a student wrote may be lost: a copy
of our cell that was written on is theirs, and so is what was added to a cell that is locked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from millivolt.notebooks.reader import Notebook, NotebookCell

__all__ = ["as_text", "own_cells"]


def own_cells(
    notebook: Notebook,
    issued: Mapping[str, str],
    tasks: Iterable[str],
    familiar: Collection[str] = (),
) -> dict[str, tuple[NotebookCell, ...]]:
    """What a student wrote for each of ``tasks``: cells of their own that are not empty.

    ``issued`` are the assignment's cells by name, in order, with their texts. Where a task is
    gone, the cells below the one before it are taken. ``familiar`` are texts that students found
    in cells without a name: nobody's work, and no end of it.
    """
    names = {text.strip(): name for name, text in reversed(list(issued.items()))}
    # A copied cell has the claim of the original, but never its id.
    known = {cell.id for cell in notebook.cells} & issued.keys()
    below: dict[str, list[NotebookCell]] = {}
    place = ""
    for cell in notebook.cells:
        text = cell.source.strip()
        claimed = cell.id if cell.id in known or cell.grade_id in known else cell.grade_id
        name = claimed if claimed in issued else names.get(text, "")
        if name and name not in below:
            place = name
            below[place] = _added(cell, issued[name])
        elif text and text not in names and text not in familiar:
            below.setdefault(place, []).append(cell)
    order = list(issued)
    return {task: tuple(below.get(_nearest(task, order, below), ())) for task in tasks}


def as_text(cells: Iterable[NotebookCell]) -> str:
    """What stands in ``cells``, one below the other."""
    return "\n\n".join(cell.source.strip("\n") for cell in cells)


def _added(cell: NotebookCell, issued: str) -> list[NotebookCell]:
    """What somebody wrote into a cell of the assignment, where their editor let them."""
    text = cell.source.strip()
    added = text.removeprefix(issued.strip()).strip()
    return [NotebookCell(cell.id, cell.kind, added)] if added else []


def _nearest(task: str, order: Sequence[str], there: Mapping[str, object]) -> str:
    before = order[: order.index(task) + 1]
    return next((name for name in reversed(before) if name in there), "")
