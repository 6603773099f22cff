"""C03: inhibition that divides: an excitatory response with and without a shunt."""

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import chord_voltage, shunted_amplitude

# What is left after inhibition is a difference of two potentials that are kept to 0.1 mV.
TOLERANCE = Tolerance(0.01, resolution=0.1)
E_EXC = 0.0


@item(
    codes=["C03"],
    title="Shunting inhibition",
    objective="Compute how an open inhibitory conductance divides an excitatory response.",
    topic="inhibition",
    level="apply",
    passages=["S11"],
    prerequisites=["ohmic-current"],
    minutes=8,
    version=2,
)
def shunting(draw: Draw) -> Draft:
    E_L = draw.number(-75, -60, 1)
    kind = draw.stratum("inhibition", ("silent", "depolarising", "hyperpolarising"))
    distance = draw.number(3, 8, 1)
    E_I = E_L + {"silent": 0.0, "depolarising": distance, "hyperpolarising": -distance}[kind]
    g_L = draw.number(4, 12, 0.5)
    g_E = draw.number(1, 6, 0.5)
    g_I = draw.number(4, 30, 1)
    alone = shunted_amplitude(g_L, E_L, g_E, E_EXC, 0.0, E_I)
    inhibited = shunted_amplitude(g_L, E_L, g_E, E_EXC, g_I, E_I)
    base = chord_voltage([g_L, g_I], [E_L, E_I])
    peak = chord_voltage([g_L, g_E, g_I], [E_L, E_EXC, E_I])
    excited = chord_voltage([g_L, g_E], [E_L, E_EXC])
    draw.require(alone >= 6, "there is little excitation")
    draw.require(0.2 <= inhibited / alone <= 0.8, "the shunt is too weak or too strong")
    draw.require(peak < -20, "no neuron would stay below threshold")
    return Draft(
        given={"E_L": E_L, "E_I": E_I, "g_L": g_L, "g_E": g_E, "g_I": g_I, "kind": kind},
        values={
            "alone": alone,
            "inhibited": inhibited,
            "base": base,
            "peak": peak,
            "excited": excited,
            "left": 100 * inhibited / alone,
        },
        parts=[
            Numeric(
                "alone",
                answer=alone,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=told_apart(alone, TOLERANCE, _alone_errors(E_L, g_L, g_E, excited)),
            ),
            Numeric(
                "inhibited",
                points=2,
                answer=inhibited,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    inhibited,
                    TOLERANCE,
                    [
                        *_inhibition_subtracted(alone, 0.0 if E_I == E_L else base - E_L),
                        Misconception(
                            "shunt_ignored",
                            alone,
                            "This is the response without inhibition. The open inhibitory channels "
                            "conduct, even where they shift the potential little by themselves.",
                            "Through which conductances can the excitatory current leave the cell?",
                        ),
                        Misconception(
                            "reference_of_rest",
                            peak - E_L,
                            "The potential at rest without inhibition was subtracted. Inhibition "
                            "is already there when the excitation comes.",
                            "At which potential is the membrane just before the excitation?",
                        ),
                        _potential_for_change(peak),
                    ],
                ),
            ),
        ],
    )


def _alone_errors(E_L: float, g_L: float, g_E: float, excited: float) -> list[Misconception]:
    return [
        Misconception(
            "conductance_of_rest_alone",
            g_E * (E_EXC - E_L) / g_L,
            "The current at the resting potential was divided by the leak conductance. As the "
            "membrane depolarises, the excitatory current shrinks, so g_E belongs in the "
            "denominator too.",
            "How large is the excitatory current once the membrane has reached 0 mV?",
        ),
        Misconception(
            "mean_of_equilibria",
            (E_EXC - E_L) / 2,
            "The plain mean of the two reversal potentials was taken. Each counts according to "
            "its conductance.",
            "Where would the membrane be if the excitatory conductance were tiny?",
        ),
        _potential_for_change(excited),
    ]


def _inhibition_subtracted(alone: float, shift: float) -> list[Misconception]:
    """Nothing where inhibition shifts nothing: the sum is then the response without it."""
    if not shift:
        return []
    return [
        Misconception(
            "inhibition_subtracted",
            alone + shift,
            "The effect of inhibition alone was added to that of excitation alone. Conductances "
            "do not act independently: the open inhibitory channels also divide the excitatory "
            "response.",
            "What changes in the denominator when g_I is added?",
        )
    ]


def _potential_for_change(value: float) -> Misconception:
    return Misconception(
        "potential_for_difference",
        value,
        "This is the membrane potential during the excitation. The question asks by how much the "
        "excitation changes it.",
        "What was the potential before the excitatory channels opened?",
    )
