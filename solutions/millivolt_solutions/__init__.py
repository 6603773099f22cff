"""The reference implementation: the physics that answers are compared with.

Concentrations mM, potentials mV (V = phi_in - phi_out), temperatures K, conductances nS, outward
currents positive. The algebra behind the numbers is in `millivolt_solutions.derivations`, which
is not imported here: this package needs numpy alone until something is integrated or derived.
Nothing here knows about exercises, students or grading.
"""

from .arguments import TemperatureWarning
from .constants import F, R, celsius, thermal_voltage
from .current import Direction, chord_current, current_direction, driving_force, flux_direction
from .equilibrium import dE_dT, nernst, nernst_conc, slope
from .ghk import ghk_current, ghk_flux, slope_conductance
from .resting_potential import (
    channel_reversal,
    chord_voltage,
    gaba_reversal,
    ghk_voltage,
    ghk_voltage_general,
    ghk_voltage_mixed,
    mullins_noda,
    permeability_ratio,
)

__all__ = [
    "Direction",
    "F",
    "R",
    "TemperatureWarning",
    "celsius",
    "channel_reversal",
    "chord_current",
    "chord_voltage",
    "current_direction",
    "dE_dT",
    "driving_force",
    "flux_direction",
    "gaba_reversal",
    "ghk_current",
    "ghk_flux",
    "ghk_voltage",
    "ghk_voltage_general",
    "ghk_voltage_mixed",
    "mullins_noda",
    "nernst",
    "nernst_conc",
    "permeability_ratio",
    "slope",
    "slope_conductance",
    "thermal_voltage",
]
