"""What a picture shows, as data; drawing it is another room's work."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Chart", "Ion", "Line", "Mark", "Membrane", "Picture", "VoltageAxis"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled place on the voltage axis, in mV."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class VoltageAxis:
    """A ruler in mV with a tick for each equilibrium potential and a line at the membrane's."""

    title: str
    ticks: tuple[Mark, ...] = ()
    membrane_potential: float | None = None


@dataclass(frozen=True, slots=True)
class Ion:
    """An ion on both sides of the membrane: concentrations in mM, valence."""

    name: str
    valence: int
    inside: float
    outside: float


@dataclass(frozen=True, slots=True)
class Membrane:
    """Inside below, outside above; concentrations as densities, arrows for diffusion and field."""

    title: str
    ions: tuple[Ion, ...]
    membrane_potential: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled curve (``points=False``) or set of points of a chart."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    points: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over labelled axes, for example an I-V curve; ``x_scale`` is linear or log."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    x_scale: str = "linear"


Picture = VoltageAxis | Membrane | Chart
