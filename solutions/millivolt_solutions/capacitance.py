"""The charge on the membrane: how few ions make a potential, and how fast it can change.

Geometry of cells is here too, as surface-to-volume ratios, where factors of 2 to 6 go wrong.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arguments import Result, concentration, positive, potential, result
from .constants import AVOGADRO, ELEMENTARY_CHARGE

_FARAD_PER_SQUARE_MICROMETRE = 1e-14
_CUBIC_METRES = 1e-18


class MovedCharge(NamedTuple):
    """Monovalent ions moved across a membrane, and their share of those in the cell."""

    ions: Result
    fraction: Result


def cylinder_surface_to_volume(diameter: ArrayLike) -> Result:
    """Lateral surface over volume of a cylinder, 4/d in 1/µm for `diameter` in µm."""
    return result(4.0 / positive("diameter", diameter))


def sphere_surface_to_volume(diameter: ArrayLike) -> Result:
    """Surface over volume of a sphere, 6/d in 1/µm for `diameter` in µm."""
    return result(6.0 / positive("diameter", diameter))


def charging_ions(
    radius: ArrayLike, c: ArrayLike, dV: ArrayLike, C_m: ArrayLike = 1.0
) -> MovedCharge:
    """Monovalent ions that change the potential of a spherical cell by `dV` mV.

    ions = C_m 4 pi r^2 |dV|/e, and of the ions at concentration `c` in the cell the fraction
    3 C_m |dV|/(r c F). `radius` in µm, `c` in mM, `C_m` in µF/cm^2. Raises ValueError for
    arguments <= 0 (except dV) or not finite.
    """
    r = positive("radius", radius)
    capacitance = positive("C_m", C_m) * _FARAD_PER_SQUARE_MICROMETRE * 4 * np.pi * r**2
    moved = capacitance * np.abs(potential("dV", dV)) * 1e-3 / ELEMENTARY_CHARGE
    volume = 4 / 3 * np.pi * r**3 * _CUBIC_METRES
    return MovedCharge(result(moved), result(moved / (concentration("c", c) * volume * AVOGADRO)))


def time_constant(C: ArrayLike, g: ArrayLike) -> Result:
    """Membrane time constant C/g in ms, of `C` in pF and the total conductance `g` in nS."""
    return result(positive("C", C) / positive("g", g))
