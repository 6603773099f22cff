"""D06: read reversal potential and conductance off a current-voltage plot; name the ion."""

from statistics import linear_regression

from millivolt.items import (
    Chart,
    Choice,
    Draft,
    Draw,
    Line,
    Misconception,
    Numeric,
    Option,
    Tolerance,
    item,
)
from millivolt_exercises.claims import told_apart

VOLTAGES = tuple(range(-100, 61, 20))
CANDIDATES = {
    "K⁺": (-98, -78),
    "Cl⁻": (-62, -48),
    "a mixture of K⁺ and Na⁺": (-30, -8),
    "Na⁺": (44, 66),
}
REVERSAL = Tolerance(0.02, resolution=3.0)
CONDUCTANCE = Tolerance(0.05)
NOISE = 0.015


@item(
    codes=["D06"],
    title="Read a current-voltage plot",
    objective="Read reversal potential and conductance off an I–V plot and identify the ion.",
    topic="driving-force",
    level="analyze",
    passages=["S6"],
    prerequisites=["ohmic-current"],
    minutes=7,
)
def iv_plot(draw: Draw) -> Draft:
    ion = draw.stratum("ion", tuple(CANDIDATES))
    candidates = {name: draw.integer(*span) for name, span in CANDIDATES.items()}
    g = draw.number(1.2, 16, 0.1)
    scale = g * (VOLTAGES[-1] - VOLTAGES[0])
    currents = tuple(
        float(round(g * (V - candidates[ion]) + NOISE * scale * draw.integer(-10, 10) / 10))
        for V in VOLTAGES
    )
    # The key is what the points say, not what the noise was added to.
    fitted, intercept = linear_regression(VOLTAGES, currents)
    reversal = -intercept / fitted
    draw.require(abs(reversal - candidates[ion]) <= 1.5, "the noise hides the reversal potential")
    draw.require(abs(reversal) >= 6, "the reversal potential is too close to zero")
    slopes = [
        Misconception(
            "resistance_for_conductance",
            1 / fitted,
            "This is a resistance: mV per pA. The conductance is the slope of I over V.",
            "Which quantity stands on which axis?",
        ),
        Misconception(
            "chord_from_zero",
            currents[-1] / VOLTAGES[-1],
            "The current was divided by the voltage itself. The line does not pass through the "
            "origin: take a difference of currents over a difference of voltages.",
            "By how much does the current grow when the voltage grows by 100 mV?",
        ),
    ]
    crossings = [
        Misconception(
            "axis_intercept_swapped",
            intercept,
            "This is the current at 0 mV. The reversal potential is the voltage at which the "
            "current is zero.",
            "On which axis do you find a potential?",
        ),
        Misconception(
            "reversal_sign_lost",
            -reversal,
            "The size is right and the sign is reversed.",
            "On which side of 0 mV does the line cross the voltage axis?",
        ),
    ]
    return Draft(
        given={
            "V": list(VOLTAGES),
            "I": list(currents),
            "candidates": [{"ion": name, "E": E} for name, E in candidates.items()],
        },
        values={"ion": ion, "g": fitted, "intercept": intercept, "reversal": reversal},
        parts=[
            Numeric(
                "E_rev",
                answer=reversal,
                unit="mV",
                tolerance=REVERSAL,
                misconceptions=told_apart(reversal, REVERSAL, crossings),
            ),
            Numeric(
                "g",
                answer=fitted,
                unit="nS",
                tolerance=CONDUCTANCE,
                misconceptions=told_apart(fitted, CONDUCTANCE, slopes),
            ),
            Choice(
                "ion",
                options=tuple(
                    Option(f"candidate{n}", name) for n, name in enumerate(candidates, start=1)
                ),
                answer=f"candidate{list(candidates).index(ion) + 1}",
            ),
        ],
        picture=Chart(
            "Current through one kind of channel",
            "membrane potential (mV)",
            "current (pA)",
            (Line("measured", tuple(map(float, VOLTAGES)), currents, points=True),),
        ),
    )
