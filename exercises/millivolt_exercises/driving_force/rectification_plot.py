"""D13: draw the constant-field current of an ion beside an ohmic one."""

from math import exp, expm1

from millivolt.items import Curve, Draft, Draw, Figure, Misconception, Numeric, Tolerance, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.curves import clearly_beside
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_solutions import F, celsius, ghk_current, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, CARDIAC_CELL)
# Potassium reverses at −107 mV at the lowest.
FIRST, LAST, POINTS = -120, 100, 81
ASKED = tuple(float(V) for V in range(-100, LAST + 1, 5) if abs(V) >= 40)
SHARE = 0.02
"""How far a curve may be off, as a share of the span of the current."""
TOLERANCE = Tolerance(0.01)
MICROAMPERE_PER_CM2 = 100.0
"""1 A/m² in µA/cm²."""


@item(
    codes=["D13"],
    title="Draw a rectifying current",
    objective="Draw a constant-field current beside an ohmic one and see how they differ.",
    topic="driving-force",
    level="create",
    passages=["S6", "S14"],
    prerequisites=["ghk-current-density", "slope-and-chord"],
    minutes=15,
    version=3,
)
def rectification_plot(draw: Draw) -> Draft:
    ion = draw.stratum("ion", (POTASSIUM, SODIUM))
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    P = draw.magnitude(1e-7, 9.99e-6, 3)
    T = celsius(t)
    k = thermal_voltage(T)
    E = nernst(c_out, c_in, 1, T)
    # No point at V = 0, where the formula reads 0/0.
    x = tuple(FIRST + 0.5 + (LAST - FIRST - 1) * n / (POINTS - 1) for n in range(POINTS))
    ghk = tuple(
        MICROAMPERE_PER_CM2 * I for I in ghk_current(P / 100, 1, x, c_in, c_out, T).tolist()
    )
    at_zero = P / 100 * F * (c_in - c_out) * MICROAMPERE_PER_CM2
    g = -at_zero / E
    ohm = tuple(g * (V - E) for V in x)
    span = max(*ghk, *ohm) - min(*ghk, *ohm)
    # Closer to E both currents are close to zero.
    V = draw.choice([V for V in ASKED if abs(V - E) >= 20])
    ratio = _at(V, P, c_in, c_out, k) / (g * (V - E))
    draw.require(abs(ratio - 1) >= 0.15, "the current hardly rectifies")
    return Draft(
        given={"ion": ion, "cell": cell, "t": t, "c_in": c_in, "c_out": c_out, "P": P, "V": V},
        values={
            "solution": _solution(P, c_in, c_out, t).strip(),
            "first": FIRST,
            "last": LAST,
            "k": k,
            "E": E,
            "at_zero": at_zero,
            "g": g,
            "u": V / k,
            "ghk": _at(V, P, c_in, c_out, k),
            "fraction": (c_in - c_out * exp(-V / k)) / -expm1(-V / k),
            "ohm": g * (V - E),
            "ratio": ratio,
        },
        parts=[
            Figure(
                "plot",
                points=3,
                curves=(
                    Curve(
                        "GHK",
                        x=x,
                        y=ghk,
                        max_deviation=SHARE * span,
                        zero_crossing=E,
                        misconceptions=_wrong_curves(ghk, SHARE * span),
                    ),
                    Curve(
                        "ohmic",
                        x=x,
                        y=ohm,
                        max_deviation=SHARE * span,
                        zero_crossing=E,
                    ),
                ),
                x_unit="mV",
                y_unit="µA/cm²",
                solution=_solution(P, c_in, c_out, t),
            ),
            Numeric(
                "ratio",
                answer=ratio,
                unit="",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    ratio,
                    TOLERANCE,
                    [
                        Misconception(
                            "quotient_inverted",
                            1 / ratio,
                            "This is the ohmic current divided by the constant-field current.",
                            "Which of the two currents belongs in the denominator?",
                        ),
                        Misconception(
                            "exponent_sign",
                            _at(V, P, c_in, c_out, -k) / (g * (V - E)),
                            "The exponent has the wrong sign.",
                            "Does your formula give zero at the equilibrium potential?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _at(V: float, P: float, c_in: float, c_out: float, k: float) -> float:
    """The constant-field current in µA/cm²; a negative ``k`` turns the exponents' sign."""
    u = V / k
    return P / 100 * F * abs(u) * (c_in - c_out * exp(-u)) / abs(expm1(-u)) * MICROAMPERE_PER_CM2


def _wrong_curves(y: tuple[float, ...], deviation: float) -> tuple[Misconception, ...]:
    """The curves of known mistakes, as far as they lie clearly beside the right one."""
    candidates = [
        Misconception(
            "current_direction_reversed",
            tuple(-I for I in y),
            "Your curve is the right one upside down: outward currents count as positive.",
            "Which sign has the current of a cation at a very positive potential?",
        ),
        Misconception(
            "unit_prefix_slip",
            tuple(I / MICROAMPERE_PER_CM2 for I in y),
            "The numbers are those in A/m². One A/m² is 100 µA/cm².",
            "How many square centimetres is one square metre?",
        ),
    ]
    return clearly_beside(y, deviation, candidates)


def _solution(P: float, c_in: float, c_out: float, t: float) -> str:
    return f"""\
import matplotlib.pyplot as plt
import numpy as np

R, F = 8.314462618, 96485.33212
P, c_in, c_out = {P!r} / 100, {c_in!r}, {c_out!r}  # m/s, mol/m^3
k = 1000 * R * ({t!r} + 273.15) / F  # mV

V = np.linspace({FIRST}, {LAST}, 200)  # none of these points is V = 0
u = V / k
I = 100 * P * F * u * (c_in - c_out * np.exp(-u)) / (1 - np.exp(-u))  # µA/cm²

E = k * np.log(c_out / c_in)
g = 100 * P * F * (c_in - c_out) / (0 - E)
ohmic = g * (V - E)

fig, ax = plt.subplots()
ax.plot(V, I, label="GHK")
ax.plot(V, ohmic, label="ohmic")
ax.set_xlabel("membrane potential (mV)")
ax.set_ylabel("current density (µA/cm²)")
ax.legend()
"""
