"""Looking over a whole notebook before it is handed in: the form of every answer.

The notebook tells what it asks for: each check cell holds the public facts about its slot.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from millivolt.isolation import Box, Cell, CellRun, Limits
from millivolt.items import MISSING
from millivolt.notebooks import Notebook
from millivolt.notebooks.bindings import names_bound
from millivolt.notebooks.wording import NO_CHECK, SETUP_SOURCE
from millivolt.practice.form import Look, look

__all__ = ["Asked", "Overview", "asked", "look_over"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One slot as its check cell describes it."""

    slot: str
    kind: str
    facts: dict[str, Any]

    @property
    def name(self) -> str:
        """The name that holds the answer: the slot's, or the function's."""
        return str(self.facts["name"]) if self.kind == "function" else self.slot


@dataclass(frozen=True, slots=True)
class Overview:
    """What a look over a notebook found: one ``Look`` for each slot, and cells that failed."""

    looks: tuple[Look, ...]
    failures: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing needs attention."""
        return not self.failures and all(
            found.readable and found.right is not False for found in self.looks
        )


def asked(notebook: Notebook) -> tuple[Asked, ...]:
    """The slots that the notebook's check cells ask for, in order, each once."""
    found = {one.slot: one for cell in notebook.code for one in _calls(cell.source)}
    return tuple(found.values())


def _calls(source: str) -> Iterator[Asked]:
    """The calls of ``check`` in a cell, with their literal arguments."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id != "check" or not node.args:
            continue
        try:
            slot = ast.literal_eval(node.args[0])
            facts = {k.arg: ast.literal_eval(k.value) for k in node.keywords if k.arg}
        except (ValueError, TypeError, RecursionError):
            continue
        kind = facts.pop("kind", None)
        if isinstance(slot, str) and isinstance(kind, str):
            yield Asked(slot, kind, facts)


def look_over(notebook: Notebook, box: Box, limits: Limits | None = None) -> Overview:
    """Run the notebook in ``box`` and look at the form of every answer."""
    slots = asked(notebook)
    with box.session(limits=limits) as session:
        runs = session.run(_cells(notebook, {one.name for one in slots}))
        values = {name: found.value for name, found in session.captured.items()}
    looks = tuple(
        look(one.slot, values.get(one.name, MISSING), one.kind, one.facts) for one in slots
    )
    numbers = {cell.id: number for number, cell in enumerate(notebook.code, 1)}
    failures = tuple(_told(run, numbers[run.id]) for run in runs if run.id in numbers and run.error)
    return Overview(looks, failures)


def _cells(notebook: Notebook, names: set[str]) -> list[Cell]:
    cells = [Cell("the check function", NO_CHECK)]
    for cell in notebook.code:
        if cell.source.strip() != SETUP_SOURCE.strip():
            bound = tuple(sorted(names_bound(cell.source, sorted(names))))
            cells.append(Cell(cell.id, cell.source, bound))
    return cells


def _told(run: CellRun, number: int) -> str:
    error = run.error
    assert error is not None
    line = getattr(error, "line", None)
    where = f", line {line}" if line else ""
    kind = getattr(error, "type", "stopped")
    return f"code cell {number}{where}: {kind}: {error.message}"
