"""Cells as nbformat 4.5 stores them, with the metadata by which nbgrader knows them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["CHECK_SUFFIX", "SETUP", "Role", "cell", "checksum"]

SCHEMA_VERSION = 3
SETUP = "setup"
CHECK_SUFFIX = "_check"


@dataclass(frozen=True, slots=True)
class Role:
    """What nbgrader does with a cell: grade it, take it as an answer, keep it as it is.

    Below a ``task``, students work in cells of their own; a person grades these.
    """

    grade: bool
    solution: bool
    locked: bool
    task: bool = False


READ_ONLY = Role(grade=False, solution=False, locked=True)
ANSWER = Role(grade=False, solution=True, locked=False)
CHECK = Role(grade=True, solution=False, locked=True)
READ_BY_A_PERSON = Role(grade=True, solution=True, locked=False)
TASK = Role(grade=False, solution=False, locked=True, task=True)


def cell(
    kind: str, cell_id: str, source: str, role: Role, points: Fraction | None = None
) -> dict[str, Any]:
    """A cell of ``kind`` (code or markdown). Its id is its nbgrader ``grade_id`` too."""
    nbgrader: dict[str, Any] = {
        "cell_type": kind,
        "checksum": checksum(kind, cell_id, source, role, points),
        "grade": role.grade,
        "grade_id": cell_id,
        "locked": role.locked,
        "schema_version": SCHEMA_VERSION,
        "solution": role.solution,
        "task": role.task,
    }
    if points is not None:
        nbgrader["points"] = float(points)
    made: dict[str, Any] = {
        "cell_type": kind,
        "id": cell_id,
        "metadata": {"nbgrader": nbgrader},
        "source": source.splitlines(keepends=True),
    }
    if role.locked:
        made["metadata"] |= {"deletable": False, "editable": False}
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made


def checksum(kind: str, cell_id: str, source: str, role: Role, points: Fraction | None) -> str:
    """nbgrader's fingerprint of a cell: MD5 over its source, kind, role, id and points.

    Source: ``nbgrader.utils.compute_checksum``, nbgrader 0.9.
    """
    fields = [source, kind, str(role.grade), str(role.solution), str(role.locked), cell_id]
    if role.grade:
        fields.append(str(float(points or 0)))
    return hashlib.md5("".join(fields).encode(), usedforsecurity=False).hexdigest()
