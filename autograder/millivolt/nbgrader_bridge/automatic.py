"""Our grades as rows of nbgrader's gradebook: automatic scores, flags, comments, penalties.

The columns that people fill are read and never written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from millivolt.errors import AuthorError
from millivolt.gradebook.entry import PartGrade
from millivolt.gradebook.standing import Standing
from millivolt.items import State
from millivolt.nbgrader_bridge.hand_grades import FORMGRADER, pushed
from millivolt.nbgrader_bridge.places import is_nbgraders, place_of_points, place_of_words
from millivolt.nbgrader_bridge.tables import (
    Layout,
    Place,
    Rows,
    layout,
    rows_for,
    set_comments,
    set_grades,
    set_penalties,
)

__all__ = ["write_grades"]

NO_RESPONSE = "No response."
"""nbgrader's own words for an answer left as it was."""


def write_grades(
    connection: Connection,
    assignment: str,
    standings: Sequence[Standing],
    penalties: Mapping[str, float],
) -> int:
    """Write what counts for the students of ``standings``; returns how many grades changed."""
    of = layout(connection, assignment)
    received = {standing.entry.student: standing.entry.received for standing in standings}
    rows = rows_for(connection, of, received)
    grades: list[tuple[str, float | None, bool]] = []
    comments: list[tuple[str, str | None]] = []
    for standing in standings:
        student = standing.entry.student
        words = {c.slot: c.text for c in standing.comments if c.who != FORMGRADER}
        again = {override.slot for override in standing.outdated}
        own = set()
        for part, points in pushed(standing):
            place = _place(of, standing, part)
            own.add(place)
            row = rows.grades[student, place]
            new = _grade(row, part, points, part.slot in again)
            if new != (row.auto_score, row.needs_manual_grade):
                grades.append((row.id, *new))
            spoken = place_of_words(place, part)
            remark = rows.comments.get((student, spoken))
            said = _comment(part, words.get(part.slot, ""), spoken == place)
            if remark is not None and remark.auto_comment != said:
                comments.append((remark.id, said))
        grades += _not_asked(of, rows, standing, own)
    set_grades(connection, grades)
    set_comments(connection, comments)
    set_penalties(connection, of, _home(of, standings), penalties)
    return len(grades)


def _not_asked(
    of: Layout, rows: Rows, standing: Standing, own: Collection[Place]
) -> Iterator[tuple[str, float, bool]]:
    """Questions of ours that others have: nbgrader would have a person look at them."""
    homes = () if is_nbgraders(standing.entry) else {notebook for notebook, _ in own}
    for place in of.graded:
        if place[0] in homes and place not in own:
            row = rows.grades[standing.entry.student, place]
            if row.manual_score is None and row.needs_manual_grade:
                yield row.id, 0.0, False


def _home(of: Layout, standings: Sequence[Standing]) -> str:
    """The notebook of our cells, of several that the assignment may have."""
    first, part = next((s, part) for s in standings for part in s.entry.parts)
    return of.graded[_place(of, first, part)][1]


def _place(of: Layout, standing: Standing, part: PartGrade) -> Place:
    place = place_of_points(of.graded, standing.entry, part)
    if place is None:
        raise AuthorError(
            f"nbgrader's assignment {standing.entry.assignment!r} has no cell for the part"
            f" {part.slot!r}, or two notebooks with one: assign it again, or make the release"
            " again if the assignment is nbgrader's own."
        )
    return place


def _grade(row: Any, part: PartGrade, points: Fraction, again: bool) -> tuple[float | None, bool]:
    """The automatic score, and whether a person must look, or look ``again``."""
    waits = part.verdict.state is State.NEEDS_REVIEW
    score = None if waits else float(points)
    if row.manual_score is None:
        return score, waits or again
    return score, bool(row.needs_manual_grade or row.auto_score != score or again)


def _comment(part: PartGrade, words: str, alone: bool) -> str | None:
    """What the student reads under a part: a person's words, and that there is no answer.

    Our findings stand below the check of a part; where the answer is ``alone``, they are here.
    """
    if part.verdict.state is State.NOT_ATTEMPTED:
        return words or NO_RESPONSE
    found = [finding.message for finding in part.verdict.findings] if alone else []
    return "\n\n".join(line for line in (words, *found) if line) or None
