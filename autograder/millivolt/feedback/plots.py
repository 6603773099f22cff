"""The report's own small plots: the distribution of scores, and a facility with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from millivolt.pictures.svg import Canvas

__all__ = ["facility_bar", "histogram"]

_WIDTH, _HEIGHT, _MARGIN = 360.0, 150.0, 16.0
_BAR_WIDTH = 110.0


def histogram(counts: Sequence[int]) -> str:
    """Students by share of the full score, in equal bins from 0 to 100 %."""
    canvas = Canvas(_WIDTH, _HEIGHT + 44)
    span = _WIDTH - 2 * _MARGIN
    most, step = max(*counts, 1), span / len(counts)
    for place, count in enumerate(counts):
        x, height = _MARGIN + place * step, (_HEIGHT - 24) * count / most
        if count:
            canvas.rectangle(x + 1.5, _HEIGHT - height, step - 3, height, "accent", radius=2)
            canvas.text(x + step / 2, _HEIGHT - height - 5, str(count), size=12)
    canvas.line(_MARGIN, _HEIGHT, _WIDTH - _MARGIN, _HEIGHT, "muted")
    for percent in range(0, 101, 20):
        x = _MARGIN + span * percent / 100
        canvas.text(x, _HEIGHT + 17, str(percent), "muted", size=11.5)
    canvas.text(_WIDTH / 2, _HEIGHT + 37, "score in % of all points", size=12)
    edges = [round(100 * place / len(counts)) for place in range(len(counts) + 1)]
    told = [
        f"{count} from {low} to {high} %"
        for (low, high), count in zip(pairwise(edges), counts, strict=True)
        if count
    ]
    return canvas.markup("Scores of the class", f"Students: {', '.join(told)}.", "histogram")


def facility_bar(interval: Mapping[str, float]) -> str:
    """A share from 0 to 1 as a dot with its interval, on a line of fixed length.

    The table cell beside it tells the numbers, so that the image itself is decoration.
    """
    canvas = Canvas(_BAR_WIDTH, 16)
    low, middle, high = (
        5 + (_BAR_WIDTH - 10) * interval[name] for name in ("low", "estimate", "high")
    )
    canvas.line(5, 8, _BAR_WIDTH - 5, 8, "line", thickness=2)
    canvas.line(low, 8, high, 8, "accent", thickness=4)
    canvas.circle(middle, 8, 5, fill="accent")
    return canvas.decoration()
