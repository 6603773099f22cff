"""S03: the current of a transistor below threshold, with its drain not yet in saturation."""

from math import exp

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_solutions import celsius, subthreshold_current, thermal_voltage

TOLERANCE = Tolerance(0.01)


@item(
    codes=["S03"],
    title="Two opposite currents in a transistor",
    objective="Compute a transistor current as a difference of two opposite diffusion currents.",
    topic="silicon",
    level="apply",
    passages=["S3", "S13"],
    prerequisites=["thermal-voltage", "subthreshold-slope"],
    minutes=8,
)
def transistor_current(draw: Draw) -> Draft:
    drain = draw.stratum("drain", ("near the source", "near saturation"))
    t = draw.number(10, 50, 1)
    kappa = draw.number(0.6, 0.8, 0.01)
    I0 = draw.magnitude(0.1, 9.9, 2)
    V_g = draw.number(150, 350, 5)
    V_s = draw.number(10, 60, 5)
    T = celsius(t)
    U_T = thermal_voltage(T)
    V_ds = draw.number(10, 45, 1) if drain == "near the source" else draw.number(50, 90, 1)
    V_d = V_s + V_ds
    current = subthreshold_current(I0, V_g, V_s, V_d, T, kappa)
    forward = subthreshold_current(I0, V_g, V_s, V_s + 4000, T, kappa)
    share = current / forward
    draw.require(share <= 0.95, "the transistor is saturated")
    return Draft(
        given={"t": t, "kappa": kappa, "I0": I0, "V_g": V_g, "V_s": V_s, "V_d": V_d},
        values={
            "T": T,
            "U_T": U_T,
            "V_ds": V_ds,
            "forward": forward,
            "backward": forward - current,
            "current": current,
            "share": share,
        },
        parts=[
            Numeric(
                "I",
                points=2,
                answer=current,
                unit="fA",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    current,
                    TOLERANCE,
                    _current_errors(I0, V_g / U_T, V_s / U_T, V_d / U_T, kappa, current),
                ),
            ),
            Numeric(
                "share",
                answer=share,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(share, TOLERANCE, _share_errors(share)),
            ),
        ],
    )


def _current_errors(
    I0: float, gate: float, source: float, drain: float, kappa: float, current: float
) -> list[Misconception]:
    """The wrong currents; the voltages are given in units of U_T."""
    return [
        Misconception(
            "drain_term_left_out",
            I0 * exp(kappa * gate - source),
            "This is the current in saturation: the flow from the drain back to the source is "
            "missing.",
            "How many carriers enter the channel from the drain?",
        ),
        Misconception(
            "drain_term_added",
            I0 * exp(kappa * gate) * (exp(-source) + exp(-drain)),
            "The two flows were added. They run in opposite directions, so the current is their "
            "difference.",
            "What should the current be when source and drain are at the same voltage?",
        ),
        Misconception(
            "current_reversed",
            -current,
            "The size is right and the sign is reversed: the current counts as positive from "
            "the drain to the source.",
            "Which of the two ends sends more electrons into the channel?",
        ),
        Misconception(
            "gate_share_ignored",
            I0 * exp(gate) * (exp(-source) - exp(-drain)),
            "κ is missing: only a part of the gate voltage arrives in the channel.",
            "Which voltage does κ belong to?",
        ),
        Misconception(
            "gate_share_everywhere",
            I0 * exp(kappa * gate) * (exp(-kappa * source) - exp(-kappa * drain)),
            "κ was applied to source and drain as well. It says how well the gate, which does "
            "not touch the channel, controls it; source and drain are in direct contact.",
            "Which voltage does κ belong to?",
        ),
        Misconception(
            "difference_in_exponent",
            I0 * exp(kappa * gate) * exp(-(drain - source)),
            "The difference of the voltages was put into one exponent. The difference has to be "
            "taken after the exponential functions.",
            "Is the exponential of a difference a difference of exponentials?",
        ),
    ]


def _share_errors(share: float) -> list[Misconception]:
    return [
        Misconception(
            "backward_for_net",
            1 - share,
            "This is the part that is missing from saturation.",
            "Is the current here larger or smaller than in saturation?",
        ),
    ]
