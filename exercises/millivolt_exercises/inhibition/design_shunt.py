"""C08: choose the chloride inside so that GABA shunts: depolarising, but below threshold."""

from millivolt.items import Constraint, Design, Draft, Draw, Misconception, Variable, item
from millivolt_solutions import F, R, celsius, nernst_conc, thermal_voltage

ABOVE_REST, BELOW_THRESHOLD = 4, 5
LEAST, MOST = 1.0, 120.0


@item(
    codes=["C08"],
    title="Design a shunting synapse",
    objective="Choose a chloride concentration that makes GABA depolarising and yet inhibitory.",
    topic="inhibition",
    level="create",
    passages=["S11", "S12"],
    prerequisites=["excitatory-or-inhibitory"],
    minutes=8,
)
def design_shunt(draw: Draw) -> Draft:
    Cl_out = draw.number(90, 140, 1)
    t = draw.choice((25.0, 30.0, 37.0))
    V = draw.number(-82, -58, 1)
    room = draw.number(12, 16, 1)
    threshold = V + room
    T = celsius(t)
    low, high = V + ABOVE_REST, threshold - BELOW_THRESHOLD
    middle = (low + high) / 2
    least, most, example = (nernst_conc(E, Cl_out, "out", -1, T) for E in (low, high, middle))
    potential = f"{1000 * R / F:.9f}*{T}*ln(Cl_in/{Cl_out})"
    return Draft(
        given={
            "Cl_out": Cl_out,
            "t": t,
            "V": V,
            "threshold": threshold,
            "above": ABOVE_REST,
            "below": BELOW_THRESHOLD,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "low": low,
            "high": high,
            "least": least,
            "most": most,
            "example": example,
            "middle": middle,
        },
        parts=[
            Design(
                "chloride",
                points=2,
                variables=(Variable("Cl_in", "mM", LEAST, MOST, "chloride inside"),),
                constraints=(
                    Constraint(
                        "above_rest",
                        f"{potential} - ({V})",
                        ABOVE_REST,
                        float("inf"),
                        "mV",
                        "the distance of the reversal potential above rest",
                    ),
                    Constraint(
                        "below_threshold",
                        f"({threshold}) - {potential}",
                        BELOW_THRESHOLD,
                        float("inf"),
                        "mV",
                        "the distance of the reversal potential below threshold",
                    ),
                ),
                example=(round(example, 3),),
                misconceptions=(
                    Misconception(
                        "chloride_at_rest",
                        (nernst_conc(V, Cl_out, "out", -1, T),),
                        "With this concentration the reversal potential equals the resting "
                        "potential: the channels do not depolarise.",
                        "How far above the resting potential must the reversal potential lie?",
                    ),
                    Misconception(
                        "chloride_at_threshold",
                        (nernst_conc(threshold, Cl_out, "out", -1, T),),
                        "With this concentration the reversal potential equals the threshold: "
                        "the channels can excite the neuron.",
                        "How far below the threshold must the reversal potential stay?",
                    ),
                ),
            )
        ],
    )
