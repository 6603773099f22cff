"""Cells with the concentrations that are found in them, as ranges to draw from.

Sources of the ranges: A. L. Hodgkin (1958) for squid axon, E. J. Conway (1957) for frog muscle,
B. Hille, Ion Channels of Excitable Membranes, 3rd ed., table 1.3, for the mammalian cells,
and K. Kaila et al., Nat. Rev. Neurosci. 15:637 (2014) for chloride in young and mature neurons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from millivolt.items import Draw
from millivolt_exercises.ions import (
    BICARBONATE,
    CALCIUM,
    CHLORIDE,
    POTASSIUM,
    SODIUM,
    Ion,
)

__all__ = [
    "CARDIAC_CELL",
    "CELLS",
    "FROG_MUSCLE",
    "IMMATURE_NEURON",
    "MATURE_NEURON",
    "RED_CELL",
    "SKELETAL_MUSCLE",
    "SQUID_AXON",
    "Cell",
    "Span",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Concentrations (mM) from ``low`` to ``high``, printed in multiples of ``step``."""

    low: float
    high: float
    step: float

    def draw(self, draw: Draw, finer: int = 1) -> float:
        """One concentration in mM; ``finer`` divides the step."""
        return draw.number(self.low, self.high, self.step / finer)


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell: temperatures in °C, resting potentials in mV, concentrations in mM.

    ``name`` has its article, so that it fits after "in". ``inside`` and ``outside`` map ions to
    what is found there; calcium is free calcium. ``p_Na`` and ``p_Cl`` are permeabilities at rest
    relative to that of potassium: with them the GHK equation gives about the resting potential.
    """

    name: str
    temperatures: tuple[float, ...]
    rest: tuple[float, float]
    inside: Mapping[Ion, Span] = field(repr=False)
    outside: Mapping[Ion, Span] = field(repr=False)
    p_Na: Span = field(repr=False)
    p_Cl: Span = field(repr=False)

    def __str__(self) -> str:
        return self.name

    def draw_concentrations(self, draw: Draw, ion: Ion, finer: int = 1) -> tuple[float, float]:
        """Concentrations of ``ion`` inside and outside in mM, as they will be printed.

        ``finer`` divides the steps, where little else varies from student to student.
        """
        return self.inside[ion].draw(draw, finer), self.outside[ion].draw(draw, finer)

    def draw_temperature(self, draw: Draw) -> float:
        """One of the cell's temperatures in °C."""
        return draw.choice(self.temperatures)

    def draw_permeabilities(self, draw: Draw) -> tuple[float, float]:
        """Permeabilities of Na⁺ and Cl⁻ at rest, relative to that of K⁺."""
        return self.p_Na.draw(draw), self.p_Cl.draw(draw)

    def draw_rest(self, draw: Draw) -> float:
        """A resting potential in whole mV."""
        return draw.number(*self.rest, 1)


def _cell(
    name: str,
    temperatures: tuple[float, ...],
    rest: tuple[float, float],
    permeabilities: tuple[Span, Span],
    ions: Mapping[Ion, tuple[Span, Span]],
) -> Cell:
    return Cell(
        name,
        temperatures,
        rest,
        MappingProxyType({ion: spans[0] for ion, spans in ions.items()}),
        MappingProxyType({ion: spans[1] for ion, spans in ions.items()}),
        *permeabilities,
    )


_MAMMAL_CALCIUM = (Span(5e-5, 1.2e-4, 1e-5), Span(1.2, 2.0, 0.1))
_MAMMAL_BICARBONATE = (Span(12, 16, 1), Span(24, 26, 1))

