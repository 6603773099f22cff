"""C12: write the reversal potential of GABA as a function of chloride and of the two pH."""

from typing import Any

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_exercises.cells import IMMATURE_NEURON, MATURE_NEURON
from millivolt_exercises.ions import CHLORIDE
from millivolt_solutions import bicarbonate_inside, celsius, gaba_reversal, nernst

CELLS = (MATURE_NEURON, IMMATURE_NEURON)
DOC = """Reversal potential of GABA-A channels in mV.

Cl_in, Cl_out, HCO3_out: concentrations in mM; pH_in, pH_out: the pH on the two sides;
p: P_HCO3/P_Cl; T: temperature in kelvin. Numbers or NumPy arrays, which broadcast. Raises
ValueError for input that no cell can have.
"""
SOLUTION = """\
import numpy as np


def gaba_reversal(Cl_in, Cl_out, HCO3_out, pH_in, pH_out, p, T):
    for must_be_positive in (Cl_in, Cl_out, HCO3_out, T):
        if (np.asarray(must_be_positive) <= 0).any():
            raise ValueError("concentrations and T must be positive")
    if (np.asarray(p) < 0).any():
        raise ValueError("p must not be negative")
    HCO3_in = HCO3_out * 10.0 ** (np.asarray(pH_in) - pH_out)
    ratio = (Cl_in + p * HCO3_in) / (Cl_out + p * HCO3_out)
    return (1000 * 8.314462618 * T / 96485.33212 * np.log(ratio))[()]
"""
RATIO = "ratio = (Cl_in + p * HCO3_in) / (Cl_out + p * HCO3_out)"


def expected(
    Cl_in: Any, Cl_out: Any, HCO3_out: Any, pH_in: Any, pH_out: Any, p: Any, T: Any
) -> Any:
    """What the student's function should give."""
    HCO3_in = bicarbonate_inside(HCO3_out, pH_in, pH_out)
    return gaba_reversal(Cl_in, Cl_out, HCO3_in, HCO3_out, p, T)


@item(
    codes=["C12"],
    title="Program the reversal potential of GABA",
    objective="Write a function that tells how chloride and pH set the reversal potential of GABA.",
    topic="inhibition",
    level="apply",
    passages=["S11", "S7", "S14"],
    prerequisites=["gaba-reversal", "implement-nernst"],
    minutes=20,
)
def implement_gaba_reversal(draw: Draw) -> Draft:
    cell = draw.choice(CELLS)
    Cl_in, Cl_out = cell.draw_concentrations(draw, CHLORIDE)
    HCO3_out = draw.number(22, 27, 0.5)
    pH_in, pH_out = draw.number(6.9, 7.2, 0.05), draw.number(7.3, 7.45, 0.05)
    p = draw.number(0.18, 0.3, 0.02)
    T = float(round(celsius(37), 2))
    HCO3_in = bicarbonate_inside(HCO3_out, pH_in, pH_out)
    E_Cl, E_HCO3 = nernst(Cl_out, Cl_in, -1, T), nernst(HCO3_out, HCO3_in, -1, T)
    draw.require(E_HCO3 - E_Cl >= 5, "bicarbonate does not pull the potential up")
    return Draft(
        given={
            "cell": cell,
            "Cl_in": Cl_in,
            "Cl_out": Cl_out,
            "HCO3_out": HCO3_out,
            "pH_in": pH_in,
            "pH_out": pH_out,
            "p": p,
            "T": T,
        },
        values={
            "HCO3_in": HCO3_in,
            "E_Cl": E_Cl,
            "E_HCO3": E_HCO3,
            "E_GABA": expected(Cl_in, Cl_out, HCO3_out, pH_in, pH_out, p, T),
            "solution": SOLUTION.strip(),
        },
        parts=[
            Function(
                "code",
                points=4,
                name="gaba_reversal",
                signature="(Cl_in, Cl_out, HCO3_out, pH_in, pH_out, p, T)",
                doc=DOC,
                reference=f"{__name__}:expected",
                tests="test_implement_gaba_reversal.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        Misconception(
            "bicarbonate_left_out",
            SOLUTION.replace(RATIO, "ratio = Cl_in / Cl_out"),
            "This is the equilibrium potential of chloride. Bicarbonate passes the channel too.",
            "Which way does bicarbonate flow through an open channel, and what does it carry?",
        ),
        Misconception(
            "bicarbonate_equal_on_both_sides",
            SOLUTION.replace("HCO3_out * 10.0 ** (np.asarray(pH_in) - pH_out)", "HCO3_out"),
            "Bicarbonate has the same concentration on both sides in this function. Equal on both "
            "sides is CO₂; where the pH is lower, there is less bicarbonate.",
            "How much bicarbonate is there inside when the pH is lower by 0.3?",
        ),
        Misconception(
            "pH_difference_reversed",
            SOLUTION.replace("(np.asarray(pH_in) - pH_out)", "(np.asarray(pH_out) - pH_in)"),
            "The difference of the two pH values has the wrong sign: the more acid side has less "
            "bicarbonate.",
            "Protons take bicarbonate away to make CO₂. On which side are there more protons?",
        ),
        Misconception(
            "exponential_for_power_of_ten",
            SOLUTION.replace(
                "HCO3_out * 10.0 ** (np.asarray(pH_in) - pH_out)",
                "HCO3_out * np.exp(np.asarray(pH_in) - pH_out)",
            ),
            "pH counts powers of ten, but it was undone with the exponential function e^x.",
            "By which factor do the protons differ when the pH differs by one?",
        ),
        Misconception(
            "anion_sign",
            SOLUTION.replace("np.log(ratio)", "np.log(1 / ratio)"),
            "The size is right and the sign is reversed: for anions the inside concentrations "
            "stand in the numerator.",
            "Which sign should the result have when there is much more chloride outside?",
        ),
        Misconception(
            "mean_of_equilibria",
            SOLUTION.replace(
                RATIO,
                "ratio = (Cl_in / Cl_out) ** (1 / (1 + p)) * (HCO3_in / HCO3_out) ** (p / (1 + p))",
            ),
            "This is a mean of the two equilibrium potentials, weighted by the permeabilities. "
            "Permeabilities weight concentrations, before the logarithm is taken.",
            "What does the GHK equation say for two anions?",
        ),
    )
