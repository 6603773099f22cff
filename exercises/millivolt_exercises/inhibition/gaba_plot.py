"""C11: draw the reversal potential of GABA-A channels over the chloride inside."""

from millivolt.items import Curve, Draft, Draw, Figure, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.curves import clearly_beside, decadic, in_celsius
from millivolt_solutions import celsius, gaba_reversal, nernst, thermal_voltage

FIRST, LAST, POINTS = 2.0, 40.0, 41
DEVIATION = 1.0
TOLERANCE = Tolerance(0.01, resolution=0.1)


@item(
    codes=["C11"],
    title="Draw the reversal potential of GABA",
    objective="Draw two potentials over chloride and see when bicarbonate matters.",
    topic="inhibition",
    level="create",
    passages=["S11", "S12", "S14"],
    prerequisites=["gaba-reversal"],
    minutes=14,
    version=2,
)
def gaba_plot(draw: Draw) -> Draft:
    t = draw.stratum("temperature", (25.0, 30.0, 37.0))
    Cl_out = draw.number(110, 135, 1)
    B_in, B_out = draw.number(12, 16, 1), draw.number(24, 26, 1)
    p = draw.number(0.2, 0.3, 0.01)
    T = celsius(t)
    x = tuple(FIRST * (LAST / FIRST) ** (n / (POINTS - 1)) for n in range(POINTS))
    E_Cl = tuple(float(E) for E in nernst(Cl_out, x, -1, T))
    E_GABA = tuple(float(gaba_reversal(c, Cl_out, B_in, B_out, p, T)) for c in x)
    shift = E_GABA[0] - E_Cl[0]
    solution = _solution(Cl_out, B_in, B_out, p, t)
    return Draft(
        given={
            "t": t,
            "Cl_out": Cl_out,
            "B_in": B_in,
            "B_out": B_out,
            "p": p,
            "first": FIRST,
            "last": LAST,
        },
        values={
            "solution": solution.strip(),
            "T": T,
            "k": thermal_voltage(T),
            "E_Cl": E_Cl[0],
            "E_GABA": E_GABA[0],
            "shift": shift,
            "shift_last": E_GABA[-1] - E_Cl[-1],
            "inside": FIRST + p * B_in,
            "outside": Cl_out + p * B_out,
        },
        parts=[
            Figure(
                "plot",
                points=3,
                curves=(
                    Curve("E_Cl", x=x, y=E_Cl, max_deviation=DEVIATION),
                    Curve(
                        "E_GABA",
                        x=x,
                        y=E_GABA,
                        max_deviation=DEVIATION,
                        misconceptions=_wrong_curves(E_GABA, t),
                    ),
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
                        Misconception(
                            "reference_reversed",
                            -shift,
                            "The size is right: this is E_Cl − E_GABA. The question asks how "
                            "far E_GABA "
                            "lies above E_Cl.",
                            "Towards which equilibrium potential does bicarbonate pull?",
                        ),
                        Misconception(
                            "potential_for_difference",
                            E_GABA[0],
                            "This is the reversal potential itself. The question asks for its "
                            "distance from "
                            "E_Cl.",
                            "What is E_Cl at this concentration?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _wrong_curves(E_GABA: tuple[float, ...], t: float) -> tuple[Misconception, ...]:
    """The curves of known mistakes, as far as they lie clearly beside the right one."""
    candidates = [
        Misconception(
            "anion_sign",
            tuple(-E for E in E_GABA),
            "Your curve is the right one upside down: for anions the inside concentrations "
            "stand in the numerator.",
            "What is the sign of E_GABA when there is little chloride inside?",
        ),
        decadic(E_GABA, "E_Cl"),
        in_celsius(E_GABA, t),
    ]
    return clearly_beside(E_GABA, DEVIATION, candidates)


def _solution(Cl_out: float, B_in: float, B_out: float, p: float, t: float) -> str:
    return f"""\
import matplotlib.pyplot as plt
import numpy as np

R, F = 8.314462618, 96485.33212
Cl_in = np.geomspace({FIRST!r}, {LAST!r}, 200)
k = 1000 * R * ({t!r} + 273.15) / F
E_Cl = k * np.log(Cl_in / {Cl_out!r})
E_GABA = k * np.log((Cl_in + {p!r} * {B_in!r}) / ({Cl_out!r} + {p!r} * {B_out!r}))

fig, ax = plt.subplots()
ax.semilogx(Cl_in, E_Cl, label="E_Cl")
ax.semilogx(Cl_in, E_GABA, label="E_GABA")
ax.set_xlabel("chloride inside (mM)")
ax.set_ylabel("potential (mV)")
ax.legend()
"""
