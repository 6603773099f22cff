"""D09: the slope conductance of a rectifying current is not its chord conductance."""

from math import exp

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import POTASSIUM
from millivolt_solutions import celsius, ghk_current, nernst, slope_conductance, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, CARDIAC_CELL)
TOLERANCE = Tolerance(0.015)
MICROAMPERE_PER_CM2 = 100.0
"""1 A/m² in µA/cm²."""


@item(
    codes=["D09"],
    title="Slope and chord of a rectifying current",
    objective="Compute slope and chord conductance of a GHK current, and tell them apart.",
    topic="driving-force",
    level="analyze",
    passages=["S6"],
    prerequisites=["ghk-current-density"],
    minutes=9,
    version=2,
)
def slope_and_chord(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, POTASSIUM)
    P = draw.magnitude(5e-7, 9.9e-6, 2)
    V, step = draw.number(-40, 40, 1), 1.0
    draw.require(abs(V) >= 5, "the voltage is close to zero")
    T = celsius(t)
    k = thermal_voltage(T)
    E = nernst(c_out, c_in, 1, T)
    metres = P / 100
    current, above, below = (
        ghk_current(metres, 1, U, c_in, c_out, T) * MICROAMPERE_PER_CM2
        for U in (V, V + step, V - step)
    )
    chord = current / (V - E)
    # S/m² to µA/cm² per mV.
    slope = slope_conductance(metres, 1, V, c_in, c_out, T) / 1000 * MICROAMPERE_PER_CM2
    draw.require(abs(slope / chord - 1) >= 0.12, "slope and chord are nearly the same")
    limit = metres * 96485.33212 / k * c_in * MICROAMPERE_PER_CM2
    return Draft(
        given={"cell": cell, "t": t, "c_in": c_in, "c_out": c_out, "P": P, "V": V},
        values={
            "T": T,
            "k": k,
            "E": E,
            "u": V / k,
            "fraction": (c_in - c_out * exp(-V / k)) / (1 - exp(-V / k)),
            "current": current,
            "above": above,
            "below": below,
            "chord": 1000 * chord,
            "slope": 1000 * slope,
            "limit": 1000 * limit,
        },
        parts=[
            Numeric(
                "chord",
                answer=1000 * current / (V - E),
                unit="µS/cm^2",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    1000 * chord,
                    TOLERANCE,
                    [
                        Misconception(
                            "current_over_V",
                            1000 * current / V,
                            "The current was divided by the membrane potential. A chord "
                            "conductance is the current over the driving force.",
                            "At which voltage is the current zero?",
                        ),
                        Misconception(
                            "slope_for_chord",
                            1000 * slope,
                            "This is the slope of the curve. The chord is the straight line from "
                            "the reversal potential to the point of the curve.",
                            "Through which two points does the chord pass?",
                        ),
                    ],
                ),
            ),
            Numeric(
                "slope",
                answer=1000 * slope,
                unit="µS/cm^2",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    1000 * slope,
                    TOLERANCE,
                    [
                        Misconception(
                            "chord_for_slope",
                            1000 * chord,
                            "This is the chord conductance. The curve bends, so its slope at a "
                            "point differs from the slope of the chord.",
                            "By how much does the current change when V grows by 1 mV?",
                        ),
                        Misconception(
                            "limiting_slope",
                            1000 * limit,
                            "This is the slope far out, where the curve has become straight.",
                            "By how much does the current change when V grows by 1 mV?",
                        ),
                    ],
                ),
            ),
        ],
    )
