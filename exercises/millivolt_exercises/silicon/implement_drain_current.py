"""S06: write the subthreshold current of a transistor so that it keeps its digits."""

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_solutions import celsius, subthreshold_current

DOC = """Drain current of an n-channel transistor below threshold, in the unit of I0.

V_g, V_s, V_d: voltages of gate, source and drain against the bulk in mV, numbers or NumPy arrays
that broadcast; T: temperature in kelvin; kappa: coupling of the gate, above 0 and not above 1.
"""
SOLUTION = """\
import numpy as np


def drain_current(I0, V_g, V_s, V_d, T, kappa):
    V_g, V_s, V_d = (np.asarray(V, dtype=float) for V in (V_g, V_s, V_d))
    U_T = 1000 * 8.314462618 * T / 96485.33212
    saturated = I0 * np.exp((kappa * V_g - V_s) / U_T)
    return (saturated * -np.expm1(-(V_d - V_s) / U_T))[()]
"""
NAIVE = """\
import numpy as np


def drain_current(I0, V_g, V_s, V_d, T, kappa):
    V_g, V_s, V_d = (np.asarray(V, dtype=float) for V in (V_g, V_s, V_d))
    U_T = 1000 * 8.314462618 * T / 96485.33212
    gate = I0 * np.exp(kappa * V_g / U_T)
    return (gate * (np.exp(-V_s / U_T) - np.exp(-V_d / U_T)))[()]
"""


@item(
    codes=["S06"],
    title="Program the current of a transistor",
    objective="Write a function for the subthreshold current that stays accurate near equilibrium.",
    topic="silicon",
    level="apply",
    passages=["S13", "S14"],
    prerequisites=["transistor-current", "implement-nernst"],
    minutes=20,
)
def implement_drain_current(draw: Draw) -> Draft:
    I0 = draw.magnitude(0.1, 9.9, 2)
    V_g, V_s = draw.number(250, 400, 5), draw.number(0, 60, 5)
    V_d = V_s + draw.number(10, 60, 5)
    T = float(round(celsius(draw.choice((20.0, 27.0, 37.0))), 2))
    kappa = draw.number(0.6, 0.8, 0.01)
    return Draft(
        given={"I0": I0, "V_g": V_g, "V_s": V_s, "V_d": V_d, "T": T, "kappa": kappa},
        values={
            "current": subthreshold_current(I0, V_g, V_s, V_d, T, kappa),
            "solution": SOLUTION.strip(),
        },
        parts=[
            Function(
                "code",
                points=4,
                name="drain_current",
                signature="(I0, V_g, V_s, V_d, T, kappa)",
                doc=DOC,
                reference="millivolt_solutions:subthreshold_current",
                tests="test_implement_drain_current.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        Misconception(
            "cancellation_at_zero",
            NAIVE,
            "When drain and source are at almost the same voltage, the two exponentials agree in "
            "their first digits, and their difference keeps only the last ones.",
            "Which factor do both exponentials have in common, and which NumPy function computes "
            "exp(x) − 1 without cancellation?",
        ),
        Misconception(
            "drain_left_out",
            SOLUTION.replace(" * -np.expm1(-(V_d - V_s) / U_T)", ""),
            "The electrons that enter at the drain are missing: this is the saturated current.",
            "How large should the current be when drain and source are at the same voltage?",
        ),
        Misconception(
            "gate_coupling_everywhere",
            SOLUTION.replace("(kappa * V_g - V_s)", "kappa * (V_g - V_s)"),
            "The coupling κ multiplies the gate voltage only: source and drain touch the channel "
            "itself.",
            "Which of the three voltages reaches the channel through the oxide?",
        ),
        Misconception(
            "room_temperature",
            SOLUTION.replace("1000 * 8.314462618 * T / 96485.33212", "25.0"),
            "The thermal voltage is 25 mV at one temperature only. It grows with T.",
            "What is RT/F at 37 °C?",
        ),
        Misconception(
            "volt_millivolt",
            SOLUTION.replace("1000 * 8", "8"),
            "The voltages arrive in millivolts, but the thermal voltage is in volts.",
            "How large is U_T in millivolts at room temperature?",
        ),
        Misconception(
            "current_reversed",
            SOLUTION.replace("* -np.expm1", "* np.expm1"),
            "The size is right and the sign is reversed: the current counts as positive when it "
            "flows from drain to source.",
            "Which of the two exponentials is larger when the drain is the more positive one?",
        ),
    )
