"""The picture of the interactive membrane: pools, pores, pulls, and what comes of them.

It speaks the language of ``pictures.membrane``, and adds to it what flows.
"""

from __future__ import annotations

import math

from millivolt.pictures.membrane import draw_dots, in_mM
from millivolt.pictures.svg import Canvas, text_width
from millivolt.practice.web.electrodiffusion import Species, flux, is_settled, pulls
from millivolt.practice.web.scene import Scene

__all__ = ["draw_scene"]

COLUMN = 118.0
POOL, GATE, NAMES = 80.0, 96.0, 24.0
LEGEND = 50.0
PER_RT = 9.0
"""User units of arrow for a pull of RT."""

MOST_DOTS = 44


def draw_scene(scene: Scene) -> str:
    """One column for each ion: its dots, its pore, its pulls, and what comes of them."""
    width = COLUMN * len(scene.ions)
    canvas = Canvas(max(width, 2.6 * COLUMN), NAMES + 2 * POOL + GATE + LEGEND)
    left = (canvas.width - width) / 2
    gate = NAMES + POOL
    inside = gate + GATE
    canvas.rectangle(0, gate, canvas.width, GATE, "soft")
    for y in (gate, inside):
        # Round caps on dashes of no length: the heads of the lipids.
        canvas.line(4, y, canvas.width - 4, y, "line", thickness=7, dash="0.1 8.5")
    most_flux = max(abs(flux(i, scene.potential, scene.temperature)) for i in scene.ions)
    for number, ion in enumerate(scene.ions):
        middle = left + (number + 0.5) * COLUMN
        canvas.text(middle, 16, ion.name, bold=True)
        most = max(ion.outside, ion.inside)
        for pool, amount in ((NAMES, ion.outside), (inside, ion.inside)):
            span = COLUMN - 18
            count = max(1, round(MOST_DOTS * amount / most))
            draw_dots(canvas, middle - span / 2, pool + 26, span, POOL - 38, count)
            canvas.text(middle, pool + 18, in_mM(amount), "muted", size=12)
        _draw_column(canvas, ion, scene, middle, gate + GATE / 2, most_flux)
    _draw_legend(canvas, inside + POOL + 18)
    title = "The membrane: outside above, inside below"
    return canvas.markup(title, _described(scene), "membrane-picture")


def _draw_column(
    canvas: Canvas, ion: Species, scene: Scene, middle: float, centre: float, most: float
) -> None:
    diffusion, field = pulls(ion, scene.potential, scene.temperature)
    _draw_pull(canvas, middle - 44, centre, diffusion * PER_RT, "ink", "")
    _draw_pull(canvas, middle - 28, centre, field * PER_RT, "partial", "4 4")
    gap = 0.0
    if ion.permeability > 0:
        gap = 7.0 + 5.0 * math.log10(1 + 10 * ion.permeability) / 2
    top = centre - GATE / 2 - 6
    for side in (-1, 1):
        x = middle + 8 + side * (gap + 5) - 5
        canvas.rectangle(x, top, 10, GATE + 12, "line", radius=5)
    J = flux(ion, scene.potential, scene.temperature)
    share = math.sqrt(abs(J) / most) if most else 0.0
    still = not J or is_settled(ion, scene.potential, scene.temperature)
    # Down is inwards: a flux outwards points up.
    reach = -math.copysign(share * (GATE / 2 - 8), J) if not still else 0.0
    if ion.permeability > 0:
        _draw_pull(canvas, middle + 8, centre, reach, "accent", "", 4.5)
    if ion.valence and ion.permeability > 0:
        # The current runs with cations and against anions.
        _draw_pull(
            canvas, middle + 46, centre, math.copysign(1, ion.valence) * reach, "wrong", "1.5 5", 3
        )


def _draw_pull(
    canvas: Canvas,
    x: float,
    centre: float,
    reach: float,
    colour: str,
    dash: str,
    width: float = 2.5,
) -> None:
    """An arrow of half-length ``reach``, positive inwards; a ring when there is no pull."""
    if abs(reach) < 1:
        canvas.circle(x, centre, 3.5, stroke=colour)
        return
    half = math.copysign(min(max(abs(reach), 9.0), GATE / 2 - 6), reach)
    canvas.arrow(x, centre - half, centre + half, colour, dash=dash, thickness=width)


def _draw_legend(canvas: Canvas, y: float) -> None:
    entries = (
        ("diffusion", "ink", "", 2.5),
        ("field", "partial", "4 4", 2.5),
        ("net flux", "accent", "", 4.5),
        ("current", "wrong", "1.5 5", 3.0),
    )
    x, line = 8.0, y
    for words, colour, dash, width in entries:
        room = 28 + text_width(words, 12) + 12
        if x + room > canvas.width:
            x, line = 8.0, line + 20
        canvas.line(x, line - 4, x + 20, line - 4, colour, thickness=width, dash=dash)
        canvas.text(x + 27, line, words, anchor="start", size=12)
        x += room


def _described(scene: Scene) -> str:
    told = []
    for ion in scene.ions:
        diffusion, field = pulls(ion, scene.potential, scene.temperature)
        told.append(
            f"{ion.name}: {in_mM(ion.outside)} outside, {in_mM(ion.inside)} inside; diffusion "
            f"pulls {_pulled(diffusion)}, the field {_pulled(field)}."
        )
    return " ".join(told)


def _pulled(pull: float) -> str:
    return "inwards" if pull > 0 else "outwards" if pull < 0 else "neither way"
