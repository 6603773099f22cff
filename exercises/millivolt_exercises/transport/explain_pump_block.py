"""P09: explain in words why the potential outlives the pump. A person grades the answer."""

from millivolt.items import (
    Draft,
    Draw,
    FreeText,
    Misconception,
    Numeric,
    RubricLine,
    Tolerance,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_solutions import depletion_time, pump_block_step, pump_current

STEP = Tolerance(0.02, resolution=0.05)
POTASSIUM = 140.0
"""Potassium inside in mM."""
CUBIC_MICROMETRES = 1000
"""The volume of a picolitre."""


POISONS = ("ouabain", "digoxin", "strophanthidin")


@item(
    codes=["P09"],
    title="Why the potential outlives the pump",
    objective="Explain in words why a blocked pump depolarises a cell only slowly.",
    topic="transport",
    level="evaluate",
    passages=["S10", "S7"],
    prerequisites=["pump-changes-speed", "gradient-rundown"],
    minutes=12,
    version=3,
)
def explain_pump_block(draw: Draw) -> Draft:
    poison = draw.choice(POISONS)
    rate = draw.number(0.1, 0.6, 0.02)
    g = draw.number(8, 30, 0.5)
    V = draw.number(-80, -60, 1)
    volume = draw.number(4, 12, 0.5)
    current = pump_current(rate)
    step = pump_block_step(current, g)
    draw.require(1.2 <= step <= 7, "the step is too small, or too large for a cell")
    potassium = POTASSIUM * volume
    minutes = depletion_time(POTASSIUM, CUBIC_MICROMETRES * volume, 2 * current) / 60
    return Draft(
        given={
            "poison": poison,
            "rate": rate,
            "g": g,
            "V": V,
            "volume": volume,
            "K_in": POTASSIUM,
        },
        values={
            "current": current,
            "step": step,
            "after": V + step,
            "potassium": potassium,
            "minutes": minutes,
        },
        parts=[
            Numeric(
                "step",
                answer=step,
                unit="mV",
                tolerance=STEP,
                misconceptions=told_apart(
                    step,
                    STEP,
                    [
                        Misconception(
                            "step_sign_reversed",
                            -step,
                            "The size is right and the sign is reversed. The pump carries "
                            "positive charge out, which makes the inside more negative.",
                            "Which way does the potential go when this outward current ends?",
                        ),
                        Misconception(
                            "pump_current_of_sodium_alone",
                            3 * step,
                            "Only the sodium was counted. Two potassium ions come in with each "
                            "cycle.",
                            "How much net charge leaves the cell in one cycle?",
                        ),
                        Misconception(
                            "pump_makes_potential",
                            -V,
                            "The whole resting potential was taken for the work of the pump. At "
                            "first only the pump's own current is missing.",
                            "By how much does a current of this size shift the potential?",
                        ),
                    ],
                ),
            ),
            FreeText(
                "why",
                points=4,
                rubric=(
                    RubricLine("The potential comes from ions that diffuse down their gradients."),
                    RubricLine(
                        "The gradients, and with them the equilibrium potentials, are still there."
                    ),
                    RubricLine(
                        "The cell holds so many ions that the leaks take minutes to hours to "
                        "run the gradients down (with a number from the question)."
                    ),
                    RubricLine(
                        "The fast step is the loss of the pump's own net current, one charge "
                        "per cycle."
                    ),
                ),
                example=(
                    "The pump's own current, one charge per cycle, adds only a few millivolts, "
                    "and these are lost at once. The rest of the potential is made by potassium "
                    "that diffuses out down its gradient through open channels. Blocking the pump "
                    "does not touch the gradients: the cell holds hundreds of femtomoles of "
                    "potassium and loses about one femtomole per second, so it takes many minutes "
                    "until the concentrations, and with them the equilibrium potentials, have "
                    "changed noticeably. Only then does the cell depolarise."
                ),
            ),
        ],
    )
