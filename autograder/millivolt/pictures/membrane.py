"""The membrane: outside above, inside below, and the two pulls on each ion across it."""

from __future__ import annotations

import math
from functools import lru_cache

from millivolt.items import Ion, Membrane
from millivolt.pictures.svg import Canvas, dotted, text_width
from millivolt.quantities import format as printed

__all__ = ["describe_membrane", "draw_dots", "draw_membrane", "in_mM"]

_POOL = 92.0
_GATE = 78.0
_NAMES = 22.0
_LEGEND = 44.0
_MOST_DOTS = 42
_DOT = 2.4
_THERMAL_MILLIVOLTS = 25.7
_WIDEST = 150.0
_GOLDEN = (math.sqrt(5) - 1) / 2


def draw_membrane(picture: Membrane, width: float) -> Canvas:
    """One column for each ion: dots in proportion to its concentrations, arrows for its pulls.

    Dots are counted for each ion by itself, since calcium would vanish beside sodium. Both
    arrows are drawn to one scale, in units of the thermal voltage at 25 °C, and end where they
    would leave the membrane. Raises ``ValueError`` when there is no ion.
    """
    if not picture.ions:
        raise ValueError(f"the membrane {picture.title!r} needs an ion to show")
    column = max(width / len(picture.ions), *(_column_width(ion) for ion in picture.ions))
    canvas = Canvas(column * len(picture.ions), _NAMES + 2 * _POOL + _GATE + _LEGEND)
    outside, gate = _NAMES, _NAMES + _POOL
    inside = gate + _GATE
    canvas.rectangle(0, gate, canvas.width, _GATE, "soft")
    canvas.line(0, gate, canvas.width, gate, "line", thickness=3)
    canvas.line(0, inside, canvas.width, inside, "line", thickness=3)
    for number, ion in enumerate(picture.ions):
        middle = (number + 0.5) * column
        canvas.text(middle, 15, ion.name, bold=True)
        most = max(ion.outside, ion.inside)
        for pool, amount in ((outside, ion.outside), (inside, ion.inside)):
            span = min(column - 16, _WIDEST)
            count = _dots(amount, most)
            draw_dots(canvas, middle - span / 2, pool + 24, span, _POOL - 32, count)
            canvas.text(middle, pool + 16, in_mM(amount), "muted", size=12)
        _draw_arrows(canvas, ion, picture.membrane_potential, middle, gate + _GATE / 2)
    _draw_legend(canvas, picture.membrane_potential, inside + _POOL + 16)
    return canvas


def describe_membrane(picture: Membrane) -> str:
    """What the membrane shows, in words."""
    sentences = ["Outside is above, inside is below."]
    for ion in picture.ions:
        told = f"{ion.name}: {in_mM(ion.outside)} outside, {in_mM(ion.inside)} inside"
        diffusion = _direction(_diffusion(ion))
        told += f"; diffusion pulls it {diffusion}" if diffusion else "; no pull by diffusion"
        if picture.membrane_potential is not None:
            field = _direction(_field(ion, picture.membrane_potential))
            told += f", the electrical pull {field}" if field else ", no electrical pull"
        sentences.append(told + ".")
    if picture.membrane_potential is not None:
        sentences.append(f"Membrane potential {printed(picture.membrane_potential, 'mV')}.")
    return " ".join(sentences)


def _diffusion(ion: Ion) -> float:
    """Pull towards the inside, in units of RT; 0 when a side is empty of a side's worth."""
    if ion.inside <= 0 or ion.outside <= 0:
        return math.copysign(math.inf, ion.outside - ion.inside) if ion.inside != ion.outside else 0
    return math.log(ion.outside / ion.inside)


def _field(ion: Ion, potential: float) -> float:
    """Pull towards the inside, in units of RT at 25 °C."""
    return -ion.valence * potential / _THERMAL_MILLIVOLTS + 0.0


def _direction(pull: float) -> str:
    return "inwards" if pull > 0 else "outwards" if pull < 0 else ""


def _dots(amount: float, most: float) -> int:
    if amount <= 0:
        return 0
    return max(1, round(_MOST_DOTS * amount / most))


def draw_dots(
    canvas: Canvas, left: float, top: float, width: float, height: float, count: int
) -> None:
    """``count`` dots spread evenly but not in rows: a sequence of lowest discrepancy, no dice."""
    canvas.dots(_scattered(left, top, width, height, count), _DOT, "accent")


@lru_cache(maxsize=1024)
def _scattered(left: float, top: float, width: float, height: float, count: int) -> str:
    return dotted(
        (left + width * ((0.5 + n * _GOLDEN) % 1), top + height * ((n + 0.5) / count))
        for n in range(count)
    )


def _draw_arrows(
    canvas: Canvas, ion: Ion, potential: float | None, middle: float, centre: float
) -> None:
    pulls = [(_diffusion(ion), "ink", "")]
    if potential is not None:
        pulls.append((_field(ion, potential), "partial", "4 4"))
    for (pull, colour, dash), x in zip(
        pulls, (middle - 11, middle + 11) if len(pulls) == 2 else (middle,), strict=True
    ):
        half = min(abs(pull) * 7.0, _GATE / 2 - 5)
        if half < 1:
            canvas.circle(x, centre, 3, stroke=colour)
        else:
            reach = math.copysign(max(half, 7.0), pull)
            canvas.arrow(x, centre - reach, centre + reach, colour, dash=dash)


def _draw_legend(canvas: Canvas, potential: float | None, y: float) -> None:
    canvas.line(8, y - 4, 30, y - 4, "ink", thickness=2.5)
    canvas.text(36, y, "diffusion", anchor="start", size=12)
    if potential is not None:
        x = 36 + text_width("diffusion") + 10
        canvas.line(x, y - 4, x + 22, y - 4, "partial", thickness=2.5, dash="4 4")
        words = f"electrical pull at {printed(potential, 'mV')}"
        canvas.text(x + 28, y, words, anchor="start", size=12)
    canvas.text(8, y + 20, "Above: outside. Below: inside.", "muted", anchor="start", size=12)


@lru_cache(maxsize=1024)
def in_mM(concentration: float) -> str:
    """A concentration in mM, without the digits that a change of unit leaves behind."""
    return printed(float(f"{concentration:.6g}"), "mM")


def _column_width(ion: Ion) -> float:
    shown = (ion.name, in_mM(ion.inside), in_mM(ion.outside))
    return max(66.0, *(text_width(words) + 10 for words in shown))
