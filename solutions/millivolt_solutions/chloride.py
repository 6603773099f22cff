"""Chloride that accumulates while GABA-A channels are open, so that inhibition fades.

Units: ms, mV, mM, µm, S/m^2, µF/cm^2; currents per area in mA/m^2. Integration needs scipy, which
is imported when it is used. Source: K. J. Staley & W. R. Proctor, J. Physiol. 519:693 (1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    concentration,
    conductance,
    positive,
    potential,
    result,
    temperature,
)
from .constants import MILLIVOLT_PER_KELVIN, F
from .integration import integrate

_MV_PER_MS = 0.1
"""mA/m^2 over µF/cm^2, in mV/ms."""


@dataclass(frozen=True, slots=True)
class ChlorideCompartment:
    """A compartment whose chloride can change, while bicarbonate is buffered.

    `surface_to_volume` in 1/µm (4/d for a cylinder), `Cl_out` and the resting `Cl_rest` in mM,
    `tau_Cl` the time constant in ms with which transport restores `Cl_rest`, `E_HCO3` in mV,
    leak `g_L` (S/m^2) reversing at `E_L` (mV), capacitance `C_m` (µF/cm^2), `T` in kelvin.
    """

    surface_to_volume: float
    Cl_rest: float
    Cl_out: float
    tau_Cl: float
    g_L: float
    E_L: float
    E_HCO3: float
    T: float
    C_m: float = 1.0

    def __post_init__(self) -> None:
        for name in ("surface_to_volume", "tau_Cl", "g_L", "C_m"):
            positive(name, getattr(self, name))
        concentration("Cl_rest", self.Cl_rest)
        concentration("Cl_out", self.Cl_out)
        potential("E_L", self.E_L)
        potential("E_HCO3", self.E_HCO3)
        temperature(self.T)


@dataclass(frozen=True, slots=True)
class GabaPulse:
    """A conductance `g` (S/m^2) from `start` to `stop` (ms), `share_HCO3` of it bicarbonate's."""

    g: float
    start: float
    stop: float
    share_HCO3: float = 0.0

    def __post_init__(self) -> None:
        conductance("g", self.g)
        if not 0 <= self.share_HCO3 < 1:
            raise ValueError(f"share_HCO3 = {self.share_HCO3} is not a share from 0 up to below 1.")


@dataclass(frozen=True, slots=True)
class ChlorideTrace:
    """V and E_Cl in mV and Cl_in in mM, at the times asked for."""

    V: Result
    Cl_in: Result
    E_Cl: Result


def chloride_accumulation(
    t: ArrayLike, compartment: ChlorideCompartment, pulses: Sequence[GabaPulse]
) -> ChlorideTrace:
    """V, Cl_in and E_Cl at the times `t` (ms, from 0 on), from rest at E_L and Cl_rest:

        C_m dV/dt  = -g_L (V - E_L) - g_Cl (V - E_Cl) - g_HCO3 (V - E_HCO3)
        dCl_in/dt  = (S/v) g_Cl (V - E_Cl)/F - (Cl_in - Cl_rest)/tau_Cl
        E_Cl       = (RT/F) ln(Cl_in/Cl_out)

    An outward chloride current is an influx of chloride, hence the plus sign. Raises ValueError
    for negative times.
    """
    cell = compartment
    thermal = MILLIVOLT_PER_KELVIN * cell.T

    def rate(time: float, state: FloatArray, since: float) -> list[float]:
        V, Cl = state
        g = [(p.g, p.share_HCO3) for p in pulses if p.start <= since < p.stop]
        I_Cl = fsum(g_p * (1 - share) for g_p, share in g) * (
            V - thermal * np.log(Cl / cell.Cl_out)
        )
        I_HCO3 = fsum(g_p * share for g_p, share in g) * (V - cell.E_HCO3)
        total = cell.g_L * (V - cell.E_L) + I_Cl + I_HCO3
        influx = cell.surface_to_volume * I_Cl / F
        return [-_MV_PER_MS * total / cell.C_m, influx - (Cl - cell.Cl_rest) / cell.tau_Cl]

    switches = [edge for pulse in pulses for edge in (pulse.start, pulse.stop)]
    V, Cl_in = integrate(rate, [cell.E_L, cell.Cl_rest], t, switches)
    E_Cl = thermal * np.log(Cl_in / cell.Cl_out)
    return ChlorideTrace(result(V), result(Cl_in), result(E_Cl))
