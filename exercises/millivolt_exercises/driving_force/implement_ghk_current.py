"""D10: write the GHK current equation so that it also works at zero voltage."""

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import celsius, ghk_current

CELLS = (SQUID_AXON, MATURE_NEURON, CARDIAC_CELL)
DOC = """Current density in A/m^2, outward positive, by constant-field theory.

P: permeability in m/s; z: valence with its sign; V: membrane potential in mV, a number or a NumPy
array; c_in, c_out: concentrations in mM (mol/m^3); T: temperature in kelvin.
"""
SOLUTION = """\
import numpy as np

R, F = 8.314462618, 96485.33212


def ghk_current(P, z, V, c_in, c_out, T):
    u = z * F * np.asarray(V, dtype=float) / (1000 * R * T)
    # u / (exp(u) - 1) without cancellation; its limit at u = 0 is 1.
    safe = np.where(u == 0, 1.0, u)
    forward = np.where(u == 0, 1.0, safe / np.expm1(safe))
    backward = np.where(u == 0, 1.0, safe / -np.expm1(-safe))
    return (P * z * F * (c_in * backward - c_out * forward))[()]
"""
NAIVE = """\
import numpy as np

R, F = 8.314462618, 96485.33212


def ghk_current(P, z, V, c_in, c_out, T):
    u = z * F * np.asarray(V, dtype=float) / (1000 * R * T)
    return (P * z * F * u * (c_in - c_out * np.exp(-u)) / (1 - np.exp(-u)))[()]
"""


@item(
    codes=["D10"],
    title="Program the constant-field current",
    objective="Write a function for the GHK current that stays accurate where its formula is 0/0.",
    topic="driving-force",
    level="apply",
    passages=["S6", "S14"],
    prerequisites=["ghk-current-density", "implement-nernst"],
    minutes=20,
)
def implement_ghk_current(draw: Draw) -> Draft:
    ion = draw.choice((POTASSIUM, SODIUM, CHLORIDE, CALCIUM))
    cell = draw.choice(CELLS)
    T = float(round(celsius(cell.draw_temperature(draw)), 2))
    c_in, c_out = cell.draw_concentrations(draw, ion)
    P = draw.magnitude(1e-9, 9.9e-8, 2)
    V = float(draw.sign() * draw.integer(15, 80))
    current = ghk_current(P, ion.z, V, c_in, c_out, T)
    return Draft(
        given={
            "cell": cell,
            "ion": ion,
            "z": ion.z,
            "T": T,
            "P": P,
            "V": V,
            "c_in": c_in,
            "c_out": c_out,
        },
        values={"current": current, "solution": SOLUTION.strip()},
        parts=[
            Function(
                "code",
                points=4,
                name="ghk_current",
                signature="(P, z, V, c_in, c_out, T)",
                doc=DOC,
                reference="millivolt_solutions:ghk_current",
                tests="test_implement_ghk_current.py",
                solution=SOLUTION,
                misconceptions=(
                    Misconception(
                        "cancellation_at_zero",
                        NAIVE,
                        "Typed as it is written, the formula gives 0/0 at V = 0, and close to "
                        "it the differences lose their digits.",
                        "Which NumPy function computes exp(u) − 1 without cancellation?",
                    ),
                    Misconception(
                        "valence_once",
                        SOLUTION.replace("P * z * F", "P * F"),
                        "One factor z is missing: each ion carries the charge z.",
                        "How does the current follow from the flux of ions?",
                    ),
                    Misconception(
                        "in_out_swapped",
                        SOLUTION.replace("c_in * backward - c_out", "c_out * backward - c_in"),
                        "Inside and outside are swapped.",
                        "At which voltage should the current vanish?",
                    ),
                    Misconception(
                        "volt_millivolt",
                        SOLUTION.replace("1000 * R", "R"),
                        "V arrives in millivolts, but u = zFV/(RT) needs volts.",
                        "How large is u at 26.7 mV and 37 °C?",
                    ),
                ),
            )
        ],
    )
