"""The notebook that formgrader shows of an assignment of nbgrader's own, graded here. Pure.

As ``nbgrader autograde`` leaves it: the student's cells with their outputs, locked cells and
tests, hidden ones too, as the instructor has them. Below each test stands what it found.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from millivolt.gradebook import GradeEntry
from millivolt.legacy.material import Role, Sheet, SourceCell
from millivolt.nbgrader_bridge.autograded import Shown, assembled, opened
from millivolt.nbgrader_bridge.sheets import Document
from millivolt.notebooks import Notebook, cells

__all__ = ["own_autograded"]

_ROLES = {
    Role.READ_ONLY: cells.READ_ONLY,
    Role.ANSWER: cells.ANSWER,
    Role.TEST: cells.CHECK,
    Role.MANUAL: cells.READ_BY_A_PERSON,
    Role.TASK: cells.TASK,
}


def own_autograded(
    sheet: Sheet, attached: Mapping[str, Any], submitted: bytes | Path, entry: GradeEntry
) -> Document:
    """The autograded notebook of one of the submission's notebooks.

    ``attached`` are the pictures in the instructor's cells, by the text of the cell.
    """
    notebook, problem = opened(submitted)
    tests = {cell.name for cell in sheet.tests}
    found = Shown(
        places=_places(sheet, notebook),
        grades={
            part.part_id: part
            for part in entry.parts
            if part.item_id == sheet.name and part.part_id in tests
        },
        typed={},
        outputs={one.cell: one for one in entry.transcript if one.notebook == sheet.name},
        familiar={
            cell.source.strip(): _attached(cell.source, attached)
            for cell in sheet.cells
            if cell.role is Role.PLAIN
        },
    )
    issued = {
        "cells": [
            _issued(cell, number, attached)
            for number, cell in enumerate(sheet.cells)
            if cell.role is not Role.PLAIN
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return assembled(issued, notebook, found, problem)


def _places(sheet: Sheet, notebook: Notebook) -> dict[str, str]:
    """Which of the instructor's cells each of the student's stands for: of copies, the last."""
    named = {cell.name for cell in sheet.cells if cell.name}
    last = {cell.grade_id: cell.id for cell in notebook.cells if cell.grade_id in named}
    return {cell: name for name, cell in last.items() if name is not None}


def _issued(cell: SourceCell, number: int, attached: Mapping[str, Any]) -> dict[str, Any]:
    # An answer of the instructor's is nobody else's: what stands there is the student's, or none.
    hidden = cell.role in (Role.ANSWER, Role.MANUAL)
    points = cell.points if cell.role in (Role.TEST, Role.MANUAL, Role.TASK) else None
    source = "" if hidden else cell.source
    made = cells.cell(cell.kind, cell.name, source, _ROLES[cell.role], points)
    return {**made, "id": f"nbgrader-{number}", **_attached(cell.source, attached)}


def _attached(source: str, attached: Mapping[str, Any]) -> dict[str, Any]:
    found = attached.get(source.strip())
    return {} if found is None else {"attachments": found}
