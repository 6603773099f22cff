"""G11: write a GHK voltage solver; graded by ``test_implement_ghk_voltage.py``."""

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import celsius, ghk_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE)
DOC = """Potential in mV at which the GHK currents of all ions sum to zero.

P: permeabilities in any common unit; c_in, c_out: concentrations in mM; z: valences with their
signs; four sequences of the same length, one entry for each ion. T: temperature in kelvin.
Raises ValueError for input that no membrane can have.
"""
SOLUTION = """\
import numpy as np
from scipy.optimize import brentq


def ghk_voltage(P, c_in, c_out, z, T):
    P, c_in, c_out, z = (np.asarray(x, dtype=float) for x in (P, c_in, c_out, z))
    if (P < 0).any() or not P.any() or (c_in <= 0).any() or (c_out <= 0).any():
        raise ValueError("needs positive concentrations and some permeability")
    if (z == 0).any() or T <= 0:
        raise ValueError("needs charged ions and a positive temperature")
    k = 1000 * 8.314462618 * T / 96485.33212
    P = P / P.max()

    def total_current(u):
        x = z * u
        near = np.abs(x) < 1e-6
        safe = np.where(near, 1.0, x)
        inward = np.where(near, 1 - x / 2, safe / np.expm1(safe))
        outward = np.where(near, 1 + x / 2, safe / -np.expm1(-safe))
        return np.sum(P * z * (c_in * outward - c_out * inward))

    E = np.log(c_out / c_in)[P > 0] / z[P > 0]
    if np.ptp(E) == 0:
        return k * E[0]
    return k * brentq(total_current, E.min(), E.max(), xtol=1e-13)
"""
MONOVALENT_CATIONS_ONLY = """\
import numpy as np


def ghk_voltage(P, c_in, c_out, z, T):
    P, c_in, c_out = (np.asarray(x, dtype=float) for x in (P, c_in, c_out))
    if (c_in <= 0).any() or (c_out <= 0).any() or (P < 0).any() or not P.any() or T <= 0:
        raise ValueError
    return 1000 * 8.314462618 * T / 96485.33212 * np.log((P @ c_out) / (P @ c_in))
"""
MONOVALENT_ONLY = """\
import numpy as np


def ghk_voltage(P, c_in, c_out, z, T):
    P, c_in, c_out, z = (np.asarray(x, dtype=float) for x in (P, c_in, c_out, z))
    if (c_in <= 0).any() or (c_out <= 0).any() or (P < 0).any() or not P.any() or T <= 0:
        raise ValueError
    over, under = np.where(z > 0, c_out, c_in), np.where(z > 0, c_in, c_out)
    return 1000 * 8.314462618 * T / 96485.33212 * np.log((P @ over) / (P @ under))
"""
WEIGHTED_MEAN = """\
import numpy as np


def ghk_voltage(P, c_in, c_out, z, T):
    P, c_in, c_out, z = (np.asarray(x, dtype=float) for x in (P, c_in, c_out, z))
    if (c_in <= 0).any() or (c_out <= 0).any() or (P < 0).any() or not P.any() or T <= 0:
        raise ValueError
    E = 1000 * 8.314462618 * T / (z * 96485.33212) * np.log(c_out / c_in)
    return (P @ E) / P.sum()
"""


@item(
    codes=["G11"],
    title="Program a GHK voltage solver",
    objective="Write a function that finds the zero-current potential of any set of ions.",
    topic="resting-potential",
    level="create",
    passages=["S7", "S14"],
    prerequisites=["ghk-rest", "implement-nernst"],
    minutes=30,
    version=2,
)
def implement_ghk_voltage(draw: Draw) -> Draft:
    cell = draw.choice(CELLS)
    T = float(round(celsius(cell.draw_temperature(draw)), 2))
    c_in, c_out = zip(*(cell.draw_concentrations(draw, ion) for ion in IONS), strict=True)
    P = (1.0, draw.number(0.02, 0.1, 0.01), draw.number(0.1, 0.9, 0.1))
    z = (1, 1, -1)
    return Draft(
        given={"cell": cell, "T": T, "P": P, "c_in": c_in, "c_out": c_out, "z": z},
        values={"V": ghk_voltage(P, c_in, c_out, z, T), "solution": SOLUTION.strip()},
        parts=[
            Function(
                "code",
                points=4,
                name="ghk_voltage",
                signature="(P, c_in, c_out, z, T)",
                doc=DOC,
                reference="millivolt_solutions:ghk_voltage",
                tests="test_implement_ghk_voltage.py",
                solution=SOLUTION,
                misconceptions=(
                    Misconception(
                        "chloride_not_inverted",
                        MONOVALENT_CATIONS_ONLY,
                        "Anions went in like cations. A negative ion that leaves acts like a "
                        "positive one that enters.",
                        "Which concentration of chloride belongs in the numerator?",
                    ),
                    Misconception(
                        "divalent_as_monovalent",
                        MONOVALENT_ONLY,
                        "The closed formula with one logarithm holds for monovalent ions only; "
                        "calcium needs the condition that the GHK currents sum to zero.",
                        "What is the GHK current of an ion with z = 2?",
                    ),
                    Misconception(
                        "permeability_weighted_mean",
                        WEIGHTED_MEAN,
                        "This is a mean of equilibrium potentials, weighted by the "
                        "permeabilities. Permeabilities weight concentrations, before the "
                        "logarithm is taken.",
                        "What does your function give when one of the concentrations goes to zero?",
                    ),
                ),
            )
        ],
    )