SQUID_AXON = _cell(
    "a squid giant axon",
    (6.3, 12.0, 18.0),
    (-65, -60),
    (Span(0.03, 0.05, 0.005), Span(0.3, 0.6, 0.05)),
    {
        POTASSIUM: (Span(380, 410, 1), Span(10, 21, 1)),
        SODIUM: (Span(44, 60, 1), Span(430, 460, 1)),
        CHLORIDE: (Span(40, 60, 1), Span(540, 570, 1)),
        CALCIUM: (Span(1e-4, 3e-4, 1e-5), Span(9, 11, 0.1)),
    },
)
FROG_MUSCLE = _cell(
    "a frog sartorius muscle fibre",
    (18.0, 20.0),
    (-95, -88),
    (Span(0.005, 0.02, 0.001), Span(0.5, 2, 0.1)),
    {
        POTASSIUM: (Span(120, 140, 1), Span(2.1, 3.2, 0.1)),
        SODIUM: (Span(9, 13, 0.1), Span(105, 120, 1)),
        CHLORIDE: (Span(1.8, 3.8, 0.1), Span(76, 84, 1)),
        CALCIUM: (Span(5e-5, 1.2e-4, 1e-5), Span(1.8, 2.2, 0.1)),
    },
)
MATURE_NEURON = _cell(
    "a mature mammalian neuron",
    (37.0,),
    (-75, -65),
    (Span(0.02, 0.06, 0.005), Span(0.1, 0.5, 0.05)),
    {
        POTASSIUM: (Span(130, 150, 1), Span(2.8, 5.2, 0.1)),
        SODIUM: (Span(9, 18, 0.1), Span(138, 152, 1)),
        CHLORIDE: (Span(5, 10, 0.1), Span(110, 135, 1)),
        CALCIUM: _MAMMAL_CALCIUM,
        BICARBONATE: _MAMMAL_BICARBONATE,
    },
)
IMMATURE_NEURON = _cell(
    "an immature mammalian neuron",
    (37.0,),
    (-70, -55),
    (Span(0.02, 0.06, 0.005), Span(0.05, 0.25, 0.05)),
    {
        POTASSIUM: (Span(130, 150, 1), Span(2.8, 5.2, 0.1)),
        SODIUM: (Span(9, 18, 0.1), Span(138, 152, 1)),
        CHLORIDE: (Span(20, 40, 1), Span(110, 135, 1)),
        CALCIUM: _MAMMAL_CALCIUM,
        BICARBONATE: _MAMMAL_BICARBONATE,
    },
)
SKELETAL_MUSCLE = _cell(
    "a mammalian skeletal muscle fibre",
    (37.0,),
    (-95, -85),
    (Span(0.005, 0.02, 0.001), Span(1, 3, 0.1)),
    {
        POTASSIUM: (Span(145, 160, 1), Span(3.5, 5.0, 0.1)),
        SODIUM: (Span(9, 14, 0.1), Span(138, 148, 1)),
        CHLORIDE: (Span(3.2, 4.6, 0.1), Span(105, 123, 1)),
        CALCIUM: _MAMMAL_CALCIUM,
        BICARBONATE: (Span(8, 12, 0.1), Span(23, 26, 1)),
    },
)
CARDIAC_CELL = _cell(
    "a ventricular heart muscle cell",
    (37.0,),
    (-90, -85),
    (Span(0.005, 0.015, 0.001), Span(0.02, 0.1, 0.01)),
    {
        POTASSIUM: (Span(138, 152, 1), Span(3.5, 5.2, 0.1)),
        SODIUM: (Span(8, 11, 0.1), Span(138, 147, 1)),
        CHLORIDE: (Span(15, 30, 1), Span(105, 122, 1)),
        CALCIUM: (Span(8e-5, 1.5e-4, 1e-5), Span(1.5, 2.0, 0.1)),
        BICARBONATE: (Span(12, 16, 1), Span(23, 26, 1)),
    },
)
RED_CELL = _cell(
    "a human red blood cell",
    (37.0,),
    (-12, -8),
    (Span(0.4, 0.8, 0.1), Span(50, 100, 10)),
    {
        POTASSIUM: (Span(132, 148, 1), Span(3.6, 5.0, 0.1)),
        SODIUM: (Span(9, 16, 0.1), Span(136, 146, 1)),
        CHLORIDE: (Span(68, 80, 1), Span(102, 112, 1)),
        CALCIUM: (Span(3e-5, 8e-5, 1e-5), Span(1.1, 1.4, 0.1)),
        BICARBONATE: (Span(14, 17, 1), Span(23, 26, 1)),
    },
)

CELLS = (
    SQUID_AXON,
    FROG_MUSCLE,
    MATURE_NEURON,
    IMMATURE_NEURON,
    SKELETAL_MUSCLE,
    CARDIAC_CELL,
    RED_CELL,
)
