"""Which misconceptions a variant may claim to recognise: those that its numbers tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from math import log, log10
from typing import NamedTuple

from millivolt.items import Draw, Misconception, Tolerance
from millivolt.items.numbers import SEPARATION
from millivolt_exercises.misconceptions import (
    celsius_as_kelvin,
    chloride_not_inverted,
    chloride_omitted,
    concentration_difference,
    equilibrium_of_potassium_alone,
    factor_2303_with_ln,
    ghk_ratio_inverted,
    log10_for_ln,
    mean_of_equilibria,
    permeabilities_ignored,
    permeability_weighted_mean,
    sides_swapped,
    sign_of_valence_lost,
    slope_of_another_temperature,
    thousandfold,
    valence_ignored,
    valence_multiplied,
)
from millivolt_solutions import thermal_voltage

__all__ = [
    "Sides",
    "ghk_errors",
    "memorable",
    "nernst_errors",
    "told_apart",
    "unprinted",
]

_KELVIN = 273.15


class Sides(NamedTuple):
    """Concentrations of one ion in mM."""

    inside: float
    outside: float


def memorable(c_out: float, c_in: float) -> bool:
    """Whether the logarithm of the ratio is known by heart: that of a power of ten, or of e."""
    decades, powers = log10(c_out / c_in), abs(log(c_out / c_in))
    whole = round(decades)
    return abs(decades - whole) < 0.01 * max(1, abs(whole)) or abs(powers - 1) < 0.01


def unprinted(draw: Draw, answer: float, tolerance: Tolerance, *printed: float) -> None:
    """Draw again when a number of the question would be accepted as the answer."""
    allowed = tolerance.allowed(answer)
    draw.require(
        all(abs(number - answer) > allowed for number in printed),
        "a printed number is the answer",
    )


def told_apart(
    answer: float, tolerance: Tolerance, claims: Iterable[Misconception]
) -> tuple[Misconception, ...]:
    """Those of ``claims`` that lie so far from ``answer`` that nobody is accused by chance.

    For misconceptions that only some variants can show; the ones that a family is about are
    claimed without this filter, and the variant is then drawn again when they come too close.
    """
    reach = SEPARATION * tolerance.allowed(answer)
    return tuple(claim for claim in claims if abs(claim.value - answer) >= reach)


def nernst_errors(
    c_out: float, c_in: float, z: int, celsius: float, tolerance: Tolerance
) -> tuple[Misconception, ...]:
    """What can be recognised in a wrong equilibrium potential, in mV.

    Identifiability decides what is claimed. For z = +1 a wrong use of the valence changes
    nothing. For z = −1 swapped sides and a lost sign are one and the same answer, so only the
    sign is named. A slope of another temperature is claimed where it lies far enough away.
    """
    k = float(thermal_voltage(celsius + _KELVIN))
    logarithm = log(c_out / c_in)
    E = k / z * logarithm
    claims = [
        log10_for_ln(E / log(10)),
        factor_2303_with_ln(E * log(10)),
        celsius_as_kelvin(E * celsius / (celsius + _KELVIN)),
    ]
    if z < 0:
        claims.append(sign_of_valence_lost(-E))
    else:
        claims.append(sides_swapped(-E))
    if z > 1:
        claims += [valence_ignored(E * z), valence_multiplied(E * z * z)]
    optional = [
        slope_of_another_temperature(E * (other + _KELVIN) / (celsius + _KELVIN), other)
        for other in (20, 25, 37)
        if abs(other - celsius) >= 2
    ]
    optional += [thousandfold(E / 1000), concentration_difference(k / z * (c_out - c_in) / c_in)]
    return (*claims, *told_apart(E, tolerance, optional))


def ghk_errors(
    K: Sides, Na: Sides, Cl: Sides, p_Na: float, p_Cl: float, celsius: float, tolerance: Tolerance
) -> tuple[Misconception, ...]:
    """What can be recognised in a wrong GHK potential of K, Na and Cl (P_K = 1), in mV."""
    k = float(thermal_voltage(celsius + _KELVIN))
    E_K, E_Na = k * log(K.outside / K.inside), k * log(Na.outside / Na.inside)
    E_Cl = k * log(Cl.inside / Cl.outside)
    over, under = K.outside + p_Na * Na.outside, K.inside + p_Na * Na.inside
    V = k * log((over + p_Cl * Cl.inside) / (under + p_Cl * Cl.outside))
    equal = (K.outside + Na.outside + Cl.inside) / (K.inside + Na.inside + Cl.outside)
    possible = [
        celsius_as_kelvin(V * celsius / (celsius + _KELVIN)),
        chloride_not_inverted(k * log((over + p_Cl * Cl.outside) / (under + p_Cl * Cl.inside))),
        chloride_omitted(k * log(over / under)),
        permeability_weighted_mean((E_K + p_Na * E_Na + p_Cl * E_Cl) / (1 + p_Na + p_Cl)),
        mean_of_equilibria((E_K + E_Na + E_Cl) / 3),
        permeabilities_ignored(k * log(equal)),
        equilibrium_of_potassium_alone(E_K),
    ]
    return (
        ghk_ratio_inverted(-V),
        log10_for_ln(V / log(10)),
        *told_apart(V, tolerance, possible),
    )
