"""P08: write the right-hand side of the pump-leak model."""

from collections.abc import Sequence

from millivolt.items import Draft, Draw, Function, Misconception, item
from millivolt_solutions import PumpLeakCell, celsius, pump_leak_rates

DOC = """Rates of change of the amounts of Na+, K+ and Cl- in the cell, in amol/s.

n: the amounts of Na+, K+ and Cl- in amol; X: the amount of impermeant anions in amol;
g: the leak conductances for Na+, K+ and Cl- in S/m^2; p: the strength of the pump in A/m^2.
"""
SOLUTION = """\
import numpy as np

OUT = np.array([145.0, 4.0, 119.0])
OSMOLARITY = 300.0
AREA = 1000.0
F = 96485.33212
k = 1000 * 8.314462618 * 310.15 / F


def rates(n, X, g, p):
    n, g = np.asarray(n, dtype=float), np.asarray(g, dtype=float)
    volume = (n.sum() + X) / OSMOLARITY
    c = n / volume
    E = k * np.log(OUT / c) * np.array([1, 1, -1])
    J = 1000 * p * (c[0] / OUT[0]) ** 3
    V = (g @ E - J) / g.sum()
    currents = g * (V - E) + np.array([3, -2, 0]) * J
    return -1000 * AREA / F * currents * np.array([1, 1, -1])
"""
SIGNS = "currents * np.array([1, 1, -1])"


def expected(n: Sequence[float], X: float, g: Sequence[float], p: float) -> list[float]:
    """What the student's function should give, as a list: an array of the same is as good."""
    return [float(rate) for rate in pump_leak_rates(n, _cell(g, p), X)]


def _cell(g: Sequence[float], p: float) -> PumpLeakCell:
    g_Na, g_K, g_Cl = g
    return PumpLeakCell(
        Na_out=145.0,
        K_out=4.0,
        Cl_out=119.0,
        X_out=32.0,
        # The rates do not depend on the charge of the impermeant anions.
        z_X=-1.0,
        g_Na=g_Na,
        g_K=g_K,
        g_Cl=g_Cl,
        g_KCC2=0.0,
        pump=p,
        area=1000.0,
        T=celsius(37),
    )


@item(
    codes=["P08"],
    title="Program the rates of the pump-leak model",
    objective="Turn the model of pumps, leaks and water into the function that a solver needs.",
    topic="transport",
    level="create",
    passages=["S10", "S14"],
    prerequisites=["pump-against-leak", "electrogenic-pump", "implement-nernst"],
    minutes=35,
)
def implement_pump_leak_rates(draw: Draw) -> Draft:
    volume = draw.number(1500, 2500, 100)
    Na, K, Cl = draw.number(8, 25, 1), draw.number(110, 140, 1), draw.number(5, 20, 1)
    n = tuple(c * volume for c in (Na, K, Cl))
    X = (300.0 - Na - K - Cl) * volume
    g = (draw.number(0.1, 0.3, 0.02), draw.number(2, 5, 0.5), draw.number(1, 3, 0.5))
    p = draw.number(5, 20, 1)
    at = expected(n, X, g, p)
    draw.require(all(abs(rate) >= 1 for rate in at), "the cell is close to its steady state")
    return Draft(
        given={"n": n, "X": X, "g": g, "p": p},
        values={
            "rates": at,
            "volume": volume,
            "Na": Na,
            "K": K,
            "Cl": Cl,
            "solution": SOLUTION.strip(),
        },
        parts=[
            Function(
                "code",
                points=5,
                name="rates",
                signature="(n, X, g, p)",
                doc=DOC,
                reference=f"{__name__}:expected",
                tests="test_implement_pump_leak_rates.py",
                solution=SOLUTION,
                misconceptions=_slips(),
            )
        ],
    )


def _slips() -> tuple[Misconception, ...]:
    return (
        Misconception(
            "anion_current_as_flux",
            SOLUTION.replace(SIGNS, "currents"),
            "The amount of chloride changes in the wrong direction: an outward current of an anion "
            "brings the ions in.",
            "If positive charge leaves the cell, which way do negative ions move?",
        ),
        Misconception(
            "anion_sign",
            SOLUTION.replace("np.log(OUT / c) * np.array([1, 1, -1])", "np.log(OUT / c)"),
            "The equilibrium potential of chloride has the wrong sign.",
            "Which sign does the valence of chloride have in the Nernst equation?",
        ),
        Misconception(
            "pump_current_omitted",
            SOLUTION.replace("(g @ E - J) / g.sum()", "(g @ E) / g.sum()"),
            "The net current of the pump is missing in the balance that gives V, so the cell "
            "would be charged more and more.",
            "How much net charge does the pump carry out in each cycle?",
        ),
        Misconception(
            "stoichiometry_swapped",
            SOLUTION.replace("np.array([3, -2, 0])", "np.array([2, -3, 0])"),
            "The pump moves three Na⁺ out for two K⁺ in.",
            "How many of each ion does the pump move for one molecule of ATP?",
        ),
        Misconception(
            "volume_kept_constant",
            SOLUTION.replace("(n.sum() + X) / OSMOLARITY", "2000.0"),
            "The volume is a constant in this function. Water follows the ions, so the volume is "
            "that at which inside and outside have the same sum of concentrations.",
            "What happens to the volume when the amount of sodium doubles?",
        ),
        Misconception(
            "impermeant_left_out_of_volume",
            SOLUTION.replace("(n.sum() + X)", "n.sum()"),
            "The impermeant anions are missing in the volume. They cannot leave, but they hold "
            "water like all the others.",
            "Which particles count for the osmotic balance?",
        ),
    )
