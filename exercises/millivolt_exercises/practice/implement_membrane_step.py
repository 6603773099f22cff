"""H03: write the exact step of a passive membrane, which no time step makes unstable."""

from math import fsum

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_solutions import chord_voltage, exponential_step

E = (-90.0, 60.0, -65.0)
DOC = """Membrane potential in mV a time dt after it was V, exactly.

V: in mV; dt: in ms; C: capacitance in pF; g: conductances in nS and E: their reversal potentials
in mV, one entry for each; I: injected current in pA. Raises ValueError for what no membrane has.
"""
SOLUTION = """\
import numpy as np


def membrane_step(V, dt, C, g, E, I):
    g, E = np.asarray(g, dtype=float), np.asarray(E, dtype=float)
    if C <= 0 or dt < 0 or (g < 0).any():
        raise ValueError("needs a positive capacitance, and no negative time or conductance")
    x = dt * g.sum() / C
    phi = -np.expm1(-x) / x if x > 0 else 1.0
    return V + dt / C * (I - g @ (V - E)) * phi
"""
NAIVE = """\
import numpy as np


def membrane_step(V, dt, C, g, E, I):
    g, E = np.asarray(g, dtype=float), np.asarray(E, dtype=float)
    if C <= 0 or dt < 0 or (g < 0).any():
        raise ValueError
    V_inf = (g @ E + I) / g.sum()
    return V_inf + (V - V_inf) * np.exp(-dt * g.sum() / C)
"""


@item(
    codes=["H03"],
    title="Program the exact step of a membrane",
    objective="Write the update of a membrane potential that is right for time steps of any size.",
    topic="practice",
    level="create",
    passages=["S6", "S14"],
    prerequisites=["chord-conductance", "simulate-potassium-step"],
    minutes=30,
    version=3,
)
def implement_membrane_step(draw: Draw) -> Draft:
    C = draw.number(60, 200, 10)
    g = (draw.number(4, 15, 0.5), draw.number(0.5, 3, 0.1), draw.number(1, 5, 0.5))
    I = draw.number(20, 150, 5) * draw.sign()
    tau, target = C / fsum(g), chord_voltage(g, E, I)
    # So far from the target, and for so long, that Euler's step goes clearly astray.
    away = draw.integer(10, 30) * draw.sign()
    V, dt = float(round(target) + away), draw.number(0.8 * tau, 2 * tau, 0.5)
    after = exponential_step(V, dt, C, g, E, I)
    euler = V + dt / C * (I - fsum(each * (V - own) for each, own in zip(g, E, strict=True)))
    draw.require(-100 <= V <= 20, "no membrane starts at such a potential")
    draw.require(abs(after - target) >= 1, "the membrane has settled")
    draw.require(abs(euler - after) >= 2, "Euler's step is good enough")
    return Draft(
        given={"V": V, "dt": dt, "C": C, "g": g, "E": E, "I": I},
        values={
            "after": after,
            "euler": euler,
            "target": target,
            "x": dt * fsum(g) / C,
            "solution": SOLUTION.strip(),
        },
        parts=[
            Function(
                "code",
                points=4,
                name="membrane_step",
                signature="(V, dt, C, g, E, I)",
                doc=DOC,
                reference="millivolt_solutions:exponential_step",
                tests="test_implement_membrane_step.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        Misconception(
            "euler_for_exact",
            SOLUTION.replace(" * phi", ""),
            "This is Euler's step, which takes the current at the start for the whole step. While "
            "the potential changes, the current changes too.",
            "What does your function give for a very large dt, and what should it give?",
        ),
        Misconception(
            "division_by_no_conductance",
            NAIVE,
            "The steady potential is computed on the way. It grows beyond all bounds when the "
            "conductances become small, and takes the digits of the result with it.",
            "How does the potential change when all conductances are zero and a current flows?",
        ),
        Misconception(
            "injected_current_reversed",
            SOLUTION.replace("(I - g @", "(-I - g @"),
            "The injected current has the wrong sign: a positive current into the cell depolarises "
            "it.",
            "Which way does the potential go when positive charge comes in?",
        ),
        Misconception(
            "injected_current_left_out",
            SOLUTION.replace("(I - g @", "(-g @"),
            "The injected current is missing.",
            "What changes the potential of a membrane with no conductance at all?",
        ),
        Misconception(
            "current_reversed",
            SOLUTION.replace("(I - g @", "(I + g @"),
            "The ionic currents have the wrong sign: this membrane runs away from its steady "
            "potential.",
            "Should V rise or fall where it is above all reversal potentials?",
        ),
        Misconception(
            "exponent_inverted",
            SOLUTION.replace("dt * g.sum() / C", "dt * C / g.sum() if g.any() else 0"),
            "The time constant is C divided by the sum of the conductances; here the quotient is "
            "upside down.",
            "Does a membrane with more open channels settle faster or more slowly?",
        ),
    )
