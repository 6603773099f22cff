"""Liquid junction potentials between two electrolyte solutions, and the mobilities they need.

Sources: P. Henderson, Z. phys. Chem. 59:118 (1907); P. H. Barry & J. W. Lynch, J. Membr. Biol.
121:101 (1991).
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from .arguments import FloatArray, Result, concentration, positive, result, temperature, valence
from .constants import MILLIVOLT_PER_KELVIN
from .special import log_ratio

POTASSIUM_CONDUCTIVITY = 73.5
LIMITING_CONDUCTIVITY: Mapping[str, tuple[int, float]] = MappingProxyType(
    {
        "H": (1, 350.1),
        "Li": (1, 38.69),
        "Na": (1, 50.11),
        "K": (1, 73.5),
        "Rb": (1, 77.8),
        "Cs": (1, 77.3),
        "TEA": (1, 32.6),
        "TMA": (1, 44.9),
        "Mg": (2, 53.06),
        "Ca": (2, 59.5),
        "F": (-1, 55.4),
        "Cl": (-1, 76.31),
        "Br": (-1, 78.1),
        "I": (-1, 76.9),
        "NO3": (-1, 71.42),
        "HCO3": (-1, 44.5),
        "SO4": (-2, 80.0),
        "acetate": (-1, 41.0),
        "methanesulfonate": (-1, 48.8),
    }
)
"""Valence and limiting equivalent conductivity of ions at 25 °C, in S cm^2 per equivalent.
Source: Lange's Handbook of Chemistry, 15th ed., table 8.32."""


def mobility(ion: str) -> float:
    """Generalised mobility of `ion` relative to K+: (conductivity/|z|) / (that of K+).

    Raises ValueError for an ion that is not in LIMITING_CONDUCTIVITY.
    """
    if ion not in LIMITING_CONDUCTIVITY:
        raise ValueError(f"ion = {ion!r} has no mobility here: {', '.join(LIMITING_CONDUCTIVITY)}.")
    z, conductivity = LIMITING_CONDUCTIVITY[ion]
    return conductivity / abs(z) / POTASSIUM_CONDUCTIVITY


def ljp_henderson(
    c_pipette: ArrayLike, c_bath: ArrayLike, z: ArrayLike, u: ArrayLike, T: ArrayLike
) -> Result:
    """Liquid junction potential V_bath - V_pipette in mV, ions on the last axis.

        (RT/F) [sum z u (c_bath - c_pip)] / [sum z^2 u (c_bath - c_pip)]
               * ln[sum z^2 u c_pip / sum z^2 u c_bath]

    `u` are generalised mobilities in any common unit (see `mobility`), concentrations in mM and
    possibly zero. In this convention (Barry & Lynch) a measured V is corrected by subtraction:
    V_m = V_measured - LJP. Where both solutions conduct equally well the quotient of the
    vanishing terms is taken at its limit.

    Raises ValueError for negative concentrations, u <= 0, z = 0, T <= 0, or a solution that
    contains no ions. Electroneutrality is the caller's matter: junctions are often computed
    without the ions of large, slow buffers.
    """
    pipette, bath, charge, speed = np.broadcast_arrays(
        np.atleast_1d(concentration("c_pipette", c_pipette, allow_zero=True)),
        concentration("c_bath", c_bath, allow_zero=True),
        valence("z", z),
        positive("u", u),
    )
    thermal = MILLIVOLT_PER_KELVIN * temperature(T)
    drift = (charge * speed * (bath - pipette)).sum(axis=-1)
    conducting_pipette = (charge**2 * speed * pipette).sum(axis=-1)
    conducting_bath = (charge**2 * speed * bath).sum(axis=-1)
    if (conducting_pipette == 0).any() or (conducting_bath == 0).any():
        raise ValueError("c_pipette and c_bath must each hold at least one ion.")
    return result(-thermal * drift * _inverse_log_mean(conducting_bath, conducting_pipette))


def _inverse_log_mean(a: FloatArray, b: FloatArray) -> FloatArray:
    """ln(a/b)/(a - b), with its limit 1/a where a = b."""
    difference = np.asarray(a - b)
    equal = difference == 0
    quotient = log_ratio(a, b) / np.where(equal, 1.0, difference)
    limit: FloatArray = np.where(equal, 1.0 / a, quotient)
    return limit
