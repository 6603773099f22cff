"""Cation-chloride cotransporters: the chloride at which they stop, and what drives them.

Both are electroneutral, so the membrane potential does not enter. Concentrations in mM.
Source: J. A. Payne et al., Trends Neurosci. 26:199 (2003).
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import Result, concentration, result, temperature
from .constants import MILLIVOLT_PER_KELVIN
from .special import log_ratio


def kcc2_chloride(K_in: ArrayLike, K_out: ArrayLike, Cl_out: ArrayLike) -> Result:
    """Cl_in in mM at which KCC2 (1 K+ : 1 Cl-) stands still: K_out Cl_out/K_in.

    There E_Cl = E_K. Raises ValueError for concentrations <= 0.
    """
    products = concentration("K_out", K_out) * concentration("Cl_out", Cl_out)
    return result(products / concentration("K_in", K_in))


def nkcc1_chloride(
    Na_in: ArrayLike, Na_out: ArrayLike, K_in: ArrayLike, K_out: ArrayLike, Cl_out: ArrayLike
) -> Result:
    """Cl_in in mM at which NKCC1 (1 Na+ : 1 K+ : 2 Cl-) stands still:

        Cl_out sqrt(Na_out K_out/(Na_in K_in)).

    There 2 E_Cl = E_Na + E_K. Raises ValueError for concentrations <= 0.
    """
    outside = concentration("Na_out", Na_out) * concentration("K_out", K_out)
    inside = concentration("Na_in", Na_in) * concentration("K_in", K_in)
    return result(concentration("Cl_out", Cl_out) * np.sqrt(outside / inside))


def kcc2_drive(
    K_in: ArrayLike, K_out: ArrayLike, Cl_in: ArrayLike, Cl_out: ArrayLike, T: ArrayLike
) -> Result:
    """Driving force of KCC2 in mV, positive outwards: (RT/F) ln[K_in Cl_in/(K_out Cl_out)].

    It equals E_Cl - E_K, and kJ/mol after multiplication by 0.0965.
    """
    inside = concentration("K_in", K_in) * concentration("Cl_in", Cl_in)
    outside = concentration("K_out", K_out) * concentration("Cl_out", Cl_out)
    return result(MILLIVOLT_PER_KELVIN * temperature(T) * log_ratio(inside, outside))


def kcc2_extrusion_time(Cl: ArrayLike, Cl_0: ArrayLike, Cl_end: ArrayLike) -> Result:
    """Time that KCC2 takes from `Cl_0` to `Cl` (mM), in units of Cl_end/a, where

        dCl/dt = -a ln(Cl/Cl_end):

    the flux is proportional to the driving force, and `Cl_end` is the chloride at which it stands
    still (`kcc2_chloride`). With u = ln(Cl/Cl_end) the time is Ei(u_0) - Ei(u), Ei being the
    exponential integral. `Cl` and `Cl_0` lie on the same side of `Cl_end`.

    Raises ValueError for concentrations <= 0, and for a `Cl` that is never reached from `Cl_0`.
    """
    from scipy.special import expi  # slow to import, and needed here only

    end = concentration("Cl_end", Cl_end)
    u = log_ratio(concentration("Cl", Cl), end)
    u_0 = log_ratio(concentration("Cl_0", Cl_0), end)
    if ((u * u_0 <= 0) | (np.abs(u) > np.abs(u_0))).any():
        raise ValueError("Cl must lie between Cl_0 and Cl_end, which is reached only at infinity.")
    return result(np.asarray(expi(u_0) - expi(u)))


def nkcc1_drive(
    Na_in: ArrayLike,
    Na_out: ArrayLike,
    K_in: ArrayLike,
    K_out: ArrayLike,
    Cl_in: ArrayLike,
    Cl_out: ArrayLike,
    T: ArrayLike,
) -> Result:
    """Driving force of NKCC1 in mV, positive outwards:

    (RT/F) ln[Na_in K_in Cl_in^2/(Na_out K_out Cl_out^2)] = 2 E_Cl - E_Na - E_K.
    """
    sodium = log_ratio(concentration("Na_in", Na_in), concentration("Na_out", Na_out))
    potassium = log_ratio(concentration("K_in", K_in), concentration("K_out", K_out))
    chloride = log_ratio(concentration("Cl_in", Cl_in), concentration("Cl_out", Cl_out))
    return result(MILLIVOLT_PER_KELVIN * temperature(T) * (sodium + potassium + 2 * chloride))
