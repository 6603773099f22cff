"""A02: the activity coefficient of an ion by one of the Debye-Hückel formulas."""

from dataclasses import dataclass
from math import exp, sqrt
from typing import Literal

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, MAGNESIUM, POTASSIUM, SODIUM, Ion
from millivolt_solutions import log10_gamma

TOLERANCE = Tolerance(0.004, resolution=0.002)
A = 0.509
DAVIES_C = 0.3
MONOVALENT = (POTASSIUM, SODIUM, CHLORIDE)
DIVALENT = (CALCIUM, MAGNESIUM)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula for the activity coefficient and the ionic strengths (mM) to use it at."""

    name: str
    method: Literal["limiting", "guntelberg", "davies"]
    low: float
    high: float
    C: float | None = None

    def __str__(self) -> str:
        return self.name

    def log_gamma(self, z: int, strength: float) -> float:
        """log₁₀ of the activity coefficient at ``strength`` mol/L."""
        return float(log10_gamma(z, strength, A, self.method, C=self.C))


LIMITING = Formula("the Debye-Hückel limiting law", "limiting", 2, 10)
GUNTELBERG = Formula("the Güntelberg formula", "guntelberg", 20, 100)
DAVIES = Formula("the Davies formula", "davies", 100, 400, DAVIES_C)


@item(
    codes=["A02"],
    title="An activity coefficient",
    objective="Compute an activity coefficient with the formula that fits the ionic strength.",
    topic="activity",
    level="apply",
    passages=["S9"],
    prerequisites=["ionic-strength-of-recipe"],
    minutes=6,
)
def activity_coefficient(draw: Draw) -> Draft:
    formula = draw.stratum("formula", (LIMITING, GUNTELBERG, DAVIES))
    valence = draw.stratum("valence", ("monovalent", "divalent"))
    ion = draw.choice(MONOVALENT if valence == "monovalent" else DIVALENT)
    shown = draw.number(formula.low, formula.high, 0.01 if formula is LIMITING else 0.1)
    strength = shown / 1000
    log_gamma = formula.log_gamma(ion.z, strength)
    gamma = 10**log_gamma
    return Draft(
        given={"ion": ion, "formula": formula, "strength": shown, "A": A, "C": DAVIES_C},
        values={
            "molar": strength,
            "root": sqrt(strength),
            "square": ion.z**2,
            "log_gamma": log_gamma,
            "gamma": gamma,
            "activity": 100 * gamma,
            "method": formula.method,
        },
        parts=[
            Numeric(
                "gamma",
                answer=gamma,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(gamma, TOLERANCE, _errors(formula, ion, strength)),
            )
        ],
    )


def _errors(formula: Formula, ion: Ion, strength: float) -> list[Misconception]:
    square = ion.z**2
    # log₁₀ γ of a monovalent ion.
    exponent = formula.log_gamma(1, strength)
    claims = [
        Misconception(
            "exponential_for_power_of_ten",
            exp(exponent * square),
            "The formula gives log₁₀ γ, but it was undone with the exponential function e^x.",
            "Which function is the inverse of log₁₀?",
        ),
        Misconception(
            "exponent_sign",
            10 ** (-exponent * square),
            "The minus sign got lost. The ions around an ion shield it, so its activity is "
            "smaller than its concentration.",
            "Should γ be smaller or larger than 1 here?",
        ),
    ]
    if square > 1:
        claims += [
            Misconception(
                "valence_not_squared",
                10 ** (2 * exponent),
                "The valence entered without its square.",
                "What is z² of this ion?",
            ),
            Misconception(
                "valence_ignored",
                10**exponent,
                "The valence is missing: this is the coefficient of a monovalent ion.",
                "Where does the valence stand in the formula?",
            ),
        ]
    if formula is not LIMITING:
        claims.append(
            Misconception(
                "limiting_law_out_of_range",
                10 ** (-A * square * sqrt(strength)),
                "This is the limiting law, which holds only in very dilute solutions, up to an "
                "ionic strength of about 10 mM.",
                "Which formula was asked for, and up to which ionic strength can the limiting law "
                "be trusted?",
            )
        )
    return claims
