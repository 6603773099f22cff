"""What moves an ion across a membrane, and how much of it: the numbers behind the picture.

For the picture only. Answers are graded against the bank's own reference, which is another
package; a test holds the two together.

Concentrations in mM, potentials in mV (inside minus outside), temperatures in °C,
permeabilities in nm/s; fluxes and currents are positive outwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["SETTLED", "Species", "current", "equilibrium", "flux", "is_settled", "pulls", "resting"]

GAS = 8.314462618
FARADAY = 96485.33212
ZERO_CELSIUS = 273.15
SETTLED = 0.05
"""A distance in mV that counts as none: potentials are shown in tenths."""

WIDEST = 500.0
"""mV on either side of zero between which the potential without current is looked for."""


@dataclass(frozen=True, slots=True)
class Species:
    """One kind of ion: concentrations in mM, permeability in nm/s."""

    name: str
    valence: int
    inside: float
    outside: float
    permeability: float = 0.0


def thermal(temperature: float) -> float:
    """RT/F in mV."""
    return 1e3 * GAS * (temperature + ZERO_CELSIUS) / FARADAY


def equilibrium(ion: Species, temperature: float) -> float | None:
    """The equilibrium potential in mV; ``None`` without charge or with an empty side."""
    if ion.valence == 0 or ion.inside <= 0 or ion.outside <= 0:
        return None
    return thermal(temperature) / ion.valence * math.log(ion.outside / ion.inside)


def is_settled(ion: Species, potential: float, temperature: float) -> bool:
    """Whether ``ion`` is at equilibrium at ``potential``, as far as is shown."""
    E = equilibrium(ion, temperature)
    return E is not None and abs(potential - E) < SETTLED


def pulls(ion: Species, potential: float, temperature: float) -> tuple[float, float]:
    """The pulls of diffusion and of the field, positive inwards, in units of RT."""
    if ion.inside <= 0 or ion.outside <= 0:
        diffusion = math.copysign(math.inf, ion.outside - ion.inside)
        diffusion = diffusion if ion.inside != ion.outside else 0.0
    else:
        diffusion = math.log(ion.outside / ion.inside)
    return diffusion, -ion.valence * potential / thermal(temperature) + 0.0


def flux(ion: Species, potential: float, temperature: float) -> float:
    """The net flux by the constant-field equation, in µmol/(m² s) outwards.

    D. E. Goldman, J. Gen. Physiol. 27, 37 (1943).
    """
    u = ion.valence * potential / thermal(temperature)
    # P in nm/s times mM (mol/m³) is nmol/(m² s).
    permeability = ion.permeability * 1e-3
    if abs(u) < 1e-6:
        return permeability * ((ion.inside - ion.outside) + u * (ion.inside + ion.outside) / 2)
    if u < 0:
        # Written so that no exponential overflows.
        grown = math.exp(u)
        return permeability * u * (ion.inside * grown - ion.outside) / (grown - 1)
    fallen = math.exp(-u)
    return permeability * u * (ion.inside - ion.outside * fallen) / (1 - fallen)


def current(ion: Species, potential: float, temperature: float) -> float:
    """The current density of ``ion`` in mA/m², outward positive."""
    return ion.valence * FARADAY * flux(ion, potential, temperature) * 1e-3


def resting(ions: Sequence[Species], temperature: float) -> float | None:
    """The potential in mV at which the currents of ``ions`` cancel; ``None`` if there is none.

    Every current rises with the potential, so that there is at most one; it is bracketed and
    halved.
    """

    def total(potential: float) -> float:
        return sum(current(ion, potential, temperature) for ion in ions)

    low, high = -WIDEST, WIDEST
    if not total(low) < 0 < total(high):
        return None
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if total(middle) < 0 else (low, middle)
    return (low + high) / 2
