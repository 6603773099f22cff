"""Charts: labelled curves and points over two labelled axes, for example an I-V curve."""

from __future__ import annotations

import math
from itertools import pairwise

from millivolt.items import Chart, Line
from millivolt.pictures.scale import Scale, linear_scale, log_scale
from millivolt.pictures.svg import Canvas, text_width
from millivolt.quantities import format as printed

__all__ = ["describe_chart", "draw_chart", "finite_points"]

_TOP = 12.0
_PLOT = 220.0
_ROW = 20.0
_SMALL = 11.5
# A curve is told from the others by its dashes as well as by its colour.
_STYLES = (("accent", ""), ("partial", "7 4"), ("right", "2 4"), ("ink", "9 4 2 4"))


def draw_chart(chart: Chart, width: float) -> Canvas:
    """The chart with a legend below it; every finite value is inside the axes.

    Raises ``ValueError`` for a logarithmic axis with a value that is not positive.
    """
    points = [point for line in chart.lines for point in finite_points(line)] or [(1.0, 0.0)]
    across, upward = [x for x, _ in points], [y for _, y in points]
    y_scale = linear_scale(upward, _TOP + _PLOT, _TOP, ticks=6)
    left = 26.0 + max(text_width(y_scale.label(t), _SMALL) for t in y_scale.ticks)
    width = max(width, left + 140, *(text_width(line.label) + 60 for line in chart.lines))
    span = (left, width - 18.0)
    x_scale = log_scale(across, *span) if chart.x_scale == "log" else linear_scale(across, *span)
    bottom = _TOP + _PLOT
    canvas = Canvas(width, bottom + 50 + _ROW * len(chart.lines))
    _draw_grid(canvas, x_scale, y_scale)
    canvas.text((left + width) / 2, bottom + 38, chart.x_label, size=12)
    canvas.text(13, _TOP + _PLOT / 2, chart.y_label, size=12, turned=True)
    for number, line in enumerate(chart.lines):
        colour, dash = _STYLES[number % len(_STYLES)]
        _draw_line(canvas, line, x_scale, y_scale, colour, dash)
        y = bottom + 50 + _ROW * (number + 0.5)
        if line.points:
            canvas.circle(20, y, 4, fill=colour)
        else:
            canvas.polyline([(8, y), (32, y)], colour, dash)
        canvas.text(40, y + 4, line.label, anchor="start", size=12)
    return canvas


def describe_chart(chart: Chart) -> str:
    """What the chart shows, in words: the axes, and where each curve runs."""
    told = [f"{chart.y_label} against {chart.x_label}."]
    for line in chart.lines:
        points = finite_points(line)
        if not points:
            continue
        x0, y0, x1, y1 = (printed(value, sig=3) for value in (*points[0], *points[-1]))
        told.append(f"{line.label} runs from {y0} at {x0} to {y1} at {x1}.")
    return " ".join(told)


def finite_points(line: Line) -> list[tuple[float, float]]:
    """The points of ``line`` that can be shown."""
    pairs = zip(line.x, line.y, strict=True)
    return [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]


def _draw_grid(canvas: Canvas, x_scale: Scale, y_scale: Scale) -> None:
    bottom, top = y_scale.place(y_scale.low), y_scale.place(y_scale.high)
    left, right = x_scale.start, x_scale.end
    for tick in y_scale.ticks:
        y = y_scale.place(tick)
        canvas.line(left, y, right, y, "muted" if tick == 0 else "line")
        canvas.text(left - 6, y + 4, y_scale.label(tick), "muted", anchor="end", size=_SMALL)
    labels = {tick: x_scale.label(tick) for tick in x_scale.ticks}
    room = min((x_scale.place(b) - x_scale.place(a) for a, b in pairwise(labels)), default=math.inf)
    stride = math.ceil(max(text_width(words, _SMALL) + 4 for words in labels.values()) / room)
    for number, (tick, words) in enumerate(labels.items()):
        x = x_scale.place(tick)
        canvas.line(x, bottom, x, top, "muted" if tick == 0 else "line")
        if number % stride == 0:
            canvas.text(x, bottom + 17, words, "muted", size=_SMALL)


def _draw_line(
    canvas: Canvas, line: Line, x_scale: Scale, y_scale: Scale, colour: str, dash: str
) -> None:
    """A gap, not a bridge, where a value is not finite."""
    run: list[tuple[float, float]] = []
    for x, y in zip(line.x, line.y, strict=True):
        if math.isfinite(x) and math.isfinite(y):
            run.append((x_scale.place(x), y_scale.place(y)))
            continue
        _draw_run(canvas, run, line.points, colour, dash)
        run = []
    _draw_run(canvas, run, line.points, colour, dash)


def _draw_run(
    canvas: Canvas, run: list[tuple[float, float]], points: bool, colour: str, dash: str
) -> None:
    if points:
        for x, y in run:
            canvas.circle(x, y, 4, fill=colour)
    elif run:
        canvas.polyline(run, colour, dash)
