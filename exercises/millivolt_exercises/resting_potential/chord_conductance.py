"""G06: the resting potential as the mean of equilibrium potentials weighted by conductances."""

from math import fsum

from millivolt.items import SINGLE_LOG, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import mean_of_equilibria
from millivolt_solutions import chord_voltage

IONS = {"K": (-100, -80), "Na": (48, 66), "Cl": (-80, -45)}
CONDUCTANCES = {"K": (10, 40), "Na": (1, 6), "Cl": (2, 15)}
OPENING = ("Na", "Cl")
FORMULAS = {"K": "K⁺", "Na": "Na⁺", "Cl": "Cl⁻"}


@item(
    codes=["G06"],
    title="Resting potential from conductances",
    objective="Compute a membrane potential from chord conductances, before and after a change.",
    topic="resting-potential",
    level="apply",
    passages=["S6", "S7"],
    prerequisites=["ohmic-current"],
    minutes=6,
)
def chord_conductance(draw: Draw) -> Draft:
    opening = draw.stratum("channels that open", OPENING)
    E = {ion: float(draw.integer(*span)) for ion, span in IONS.items()}
    g = {ion: draw.number(*span, 0.5) for ion, span in CONDUCTANCES.items()}
    more = draw.number(10, 40, 1)
    after = {ion: g[ion] + more * (ion == opening) for ion in g}
    V, V_after = (float(chord_voltage([*each.values()], [*E.values()])) for each in (g, after))
    draw.require(abs(V_after - V) >= 3, "the opening hardly shifts the potential")
    draw.require(abs(V_after) >= 3, "the potential is close to zero")
    products, products_after = (fsum(each[ion] * E[ion] for ion in each) for each in (g, after))
    total, total_after = fsum(g.values()), fsum(after.values())
    resistive = fsum(E[ion] / g[ion] for ion in g) / fsum(1 / value for value in g.values())
    return Draft(
        given={
            "rows": [{"ion": FORMULAS[ion], "E": E[ion], "g": g[ion]} for ion in IONS],
            "opening": FORMULAS[opening],
            "more": more,
        },
        values={
            "V": V,
            "V_after": V_after,
            "products": products,
            "total": total,
            "products_after": products_after,
            "total_after": total_after,
            "after": list(after.values()),
            "E_opening": E[opening],
        },
        parts=[
            Numeric(
                "V",
                answer=V,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(
                    V,
                    SINGLE_LOG,
                    [
                        mean_of_equilibria(fsum(E.values()) / len(E)),
                        Misconception(
                            "resistance_for_conductance",
                            resistive,
                            "The equilibrium potentials were weighted by resistances. The ion "
                            "with the largest conductance has the greatest say.",
                            "Which of the three ions should dominate?",
                        ),
                        Misconception(
                            "weights_not_normalised",
                            products,
                            "The products of conductance and potential were added but not divided "
                            "by the total conductance.",
                            "What is the unit of a conductance times a potential?",
                        ),
                    ],
                ),
            ),
            Numeric(
                "V_after",
                answer=V_after,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(
                    V_after,
                    SINGLE_LOG,
                    [
                        Misconception(
                            "total_conductance_unchanged",
                            products_after / total,
                            "The new conductance went into the numerator, but the sum below was "
                            "left as it was.",
                            "What is the total conductance after the channels have opened?",
                        ),
                        Misconception(
                            "conductance_replaced",
                            _replaced(E, g, opening, more),
                            "The new channels were taken instead of the old ones. They open "
                            "beside those that are already open.",
                            f"How large is the conductance for {FORMULAS[opening]} afterwards?",
                        ),
                        mean_of_equilibria(fsum(E.values()) / len(E)),
                    ],
                ),
            ),
        ],
    )


def _replaced(E: dict[str, float], g: dict[str, float], opening: str, more: float) -> float:
    instead = {**g, opening: more}
    return float(chord_voltage([*instead.values()], [*E.values()]))
