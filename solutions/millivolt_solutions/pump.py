"""The sodium-potassium pump: what a cycle costs, what it must move, and what stopping it does.

Amounts per second are fmol/s and currents pA, positive outwards. The cell that the pump keeps in
balance, with water and chloride, is in `pump_leak`.
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    Result,
    concentration,
    finite,
    positive,
    potential,
    refuse,
    result,
    temperature,
    valence,
)
from .constants import MILLIVOLT_PER_KELVIN, F, R
from .special import log_ratio

_KJ_PER_MILLIVOLT = F * 1e-6
_FEMTOMOLES_PER_PICOAMPERE = 1e3 / F
_SECONDS = F * 1e-6


def pump_cycle_cost(
    V: ArrayLike,
    Na_in: ArrayLike,
    Na_out: ArrayLike,
    K_in: ArrayLike,
    K_out: ArrayLike,
    T: ArrayLike,
    n_Na: ArrayLike = 3,
    n_K: ArrayLike = 2,
) -> Result:
    """Free energy in kJ/mol to move `n_Na` Na+ out and `n_K` K+ in at `V` mV:

        F [n_Na (E_Na - V) + n_K (V - E_K)].

    Typically 40 to 50 kJ/mol, less than ATP gives (`atp_free_energy`). Concentrations in mM.
    Raises ValueError for n <= 0 and non-physical arguments.
    """
    voltage = potential("V", V)
    thermal = MILLIVOLT_PER_KELVIN * temperature(T)
    E_Na = thermal * log_ratio(concentration("Na_out", Na_out), concentration("Na_in", Na_in))
    E_K = thermal * log_ratio(concentration("K_out", K_out), concentration("K_in", K_in))
    sodium = positive("n_Na", n_Na) * (E_Na - voltage)
    potassium = positive("n_K", n_K) * (voltage - E_K)
    return result(_KJ_PER_MILLIVOLT * (sodium + potassium))


def atp_free_energy(
    ATP: ArrayLike, ADP: ArrayLike, P_i: ArrayLike, T: ArrayLike, standard: ArrayLike = -30.5
) -> Result:
    """Free energy of ATP hydrolysis in kJ/mol: dG0' + RT ln([ADP][P_i]/[ATP]).

    Concentrations in mM (the standard state is 1 M), `standard` is dG0' in kJ/mol. About -50 to
    -60 in a cell. Source: Nicholls & Ferguson, Bioenergetics 4, chapter 3.
    """
    molar = 1e-3
    quotient = concentration("ADP", ADP) * concentration("P_i", P_i) * molar
    logarithm = log_ratio(quotient, concentration("ATP", ATP))
    return result(finite("standard", standard) + R * 1e-3 * temperature(T) * logarithm)


def pump_rate(I_Na: ArrayLike, n_Na: ArrayLike = 3) -> Result:
    """Pump cycles (and ATP) in fmol/s that balance a sodium leak: -I_Na/(n_Na F).

    `I_Na` is the passive sodium current in pA, negative because it flows inwards. Raises
    ValueError for an outward leak, which no pump has to balance.
    """
    leak = finite("I_Na", I_Na)
    if (leak > 0).any():
        refuse("I_Na", leak, leak > 0, "a leak to balance flows inwards, so it is negative")
    return result(-leak / positive("n_Na", n_Na) * _FEMTOMOLES_PER_PICOAMPERE)


def pump_current(rate: ArrayLike, n_Na: ArrayLike = 3, n_K: ArrayLike = 2) -> Result:
    """Net current in pA of a pump that turns over `rate` fmol/s: (n_Na - n_K) F rate, outwards."""
    net = positive("n_Na", n_Na) - positive("n_K", n_K)
    return result(net * finite("rate", rate) / _FEMTOMOLES_PER_PICOAMPERE)


def pump_block_step(I_pump: ArrayLike, g: ArrayLike) -> Result:
    """Depolarisation in mV within milliseconds of stopping the pump: I_pump/g.

    `I_pump` in pA (outward), `g` the total conductance of the membrane in nS. Only the slow
    rundown that follows (`depletion_time`) takes the resting potential away.
    """
    return result(finite("I_pump", I_pump) / positive("g", g))


def depletion_time(c: ArrayLike, volume: ArrayLike, I: ArrayLike, z: ArrayLike = 1) -> Result:
    """Time in seconds in which a constant current `I` carries away all of an ion: |z| F c v/|I|.

    `c` in mM, `volume` in µm^3, `I` in pA. Raises ValueError for I = 0 or c, volume <= 0.
    """
    current = np.abs(finite("I", I))
    if (current == 0).any():
        refuse("I", current, current == 0, "without a current nothing is depleted")
    charge = np.abs(valence("z", z)) * concentration("c", c) * positive("volume", volume)
    return result(charge * _SECONDS / current)
