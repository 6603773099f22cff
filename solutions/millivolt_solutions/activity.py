"""Electrolyte solutions: ionic strength, activity coefficients, Debye length, Nernst by activity.

Ionic strengths and concentrations of the Debye-Hückel formulas are molalities, mol/kg of water
(mol/L for dilute solutions). Junctions between solutions are in `junction`.

Sources: P. Debye & E. Hückel, Phys. Z. 24:185 (1923); Robinson & Stokes, Electrolyte Solutions;
C. W. Davies, Ion Association (1962); Stumm & Morgan, Aquatic Chemistry, 3rd ed., chapter 3.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    concentration,
    finite,
    nonnegative,
    positive,
    result,
    temperature,
    valence,
)
from .constants import (
    ABSOLUTE_ZERO_C,
    AVOGADRO,
    BOLTZMANN,
    ELEMENTARY_CHARGE,
    MILLIVOLT_PER_KELVIN,
    VACUUM_PERMITTIVITY,
)
from .special import log_ratio

Method = Literal["limiting", "guntelberg", "extended", "davies"]


@dataclass(frozen=True, slots=True)
class _Formula:
    """One activity formula: -log10(gamma)/(A z^2) of sqrt(I) and the constants that it needs.

    `valid_up_to` is the ionic strength in mol/kg up to which it is commonly trusted.
    """

    screening: Callable[..., FloatArray]
    needs: frozenset[str]
    valid_up_to: float


_FORMULAS: Mapping[str, _Formula] = MappingProxyType(
    {
        "limiting": _Formula(lambda root: root, frozenset(), 0.01),
        "guntelberg": _Formula(lambda root: root / (1 + root), frozenset(), 0.1),
        "extended": _Formula(
            lambda root, B, a: root / (1 + B * a * root), frozenset({"B", "a"}), 0.1
        ),
        "davies": _Formula(lambda root, C: root / (1 + root) - C * root**2, frozenset({"C"}), 0.5),
    }
)
_NANOMETRES = 1e9
_NEUTRAL = 1e-3
"""Net charge, as a share of all charges, up to which a solution counts as electroneutral."""


class ValidityWarning(UserWarning):
    """An activity formula used at an ionic strength at which it is known to fail."""


def ionic_strength(m: ArrayLike, z: ArrayLike) -> Result:
    """Ionic strength I = (1/2) sum m z^2 over the ions on the last axis, in the unit of `m`.

    Ions, not salts: 0.1 CaCl2 is m = (0.1, 0.2) with z = (2, -1). Raises ValueError for negative
    or non-finite `m`. Uncharged species (z = 0) contribute nothing and are allowed.
    """
    amounts = concentration("m", m, allow_zero=True)
    return result(0.5 * np.atleast_1d(amounts * finite("z", z) ** 2).sum(axis=-1))


def water_permittivity(T: ArrayLike) -> Result:
    """Relative permittivity of water at 1 atm, 0 to 100 °C: 80.10 at 20 °C, 74.15 at 37 °C.

    Raises ValueError outside that range. Source: C. G. Malmberg & A. A. Maryott, J. Res. Natl.
    Bur. Stand. 56:1 (1956).
    """
    t = temperature(T) + ABSOLUTE_ZERO_C
    if ((t < 0) | (t > 100)).any():
        raise ValueError(f"T = {T!r} K is outside 273.15 to 373.15 K, where the formula holds.")
    return result(87.740 + t * (-0.40008 + t * (9.398e-4 - t * 1.410e-6)))


def debye_huckel_A(T: ArrayLike, eps_r: ArrayLike, rho: ArrayLike) -> Result:
    """Debye-Hückel A in (kg/mol)^(1/2), for log10: 0.509 in water at 25 °C.

    A = e^3 sqrt(2 N_A rho) / [8 pi (eps0 eps_r kT)^(3/2) ln 10], with the relative permittivity
    `eps_r` and the density `rho` of the solvent in kg/m^3. Raises ValueError unless all are > 0.
    """
    permittivity = VACUUM_PERMITTIVITY * positive("eps_r", eps_r)
    thermal = permittivity * BOLTZMANN * temperature(T)
    root = np.sqrt(2 * AVOGADRO * positive("rho", rho))
    return result(ELEMENTARY_CHARGE**3 * root / (8 * np.pi * thermal**1.5 * np.log(10.0)))


def debye_huckel_B(T: ArrayLike, eps_r: ArrayLike, rho: ArrayLike) -> Result:
    """Debye-Hückel B = sqrt(2 e^2 N_A rho/(eps0 eps_r kT)) in 1/nm (kg/mol)^(1/2): 3.29 at 25 °C.

    Divide by 10 for 1/Å. Arguments and errors as in `debye_huckel_A`.
    """
    permittivity = VACUUM_PERMITTIVITY * positive("eps_r", eps_r)
    thermal = permittivity * BOLTZMANN * temperature(T)
    density = 2 * AVOGADRO * positive("rho", rho)
    return result(ELEMENTARY_CHARGE * np.sqrt(density / thermal) / _NANOMETRES)


def debye_length(I: ArrayLike, T: ArrayLike, eps_r: ArrayLike, rho: ArrayLike) -> Result:
    """Debye length 1/(B sqrt(I)) in nm at the ionic strength `I` (mol/kg): 0.304/sqrt(I) at 25 °C.

    Raises ValueError for I <= 0; other arguments as in `debye_huckel_A`.
    """
    permittivity = VACUUM_PERMITTIVITY * positive("eps_r", eps_r)
    thermal = permittivity * BOLTZMANN * temperature(T)
    ions = 2 * AVOGADRO * positive("rho", rho) * positive("I", I)
    return result(np.sqrt(thermal / ions) / ELEMENTARY_CHARGE * _NANOMETRES)


def log10_gamma(
    z: ArrayLike,
    I: ArrayLike,
    A: ArrayLike,
    method: Method = "limiting",
    *,
    B: ArrayLike | None = None,
    a: ArrayLike | None = None,
    C: ArrayLike | None = None,
) -> Result:
    """log10 of the activity coefficient of an ion of valence `z` at ionic strength `I` (mol/kg).

    limiting    -A z^2 sqrt(I)
    guntelberg  -A z^2 sqrt(I)/(1 + sqrt(I))
    extended    -A z^2 sqrt(I)/(1 + B a sqrt(I)),  B in 1/nm, ion size a in nm
    davies      -A z^2 [sqrt(I)/(1 + sqrt(I)) - C I],  C = 0.2 (1938) or 0.3 (1962)

    `A` from `debye_huckel_A`. A ValidityWarning says when `I` is beyond the method's range.
    Raises ValueError when a method lacks its constants or is given another's, for another method,
    and for negative or non-finite arguments.
    """
    given = {name: value for name, value in {"B": B, "a": a, "C": C}.items() if value is not None}
    formula = _formula(method, set(given))
    constants = {name: nonnegative(name, value) for name, value in given.items()}
    strength = nonnegative("I", I)
    if (strength > formula.valid_up_to).any():
        warnings.warn(
            f"the {method} formula is used at I = {strength.max():g} mol/kg; it is trusted up to "
            f"{formula.valid_up_to:g}.",
            ValidityWarning,
            stacklevel=2,
        )
    scale = -positive("A", A) * valence("z", z) ** 2
    return result(scale * formula.screening(np.sqrt(strength), **constants))


def activity_coefficients(c: ArrayLike, z: ArrayLike, A: ArrayLike, C: ArrayLike = 0.3) -> Result:
    """Activity coefficients of all ions of one solution by Davies' formula, in the order of `c`.

    `c` in mM (here the same as mmol/kg) and the valences `z` over the ions on the last axis; the
    ionic strength follows from all of them. Neutral molecules (z = 0) have the coefficient 1. `A`
    and `C` as in `log10_gamma`, which also warns beyond the formula's range.

    Raises ValueError for negative concentrations, and when the charges of the solution do not
    balance to a thousandth of their sum.
    """
    amounts, charge = np.broadcast_arrays(
        np.atleast_1d(concentration("c", c, allow_zero=True)), finite("z", z)
    )
    net, total = (amounts * charge).sum(axis=-1), (amounts * np.abs(charge)).sum(axis=-1)
    if (np.abs(net) > _NEUTRAL * total).any():
        raise ValueError("c and z are not a solution: positive and negative charges must balance.")
    monovalent = log10_gamma(1, ionic_strength(amounts / 1000, charge), A, "davies", C=C)
    return result(10 ** (np.asarray(monovalent)[..., np.newaxis] * charge**2))


def nernst_activity(
    c_out: ArrayLike,
    c_in: ArrayLike,
    gamma_out: ArrayLike,
    gamma_in: ArrayLike,
    z: ArrayLike,
    T: ArrayLike,
) -> Result:
    """Equilibrium potential from activities in mV: (RT/zF) ln(gamma_out c_out/(gamma_in c_in)).

    Concentrations in mM, activity coefficients without unit and positive.
    """
    outside = positive("gamma_out", gamma_out) * concentration("c_out", c_out)
    inside = positive("gamma_in", gamma_in) * concentration("c_in", c_in)
    thermal = MILLIVOLT_PER_KELVIN * temperature(T)
    return result(thermal * log_ratio(outside, inside) / valence("z", z))


def activity_correction(
    gamma_out: ArrayLike, gamma_in: ArrayLike, z: ArrayLike, T: ArrayLike
) -> Result:
    """What activities add to the Nernst potential in mV: (RT/zF) ln(gamma_out/gamma_in).

    Only the ratio matters: equal coefficients on both sides change nothing.
    """
    ratio = log_ratio(positive("gamma_out", gamma_out), positive("gamma_in", gamma_in))
    return result(MILLIVOLT_PER_KELVIN * temperature(T) * ratio / valence("z", z))


def _formula(method: str, given: set[str]) -> _Formula:
    """The formula of a method, which must be given exactly its own constants."""
    if method not in _FORMULAS:
        raise ValueError(f"method = {method!r} is not known: {', '.join(_FORMULAS)}.")
    formula = _FORMULAS[method]
    if missing := formula.needs - given:
        raise ValueError(f"the {method} formula needs {' and '.join(sorted(missing))}.")
    if foreign := given - formula.needs:
        raise ValueError(f"the {method} formula has no {' and '.join(sorted(foreign))}.")
    return formula
