"""C07: simulate how chloride piles up in a dendrite and takes inhibition away."""

from functools import partial

import numpy as np

from millivolt.items import (
    Draft,
    Draw,
    Feature,
    Misconception,
    Numeric,
    Series,
    Tolerance,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_exercises.curves import trace
from millivolt_solutions import (
    F,
    celsius,
    cylinder_surface_to_volume,
    nernst,
    step_response,
    thermal_voltage,
)

T = celsius(37)
RATE = Tolerance(0.01)
MAX_DEVIATION = 0.1
POTENTIAL = Tolerance(0.002, resolution=0.1)
SAMPLES = 400
NEVER = 1e6
PER_MICROMETRE = 1e6
LEAST_RISE, MOST_RISE = 3.0, 28.0
"""How far chloride would rise in mM if the activity never ended."""


@item(
    codes=["C07"],
    title="Simulate the accumulation of chloride",
    objective="Simulate how chloride that enters a dendrite shifts the reversal potential of GABA.",
    topic="inhibition",
    level="create",
    passages=["S11", "S14"],
    prerequisites=["gaba-reversal"],
    minutes=25,
    version=2,
)
def simulate_chloride_accumulation(draw: Draw) -> Draft:
    calibre = draw.stratum("dendrite", ("thin", "thick"))
    d = draw.number(0.5, 1.5, 0.1) if calibre == "thin" else draw.number(2, 5, 0.1)
    Cl_rest, Cl_out = draw.number(4, 9, 0.1), draw.number(110, 135, 1)
    tau = draw.number(1.5, 5, 0.1)
    # A/m² over C/mol and m is mol/m³ per second, which is mM/s.
    rate = cylinder_surface_to_volume(d) * PER_MICROMETRE / F
    current = draw.magnitude(
        max(0.01, LEAST_RISE / (rate * tau)), min(0.6, MOST_RISE / (rate * tau)), 2
    )
    stop = draw.number(3, 8, 0.5)
    end = stop + 8
    influx = rate * current
    times = tuple(round(end * n / SAMPLES, 6) for n in range(SAMPLES + 1))
    times = tuple(sorted({*times, stop}))
    course = partial(_course, times, Cl_rest, Cl_out, stop)
    values = course(influx, tau)
    at_stop = values[times.index(stop)]
    Cl_stop = step_response(stop, Cl_rest, Cl_rest + influx * tau, tau)
    return Draft(
        given={
            "d": d,
            "Cl_rest": Cl_rest,
            "Cl_out": Cl_out,
            "current": current,
            "tau": tau,
            "stop": stop,
            "end": end,
            "thin": calibre == "thin",
        },
        values={
            "k": thermal_voltage(T),
            "influx": influx,
            "limit": Cl_rest + influx * tau,
            "Cl_stop": Cl_stop,
            "E_rest": values[0],
            "E_stop": at_stop,
        },
        parts=[
            Numeric(
                "rate",
                answer=influx,
                unit="mM/s",
                tolerance=RATE,
                misconceptions=told_apart(influx, RATE, _rate_errors(influx, d)),
            ),
            Series(
                "course",
                points=4,
                time_unit="s",
                value_unit="mV",
                times=times,
                values=values,
                max_deviation=MAX_DEVIATION,
                names=("t", "E"),
                features=(
                    Feature(
                        "equilibrium potential at the end of the activity",
                        "value_at",
                        at_stop,
                        POTENTIAL,
                        stop,
                    ),
                    Feature("last equilibrium potential", "final", values[-1], POTENTIAL),
                ),
                misconceptions=(
                    Misconception(
                        "anion_sign",
                        tuple(-E for E in values),
                        "Your curve is the right one upside down: chloride is an anion, so its "
                        "inside concentration belongs above the fraction bar.",
                        "Which sign does E_Cl have when there is more chloride outside?",
                    ),
                    Misconception(
                        "radius_for_diameter",
                        course(influx / 2, tau),
                        "Chloride enters half as fast in your simulation as it should. The ratio "
                        "of surface to volume of a cylinder is 4/d, or 2/r with the radius.",
                        "Is the length that is given a diameter or a radius?",
                    ),
                    Misconception(
                        "transport_left_out",
                        course(influx, NEVER),
                        "Nothing takes chloride out again in this simulation.",
                        "Does your rate contain the term of the transporter?",
                    ),
                ),
            ),
        ],
    )


def _course(
    times: tuple[float, ...], Cl_rest: float, Cl_out: float, stop: float, influx: float, tau: float
) -> tuple[float, ...]:
    """E_Cl in mV at ``times`` (s): chloride enters at ``influx`` (mM/s) until ``stop``."""
    t = np.array(times)
    limit = Cl_rest + influx * tau
    highest = step_response(stop, Cl_rest, limit, tau)
    rising = step_response(np.minimum(t, stop), Cl_rest, limit, tau)
    falling = step_response(np.maximum(t - stop, 0.0), highest, Cl_rest, tau)
    Cl = np.where(t <= stop, rising, falling)
    return trace(np.asarray(nernst(Cl_out, Cl, -1, T)))


def _rate_errors(influx: float, d: float) -> list[Misconception]:
    return [
        Misconception(
            "radius_for_diameter",
            influx / 2,
            "The ratio of surface to volume came out at 2/d. For a cylinder it is 4/d, or 2/r with "
            "the radius.",
            "Is the length that is given a diameter or a radius?",
        ),
        Misconception(
            "sphere_for_cylinder",
            influx * 1.5,
            "The ratio of surface to volume came out at 6/d, that of a sphere. A dendrite is a "
            "cylinder.",
            "What are the surface and the volume of a cylinder of length L?",
        ),
        Misconception(
            "volume_left_out",
            influx * d / 4,
            "The flux through the membrane was taken as the change of the concentration. It has "
            "to be multiplied by the ratio of surface to volume.",
            "Why does the same flux change the concentration faster in a thin dendrite?",
        ),
        Misconception(
            "current_reversed",
            -influx,
            "The size is right and the sign is reversed: an outward current of an anion is an "
            "inward movement of the ions.",
            "If positive charge leaves the cell, which way do negative ions move?",
        ),
    ]
