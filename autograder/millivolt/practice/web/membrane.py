"""The interactive membrane as its page shows it: the picture, the axis, the numbers in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from millivolt.items import Mark, VoltageAxis
from millivolt.pictures import draw
from millivolt.pictures.membrane import draw_dots, in_mM
from millivolt.pictures.svg import Canvas, text_width
from millivolt.practice.web.electrodiffusion import (
    Species,
    current,
    equilibrium,
    flux,
    pulls,
    resting,
)
from millivolt.practice.web.scene import BOUNDS, Scene, as_query
from millivolt.quantities import format as printed

__all__ = ["MembraneView", "membrane_view"]

COLUMN = 118.0
POOL, GATE, NAMES = 80.0, 96.0, 24.0
LEGEND = 50.0
PER_RT = 9.0
"""User units of arrow for a pull of RT."""

MOST_DOTS = 44
SETTLED = 0.05
"""A driving force in mV that counts as none: the voltage is given in tenths."""


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one ion in words."""

    ion: Species
    equilibrium: str
    force: str
    flux: str
    current: str


@dataclass(frozen=True, slots=True)
class Potential:
    """A potential worth setting: its name, its value in mV, and the address that sets it."""

    name: Markup
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class MembraneView:
    """The membrane as the page shows it. ``told`` says in a sentence what happens."""

    scene: Scene
    picture: Markup
    axis: Markup
    rows: tuple[Row, ...]
    places: tuple[Potential, ...]
    told: str
    bounds: dict[str, tuple[float, float]]


def membrane_view(scene: Scene) -> MembraneView:
    """The view of ``scene``."""
    rest = resting(scene.ions, scene.temperature) if len(scene.ions) > 1 else None
    marks = tuple(_marks(scene, rest))
    axis = VoltageAxis("Equilibrium potentials and V_m", marks, scene.potential)
    return MembraneView(
        scene=scene,
        picture=Markup(_picture(scene)),
        axis=Markup(draw(axis, name="membrane-axis")),
        rows=tuple(_row(ion, scene) for ion in scene.ions),
        places=tuple(
            Potential(_set(mark.label), f"{mark.value:g}", as_query(_at(scene, mark)))
            for mark in marks
        ),
        told=_told(scene, rest),
        bounds=dict(BOUNDS),
    )


def _marks(scene: Scene, rest: float | None) -> Iterator[Mark]:
    """The potentials at which something comes to rest, in mV to one decimal."""
    for ion in scene.ions:
        E = equilibrium(ion, scene.temperature)
        if E is not None:
            yield Mark(f"E_{ion.name.rstrip('²³⁺⁻')}", round(E, 1) + 0.0)
    if rest is not None:
        yield Mark("no current", round(rest, 1) + 0.0)


def _set(label: str) -> Markup:
    """The name of a potential with its subscript."""
    letter, _, below = label.partition("_")
    return Markup("{}<sub>{}</sub>").format(letter, below) if below else Markup(label)


def _at(scene: Scene, mark: Mark) -> Scene:
    return replace(scene, potential=mark.value)


def _row(ion: Species, scene: Scene) -> Row:
    E = equilibrium(ion, scene.temperature)
    V, T = scene.potential, scene.temperature
    force = None if E is None else V - E
    still = force is not None and abs(force) < SETTLED
    J, current_density = flux(ion, V, T), current(ion, V, T)
    return Row(
        ion,
        "none" if E is None else _tenths(E),
        "none" if force is None else _tenths(force),
        "0" if still else _amount(J),
        "0" if still else _amount(current_density),
    )


def _told(scene: Scene, rest: float | None) -> str:
    V, T = scene.potential, scene.temperature
    sentences = [f"At {_millivolts(V)}:"]
    for ion in scene.ions:
        E, J = equilibrium(ion, T), flux(ion, V, T)
        if ion.permeability == 0:
            sentences.append(f"{ion.name} cannot pass;")
        elif E is not None and abs(V - E) < SETTLED:
            sentences.append(f"{ion.name} is at equilibrium;")
        elif J:
            sentences.append(f"{ion.name} flows {'out' if J > 0 else 'in'};")
        else:
            sentences.append(f"{ion.name} does not flow;")
    total = sum(current(ion, V, T) for ion in scene.ions)
    if rest is not None and abs(V - rest) < SETTLED:
        sentences.append("together no current.")
    else:
        way = "outward" if total > 0 else "inward" if total < 0 else "no"
        sentences.append(f"together {way} current.")
    return " ".join(sentences)


def _picture(scene: Scene) -> str:
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
    still = not J or _is_settled(ion, scene)
    # Down is inwards: a flux outwards points up.
    reach = -math.copysign(share * (GATE / 2 - 8), J) if not still else 0.0
    if ion.permeability > 0:
        _draw_pull(canvas, middle + 8, centre, reach, "accent", "", 4.5)
    if ion.valence and ion.permeability > 0:
        # The current runs with cations and against anions.
        _draw_pull(
            canvas, middle + 46, centre, math.copysign(1, ion.valence) * reach, "wrong", "1.5 5", 3
        )


def _is_settled(ion: Species, scene: Scene) -> bool:
    E = equilibrium(ion, scene.temperature)
    return E is not None and abs(scene.potential - E) < SETTLED


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


def _amount(value: float) -> str:
    """A flux or a current with its direction in a word."""
    if not value:
        return "0"
    return f"{printed(float(f'{abs(value):.3g}'))} {'out' if value > 0 else 'in'}"


def _tenths(value: float) -> str:
    return printed(round(value, 1) + 0.0)


def _millivolts(value: float) -> str:
    return printed(round(value, 1) + 0.0, "mV")
