"""D12: write a function that finds conductance and reversal potential in measured currents."""

from math import fsum

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_solutions import fit_current_voltage

VOLTAGES = (-90, -70, -50, -30, -10, 10, 30)
DOC = """The pair (g, E), in nS and mV, of the line I = g (V - E) that is closest to the points.

V: voltages in mV; I: currents in pA; lists or NumPy arrays of the same length. The line has the
least squared distance in I. Raises ValueError for data that determine no line.
"""
SOLUTION = """\
import numpy as np


def fit_iv(V, I):
    V, I = np.asarray(V, dtype=float), np.asarray(I, dtype=float)
    if V.shape != I.shape or len(V) == 0 or (V == V[0]).all():
        raise ValueError("needs as many currents as voltages, and two different voltages")
    away = V - V.mean()
    g = (away @ (I - I.mean())) / (away @ away)
    return g, V.mean() - I.mean() / g
"""
TWO_POINTS = """\
import numpy as np


def fit_iv(V, I):
    V, I = np.asarray(V, dtype=float), np.asarray(I, dtype=float)
    if V.shape != I.shape or len(V) == 0 or (V == V[0]).all():
        raise ValueError
    first, last = V.argmin(), V.argmax()
    g = (I[last] - I[first]) / (V[last] - V[first])
    return g, V[first] - I[first] / g
"""
THROUGH_ZERO = """\
import numpy as np


def fit_iv(V, I):
    V, I = np.asarray(V, dtype=float), np.asarray(I, dtype=float)
    if V.shape != I.shape or len(V) == 0 or (V == V[0]).all():
        raise ValueError
    return (V @ I) / (V @ V), V[abs(I).argmin()]
"""


@item(
    codes=["D12"],
    title="Program the fit of an I–V curve",
    objective="Write a function that reads conductance and reversal potential off noisy currents.",
    topic="driving-force",
    level="analyze",
    passages=["S6", "S14"],
    prerequisites=["ohmic-current", "iv-plot"],
    minutes=20,
    version=2,
)
def implement_iv_fit(draw: Draw) -> Draft:
    g = draw.number(2, 12, 0.5)
    E = draw.number(-85, -40, 1)
    noise = [g * draw.number(-5, 5, 0.1) for _ in VOLTAGES]
    I = [float(round(g * (V - E) + error)) for V, error in zip(VOLTAGES, noise, strict=True)]
    fitted, reversal = fit_current_voltage(VOLTAGES, I)
    draw.require(abs(reversal - E) >= 0.3, "the noise hardly matters")
    return Draft(
        given={"V": VOLTAGES, "I": I},
        values={
            "g": fitted,
            "E": reversal,
            "V_mean": fsum(VOLTAGES) / len(VOLTAGES),
            "I_mean": fsum(I) / len(I),
            "solution": SOLUTION.strip(),
        },
        parts=[
            Function(
                "code",
                points=4,
                name="fit_iv",
                signature="(V, I)",
                doc=DOC,
                reference="millivolt_solutions:fit_current_voltage",
                tests="test_implement_iv_fit.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        Misconception(
            "resistance_for_conductance",
            SOLUTION.replace("return g, V", "return 1 / g, V"),
            "This is the resistance. The slope of the current over the voltage is the conductance.",
            "Which unit do pA divided by mV give?",
        ),
        Misconception(
            "current_at_zero_voltage",
            SOLUTION.replace(
                "return g, V.mean() - I.mean() / g", "return g, I.mean() - g * V.mean()"
            ),
            "This is the current at 0 mV. The reversal potential is the voltage at which the line "
            "crosses zero current.",
            "Which of the two axes does the line cross at the reversal potential?",
        ),
        Misconception(
            "reversal_sign_lost",
            SOLUTION.replace("V.mean() - I.mean() / g", "I.mean() / g - V.mean()"),
            "The size of E is right and its sign is reversed: from I = gV + b follows E = −b/g.",
            "For which V is g (V − E) zero?",
        ),
        Misconception(
            "two_points_for_a_fit",
            TWO_POINTS,
            "The line was drawn through the first and the last voltage. The other points were "
            "measured too, and together they average the noise out.",
            "How much does your E change when one of the end points is off by 20 pA?",
        ),
        Misconception(
            "axes_of_the_fit_swapped",
            SOLUTION.replace(
                "(away @ (I - I.mean())) / (away @ away)",
                "((I - I.mean()) @ (I - I.mean())) / (away @ (I - I.mean()))",
            ),
            "This line fits the voltages to the currents. The voltages were set and are exact; the "
            "noise is in the currents, so their squared distances are to be made small.",
            "Which of the two quantities was measured?",
        ),
        Misconception(
            "line_through_the_origin",
            THROUGH_ZERO,
            "The line was forced through the origin. An ionic current is zero at E, not at 0 mV.",
            "Which current flows at 0 mV through a potassium channel?",
        ),
    )
