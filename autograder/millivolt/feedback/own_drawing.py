"""The student's own figure or trace, drawn beside the verdict; with the right one when allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from millivolt.checks import names_unit
from millivolt.course.shown import Shown
from millivolt.feedback.plain import plain
from millivolt.gradebook.entry import PartGrade
from millivolt.items import Chart, Figure, Line, Part, Series

__all__ = ["own_drawing"]


def own_drawing(part: Part, grade: PartGrade, shown: Shown) -> Chart | None:
    """What the student drew; ``None`` when nothing could be read.

    The right curves join it when the policy shows the key and the axes are in its units.
    """
    for found in grade.verdict.findings:
        drawing = found.evidence.get("drawing")
        if drawing:
            own = tuple(_line(one) for one in drawing["lines"] if one["x"])
            right = _right(part, drawing) if shown.key else ()
            return Chart(
                f"Your answer to {grade.slot}",
                plain(drawing["x_label"]),
                plain(drawing["y_label"]),
                (*own, *right),
                drawing["x_scale"],
            )
    return None


def _line(stored: Mapping[str, Any]) -> Line:
    label = plain(stored["label"])
    return Line(label, tuple(stored["x"]), tuple(stored["y"]), bool(stored["points"]))


def _right(part: Part, drawing: Mapping[str, Any]) -> tuple[Line, ...]:
    if isinstance(part, Series):
        return (Line("right", part.times, part.values),)
    if not isinstance(part, Figure) or drawing["x_scale"] != part.x_scale:
        return ()
    axes = ((drawing["x_label"], part.x_unit), (drawing["y_label"], part.y_unit))
    if not all(names_unit(label, unit) for label, unit in axes):
        return ()
    return tuple(Line(f"right: {curve.name}", curve.x, curve.y) for curve in part.curves)
