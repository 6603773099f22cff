"""Equilibrium potentials of single ions: the Nernst equation, its inverse and its slopes.

Conventions: V = phi_in - phi_out in mV, concentrations in mM, T in kelvin. Energies are in
`energy`, potentials of several ions together in `resting_potential`.
"""

from typing import Literal

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
from .constants import MILLIVOLT_PER_KELVIN
from .special import log_ratio

Side = Literal["in", "out"]


def nernst(
    c_out: ArrayLike, c_in: ArrayLike, z: ArrayLike, T: ArrayLike, *, allow_limit: bool = False
) -> Result:
    """Equilibrium potential E = (RT/zF) ln(c_out/c_in) in mV.

    `c_out`, `c_in` in mM, `z` the valence with its sign, `T` in kelvin; all broadcast. Accurate to
    a few ulp for every ratio, also for nearly equal concentrations.

    Raises ValueError for c <= 0, z = 0, T <= 0 or anything not finite. With `allow_limit` one
    concentration may be zero; the result is then infinite, as the limit is.

    Source: W. Nernst, Z. phys. Chem. 4:129 (1889); Hille, Ion Channels of Excitable Membranes,
    3rd ed., chapter 1.
    """
    outside = concentration("c_out", c_out, allow_zero=allow_limit)
    inside = concentration("c_in", c_in, allow_zero=allow_limit)
    if allow_limit and ((outside == 0) & (inside == 0)).any():
        raise ValueError("c_out = 0 and c_in = 0: at least one concentration must be positive.")
    charge = valence("z", z)
    kelvin = temperature(T)
    return result(MILLIVOLT_PER_KELVIN * kelvin * log_ratio(outside, inside) / charge)


def nernst_conc(E: ArrayLike, c_known: ArrayLike, side: Side, z: ArrayLike, T: ArrayLike) -> Result:
    """The concentration in mM on the other side of the membrane, from E in mV.

    `side` says where `c_known` (mM) was measured. Known outside: c_in = c_out exp(-zFE/RT); known
    inside: c_out = c_in exp(zFE/RT).

    Raises ValueError for another `side`, for non-physical arguments, and when the concentration
    is beyond the range of floating-point numbers.
    """
    if side not in ("in", "out"):
        raise ValueError(f"side = {side!r} is not a side: say where c_known is, 'in' or 'out'.")
    known = concentration("c_known", c_known)
    exponent = valence("z", z) * potential("E", E) / (MILLIVOLT_PER_KELVIN * temperature(T))
    with np.errstate(over="ignore", under="ignore"):
        other = known * np.exp(exponent if side == "in" else -exponent)
    out_of_range = ~((other > 0) & np.isfinite(other))
    if out_of_range.any():
        refuse("E", potential("E", E), out_of_range, "it implies a concentration out of range")
    return result(other)


def bicarbonate_inside(HCO3_out: ArrayLike, pH_in: ArrayLike, pH_out: ArrayLike) -> Result:
    """Bicarbonate in the cell in mM: HCO3_out 10^(pH_in - pH_out).

    CO2 passes the membrane freely and has one pressure on both sides, and by Henderson and
    Hasselbalch HCO3 is proportional to CO2 10^pH. Raises ValueError for HCO3_out <= 0 or a pH
    that is not finite. Source: W. F. Boron & P. De Weer, J. Gen. Physiol. 67:91 (1976).
    """
    return result(
        concentration("HCO3_out", HCO3_out)
        * 10 ** (finite("pH_in", pH_in) - finite("pH_out", pH_out))
    )


def slope(T: ArrayLike, z: ArrayLike = 1, base: ArrayLike = 10) -> Result:
    """Change of E in mV when c_out grows by the factor `base`: (RT/zF) ln(base).

    Base 10 gives mV per decade (61.54 at 37 °C), base e mV per e-fold, base 2 mV per doubling.
    Raises ValueError unless base > 0 and the other arguments are physical.
    """
    factor = np.log(positive("base", base))
    return result(MILLIVOLT_PER_KELVIN * temperature(T) / valence("z", z) * factor)


def dE_dT(c_out: ArrayLike, c_in: ArrayLike, z: ArrayLike) -> Result:
    """Temperature slope of E at fixed concentrations in mV/K: (R/zF) ln(c_out/c_in) = E/T."""
    outside, inside = concentration("c_out", c_out), concentration("c_in", c_in)
    return result(MILLIVOLT_PER_KELVIN * log_ratio(outside, inside) / valence("z", z))
