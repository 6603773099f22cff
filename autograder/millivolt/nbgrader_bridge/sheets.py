"""The notebook that nbgrader knows of an assignment in which every student has another. Pure.

nbgrader keeps one notebook for all: here it is an example sheet with every graded cell that any
student has. Its source version holds the answers, its cover is what lies in the exchange for
everybody. No student works on either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from millivolt.notebooks.cells import READ_ONLY, Role, cell, checksum

__all__ = [
    "EXAMPLE", "Document", "cell_name", "example_sheet", "place_of", "points_of", "source_version",
]  # fmt: skip

Document: TypeAlias = dict[str, Any]
"""A notebook as parsed from its JSON."""

EXAMPLE = "example"
"""The token of the sheets made here: nobody's, so that one handed in waits for a person."""

_NOTICE = """\
**This is an example sheet. These are not your numbers.**

Every student has a notebook of their own. If you see this one after fetching the assignment, \
please tell your instructor: answers to an example cannot be graded."""

_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
_SCHEME = "### BEGIN MARK SCHEME", "### END MARK SCHEME"


def cell_name(document_cell: Mapping[str, Any]) -> str:
    """The name by which nbgrader knows a cell; empty for one that it does not know."""
    return str(document_cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def points_of(document_cell: Mapping[str, Any]) -> float:
    """What a cell is worth in nbgrader's eyes."""
    return float(document_cell["metadata"].get("nbgrader", {}).get("points", 0.0))


def place_of(name: str, order: list[str], placed: list[str]) -> int:
    """Where in ``placed`` the missing ``name`` belongs: after those before it in ``order``."""
    before = order[: order.index(name)]
    return next((placed.index(n) + 1 for n in reversed(before) if n in placed), 0)


def example_sheet(notebooks: Iterable[Document]) -> Document:
    """One sheet with every cell that any of ``notebooks``, at least one, has; points the highest.

    The first notebook sets the text; cells that only others have follow their predecessors.
    """
    several = iter(notebooks)
    sheet = next(several)
    cells: list[dict[str, Any]] = list(sheet["cells"])
    for other in several:
        order = [cell_name(one) for one in other["cells"]]
        for one in other["cells"]:
            names = [cell_name(known) for known in cells]
            if cell_name(one) in names:
                _raise_points(cells[names.index(cell_name(one))], one)
            else:
                cells.insert(place_of(cell_name(one), order, names), one)
    notice = cell("markdown", "example", _NOTICE, READ_ONLY)
    about = sheet["metadata"]["millivolt"] | {"token": EXAMPLE, "variants": []}
    metadata = sheet["metadata"] | {"millivolt": about}
    return {**sheet, "cells": [notice, *cells], "metadata": metadata}


def source_version(sheet: Document, answers: Mapping[str, str]) -> Document:
    """``sheet`` with ``answers`` by cell, marked in nbgrader's way as solutions or mark schemes.

    ``nbgrader generate_assignment`` takes them out again.
    """
    return {**sheet, "cells": list(_solved(sheet["cells"], answers))}


def _solved(
    cells: Iterable[dict[str, Any]], answers: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for one in cells:
        answer = answers.get(cell_name(one))
        if answer is None:
            yield one
        else:
            issued = "".join(one["source"])
            task = one["metadata"]["nbgrader"]["task"]
            begin, end = _SCHEME if task else _SOLUTION
            text = f"{begin}\n{answer}\n{end}"
            stays = task or one["cell_type"] == "code"
            whole = f"{issued}\n{text}" if stays else text
            yield {**one, "source": whole.splitlines(keepends=True)}


def _raise_points(known: dict[str, Any], other: Mapping[str, Any]) -> None:
    mine = known["metadata"]["nbgrader"]
    if points_of(other) > points_of(known):
        role = Role(mine["grade"], mine["solution"], mine["locked"], mine["task"])
        mine["points"] = points_of(other)
        text = "".join(known["source"])
        points = Fraction(mine["points"])
        mine["checksum"] = checksum(known["cell_type"], cell_name(known), text, role, points)
