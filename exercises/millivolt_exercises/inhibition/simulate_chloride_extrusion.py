"""C10: simulate how KCC2 brings chloride back, and inhibition with it."""

import numpy as np
from numpy.typing import NDArray

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
    kcc2_chloride,
    kcc2_drive,
    kcc2_extrusion_time,
    nernst,
    thermal_voltage,
)

FloatArray = NDArray[np.float64]

T = celsius(37)
RATE = Tolerance(0.01)
MAX_DEVIATION = 0.2
POTENTIAL = Tolerance(0.002, resolution=0.2)
END_POTENTIAL = Tolerance(0.002, resolution=0.2)
SAMPLES = 300
PER_MICROMETRE = 1e6
"""A flux in mol/(m² s) over a length in µm, as mM/s."""


@item(
    codes=["C10"],
    title="Simulate the recovery of chloride",
    objective="Simulate how the transporter KCC2 restores the chloride gradient of a dendrite.",
    topic="inhibition",
    level="create",
    passages=["S12", "S11", "S14"],
    prerequisites=["chloride-set-points", "gaba-reversal"],
    minutes=30,
    version=3,
)
def simulate_chloride_extrusion(draw: Draw) -> Draft:
    age = draw.stratum("age", ("young", "mature"))
    g = draw.number(0.02, 0.05, 0.002) if age == "young" else draw.number(0.1, 0.3, 0.01)
    d = draw.number(0.6, 2, 0.1)
    K_in, K_out = draw.number(130, 150, 1), draw.number(2.8, 4.5, 0.1)
    Cl_out, Cl_0 = draw.number(110, 135, 1), draw.number(20, 40, 1)
    E_K = nernst(K_out, K_in, 1, T)
    Cl_end = kcc2_chloride(K_in, K_out, Cl_out)
    force = kcc2_drive(K_in, K_out, Cl_0, Cl_out, T)
    # S/m² times mV over C/mol is mmol/(m² s).
    scale = cylinder_surface_to_volume(d) * PER_MICROMETRE * g / 1000 / F
    rate = scale * force
    tau = Cl_end / (scale * thermal_voltage(T))
    end = _round_end(kcc2_extrusion_time(1.15 * Cl_end, Cl_0, Cl_end) * tau)
    draw.require(10 <= end <= 1500, "the recovery is too fast or too slow")
    grid = np.array([end * n / SAMPLES for n in range(SAMPLES + 1)])
    Cl = _course(grid, Cl_0, Cl_end, tau)
    values = _potentials(Cl, Cl_out)
    middle = float(grid[SAMPLES // 3])
    last = float(Cl[-1])
    return Draft(
        given={
            "g": g,
            "d": d,
            "K_in": K_in,
            "K_out": K_out,
            "Cl_out": Cl_out,
            "Cl_0": Cl_0,
            "end": end,
            "young": age == "young",
        },
        values={
            "k": thermal_voltage(T),
            "E_K": E_K,
            "Cl_end": Cl_end,
            "E_0": values[0],
            "force": force,
            "rate": -rate,
            "E_last": values[-1],
            "Cl_last": last,
            "middle": middle,
            "E_middle": values[SAMPLES // 3],
            "steady": Cl_0 / rate,
        },
        parts=[
            Numeric(
                "limit",
                answer=E_K,
                unit="mV",
                tolerance=END_POTENTIAL,
                misconceptions=told_apart(E_K, END_POTENTIAL, _limit_errors(E_K, values[0])),
            ),
            Numeric(
                "rate",
                answer=-rate,
                unit="mM/s",
                tolerance=RATE,
                misconceptions=told_apart(-rate, RATE, _rate_errors(-rate, E_K, values[0])),
            ),
            Series(
                "course",
                points=4,
                time_unit="s",
                value_unit="mV",
                times=tuple(float(time) for time in grid),
                values=values,
                max_deviation=MAX_DEVIATION,
                names=("t", "E"),
                features=(
                    Feature(
                        "equilibrium potential after a third of the time",
                        "value_at",
                        values[SAMPLES // 3],
                        POTENTIAL,
                        middle,
                    ),
                    Feature("last equilibrium potential", "final", values[-1], POTENTIAL),
                ),
                misconceptions=_course_errors(grid, Cl_0, Cl_end, Cl_out, rate, tau),
            ),
        ],
    )


def _round_end(seconds: float) -> float:
    """Whole seconds that are easy to read: multiples of 10 from 100 s on."""
    return float(round(seconds, -1 if seconds >= 100 else 0))


def _course(times: FloatArray, Cl_0: float, Cl_end: float, tau: float) -> FloatArray:
    """Chloride (mM) at ``times`` (s): the exact times of many concentrations, read backwards."""
    far = np.log(Cl_0 / Cl_end)
    dense = Cl_0 * np.exp(-far * np.linspace(0.0, 0.98, 800))
    reached = np.asarray(kcc2_extrusion_time(dense, Cl_0, Cl_end)) * tau
    Cl: FloatArray = np.interp(times, reached, dense)
    return Cl


def _potentials(Cl: FloatArray, Cl_out: float) -> tuple[float, ...]:
    return trace(np.asarray(nernst(Cl_out, Cl, -1, T)))


def _course_errors(
    times: FloatArray, Cl_0: float, Cl_end: float, Cl_out: float, rate: float, tau: float
) -> tuple[Misconception, ...]:
    def trace(Cl: FloatArray) -> tuple[float, ...]:
        return _potentials(Cl, Cl_out)

    right = trace(_course(times, Cl_0, Cl_end, tau))
    claims = [
        Misconception(
            "anion_sign",
            tuple(-E for E in right),
            "Your curve is the right one upside down: chloride is an anion, so its inside "
            "concentration belongs above the fraction bar.",
            "Which sign does E_Cl have when there is more chloride outside?",
        ),
        Misconception(
            "radius_for_diameter",
            trace(_course(times, Cl_0, Cl_end, 2 * tau)),
            "Chloride leaves half as fast in your simulation as it should. The ratio of surface "
            "to volume of a cylinder is 4/d, or 2/r with the radius.",
            "Is the length that is given a diameter or a radius?",
        ),
        Misconception(
            "drive_kept_constant",
            trace(np.maximum(Cl_0 - rate * times, Cl_end)),
            "The transporter works at its first rate all the time in this simulation. The less "
            "chloride there is left, the smaller its driving force becomes.",
            "Which quantities does your simulation compute anew in each step?",
        ),
        Misconception(
            "exponential_with_initial_rate",
            trace(Cl_end + (Cl_0 - Cl_end) * np.exp(-rate * times / (Cl_0 - Cl_end))),
            "This is an exponential that starts with the right slope. The driving force depends on "
            "the logarithm of the concentration, so the recovery is no exponential.",
            "Does the driving force halve when the distance of the concentration from its end "
            "value halves?",
        ),
    ]
    return tuple(claim for claim in claims if _apart(claim.value, right))


def _apart(trace: tuple[float, ...], right: tuple[float, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(trace, right, strict=True)) > 5 * MAX_DEVIATION


def _limit_errors(E_K: float, E_0: float) -> list[Misconception]:
    return [
        Misconception(
            "in_out_swapped",
            -E_K,
            "The size is right and the sign is reversed.",
            "On which side is there more potassium?",
        ),
        Misconception(
            "start_for_end",
            E_0,
            "This is the equilibrium potential of chloride at the beginning.",
            "When does the transporter stand still?",
        ),
        Misconception(
            "zero_for_equilibrium",
            0.0,
            "At 0 mV chloride would be the same on both sides. The transporter moves potassium "
            "along with it, and potassium is not the same on both sides.",
            "Which driving force of the transporter is left when the two chlorides are equal?",
        ),
    ]


def _rate_errors(rate: float, E_K: float, E_0: float) -> list[Misconception]:
    return [
        Misconception(
            "radius_for_diameter",
            rate / 2,
            "The ratio of surface to volume came out at 2/d. For a cylinder it is 4/d, or 2/r with "
            "the radius.",
            "Is the length that is given a diameter or a radius?",
        ),
        Misconception(
            "rate_sign_lost",
            -rate,
            "The size is right and the sign is reversed: the transporter takes chloride out.",
            "Does the concentration rise or fall?",
        ),
        Misconception(
            "volt_millivolt",
            rate * 1000,
            "The driving force went in as volts where it is in millivolts.",
            "How many A/m² are 1 S/m² times 1 mV?",
        ),
        Misconception(
            "driving_force_of_chloride_alone",
            rate * E_0 / (E_0 - E_K),
            "The conductance was multiplied by E_Cl. What drives the transporter is the "
            "difference between E_Cl and E_K.",
            "How large is the driving force when E_Cl equals E_K?",
        ),
    ]
