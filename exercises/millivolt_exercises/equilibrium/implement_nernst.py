"""N15: write the Nernst equation as a function; graded by ``test_implement_nernst.py``."""

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_exercises.cells import (
    CARDIAC_CELL,
    FROG_MUSCLE,
    MATURE_NEURON,
    SKELETAL_MUSCLE,
    SQUID_AXON,
)
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import celsius, nernst

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
DOC = """Equilibrium potential in mV.

c_out, c_in: concentrations in mM; z: valence with its sign; T: temperature in kelvin.
Numbers or NumPy arrays, which broadcast. Raises ValueError for input that no membrane can have.
"""
SOLUTION = """\
import numpy as np


def nernst(c_out, c_in, z, T):
    c_out, c_in, z, T = (np.asarray(x, dtype=float) for x in (c_out, c_in, z, T))
    if (c_out <= 0).any() or (c_in <= 0).any() or (T <= 0).any() or (z == 0).any():
        raise ValueError("concentrations and T must be positive, and z must not be zero")
    R, F = 8.314462618, 96485.33212
    return (1000 * R * T / (z * F) * np.log(c_out / c_in))[()]
"""


@item(
    codes=["N15"],
    title="Program the Nernst equation",
    objective="Write a function for the equilibrium potential that is safe to build on.",
    topic="equilibrium",
    level="apply",
    passages=["S14", "S2"],
    prerequisites=["monovalent-cation", "calcium", "anion"],
    minutes=15,
)
def implement_nernst(draw: Draw) -> Draft:
    ion = draw.choice((POTASSIUM, SODIUM, CHLORIDE))
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    T = float(round(celsius(t), 2))
    E = nernst(c_out, c_in, ion.z, T)
    return Draft(
        given={
            "cell": cell,
            "ion": ion,
            "z": ion.z,
            "T": T,
            "c_in": c_in,
            "c_out": c_out,
        },
        values={"E": E, "solution": SOLUTION.strip()},
        parts=[
            Function(
                "code",
                points=3,
                name="nernst",
                signature="(c_out, c_in, z, T)",
                doc=DOC,
                reference="millivolt_solutions:nernst",
                tests="test_implement_nernst.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        _slip(
            "in_out_swapped",
            ("c_out / c_in", "c_in / c_out"),
            "Inside and outside are swapped: all results have the wrong sign.",
        ),
        _slip(
            "log10_for_ln",
            ("np.log(", "np.log10("),
            "np.log10 is the decadic logarithm; RT/F goes with the natural one, np.log.",
        ),
        _slip(
            "valence_ignored",
            ("(z * F)", "F"),
            "The valence does not enter: the results hold for z = +1 only.",
        ),
        _slip(
            "valence_multiplied",
            ("R * T / (z * F)", "R * T * z / F"),
            "The valence was multiplied where it divides.",
        ),
        _slip(
            "anion_sign",
            ("(z * F)", "(abs(z) * F)"),
            "The sign of the valence got lost: anions come out with the wrong sign.",
        ),
        _slip(
            "volt_millivolt",
            ("1000 * R", "R"),
            "The function returns volts; the question asks for millivolts.",
        ),
        _slip(
            "celsius_as_kelvin",
            ("R * T", "R * (T + 273.15)"),
            "T arrives in kelvin already; it must not be converted again.",
        ),
    )


def _slip(name: str, change: tuple[str, str], tell: str) -> Misconception:
    return Misconception(name, SOLUTION.replace(*change), tell)
