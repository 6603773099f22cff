"""N12: what too much or too little potassium outside does to its equilibrium potential."""

from math import log

from millivolt.items import (
    SINGLE_LOG,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    TwoTier,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import (
    celsius_as_kelvin,
    log10_for_ln,
    sides_swapped,
)
from millivolt_solutions import celsius, nernst, thermal_voltage

TEMPERATURE = 37.0


@item(
    codes=["N12"],
    title="Too much or too little potassium in the blood",
    objective="Predict how the potassium outside a cell shifts its equilibrium potential, and why.",
    topic="equilibrium",
    level="analyze",
    passages=["S3", "S7"],
    prerequisites=["monovalent-cation"],
    minutes=6,
    version=2,
)
def potassium_in_blood(draw: Draw) -> Draft:
    rises = draw.stratum("disturbance", ("hyperkalaemia", "hypokalaemia")) == "hyperkalaemia"
    before = draw.number(3.6, 4.6, 0.1)
    after = draw.number(6.0, 8.5, 0.1) if rises else draw.number(1.8, 2.7, 0.1)
    inside = draw.number(135, 150, 0.5)
    T = celsius(TEMPERATURE)
    k = thermal_voltage(T)
    change = nernst(after, before, 1, T)
    return Draft(
        given={"rises": rises, "before": before, "after": after, "inside": inside},
        values={
            "T": T,
            "k": k,
            "change": change,
            "E_before": nernst(before, inside, 1, T),
            "E_after": nernst(after, inside, 1, T),
        },
        parts=[
            Numeric(
                "change",
                answer=change,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=(
                    sides_swapped(-change),
                    log10_for_ln(change / log(10)),
                    *told_apart(
                        change,
                        SINGLE_LOG,
                        [
                            celsius_as_kelvin(change * TEMPERATURE / T),
                            Misconception(
                                "value_for_change",
                                nernst(after, inside, 1, T),
                                "This is the new equilibrium potential. The question asks by "
                                "how much it "
                                "changed.",
                                "What was the equilibrium potential before?",
                            ),
                        ],
                    ),
                ),
            ),
            TwoTier(
                "effect",
                points=2,
                options=(
                    Option("up", "it becomes less negative (depolarises)"),
                    Option("down", "it becomes more negative (hyperpolarises)"),
                    Option("same", "it stays the same"),
                ),
                answer="up" if rises else "down",
                reasons=tuple(draw.shuffled(_reasons(rises))),
                reason="gradient",
            ),
        ],
    )


def _reasons(rises: bool) -> list[Option]:
    smaller, larger = ("smaller", "less") if rises else ("larger", "more")
    more = "more" if rises else "less"
    return [
        Option(
            "gradient",
            f"The gradient that drives K⁺ out has become {smaller}, so {larger} voltage holds it.",
        ),
        Option(
            "rushes_in",
            f"K⁺ follows its gradient into the cell, and now {more} of it rushes in.",
            Misconception(
                "potassium_rushes_in",
                "rushes_in",
                "Potassium is still far more concentrated inside, so its gradient points outwards "
                "before and after. What changed is how steep it is.",
                "On which side is potassium more concentrated after the change?",
            ),
        ),
        Option(
            "charge_outside",
            f"There is {more} positive charge outside the cell than before.",
            Misconception(
                "concentration_taken_for_charge",
                "charge_outside",
                "The blood stays electrically neutral: other ions balance the charge of the "
                "potassium. What acts on the cell is the change of the gradient.",
                "What in the Nernst equation depends on the concentration outside?",
            ),
        ),
        Option(
            "pump",
            f"The pump now carries {more} potassium into the cell.",
            Misconception(
                "pump_makes_potential",
                "pump",
                "The pump maintains the gradients over minutes and hours. The equilibrium "
                "potential follows from the two concentrations alone.",
                "Does the pump occur in the Nernst equation?",
            ),
        ),
    ]
