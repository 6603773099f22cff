"""G02: the same ions and two sets of permeabilities, at rest and at the peak of a spike."""

from math import log

from millivolt.items import MULTI_TERM, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.cells import FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import Sides, ghk_errors, told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    chloride_not_inverted,
    chloride_omitted,
    log10_for_ln,
    permeability_weighted_mean,
)
from millivolt_solutions import celsius, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, FROG_MUSCLE)
IONS = (POTASSIUM, SODIUM, CHLORIDE)
VALENCES = tuple(ion.z for ion in IONS)
HIGHEST_REST, LOWEST_PEAK = -50, 20


@item(
    codes=["G02"],
    title="Rest and peak of an action potential",
    objective="Compute how a switch of the permeabilities moves the membrane potential.",
    topic="resting-potential",
    level="apply",
    passages=["S7"],
    prerequisites=["ghk-rest"],
    minutes=9,
    version=2,
)
def action_potential_peak(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    K, Na, Cl = (Sides(*cell.draw_concentrations(draw, ion)) for ion in IONS)
    at_rest, p_Cl = cell.draw_permeabilities(draw)
    at_peak = float(draw.integer(8, 25))
    T = celsius(t)
    inside, outside = zip(K, Na, Cl, strict=True)
    rest, peak = (
        ghk_voltage([1, p_Na, p_Cl], inside, outside, VALENCES, T) for p_Na in (at_rest, at_peak)
    )
    draw.require(rest < HIGHEST_REST, "the cell is not at rest")
    draw.require(peak > LOWEST_PEAK, "the peak is too low")
    E_K, E_Na, E_Cl = (
        nernst(sides.outside, sides.inside, ion.z, T)
        for ion, sides in zip(IONS, (K, Na, Cl), strict=True)
    )
    over, under = (
        {p_Na: K[side] + p_Na * Na[side] + p_Cl * Cl[1 - side] for p_Na in (at_rest, at_peak)}
        for side in (1, 0)
    )
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": K.inside,
            "K_out": K.outside,
            "Na_in": Na.inside,
            "Na_out": Na.outside,
            "Cl_in": Cl.inside,
            "Cl_out": Cl.outside,
            "at_rest": at_rest,
            "at_peak": at_peak,
            "p_Cl": p_Cl,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "rest": rest,
            "peak": peak,
            "rest_inward": over[at_rest],
            "rest_outward": under[at_rest],
            "peak_inward": over[at_peak],
            "peak_outward": under[at_peak],
            "E_K": E_K,
            "E_Na": E_Na,
        },
        parts=[
            Numeric(
                "rest",
                answer=rest,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=ghk_errors(K, Na, Cl, at_rest, p_Cl, t, MULTI_TERM),
            ),
            Numeric(
                "peak",
                answer=peak,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=(
                    log10_for_ln(peak / log(10)),
                    *told_apart(
                        peak,
                        MULTI_TERM,
                        [
                            *_peak_errors(rest, peak, E_Na),
                            *_chloride_errors(K, Na, Cl, at_peak, p_Cl, T),
                            permeability_weighted_mean(
                                (E_K + at_peak * E_Na + p_Cl * E_Cl) / (1 + at_peak + p_Cl)
                            ),
                        ],
                    ),
                ),
            ),
        ],
    )


def _peak_errors(rest: float, peak: float, E_Na: float) -> list[Misconception]:
    return [
        Misconception(
            "ghk_ratio_inverted",
            -peak,
            "The size is right and the sign is reversed: numerator and denominator of the GHK "
            "equation traded places.",
            "Which sign would you expect of a membrane that mostly lets sodium pass?",
        ),
        Misconception(
            "peak_is_E_Na",
            E_Na,
            "This is the equilibrium potential of sodium. The membrane still lets potassium and "
            "chloride pass, and they keep the peak below it.",
            "Which permeabilities are different from zero at the peak?",
        ),
        Misconception(
            "permeabilities_of_rest",
            rest,
            "This is the potential with the permeabilities of the resting membrane.",
            "Which permeability changes during the upstroke, and to which value?",
        ),
    ]


def _chloride_errors(
    K: Sides, Na: Sides, Cl: Sides, p_Na: float, p_Cl: float, T: float
) -> list[Misconception]:
    k = thermal_voltage(T)
    over, under = K.outside + p_Na * Na.outside, K.inside + p_Na * Na.inside
    as_cation = (over + p_Cl * Cl.outside) / (under + p_Cl * Cl.inside)
    return [
        chloride_not_inverted(float(k * log(as_cation))),
        chloride_omitted(float(k * log(over / under))),
    ]
