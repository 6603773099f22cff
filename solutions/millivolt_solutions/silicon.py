"""Thermal physics shared with transistors: subthreshold current, and gates by Boltzmann.

The thermal voltage kT/e is `thermal_voltage` in `constants`, the same number as RT/F.

Sources: C. Mead, Analog VLSI and Neural Systems (1989), chapter 3; A. L. Hodgkin &
A. F. Huxley, J. Physiol. 117:500 (1952) for the gate.
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    finite,
    nonnegative,
    positive,
    potential,
    refuse,
    result,
    temperature,
    valence,
)
from .constants import MILLIVOLT_PER_KELVIN

_LARGE = 300.0
"""ln y from which asinh(y) = ln(2y) to all digits."""


def subthreshold_current(
    I0: ArrayLike,
    V_g: ArrayLike,
    V_s: ArrayLike,
    V_d: ArrayLike,
    T: ArrayLike,
    kappa: ArrayLike,
) -> Result:
    """Drain current of an nMOS transistor below threshold, in the unit of `I0`:

        I = I0 exp(kappa V_g/U_T) [exp(-V_s/U_T) - exp(-V_d/U_T)],  U_T = kT/e.

    Potentials in mV against the bulk; `kappa` (0.6 to 0.8) is the gate's share of the surface
    potential. Saturates within 2 % at V_d - V_s = 4 U_T; no digits are lost at small V_d - V_s.

    Raises ValueError for I0 <= 0, kappa outside (0, 1], T <= 0 or anything not finite.
    """
    U_T = MILLIVOLT_PER_KELVIN * temperature(T)
    gate = _gate_share(kappa) * potential("V_g", V_g)
    source, drain = potential("V_s", V_s), potential("V_d", V_d)
    carriers = np.exp((gate - source) / U_T)
    return result(positive("I0", I0) * carriers * -np.expm1(-(drain - source) / U_T))


def subthreshold_slope(T: ArrayLike, kappa: ArrayLike = 1.0) -> Result:
    """Gate voltage in mV per decade of saturated current: ln(10) U_T/kappa, 75 to 100 mV.

    Raises ValueError for kappa outside (0, 1] or T <= 0.
    """
    return result(np.log(10.0) * MILLIVOLT_PER_KELVIN * temperature(T) / _gate_share(kappa))


def follower_integrator(
    t: ArrayLike,
    V_in: ArrayLike,
    V_0: ArrayLike,
    I_b: ArrayLike,
    C: ArrayLike,
    T: ArrayLike,
    kappa: ArrayLike,
) -> Result:
    """Output in mV of a follower-integrator `t` ms after its input stepped to `V_in`, from `V_0`.

        C dV/dt = I_b tanh(x),  x = kappa (V_in - V)/(2 U_T),

    with the exact solution sinh x = sinh x_0 exp(-t/tau), tau = 2 U_T C/(kappa I_b). A small step
    is followed exponentially with tau, a large one at no more than I_b/C. `I_b` in pA, `C` in pF.

    Raises ValueError for t < 0, I_b or C <= 0, kappa outside (0, 1] or anything not finite.
    Source: C. Mead, Analog VLSI and Neural Systems (1989), chapters 5 and 9.
    """
    scale = 2 * MILLIVOLT_PER_KELVIN * temperature(T) / _gate_share(kappa)
    tau = scale * positive("C", C) / positive("I_b", I_b)
    target = potential("V_in", V_in)
    x = (target - potential("V_0", V_0)) / scale
    elapsed = nonnegative("t", t, "a time after the step must not be negative") / tau
    return result(target - scale * np.sign(x) * _decayed(np.abs(x), elapsed))


def boltzmann_gate(V: ArrayLike, V_half: ArrayLike, s: ArrayLike) -> Result:
    """Open probability 1/(1 + exp(-(V - V_half)/s)) of a two-state gate.

    All in mV; `s` > 0 opens with depolarisation, `s` < 0 closes. Raises ValueError for s = 0 or
    anything not finite.
    """
    distance = potential("V", V) - potential("V_half", V_half)
    return result(_logistic(distance / _steepness(s)))


def gating_charge(s: ArrayLike, T: ArrayLike) -> Result:
    """Effective gating charge z_g = (RT/F)/s in elementary charges of a gate of slope `s` mV."""
    return result(MILLIVOLT_PER_KELVIN * temperature(T) / _steepness(s))


def gate_slope(z_g: ArrayLike, T: ArrayLike) -> Result:
    """Slope s = (RT/F)/z_g in mV of a gate that moves `z_g` elementary charges."""
    return result(MILLIVOLT_PER_KELVIN * temperature(T) / valence("z_g", z_g))


def _decayed(x: FloatArray, elapsed: FloatArray) -> FloatArray:
    """asinh(sinh(x) exp(-elapsed)) for x >= 0, where sinh(x) may be beyond all numbers."""
    with np.errstate(divide="ignore", under="ignore"):
        logarithm = x + np.log(-np.expm1(-2 * x) / 2) - elapsed
        small = np.arcsinh(np.exp(np.minimum(logarithm, _LARGE)))
    return np.where(logarithm < _LARGE, small, logarithm + np.log(2.0))


def _gate_share(kappa: ArrayLike) -> FloatArray:
    share = positive("kappa", kappa)
    if (share > 1).any():
        refuse("kappa", share, share > 1, "it must lie above 0 and not above 1")
    return share


def _steepness(s: ArrayLike) -> FloatArray:
    steepness = finite("s", s)
    if (steepness == 0).any():
        refuse("s", steepness, steepness == 0, "the slope of a gate (in mV) must not be zero")
    return steepness


def _logistic(x: FloatArray) -> FloatArray:
    """1/(1 + e^-x) without overflow, and with full relative accuracy when it is tiny."""
    with np.errstate(under="ignore"):
        decay = np.exp(-np.abs(x))
    logistic: FloatArray = np.where(x >= 0, 1.0, decay) / (1.0 + decay)
    return logistic
