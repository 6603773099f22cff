"""A03: the Nernst equation with activities, and what concentrations alone get wrong."""

from math import log

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.cells import (
    CARDIAC_CELL,
    FROG_MUSCLE,
    MATURE_NEURON,
    SKELETAL_MUSCLE,
    SQUID_AXON,
)
from millivolt_exercises.claims import nernst_errors, told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import log10_for_ln
from millivolt_solutions import (
    activity_correction,
    celsius,
    nernst,
    nernst_activity,
    thermal_voltage,
)

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
POTENTIAL = Tolerance(0.002, resolution=0.1)
SHIFT = Tolerance(0.03, resolution=0.1)


@item(
    codes=["A03"],
    title="The Nernst equation with activities",
    objective="Compute an equilibrium potential from activities, and what concentrations miss.",
    topic="activity",
    level="apply",
    passages=["S9"],
    prerequisites=["monovalent-cation"],
    minutes=8,
)
def nernst_with_activities(draw: Draw) -> Draft:
    ion = draw.stratum("ion", (POTASSIUM, SODIUM, CHLORIDE))
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    gamma_in = draw.number(0.64, 0.85, 0.01)
    gamma_out = draw.number(0.64, 0.85, 0.01)
    T = celsius(t)
    naive = nernst(c_out, c_in, ion.z, T)
    E = nernst_activity(c_out, c_in, gamma_out, gamma_in, ion.z, T)
    shift = activity_correction(gamma_out, gamma_in, ion.z, T)
    draw.require(abs(shift) >= 1, "the coefficients hardly differ")
    return Draft(
        given={
            "ion": ion,
            "cell": cell,
            "t": t,
            "c_in": c_in,
            "c_out": c_out,
            "gamma_in": gamma_in,
            "gamma_out": gamma_out,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "a_in": gamma_in * c_in,
            "a_out": gamma_out * c_out,
            "E": E,
            "naive": naive,
            "shift": shift,
        },
        parts=[
            Numeric(
                "E",
                answer=E,
                unit="mV",
                tolerance=POTENTIAL,
                misconceptions=_potential_errors(
                    E,
                    naive,
                    shift,
                    gamma_out / gamma_in,
                    nernst_errors(gamma_out * c_out, gamma_in * c_in, ion.z, t, POTENTIAL),
                ),
            ),
            Numeric(
                "shift",
                answer=shift,
                unit="mV",
                tolerance=SHIFT,
                misconceptions=told_apart(
                    shift,
                    SHIFT,
                    [
                        Misconception(
                            "activity_ratio_inverted",
                            -shift,
                            "The size is right and the sign is reversed. Either the two potentials "
                            "were subtracted the other way round, or the ratio of the coefficients "
                            "was turned over.",
                            "Is the potential from activities above or below the one from "
                            "concentrations?",
                        ),
                        log10_for_ln(shift / log(10)),
                    ],
                ),
            ),
        ],
    )


def _potential_errors(
    E: float,
    naive: float,
    shift: float,
    ratio: float,
    others: tuple[Misconception, ...],
) -> tuple[Misconception, ...]:
    about_activity = [
        Misconception(
            "activity_omitted",
            naive,
            "This is the potential from the concentrations. The activity coefficients differ "
            "between the two sides, so they do not cancel.",
            "What is the activity of the ion on each side?",
        ),
        Misconception(
            "activity_ratio_inverted",
            naive - shift,
            "The concentrations were divided by their activity coefficients. An activity is the "
            "coefficient times the concentration.",
            "Is an activity larger or smaller than the concentration here?",
        ),
        Misconception(
            "activity_as_factor",
            naive * ratio,
            "The potential was multiplied by the ratio of the activity coefficients. They belong "
            "with the concentrations, inside the logarithm.",
            "What does the logarithm do to a product?",
        ),
    ]
    return (*others, *told_apart(E, POTENTIAL, about_activity))
