"""Which cell of nbgrader's carries the points of a part, and which what is said about it. Pure.

Cells of nbgrader's own assignments are known by their notebook and name, ours by their slot.
"""

from __future__ import annotations

from collections.abc import Collection

from millivolt.gradebook.entry import GradeEntry, PartGrade
from millivolt.legacy.material import BANK
from millivolt.nbgrader_bridge.tables import Place
from millivolt.notebooks.cells import CHECK_SUFFIX

__all__ = ["is_nbgraders", "place_of_points", "place_of_words"]


def is_nbgraders(entry: GradeEntry) -> bool:
    """Whether ``entry`` grades an assignment of nbgrader's own, with tests in its cells."""
    return entry.provenance.bank == BANK


def place_of_points(known: Collection[Place], entry: GradeEntry, part: PartGrade) -> Place | None:
    """Where among the places ``known`` the points of ``part`` stand, if anywhere.

    A check carries the points of our parts, an answer that a person grades its own. It stands in
    the notebook that is called like the assignment; without one, in the only one that has it.
    """
    if is_nbgraders(entry):
        own = (part.item_id, part.part_id)
        return own if own in known else None
    for name in (part.slot + CHECK_SUFFIX, part.slot):
        home = (entry.assignment, name)
        found = [home] if home in known else [place for place in known if place[1] == name]
        if len(found) == 1:
            return found[0]
    return None


def place_of_words(points: Place, part: PartGrade) -> Place:
    """Where a comment on ``part`` stands whose points stand at ``points``."""
    notebook, name = points
    return notebook, part.slot if name == part.slot + CHECK_SUFFIX else name
