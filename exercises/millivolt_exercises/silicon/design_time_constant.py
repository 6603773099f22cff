"""S09: choose a capacitor and a bias so that a silicon synapse is as slow as a real one."""

from math import inf, log

from millivolt.items import Constraint, Design, Draft, Draw, Misconception, Variable, item
from millivolt_solutions import celsius, thermal_voltage

NEAR = 0.05
"""How far the time constant may be from the target, as a share of it."""
LARGEST, LEAST_CURRENT = 2.0, 1.0
"""The largest capacitor in pF, and the smallest current in pA."""


@item(
    codes=["S09"],
    title="Design a silicon synapse",
    objective="Choose a capacitor and a bias voltage that give a synapse its time constant.",
    topic="silicon",
    level="create",
    passages=["S11", "S13"],
    prerequisites=["subthreshold-slope", "transistor-current"],
    minutes=12,
)
def design_time_constant(draw: Draw) -> Draft:
    t = draw.number(15, 45, 1)
    kappa = draw.number(0.6, 0.8, 0.01)
    I0 = draw.magnitude(0.1, 9.9, 2)
    target = draw.number(5, 30, 1)
    T = celsius(t)
    U_T = thermal_voltage(T)
    # One of many solutions: the capacitor that goes with 1.2 pA to 3 pA, in steps of 0.1 pF.
    C = min(LARGEST, round(target * kappa * 2.0 / U_T, 1))
    current = C * U_T / (kappa * target)
    draw.require(current >= 1.1 * LEAST_CURRENT, "the current would be too small")
    V = round(U_T / kappa * log(1000 * current / I0), 1)
    k = float(U_T)
    bias = f"{I0!r}/1000*exp({kappa!r}*V/{k!r})"
    tau = f"C*{k!r}/({kappa!r}*({bias}))"
    return Draft(
        given={
            "t": t,
            "kappa": kappa,
            "I0": I0,
            "target": target,
            "largest": LARGEST,
            "least_current": LEAST_CURRENT,
            "percent": 100 * NEAR,
        },
        values={
            "T": T,
            "U_T": U_T,
            "C": C,
            "current": current,
            "V": V,
            "least_capacitor": LEAST_CURRENT * kappa * target / U_T,
        },
        parts=[
            Design(
                "synapse",
                points=3,
                variables=(
                    Variable("C", "pF", 0.01, 10.0, "the capacitor"),
                    Variable("V", "mV", 0.0, 800.0, "the bias voltage"),
                ),
                constraints=(
                    Constraint(
                        "tau",
                        tau,
                        target * (1 - NEAR),
                        target * (1 + NEAR),
                        "ms",
                        "the time constant",
                    ),
                    Constraint("area", "C", 0.0, LARGEST, "pF", "the capacitor"),
                    Constraint("current", bias, LEAST_CURRENT, inf, "pA", "the bias current"),
                ),
                example=(C, V),
                misconceptions=(
                    Misconception(
                        "gate_share_ignored",
                        (C, round(U_T * log(1000 * current / I0), 1)),
                        "κ was left out of the exponent: only a part of the gate voltage arrives "
                        "in the channel.",
                        "By which factor does V have to be larger because of κ?",
                    ),
                    Misconception(
                        "log10_for_ln",
                        (C, round(U_T / kappa * log(1000 * current / I0) / log(10), 1)),
                        "The exponential function is undone by the natural logarithm.",
                        "Which function is the inverse of e^x?",
                    ),
                ),
            )
        ],
    )
