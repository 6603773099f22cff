"""P04: what happens at once when the pump stops or speeds up, and what takes its time."""

from millivolt.items import (
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    Tolerance,
    TwoTier,
    item,
)
from millivolt_exercises.claims import told_apart
from millivolt_solutions import pump_block_step, pump_current

CURRENT = Tolerance(0.01)
STEP = Tolerance(0.02, resolution=0.05)


@item(
    codes=["P04"],
    title="The pump stops, or doubles its speed",
    objective="Tell the pump's immediate effect on the potential from its slow one, and why.",
    topic="transport",
    level="analyze",
    passages=["S10"],
    prerequisites=["pump-against-leak"],
    minutes=8,
)
def pump_changes_speed(draw: Draw) -> Draft:
    stops = draw.stratum("change", ("stops", "doubles")) == "stops"
    rate = draw.number(0.2, 1.2, 0.02)
    g = draw.number(8, 30, 0.5)
    V = draw.number(-80, -60, 1)
    current = draw.step("current", pump_current(rate))
    step = pump_block_step(current, g) * (1 if stops else -1)
    exact = abs(pump_block_step(pump_current(rate), g))
    draw.require(1.5 <= exact <= 10, "the step is too small, or too large for a cell")
    return Draft(
        given={"stops": stops, "rate": rate, "g": g, "V": V},
        values={"current": current, "step": step, "after": V + step},
        parts=[
            Numeric(
                "current",
                answer=pump_current(rate),
                unit="pA",
                tolerance=CURRENT,
                misconceptions=told_apart(pump_current(rate), CURRENT, _current_errors(rate)),
            ),
            Numeric(
                "step",
                points=2,
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
                            "The size is right and the sign is reversed. The pump carries positive "
                            "charge out, which makes the inside more negative.",
                            "Does the inside become more negative or less when this current "
                            f"{'ends' if stops else 'grows'}?",
                        ),
                        Misconception(
                            "pump_makes_potential",
                            -V if stops else V,
                            "The whole resting potential was taken for the work of the pump. At "
                            "first only the pump's own current changes; the gradients are still "
                            "there.",
                            "By how much does a current of this size shift the potential?",
                        ),
                    ],
                ),
            ),
            TwoTier(
                "second",
                points=2,
                options=(
                    Option("up", "a few millivolts less negative than before"),
                    Option("down", "a few millivolts more negative than before"),
                    Option("zero", "close to 0 mV"),
                    Option("same", "exactly as before"),
                ),
                answer="up" if stops else "down",
                reasons=tuple(draw.shuffled(_reasons())),
                reason="net_current",
            ),
        ],
    )


def _current_errors(rate: float) -> list[Misconception]:
    net = pump_current(rate)
    return [
        Misconception(
            "pump_current_of_sodium_alone",
            3 * net,
            "This is the current of the sodium that the pump carries out. Two potassium ions come "
            "in with each cycle.",
            "How much net charge leaves the cell in one cycle?",
        ),
        Misconception(
            "pump_charges_added",
            5 * net,
            "The charges of the two ions were added. They cross in opposite directions.",
            "How much net charge leaves the cell in one cycle?",
        ),
        Misconception(
            "current_sign_reversed",
            -net,
            "The size is right and the sign is reversed: outward currents count as positive.",
            "In which direction does the net charge go?",
        ),
    ]


def _reasons() -> list[Option]:
    return [
        Option(
            "net_current",
            "The pump's net current changes at once; the concentrations change only slowly.",
        ),
        Option(
            "pump_generates",
            "The pump itself makes the resting potential, cycle by cycle.",
            Misconception(
                "pump_makes_potential",
                "pump_generates",
                "Most of the resting potential comes from ions that leak down gradients which "
                "last for many minutes. The pump's own current adds only a few millivolts.",
                "How large is the current of the pump, over the conductance of the membrane?",
            ),
        ),
        Option(
            "neutral",
            "The pump exchanges ions without net charge, so it has no direct effect.",
            Misconception(
                "pump_is_neutral",
                "neutral",
                "Three positive charges leave for two that enter, so each cycle carries one net "
                "charge out.",
                "How many charges cross in each direction in one cycle?",
            ),
        ),
        Option(
            "gradients_gone",
            "The concentrations adjust to the new speed of the pump within a second.",
            Misconception(
                "gradients_change_at_once",
                "gradients_gone",
                "There are far more ions in the cell than the pump moves in a second. The "
                "concentrations take minutes to hours to change.",
                "How many femtomoles of potassium does a cell hold, and how many does the pump "
                "move per second?",
            ),
        ),
    ]
