"""N14: draw the equilibrium potential over the concentration outside, on a logarithmic axis."""

from millivolt.items import Curve, Draft, Draw, Figure, Misconception, item
from millivolt_exercises.curves import clearly_beside, decadic, in_celsius
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM
from millivolt_solutions import celsius, nernst

# The range of the concentration inside with its step, and the range to be drawn outside, in mM.
IONS = {
    POTASSIUM: ((110, 160, 1), (1.0, 100.0)),
    CHLORIDE: ((5, 40, 0.5), (10.0, 200.0)),
    CALCIUM: ((1e-4, 9e-4, 1e-5), (0.2, 20.0)),
}
POINTS = 41
DEVIATION = 1.0


@item(
    codes=["N14"],
    title="Draw the Nernst equation",
    objective="Draw the equilibrium potential as a function of the concentration outside.",
    topic="equilibrium",
    level="create",
    passages=["S3", "S14"],
    prerequisites=["concentration-step"],
    minutes=12,
    version=2,
)
def nernst_plot(draw: Draw) -> Draft:
    ion = draw.stratum("ion", tuple(IONS))
    inside, (first, last) = IONS[ion]
    t = draw.number(6, 38, 0.5)
    c_in = draw.number(*inside)
    T = celsius(t)
    x = tuple(first * (last / first) ** (n / (POINTS - 1)) for n in range(POINTS))
    y = tuple(float(E) for E in nernst(x, c_in, ion.z, T))
    return Draft(
        given={"ion": ion, "t": t, "c_in": c_in, "first": first, "last": last},
        values={
            "solution": _solution(c_in, ion.z, t, first, last).strip(),
            "E_first": y[0],
            "E_last": y[-1],
            "T": T,
        },
        parts=[
            Figure(
                "plot",
                points=2,
                curves=(
                    Curve(
                        "E",
                        x=x,
                        y=y,
                        max_deviation=DEVIATION,
                        misconceptions=_wrong_curves(x, y, ion.z, t),
                    ),
                ),
                x_unit="mM",
                y_unit="mV",
                x_scale="log",
                solution=_solution(c_in, ion.z, t, first, last),
            )
        ],
    )


def _wrong_curves(
    x: tuple[float, ...], y: tuple[float, ...], z: int, t: float
) -> tuple[Misconception, ...]:
    """The curves of known mistakes, as far as they lie clearly beside the right one."""
    middle = (y[0] + y[-1]) / 2
    candidates = [
        Misconception(
            "anion_sign" if z < 0 else "in_out_swapped",
            tuple(-E for E in y),
            "Your curve is the right one upside down: inside and outside, or the sign of the "
            "charge, are swapped.",
            "What is the sign of E where the concentration outside is small?",
        ),
        decadic(y, "E"),
        Misconception(
            "straight_over_linear_axis",
            tuple(y[0] + (y[-1] - y[0]) * (c - x[0]) / (x[-1] - x[0]) for c in x),
            "Your curve is straight over the concentration itself. E is straight over its "
            "logarithm.",
            f"At which concentration should E be {middle:.0f} mV?".replace("-", "−"),
        ),
        in_celsius(y, t),
    ]
    if abs(z) != 1:
        candidates.append(
            Misconception(
                "valence_ignored",
                tuple(z * E for E in y),
                "The valence is missing: your line is twice too steep.",
                "By how many millivolts does E of a divalent ion change over one decade?",
            )
        )
    return clearly_beside(y, DEVIATION, candidates)


def _solution(c_in: float, z: int, t: float, first: float, last: float) -> str:
    return f"""\
import matplotlib.pyplot as plt
import numpy as np

R, F = 8.314462618, 96485.33212
c_out = np.geomspace({first!r}, {last!r}, 100)
E = 1000 * R * ({t!r} + 273.15) / ({z!r} * F) * np.log(c_out / {c_in!r})

fig, ax = plt.subplots()
ax.semilogx(c_out, E)
ax.set_xlabel("concentration outside (mM)")
ax.set_ylabel("equilibrium potential (mV)")
"""
