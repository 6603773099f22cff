"""G05: the membrane potential over the potassium outside leaves the Nernst line where it is low."""

from math import log

from millivolt.items import Curve, Draft, Draw, Figure, Misconception, Numeric, Tolerance, item
from millivolt_exercises.cells import FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.curves import clearly_beside, decadic, in_celsius
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    distance_from_E_K_reversed,
    potential_for_distance,
)
from millivolt_solutions import celsius, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE)
FIRST, LAST = 1.0, 100.0
POINTS = 41
DEVIATION = 2.0
TOLERANCE = Tolerance(0.02, resolution=0.5)


@item(
    codes=["G05"],
    title="Membrane potential over potassium outside",
    objective="Draw the GHK potential over potassium outside, and see where it leaves Nernst.",
    topic="resting-potential",
    level="analyze",
    passages=["S7", "S8", "S14"],
    prerequisites=["ghk-limit", "nernst-plot"],
    minutes=14,
    version=2,
)
def potassium_curve(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    K_in = cell.inside[POTASSIUM].draw(draw)
    Na_in, Na_out = cell.draw_concentrations(draw, SODIUM)
    b = draw.number(0.01, 0.06, 0.005)
    T = celsius(t)
    k = thermal_voltage(T)
    x = tuple(FIRST * (LAST / FIRST) ** (n / (POINTS - 1)) for n in range(POINTS))
    V = tuple(k * log((K + b * Na_out) / (K_in + b * Na_in)) for K in x)
    E_K = tuple(float(E) for E in nernst(x, K_in, 1, T))
    first = ghk_voltage([1, b], [K_in, Na_in], [FIRST, Na_out], [1, 1], T)
    shift = first - E_K[0]
    solution = _solution(K_in, Na_in, Na_out, b, t)
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": K_in,
            "Na_in": Na_in,
            "Na_out": Na_out,
            "b": b,
            "first": FIRST,
            "last": LAST,
        },
        values={
            "solution": solution.strip(),
            "T": T,
            "k": k,
            "V_first": V[0],
            "V_last": V[-1],
            "E_first": E_K[0],
            "E_last": E_K[-1],
            "shift": shift,
            "shift_last": V[-1] - E_K[-1],
            "inward": FIRST + b * Na_out,
            "outward": K_in + b * Na_in,
        },
        parts=[
            Figure(
                "plot",
                points=3,
                curves=(
                    Curve(
                        "V",
                        x=x,
                        y=V,
                        max_deviation=DEVIATION,
                        misconceptions=_wrong_curves(V, t),
                    ),
                    Curve("E_K", x=x, y=E_K, max_deviation=DEVIATION),
                ),
                x_unit="mM",
                y_unit="mV",
                x_scale="log",
                solution=solution,
            ),
            Numeric(
                "shift",
                answer=shift,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    shift,
                    TOLERANCE,
                    [
                        distance_from_E_K_reversed(-shift),
                        potential_for_distance(first),
                    ],
                ),
            ),
        ],
    )


def _wrong_curves(V: tuple[float, ...], t: float) -> tuple[Misconception, ...]:
    """The curves of known mistakes, as far as they lie clearly beside the right one."""
    last = len(V) - 1
    candidates = [
        Misconception(
            "ghk_ratio_inverted",
            tuple(-each for each in V),
            "Your curve is the right one upside down: numerator and denominator of the GHK "
            "equation traded places.",
            "What is the sign of the potential where there is little potassium outside?",
        ),
        decadic(V, "E_K"),
        Misconception(
            "straight_everywhere",
            tuple(V[0] + (V[-1] - V[0]) * n / last for n in range(len(V))),
            "Your curve is a straight line. The potential follows the logarithm of potassium "
            "only where potassium outweighs the sodium term.",
            "What becomes of V when there is hardly any potassium outside?",
        ),
        in_celsius(V, t),
    ]
    return clearly_beside(V, DEVIATION, candidates)


def _solution(K_in: float, Na_in: float, Na_out: float, b: float, t: float) -> str:
    return f"""\
import matplotlib.pyplot as plt
import numpy as np

R, F = 8.314462618, 96485.33212
K_out = np.geomspace({FIRST!r}, {LAST!r}, 200)
k = 1000 * R * ({t!r} + 273.15) / F
V = k * np.log((K_out + {b!r} * {Na_out!r}) / ({K_in!r} + {b!r} * {Na_in!r}))
E_K = k * np.log(K_out / {K_in!r})

fig, ax = plt.subplots()
ax.semilogx(K_out, V, label="V")
ax.semilogx(K_out, E_K, label="E_K")
ax.set_xlabel("potassium outside (mM)")
ax.set_ylabel("potential (mV)")
ax.legend()
"""
