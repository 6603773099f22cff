"""Energies of ions across the membrane, and the ratios that they set at equilibrium.

The electrochemical potential difference in joules per mole or per particle, the Boltzmann and
Ussing ratios, and the proton-motive force. Energies of pumps and transporters are in `pump` and
`cotransport`.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    concentration,
    finite,
    potential,
    result,
    temperature,
    valence,
)
from .constants import MILLIVOLT_PER_KELVIN, F
from .special import log_ratio

TransportDirection = Literal["out->in", "in->out"]
EnergyUnit = Literal["J/mol", "kJ/mol", "eV", "kT"]

_SIGN: dict[str, float] = {"out->in": 1.0, "in->out": -1.0}
_PER_MILLIVOLT: dict[str, float] = {"J/mol": F * 1e-3, "kJ/mol": F * 1e-6, "eV": 1e-3}
_LN10 = np.log(10.0)


def delta_mu(
    c_out: ArrayLike,
    c_in: ArrayLike,
    z: ArrayLike,
    V: ArrayLike,
    T: ArrayLike,
    direction: TransportDirection = "out->in",
    unit: EnergyUnit = "J/mol",
) -> Result:
    """Change of electrochemical potential of an ion that crosses: zF(V - E) from out to in.

    Written out, mu_in - mu_out = RT ln(c_in/c_out) + zFV. Negative means that the ion moves in
    `direction` by itself. Concentrations in mM, `V` in mV, `T` in kelvin; all broadcast. `unit` is
    per mole ("J/mol", "kJ/mol") or per ion ("eV", "kT").

    Raises ValueError for another `direction` or `unit` and for non-physical arguments.
    Source: Alberts et al., Molecular Biology of the Cell, 6th ed., chapter 11.
    """
    if direction not in _SIGN:
        raise ValueError(f"direction = {direction!r} is not known: write 'out->in' or 'in->out'.")
    outside, inside = concentration("c_out", c_out), concentration("c_in", c_in)
    charge, voltage = valence("z", z), potential("V", V)
    thermal = MILLIVOLT_PER_KELVIN * temperature(T)
    # z (V - E), so that the energy vanishes exactly at V = nernst(...).
    energy = charge * (voltage - thermal * log_ratio(outside, inside) / charge)
    return result(_SIGN[direction] * _in_unit(energy, thermal, unit))


def boltzmann_ratio(V: ArrayLike, z: ArrayLike, T: ArrayLike) -> Result:
    """c_in/c_out = exp(-zFV/RT) of an ion that is in equilibrium at `V` mV.

    Raises ValueError for z = 0 and non-physical arguments.
    """
    exponent = valence("z", z) * potential("V", V) / (MILLIVOLT_PER_KELVIN * temperature(T))
    return result(np.exp(-exponent))


def ussing_ratio(
    c_out: ArrayLike, c_in: ArrayLike, z: ArrayLike, V: ArrayLike, T: ArrayLike
) -> Result:
    """Ratio of one-way fluxes J_in/J_out = (c_out/c_in) exp(-zFV/RT) = exp(-zF(V - E)/RT).

    It is 1 at V = E, where both fluxes go on and balance. Arguments as in `delta_mu`.
    Source: H. H. Ussing, Acta Physiol. Scand. 19:43 (1949).
    """
    outside, inside = concentration("c_out", c_out), concentration("c_in", c_in)
    charge, voltage = valence("z", z), potential("V", V)
    thermal = MILLIVOLT_PER_KELVIN * temperature(T)
    equilibrium = thermal * log_ratio(outside, inside) / charge
    return result(np.exp(-charge * (voltage - equilibrium) / thermal))


def proton_potential(pH_in: ArrayLike, pH_out: ArrayLike, T: ArrayLike) -> Result:
    """Equilibrium potential of protons in mV: E_H = (RT/F) ln(10) (pH_in - pH_out)."""
    difference = finite("pH_in", pH_in) - finite("pH_out", pH_out)
    return result(MILLIVOLT_PER_KELVIN * temperature(T) * _LN10 * difference)


def proton_motive_force(V: ArrayLike, pH_in: ArrayLike, pH_out: ArrayLike, T: ArrayLike) -> Result:
    """Proton-motive force V - E_H = V - (RT/F) ln(10) (pH_in - pH_out) in mV.

    Negative drives protons in. Source: Nicholls & Ferguson, Bioenergetics 4, chapter 3.
    """
    difference = finite("pH_in", pH_in) - finite("pH_out", pH_out)
    drop = MILLIVOLT_PER_KELVIN * temperature(T) * _LN10 * difference
    return result(potential("V", V) - drop)


def _in_unit(millivolts: FloatArray, thermal: FloatArray, unit: str) -> FloatArray:
    """An energy per elementary charge in mV, in `unit`."""
    if unit == "kT":
        return millivolts / thermal
    if unit not in _PER_MILLIVOLT:
        known = ", ".join([*_PER_MILLIVOLT, "kT"])
        raise ValueError(f"unit = {unit!r} is not a unit of energy known here: {known}.")
    return millivolts * _PER_MILLIVOLT[unit]
