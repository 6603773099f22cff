"""A11: mix a saline with a given potassium equilibrium, neutral and isosmotic."""

from math import inf

from millivolt.items import Constraint, Design, Draft, Draw, Misconception, Variable, item
from millivolt_solutions import F, R, celsius, nernst, nernst_conc, thermal_voltage

TEMPERATURES = (22.0, 25.0, 32.0, 37.0)
CALCIUM = 2.0
"""Calcium in every recipe, in mM."""
NEAR, NEUTRAL, OSMOTIC = 1.0, 0.5, 5.0
"""How far E_K (mV), the charges (mM) and the osmolarity (mM) may be off."""
LEAST_SODIUM = 100.0


@item(
    codes=["A11"],
    title="Design a saline",
    objective="Choose a bath that sets an equilibrium potential, is neutral and isosmotic.",
    topic="activity",
    level="create",
    passages=["S3", "S9"],
    prerequisites=["monovalent-cation", "ionic-strength-of-recipe"],
    minutes=12,
)
def design_saline(draw: Draw) -> Draft:
    t = draw.stratum("temperature", TEMPERATURES)
    K_in = draw.number(120, 150, 1)
    E_K = draw.number(-95, -60, 1)
    osmolarity = draw.number(290, 320, 5)
    T = celsius(t)
    # One of many solutions.
    K = round(nernst_conc(E_K, K_in, "in", 1, T), 2)
    draw.require(1.5 <= K <= 15, "potassium is out of bounds")
    Na = 125.0
    Cl = round(Na + K + 2 * CALCIUM, 2)
    glucose = round(osmolarity - (Na + K + CALCIUM + Cl), 2)
    k = 1000 * R / F * T
    return Draft(
        given={
            "t": t,
            "K_in": K_in,
            "E_K": E_K,
            "osmolarity": osmolarity,
            "calcium": CALCIUM,
            "near": NEAR,
            "neutral": NEUTRAL,
            "osmotic": OSMOTIC,
            "least_sodium": LEAST_SODIUM,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "K": K,
            "Na": Na,
            "Cl": Cl,
            "glucose": glucose,
            "reached": nernst(K, K_in, 1, T),
            "particles": Na + K + CALCIUM + Cl + glucose,
        },
        parts=[
            Design(
                "saline",
                points=3,
                variables=(
                    Variable("Na", "mM", 0.0, 200.0, "sodium ions"),
                    Variable("K", "mM", 0.1, 50.0, "potassium ions"),
                    Variable("Cl", "mM", 0.0, 250.0, "chloride ions"),
                    Variable("glucose", "mM", 0.0, 250.0, "sugar, without charge"),
                ),
                constraints=(
                    Constraint(
                        "E_K",
                        f"{k!r}*ln(K/{K_in!r})",
                        E_K - NEAR,
                        E_K + NEAR,
                        "mV",
                        "the equilibrium potential of potassium",
                    ),
                    Constraint(
                        "charge",
                        f"Na + K + 2*{CALCIUM!r} - Cl",
                        -NEUTRAL,
                        NEUTRAL,
                        "mM",
                        "the sum of all charges",
                    ),
                    Constraint(
                        "osmolarity",
                        f"Na + K + {CALCIUM!r} + Cl + glucose",
                        osmolarity - OSMOTIC,
                        osmolarity + OSMOTIC,
                        "mM",
                        "the osmolarity",
                    ),
                    Constraint(
                        "sodium", "Na", LEAST_SODIUM, inf, "mM", "the concentration of sodium"
                    ),
                ),
                example=(Na, K, Cl, glucose),
                misconceptions=(
                    Misconception(
                        "valence_not_counted",
                        (Na, K, round(Na + K + CALCIUM, 2), glucose),
                        "Each calcium ion carries two charges, so it needs two chloride ions.",
                        "How many chloride ions does CaCl₂ bring?",
                    ),
                    Misconception(
                        "chloride_left_out",
                        (Na, K, Cl, round(osmolarity - (Na + K + CALCIUM), 2)),
                        "Anions are particles, too: chloride counts in the osmolarity as much as "
                        "the cations do.",
                        "Into how many particles does a formula unit of NaCl fall apart?",
                    ),
                ),
            )
        ],
    )
