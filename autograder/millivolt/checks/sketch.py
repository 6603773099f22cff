"""What a student drew or simulated, thinned to what a page can show beside the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from millivolt.checks.catalogue import Code, finding
from millivolt.checks.column import Column
from millivolt.items import Finding

MOST_POINTS = 120
MOST_LINES = 6
MOST_LETTERS = 60
LARGEST = 1e100
"""Coordinates beyond this are left out: no page could show them beside others."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line, or one cloud of points, as it was drawn."""

    label: str
    x: Column
    y: Column
    points: bool = False


def sketched(
    shown: str, strokes: Sequence[Stroke], x_label: str, y_label: str, x_scale: str = "linear"
) -> Finding:
    """The finding that tells how the answer was read, with the drawing as its evidence."""
    drawing = {
        "x_label": x_label[:MOST_LETTERS],
        "y_label": y_label[:MOST_LETTERS],
        "x_scale": "log" if x_scale == "log" else "linear",
        "lines": list(_thinned(strokes[:MOST_LINES], positive=x_scale == "log")),
    }
    return finding(Code.UNDERSTOOD, evidence={"shown": shown, "drawing": drawing}, shown=shown)


def _thinned(strokes: Iterable[Stroke], *, positive: bool) -> Iterable[dict[str, Any]]:
    for number, stroke in enumerate(strokes, start=1):
        x, y = stroke.x, stroke.y
        fits = (np.abs(x) < LARGEST) & (np.abs(y) < LARGEST)
        if positive:
            fits &= x > 1 / LARGEST
        places = np.flatnonzero(fits)
        if len(places) > MOST_POINTS:
            places = places[np.unique(np.linspace(0, len(places) - 1, MOST_POINTS).astype(int))]
        named = stroke.label and not stroke.label.startswith("_")
        yield {
            "label": stroke.label[:MOST_LETTERS] if named else f"curve {number}",
            "x": [_short(value) for value in x[places]],
            "y": [_short(value) for value in y[places]],
            "points": stroke.points,
        }


def _short(value: float) -> float:
    """A coordinate to six digits, finer than any screen."""
    return float(f"{value:.6g}")
