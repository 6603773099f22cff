"""N11: the same ratio of concentrations, once for a monovalent and once for a divalent ion."""

from millivolt.items import (
    SINGLE_LOG,
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, MAGNESIUM, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import valence_ignored, valence_multiplied

KNOWN = (POTASSIUM, SODIUM, CHLORIDE)
ASKED = (CALCIUM, MAGNESIUM)


@item(
    codes=["N11"],
    title="The same gradient, another charge",
    objective="Compare equilibrium potentials of ions with equal ratios and different valences.",
    topic="equilibrium",
    level="understand",
    passages=["S4"],
    prerequisites=["monovalent-cation"],
    minutes=3,
    version=2,
)
def half_the_voltage(draw: Draw) -> Draft:
    known = draw.stratum("known ion", KNOWN)
    asked = draw.choice(ASKED)
    E_known = float(draw.sign()) * draw.number(24, 96, 0.1)
    E = E_known * known.z / asked.z
    outside_more = E > 0
    claims = [
        valence_ignored(2 * E),
        valence_multiplied(4 * E),
        Misconception(
            "sign_of_valence_lost",
            -E,
            "The size is right and the sign is reversed: compare the signs of the two charges.",
            "Do the two ions have charges of the same sign?",
        ),
    ]
    return Draft(
        given={"known": known, "asked": asked, "E_known": E_known},
        values={"E": E, "anion": known.z < 0, "more": "outside" if outside_more else "inside"},
        parts=[
            Numeric(
                "E",
                answer=E,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(E, SINGLE_LOG, claims),
            ),
            Choice(
                "side",
                options=(
                    Option("inside", "There is more of it inside."),
                    Option("outside", "There is more of it outside."),
                    Option("unknown", "That cannot be told without the temperature."),
                ),
                answer="outside" if outside_more else "inside",
            ),
        ],
    )
