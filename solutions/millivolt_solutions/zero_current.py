"""Potentials of zero net current by constant-field theory: GHK voltage and channel reversal.

Arrays run over ions on their LAST axis: plain sequences describe one membrane, leading axes many
membranes at once. `z` and `P` may be shared between membranes, `T` has the shape of the leading
axes or none. Pumps and conductances enter in `resting_potential`.

Sources: Goldman (1943) and Hodgkin & Katz (1949), see `ghk`.
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
from .constants import MILLIVOLT_PER_KELVIN
from .special import bernoulli_pair, log_ratio

_MAX_STEPS = 200
_LAST_STEP = 1e-9
_RESOLUTION = 1e-15
_TINY = 1e-5


class _Ions(NamedTuple):
    """Checked arguments, broadcast over (..., ions) and scaled to at most 1; U = RT/F in mV."""

    P: FloatArray
    c_in: FloatArray
    c_out: FloatArray
    z: FloatArray
    U: FloatArray


def ghk_voltage(
    P: ArrayLike,
    c_in: ArrayLike,
    c_out: ArrayLike,
    z: ArrayLike,
    T: ArrayLike,
    *,
    allow_limit: bool = False,
) -> Result:
    """The potential in mV at which the GHK currents of all ions sum to zero, any valences.

    `P` permeabilities in any common unit, `c_in` and `c_out` in mM, `z` valences, all over ions on
    the last axis; `T` in kelvin over the leading axes. With monovalent ions only it is

        V = (RT/F) ln[(sum P_cat c_out + sum P_an c_in) / (sum P_cat c_in + sum P_an c_out)],

    with valences ±1 and ±2 the root of a quadratic (`ghk_voltage_mixed`), otherwise the root of a
    monotonic function (`ghk_voltage_general`). Only ratios of `P` and of concentrations matter.

    Raises ValueError for P < 0, all P zero, c <= 0, z = 0, T <= 0 or anything not finite. With
    `allow_limit` single concentrations may be zero (bi-ionic conditions), as long as charge can
    cross in both directions.
    """
    ions = _ions(P, c_in, c_out, z, T, allow_limit)
    magnitude = np.abs(ions.z)
    if (magnitude == 1).all():
        inward, outward = _drives(ions, 1)
        return result(ions.U * log_ratio(inward, outward))
    if ((magnitude == 1) | (magnitude == 2)).all():
        return result(_quadratic(ions))
    return result(_root(ions))


def ghk_voltage_mixed(
    P: ArrayLike, c_in: ArrayLike, c_out: ArrayLike, z: ArrayLike, T: ArrayLike
) -> Result:
    """GHK voltage in mV in closed form for valences ±1 and ±2; arguments as in `ghk_voltage`.

    With M_i = sum over monovalent cations of P c_in plus over monovalent anions of P c_out, M_o
    the opposite, D_i and D_o the same sums over divalent ions times 4, and x = exp(FV/RT):

        (M_i + D_i) x^2 + (M_i - M_o) x - (M_o + D_o) = 0,

    of which V = (RT/F) ln x takes the positive root. (For Ca and monovalents: C. A. Lewis,
    J. Physiol. 286:417, 1979.) Raises ValueError for other valences.
    """
    ions = _ions(P, c_in, c_out, z, T, allow_limit=False)
    magnitude = np.abs(ions.z)
    if not ((magnitude == 1) | (magnitude == 2)).all():
        raise ValueError(f"z = {z!r} is not ±1 or ±2 throughout: use ghk_voltage_general.")
    return result(_quadratic(ions))


def ghk_voltage_general(
    P: ArrayLike, c_in: ArrayLike, c_out: ArrayLike, z: ArrayLike, T: ArrayLike
) -> Result:
    """GHK voltage in mV for any valences, by Newton's method kept inside a shrinking bracket.

    The total current rises strictly with V and changes sign between the lowest and the highest
    equilibrium potential. Arguments and errors as in `ghk_voltage`.
    """
    return result(_root(_ions(P, c_in, c_out, z, T, allow_limit=False)))


def channel_reversal(
    P: ArrayLike,
    c_in: ArrayLike,
    c_out: ArrayLike,
    z: ArrayLike,
    T: ArrayLike,
    *,
    allow_limit: bool = False,
) -> Result:
    """Reversal potential in mV of a channel permeable to several ions, such as NMDA or nAChR.

    The same equation as `ghk_voltage`, with `P` the relative permeabilities of one channel. Zero
    net current is not equilibrium: each ion still flows.
    """
    return ghk_voltage(P, c_in, c_out, z, T, allow_limit=allow_limit)


def gaba_reversal(
    Cl_in: ArrayLike,
    Cl_out: ArrayLike,
    HCO3_in: ArrayLike,
    HCO3_out: ArrayLike,
    p: ArrayLike,
    T: ArrayLike,
) -> Result:
    """Reversal potential of GABA-A channels in mV, with `p` = P_HCO3/P_Cl (about 0.2 to 0.3):

        E_GABA = (RT/F) ln[(Cl_in + p HCO3_in)/(Cl_out + p HCO3_out)].

    Concentrations in mM. Source: Bormann, Hamill & Sakmann, J. Physiol. 385:243 (1987).
    """
    weight = permeability("p", p)
    inside = concentration("Cl_in", Cl_in) + weight * concentration("HCO3_in", HCO3_in)
    outside = concentration("Cl_out", Cl_out) + weight * concentration("HCO3_out", HCO3_out)
    return result(MILLIVOLT_PER_KELVIN * temperature(T) * log_ratio(inside, outside))


def permeability_ratio(
    V: ArrayLike,
    K_in: ArrayLike,
    K_out: ArrayLike,
    Na_in: ArrayLike,
    Na_out: ArrayLike,
    T: ArrayLike,
) -> Result:
    """P_Na/P_K of a membrane that rests at `V` (mV): (K_in x - K_out)/(Na_out - Na_in x),

    where x = exp(FV/RT). Inverts the GHK equation for two monovalent cations (any pair will do).
    Raises ValueError when V does not lie strictly between the two equilibrium potentials, where
    no positive ratio exists, and for non-physical arguments.
    """
    x = np.exp(potential("V", V) / (MILLIVOLT_PER_KELVIN * temperature(T)))
    K_surplus = concentration("K_in", K_in) * x - concentration("K_out", K_out)
    Na_deficit = concentration("Na_out", Na_out) - concentration("Na_in", Na_in) * x
    if not (K_surplus * Na_deficit > 0).all():
        raise ValueError(f"V = {V!r} mV is not between the two equilibrium potentials.")
    return result(K_surplus / Na_deficit)


def _ions(
    P: ArrayLike,
    c_in: ArrayLike,
    c_out: ArrayLike,
    z: ArrayLike,
    T: ArrayLike,
    allow_limit: bool,
) -> _Ions:
    weights, inside, outside, charges = np.broadcast_arrays(
        np.atleast_1d(permeability("P", P)),
        concentration("c_in", c_in, allow_zero=allow_limit),
        concentration("c_out", c_out, allow_zero=allow_limit),
        valence("z", z),
    )
    kelvin = temperature(T)
    if weights.shape[-1] == 0 or (weights.max(axis=-1) == 0).any():
        raise ValueError(f"P = {P!r} is not physical: at least one permeability must be positive.")
    inward, outward = weights * outside, weights * inside
    cation = charges > 0
    if allow_limit and not (
        np.where(cation, inward, outward).any(axis=-1).all()
        and np.where(cation, outward, inward).any(axis=-1).all()
    ):
        raise ValueError("no positive charge can cross in one of the directions: V is infinite.")
    strongest = np.maximum(inside, outside).max(axis=-1, keepdims=True)
    return _Ions(
        weights / weights.max(axis=-1, keepdims=True),
        inside / strongest,
        outside / strongest,
        charges,
        MILLIVOLT_PER_KELVIN * kelvin,
    )


def _drives(ions: _Ions, magnitude: int) -> tuple[FloatArray, FloatArray]:
    """Sums of P c over the ions of one |z| that bring positive charge in, and that take it out.

    An anion that leaves brings positive charge in, so it counts with the other side's
    concentration.
    """
    weight = np.where(np.abs(ions.z) == magnitude, ions.P, 0.0)
    cation = ions.z > 0
    inward = (weight * np.where(cation, ions.c_out, ions.c_in)).sum(axis=-1)
    outward = (weight * np.where(cation, ions.c_in, ions.c_out)).sum(axis=-1)
    return inward, outward


def _quadratic(ions: _Ions) -> FloatArray:
    M_o, M_i = _drives(ions, 1)
    D_o, D_i = _drives(ions, 2)
    a, b, c = M_i + 4 * D_i, M_i - M_o, M_o + 4 * D_o
    root = np.sqrt(b * b + 4 * a * c)
    # Of the two forms of the positive root, the one that adds numbers of the same sign.
    numerator = np.where(b > 0, 2 * c, root - b)
    denominator = np.where(b > 0, root + b, 2 * a)
    return ions.U * log_ratio(numerator, denominator)


def _root(ions: _Ions) -> FloatArray:
    """V from Newton's method in u = FV/RT; a step that leaves the bracket becomes a bisection."""
    low, high = _bracket(ions)
    # Ions of higher charge counted as divalent give a start that needs few steps.
    near = ions._replace(z=np.clip(ions.z, -2, 2), U=np.asarray(1.0))
    u = np.clip(_quadratic(near), low, high)
    for _ in range(_MAX_STEPS):
        current, rise = _total_current(ions, u)
        low, high = np.where(current < 0, u, low), np.where(current > 0, u, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = u - current / rise
        zero = current == 0
        inside = (newton >= low) & (newton <= high)
        improved = np.where(zero, u, np.where(inside, newton, 0.5 * (low + high)))
        # The error after a Newton step is of the order of its square; a bisection may end only
        # where no number is left between the bounds.
        short = inside & (np.abs(improved - u) <= _LAST_STEP * (1 + np.abs(u)))
        exhausted = high - low <= _RESOLUTION * (1 + np.abs(u))
        u = improved
        if (zero | short | exhausted).all():
            break
    return ions.U * u


def _bracket(ions: _Ions) -> tuple[FloatArray, FloatArray]:
    """Bounds of u between which the current changes sign: the extreme equilibrium potentials.

    A concentration of zero makes a bound infinite; it is then sought by doubling.
    """
    matters = (ions.P > 0) & ((ions.c_in > 0) | (ions.c_out > 0))
    with np.errstate(invalid="ignore"):
        E = log_ratio(ions.c_out, ions.c_in) / ions.z
    low = np.where(matters, E, np.inf).min(axis=-1)
    high = np.where(matters, E, -np.inf).max(axis=-1)
    return _finite_bound(ions, low, -1.0), _finite_bound(ions, high, 1.0)


def _finite_bound(ions: _Ions, bound: FloatArray, sign: float) -> FloatArray:
    """`bound` where it is finite; elsewhere +-2^n with a current of the same `sign`."""
    sought = np.isinf(bound)
    bound = np.where(sought, sign, bound)
    while (short := sought & (sign * _total_current(ions, bound)[0] < 0)).any():
        bound = np.where(short, 2 * bound, bound)
    return bound


def _total_current(ions: _Ions, u: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sum of the GHK currents at u = FV/RT in units of the largest P c, and its slope in u."""
    x = ions.z * u[..., np.newaxis]
    forward, backward = bernoulli_pair(x)
    current = ions.P * ions.z * (ions.c_in * backward - ions.c_out * forward)
    # B'(x) and B'(-x) from the pair at hand; a Newton step does not need their last digits.
    tiny = np.abs(x) < _TINY
    inverse = 1 / np.where(tiny, 1.0, x)
    rise_in = np.where(tiny, 0.5, backward * (1 - forward) * inverse)
    rise_out = np.where(tiny, 0.5, forward * (backward - 1) * inverse)
    slope = ions.P * ions.z**2 * (ions.c_in * rise_in + ions.c_out * rise_out)
    return current.sum(axis=-1), slope.sum(axis=-1)
