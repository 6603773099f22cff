"""The voltage axis: a ruler in mV with the equilibrium potentials above it and answers below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from millivolt.items import Mark, VoltageAxis
from millivolt.pictures.labels import spread
from millivolt.pictures.scale import Scale, linear_scale
from millivolt.pictures.svg import FONT_SIZE, Canvas, text_width
from millivolt.quantities import format as printed

__all__ = ["describe_axis", "draw_axis", "millivolts"]

_MARGIN = 6.0
_LINE = 16.0
_LEADER = 28.0
_BAND = 26.0
_GAP = 10.0
_LEAST_SPAN = 60.0
# An answer that many times the known span away would squeeze all else together.
_REACH = 3.0
_USUAL_RANGE = (-100.0, 100.0)


@dataclass(frozen=True, slots=True)
class _Flag:
    mark: Mark
    colour: str
    shape: str

    @property
    def width(self) -> float:
        return max(text_width(self.mark.label), text_width(_reading(self.mark.value)))


def millivolts(value: float) -> str:
    """``value`` in mV as it is written beside a mark: −89.1 mV, 70 mV, 2.57 × 10⁴ mV."""
    return f"{_reading(value)}\u202fmV"


def draw_axis(axis: VoltageAxis, answer: Mark | None, key: Mark | None, width: float) -> Canvas:
    """The ruler. An answer that lies far outside is shown at the edge, with an arrow.

    The image becomes wider than ``width`` when its labels would not fit otherwise.
    """
    above = [_Flag(mark, "ink", "tick") for mark in axis.ticks]
    below = _below(axis, answer, key)
    width = max(width, *(_needed(flags) for flags in (above, below)))
    scale = _scale(axis, answer, key, width)
    top = _MARGIN + (2 * _LINE + _LEADER if above else 10.0)
    bottom = top + _BAND
    canvas = Canvas(width, bottom + (_LEADER + 2 * _LINE if below else 0.0) + _MARGIN)
    _draw_ruler(canvas, scale, top, axis.membrane_potential)
    if axis.membrane_potential is not None:
        x = scale.place(axis.membrane_potential)
        canvas.line(x, top - 6, x, bottom + 8, "ink", thickness=3)
    places = spread([scale.place(f.mark.value) for f in above], _widths(above), 0, width, _GAP)
    for flag, x in zip(above, places, strict=True):
        at = scale.place(flag.mark.value)
        canvas.line(at, top, at, top - 7, "ink", thickness=2)
        _leader(canvas, at, top - 7, x, top - _LEADER + 4)
        _label(canvas, x, top - _LEADER - _LINE - 3, flag)
    shown = [_clamped(scale, flag.mark.value) for flag in below]
    for flag, at, x in zip(
        below, shown, spread(shown, _widths(below), 0, width, _GAP), strict=True
    ):
        _leader(canvas, at, bottom + 8, x, bottom + _LEADER - 2, flag.colour)
        _draw_shape(canvas, scale, flag, at, bottom)
        _label(canvas, x, bottom + _LEADER + FONT_SIZE - 2, flag)
    return canvas


def describe_axis(axis: VoltageAxis, answer: Mark | None, key: Mark | None) -> str:
    """What the ruler shows, in one sentence for those who do not see it."""
    marks = sorted(axis.ticks, key=lambda mark: mark.value)
    shown = [f"{m.label} at {millivolts(m.value)}" for m in marks]
    shown += [f"{f.mark.label} at {millivolts(f.mark.value)}" for f in _below(axis, answer, key)]
    return f"A ruler in millivolts. {'; '.join(shown)}." if shown else "A ruler in millivolts."


def _below(axis: VoltageAxis, answer: Mark | None, key: Mark | None) -> list[_Flag]:
    flags = []
    if axis.membrane_potential is not None:
        flags.append(_Flag(Mark("V_m", axis.membrane_potential), "ink", "line"))
    if answer is not None:
        flags.append(_Flag(answer, "accent", "diamond"))
    if key is not None:
        flags.append(_Flag(key, "right", "ring"))
    return flags


def _scale(axis: VoltageAxis, answer: Mark | None, key: Mark | None, width: float) -> Scale:
    known = [0.0, *(mark.value for mark in axis.ticks)]
    known += [axis.membrane_potential] if axis.membrane_potential is not None else []
    known += [key.value] if key is not None else []
    if len(known) == 1:
        known += _USUAL_RANGE
    low, high = min(known), max(known)
    if high - low < _LEAST_SPAN:
        known += [(low + high - _LEAST_SPAN) / 2, (low + high + _LEAST_SPAN) / 2]
    reach = _REACH * max(high - low, _LEAST_SPAN)
    if answer is not None and low - reach <= answer.value <= high + reach:
        known.append(answer.value)
    unit = text_width("mV")
    # Ends of the ruler stay clear of the edges by half a numeral.
    return linear_scale(known, 22.0, width - unit - 26.0, ticks=5, padding=0.04)


def _draw_ruler(canvas: Canvas, scale: Scale, top: float, covered: float | None) -> None:
    canvas.rectangle(0, top, canvas.width, _BAND, "soft", radius=4)
    canvas.line(scale.start, top, scale.end, top, "muted", thickness=1.5)
    hidden = None if covered is None else scale.place(covered)
    for tick in scale.ticks:
        x = scale.place(tick)
        canvas.line(x, top, x, top + 6, "muted")
        label = scale.label(tick)
        if hidden is None or abs(x - hidden) > text_width(label) / 2 + 4:
            canvas.text(x, top + _BAND - 6, label, "muted", size=11.5)
    canvas.text(canvas.width - 6, top + _BAND - 6, "mV", "muted", anchor="end", size=11.5)


def _draw_shape(canvas: Canvas, scale: Scale, flag: _Flag, x: float, bottom: float) -> None:
    value, y = flag.mark.value, bottom + 6
    if not scale.low <= value <= scale.high:
        side = math.copysign(1, value - scale.high)
        canvas.path(f"M{x + 9 * side:g} {y:g} l{-12 * side:g} -7 v14 Z", fill=flag.colour)
    elif flag.shape == "diamond":
        canvas.path(f"M{round(x, 2):g} {y - 8:g} l7 8 l-7 8 l-7 -8 Z", fill=flag.colour)
    elif flag.shape == "ring":
        canvas.circle(x, y, 6.0, fill="paper", stroke=flag.colour)


def _leader(
    canvas: Canvas, at: float, y1: float, x: float, y2: float, colour: str = "muted"
) -> None:
    bend = y1 + (y2 - y1) * 0.7
    canvas.path(
        f"M{round(at, 2):g} {y1:g} L{round(x, 2):g} {round(bend, 2):g} V{y2:g}", stroke=colour
    )


def _label(canvas: Canvas, x: float, y: float, flag: _Flag) -> None:
    canvas.text(x, y, flag.mark.label, flag.colour, bold=True)
    canvas.text(x, y + _LINE, _reading(flag.mark.value), flag.colour)


def _clamped(scale: Scale, value: float) -> float:
    return scale.place(min(max(value, scale.low), scale.high))


def _reading(value: float) -> str:
    if value and not 0.05 <= abs(value) < 1e4:
        return printed(value, sig=3)
    return printed(round(value, 1) + 0.0)


def _widths(flags: Sequence[_Flag]) -> list[float]:
    return [flag.width for flag in flags]


def _needed(flags: Sequence[_Flag]) -> float:
    return sum(_widths(flags)) + _GAP * len(flags)
