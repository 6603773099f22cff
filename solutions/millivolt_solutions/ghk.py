"""Flux, current and slope conductance of one ion by constant-field (Goldman-Hodgkin-Katz) theory.

Outward positive throughout. The potential at which several such currents cancel is in
`resting_potential`.

Sources: D. E. Goldman, J. Gen. Physiol. 27:37 (1943); A. L. Hodgkin & B. Katz, J. Physiol.
108:37 (1949); Hille, Ion Channels of Excitable Membranes, 3rd ed., chapter 14.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    concentration,
    permeability,
    potential,
    result,
    temperature,
    valence,
)
from .constants import MILLIVOLT_PER_KELVIN, F
from .special import bernoulli_derivative, bernoulli_pair, log_ratio

_NEAR_REVERSAL = 1.0
_MILLIVOLT_PER_VOLT = 1e3


class _Ion(NamedTuple):
    """One ion's checked arguments, in the order and units of `ghk_flux`; U = RT/F in mV."""

    P: FloatArray
    z: FloatArray
    V: FloatArray
    c_in: FloatArray
    c_out: FloatArray
    U: FloatArray


def ghk_flux(
    P: ArrayLike,
    z: ArrayLike,
    V: ArrayLike,
    c_in: ArrayLike,
    c_out: ArrayLike,
    T: ArrayLike,
    *,
    allow_limit: bool = False,
) -> Result:
    """Net molar flux J = P [c_in B(-x) - c_out B(x)] in mol/(m^2 s), positive outwards.

    x = zFV/RT and B(x) = x/(e^x - 1), B(0) = 1. `P` in m/s, `V` in mV, concentrations in mM, `T`
    in kelvin; all broadcast.

    The error is a few ulp of the flux itself wherever V and E are known that well: through V = 0
    and through the reversal potential, where J vanishes exactly at V = nernst(...).

    Raises ValueError for P < 0, z = 0, c <= 0 (c < 0 with `allow_limit`), T <= 0 or anything not
    finite.
    """
    return result(_flux(_ion(P, z, V, c_in, c_out, T, allow_limit)))


def ghk_current(
    P: ArrayLike,
    z: ArrayLike,
    V: ArrayLike,
    c_in: ArrayLike,
    c_out: ArrayLike,
    T: ArrayLike,
    *,
    allow_limit: bool = False,
) -> Result:
    """Current density I = zF J in A/m^2, positive outwards; J, arguments and errors as `ghk_flux`.

    Written out, I = P z^2 (F^2 V/RT) (c_in - c_out e^(-zFV/RT))/(1 - e^(-zFV/RT)). With `P` in
    cm/s multiply by 0.01 first; 1 A/m^2 = 0.1 mA/cm^2.
    """
    ion = _ion(P, z, V, c_in, c_out, T, allow_limit)
    return result(ion.z * F * _flux(ion))


def slope_conductance(
    P: ArrayLike, z: ArrayLike, V: ArrayLike, c_in: ArrayLike, c_out: ArrayLike, T: ArrayLike
) -> Result:
    """Slope dI/dV of `ghk_current` in S/m^2: P z^2 (F^2/RT) [-c_in B'(-x) - c_out B'(x)].

    Both terms are positive, so nothing cancels. It equals the chord conductance I/(V - E) only in
    the limit V -> E. Arguments and errors as in `ghk_flux`.
    """
    ion = _ion(P, z, V, c_in, c_out, T, allow_limit=False)
    x = ion.z * ion.V / ion.U
    steepness = -ion.c_in * bernoulli_derivative(-x) - ion.c_out * bernoulli_derivative(x)
    return result(ion.P * ion.z**2 * F / ion.U * _MILLIVOLT_PER_VOLT * steepness)


def _ion(
    P: ArrayLike,
    z: ArrayLike,
    V: ArrayLike,
    c_in: ArrayLike,
    c_out: ArrayLike,
    T: ArrayLike,
    allow_limit: bool,
) -> _Ion:
    return _Ion(
        permeability("P", P),
        valence("z", z),
        potential("V", V),
        concentration("c_in", c_in, allow_zero=allow_limit),
        concentration("c_out", c_out, allow_zero=allow_limit),
        MILLIVOLT_PER_KELVIN * temperature(T),
    )


def _flux(ion: _Ion) -> FloatArray:
    forward, backward = bernoulli_pair(ion.z * ion.V / ion.U)
    two_terms: FloatArray = ion.c_in * backward - ion.c_out * forward
    # Near the reversal potential the terms cancel; c_out B(x) expm1(z(V - E)/U) is the same flux
    # and keeps the digits of V - E. An E that is infinite (zero concentration) is never near.
    with np.errstate(invalid="ignore"):
        distance = ion.z * (ion.V - ion.U * log_ratio(ion.c_out, ion.c_in) / ion.z) / ion.U
        near = np.abs(distance) < _NEAR_REVERSAL
    if not near.any():
        return ion.P * two_terms
    one_term = ion.c_out * forward * np.expm1(np.where(near, distance, 0.0))
    return ion.P * np.where(near, one_term, two_terms)
