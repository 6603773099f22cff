"""Resting potentials of cells: with an electrogenic pump, and from conductances.

The constant-field potential of passive ions, including channel reversal, is in `zero_current`.
Source for the pump: L. J. Mullins & K. Noda, J. Gen. Physiol. 47:117 (1963).
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    Result,
    concentration,
    conductance,
    finite,
    permeability,
    potential,
    result,
    temperature,
)
from .constants import MILLIVOLT_PER_KELVIN
from .special import log_ratio


def mullins_noda(
    P_K: ArrayLike,
    P_Na: ArrayLike,
    K_in: ArrayLike,
    K_out: ArrayLike,
    Na_in: ArrayLike,
    Na_out: ArrayLike,
    T: ArrayLike,
    r: ArrayLike = 1.5,
) -> Result:
    """Steady potential in mV of a cell whose pump moves r Na+ out for each K+ in (3:2 is 1.5):

        V = (RT/F) ln[(r P_K K_out + P_Na Na_out)/(r P_K K_in + P_Na Na_in)].

    r = 1 is the GHK equation, r -> infinity (math.inf is accepted) gives E_K. Holds in the steady
    state of Na and K with chloride passively distributed. Concentrations in mM, permeabilities in
    any common unit. Raises ValueError for r <= 0, both P zero, and non-physical arguments.
    """
    coupling = np.asarray(r, dtype=np.float64)
    if not (coupling > 0).all():
        raise ValueError(f"r = {r!r} is not physical: Na moved per K moved must be positive.")
    weight_K, weight_Na = permeability("P_K", P_K), permeability("P_Na", P_Na) / coupling
    if (weight_K + weight_Na == 0).any():
        raise ValueError(f"P_K = {P_K!r} and P_Na = {P_Na!r}: one permeability must be positive.")
    out = weight_K * concentration("K_out", K_out) + weight_Na * concentration("Na_out", Na_out)
    inside = weight_K * concentration("K_in", K_in) + weight_Na * concentration("Na_in", Na_in)
    return result(MILLIVOLT_PER_KELVIN * temperature(T) * log_ratio(out, inside))


def chord_voltage(g: ArrayLike, E: ArrayLike, I_ext: ArrayLike = 0.0) -> Result:
    """Chord-conductance potential (sum g E + I_ext)/(sum g) in mV, sums over the last axis.

    `g` in nS and `E` in mV over ions, `I_ext` in pA injected into the cell (over the leading
    axes). Raises ValueError for negative conductances, sum g = 0, or anything not finite.
    Source: Hodgkin & Horowicz, J. Physiol. 148:127 (1959).
    """
    weights, potentials = np.broadcast_arrays(np.atleast_1d(conductance("g", g)), potential("E", E))
    total = weights.sum(axis=-1)
    if (total == 0).any():
        raise ValueError(f"g = {g!r} is not physical: at least one conductance must be positive.")
    return result(((weights * potentials).sum(axis=-1) + finite("I_ext", I_ext)) / total)
