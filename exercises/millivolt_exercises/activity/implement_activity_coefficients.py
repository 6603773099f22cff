"""A08: write the activity coefficients of all ions of a saline as a function."""

from collections.abc import Sequence

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_solutions import activity_coefficients, ionic_strength

A_25 = 0.509
DOC = """Activity coefficients of all ions of a solution by Davies' formula, as a list or an array.

c: concentrations in mM; z: valences with their signs, one entry for each ion; A: the constant of
Debye and Hückel in (L/mol)^(1/2). Raises ValueError for what is not a solution.
"""
SOLUTION = """\
import numpy as np


def activity_coefficients(c, z, A):
    c, z = np.asarray(c, dtype=float), np.asarray(z, dtype=float)
    if (c < 0).any() or abs(c @ z) > 0.01 * (c @ abs(z)):
        raise ValueError("needs concentrations that are not negative, and balanced charges")
    strength = 0.5 * (c @ z**2) / 1000
    root = np.sqrt(strength)
    return 10 ** (-A * z**2 * (root / (1 + root) - 0.3 * strength))
"""


def expected(c: Sequence[float], z: Sequence[int], A: float) -> list[float]:
    """What the student's function should give, as a list: an array of the same is as good."""
    return [float(gamma) for gamma in activity_coefficients(c, z, A)]


@item(
    codes=["A08"],
    title="Program activity coefficients",
    objective="Write a function for the activity coefficients of all ions of any saline.",
    topic="activity",
    level="apply",
    passages=["S9", "S14"],
    prerequisites=["ionic-strength-of-recipe", "activity-coefficient"],
    minutes=20,
)
def implement_activity_coefficients(draw: Draw) -> Draft:
    NaCl, KCl = draw.number(110, 150, 1), draw.number(2.5, 6, 0.5)
    CaCl2, MgCl2 = draw.number(1, 3, 0.5), draw.number(0.5, 2, 0.5)
    c = (NaCl, KCl, CaCl2, MgCl2, NaCl + KCl + 2 * CaCl2 + 2 * MgCl2)
    z = (1, 1, 2, 2, -1)
    gamma = expected(c, z, A_25)
    return Draft(
        given={"salts": [NaCl, KCl, CaCl2, MgCl2], "c": c, "z": z, "A": A_25},
        values={
            "strength": ionic_strength(c, z),
            "monovalent": gamma[0],
            "divalent": gamma[2],
            "solution": SOLUTION.strip(),
        },
        parts=[
            Function(
                "code",
                points=4,
                name="activity_coefficients",
                signature="(c, z, A)",
                doc=DOC,
                reference=f"{__name__}:expected",
                tests="test_implement_activity_coefficients.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        Misconception(
            "millimolar_for_molar",
            SOLUTION.replace(" / 1000", ""),
            "The ionic strength went into the formula in mM; it needs mol/L.",
            "What is the square root of 0.15, and what that of 150?",
        ),
        Misconception(
            "half_left_out",
            SOLUTION.replace("0.5 * (c @ z**2)", "(c @ z**2)"),
            "The factor ½ of the ionic strength is missing.",
            "Which ionic strength should 100 mM NaCl have?",
        ),
        Misconception(
            "valence_not_squared",
            SOLUTION.replace("(c @ z**2)", "(c @ abs(z))"),
            "In the ionic strength the valences entered without their squares.",
            "Which ionic strength should 1 mM CaCl₂ have?",
        ),
        Misconception(
            "valence_ignored",
            SOLUTION.replace("-A * z**2", "-A * np.ones_like(z)"),
            "All ions got the coefficient of a monovalent one.",
            "Where does z stand in the formula for log₁₀ γ?",
        ),
        Misconception(
            "exponential_for_power_of_ten",
            SOLUTION.replace("10 ** (", "np.exp("),
            "The formula gives log₁₀ γ, but it was undone with the exponential function e^x.",
            "Which function is the inverse of log₁₀?",
        ),
        Misconception(
            "own_concentration_for_ionic_strength",
            SOLUTION.replace("0.5 * (c @ z**2)", "c * z**2"),
            "Each ion got an ionic strength of its own. An ion feels all ions around it, so there "
            "is one ionic strength for the whole solution.",
            "How should adding NaCl change the coefficient of Ca²⁺?",
        ),
    )
