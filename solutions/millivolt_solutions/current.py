"""Driving force, ohmic current and the directions in which charge and ions then move.

Currents and fluxes are positive outwards. Currents by constant-field theory are in `ghk`.
"""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    conductance,
    finite,
    nonnegative,
    potential,
    result,
    valence,
)
from .constants import ELEMENTARY_CHARGE, F


class Direction(IntEnum):
    """Which way something crosses the membrane; the value is the sign of an outward quantity."""

    INWARD = -1
    NONE = 0
    OUTWARD = 1


_BY_SIGN = np.array([Direction.INWARD, Direction.NONE, Direction.OUTWARD], dtype=object)
_FEMTOMOLES_PER_PICOCOULOMB = 1e3 / F
_IONS_PER_PICOCOULOMB = 1e-12 / ELEMENTARY_CHARGE
DEAD_BAND_MV = 1e-6
"""|V - E| up to which nothing is said to flow, in mV."""


def driving_force(V: ArrayLike, E: ArrayLike) -> Result:
    """Driving force V - E in mV: positive drives positive charge out of the cell.

    `V` and `E` in mV, broadcast. Raises ValueError if either is not finite.
    Source: Hille, Ion Channels of Excitable Membranes, 3rd ed., chapter 1.
    """
    return result(potential("V", V) - potential("E", E))


def chord_current(g: ArrayLike, V: ArrayLike, E: ArrayLike) -> Result:
    """Ohmic current I = g (V - E), positive outwards: `g` in nS times mV gives pA.

    (With g in S/m^2 the result is in mA/m^2, with mS/cm^2 in µA/cm^2.) Raises ValueError for a
    negative conductance or anything not finite.
    """
    return result(conductance("g", g) * (potential("V", V) - potential("E", E)))


def fit_current_voltage(V: ArrayLike, I: ArrayLike) -> tuple[float, float]:
    """Conductance g and reversal potential E of the line I = g (V - E) closest to the points.

    `V` in mV and `I` in pA, one-dimensional and of the same length; g in nS, E in mV. Least
    squares of the currents, since the voltages are set. Raises ValueError unless there are points
    at two different voltages or more, and when the line is level and crosses zero nowhere.
    """
    voltages, currents = potential("V", V), finite("I", I)
    if voltages.ndim != 1 or voltages.shape != currents.shape:
        raise ValueError("V and I must be two lists of the same length.")
    if not voltages.size or np.ptp(voltages) == 0:
        raise ValueError("V must hold at least two different voltages: one gives no line.")
    middle, level = voltages.mean(), currents.mean()
    away = voltages - middle
    g = float((away * (currents - level)).sum() / (away * away).sum())
    if g == 0:
        raise ValueError("I does not change with V: such a line has no reversal potential.")
    return g, float(middle - level / g)


def current_direction(V: ArrayLike, E: ArrayLike, *, dead_band: float = DEAD_BAND_MV) -> Any:
    """Direction of the electric current: outward where V > E, inward where V < E.

    The valence does not matter: current is counted as the motion of positive charge. Where
    |V - E| <= `dead_band` (mV) the answer is Direction.NONE. A `Direction` for scalars, an object
    array of them otherwise.
    """
    return _directions(_sign(V, E, dead_band))


def flux_direction(
    V: ArrayLike, E: ArrayLike, z: ArrayLike, *, dead_band: float = DEAD_BAND_MV
) -> Any:
    """Direction in which the ions themselves move: with the current for cations, against it for
    anions.

    The sign of the outward flux is sign(V - E) sign(z). Dead band and result as in
    `current_direction`. Raises ValueError for z = 0.
    """
    return _directions(_sign(V, E, dead_band) * np.sign(valence("z", z)))


def molar_flux(I: ArrayLike, z: ArrayLike) -> Result:
    """Outward flux of an ion in fmol/s that carries the current `I` (pA): I/(zF).

    Raises ValueError for z = 0 or anything not finite.
    """
    return result(finite("I", I) / valence("z", z) * _FEMTOMOLES_PER_PICOCOULOMB)


def ions_per_second(I: ArrayLike, z: ArrayLike) -> Result:
    """Outward flux in ions per second that carries the current `I` (pA): I/(ze).

    A 1 pA current of a monovalent ion is 6.2 million ions per second; divide by 1000 for ions per
    millisecond. Raises ValueError for z = 0 or anything not finite.
    """
    return result(finite("I", I) / valence("z", z) * _IONS_PER_PICOCOULOMB)


def _sign(V: ArrayLike, E: ArrayLike, dead_band: float) -> FloatArray:
    difference = potential("V", V) - potential("E", E)
    return np.where(np.abs(difference) <= nonnegative("dead_band", dead_band), 0.0, difference)


def _directions(outward: FloatArray) -> Any:
    index = np.sign(outward).astype(int) + 1
    return _BY_SIGN[index]
