"""The interactive membrane as its page shows it: the picture, the axis, the numbers in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from millivolt.items import Mark, VoltageAxis
from millivolt.pictures import draw
from millivolt.practice.web.drawing import draw_scene
from millivolt.practice.web.electrodiffusion import (
    SETTLED,
    Species,
    current,
    equilibrium,
    flux,
    is_settled,
    resting,
)
from millivolt.practice.web.scene import BOUNDS, Scene, as_query
from millivolt.quantities import format as printed

__all__ = ["MembraneView", "membrane_view"]


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
        picture=Markup(draw_scene(scene)),
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
    return Markup("{}<sub>{}</sub>").format(letter, below) if below else escape(label)


def _at(scene: Scene, mark: Mark) -> Scene:
    return replace(scene, potential=mark.value)


def _row(ion: Species, scene: Scene) -> Row:
    E = equilibrium(ion, scene.temperature)
    V, T = scene.potential, scene.temperature
    force = None if E is None else V - E
    still = is_settled(ion, V, T)
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
        J = flux(ion, V, T)
        if ion.permeability == 0:
            sentences.append(f"{ion.name} cannot pass;")
        elif is_settled(ion, V, T):
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


def _amount(value: float) -> str:
    """A flux or a current with its direction in a word."""
    if not value:
        return "0"
    return f"{printed(float(f'{abs(value):.3g}'))} {'out' if value > 0 else 'in'}"


def _tenths(value: float) -> str:
    return printed(round(value, 1) + 0.0)


def _millivolts(value: float) -> str:
    return printed(round(value, 1) + 0.0, "mV")
