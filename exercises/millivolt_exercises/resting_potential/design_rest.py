"""G12: choose permeabilities and a bath so that a model cell rests where it should."""

from math import inf

from millivolt.items import Constraint, Design, Draft, Draw, Variable, item
from millivolt_solutions import (
    celsius,
    ghk_voltage,
    nernst,
    nernst_conc,
    permeability_ratio,
    thermal_voltage,
)

TEMPERATURES = (20.0, 25.0, 37.0)
NEAR = 0.5
"""How far from the target the membrane may rest, in mV."""
CATIONS = 1.0
"""How far the sum of the cations outside may be from the one that is asked for, in mM."""
LOWEST, HIGHEST = 0.002, 0.5


@item(
    codes=["G12"],
    title="Design a resting potential",
    objective="Choose a bath and a permeability so that a membrane rests at a given potential.",
    topic="resting-potential",
    level="create",
    passages=["S3", "S7"],
    prerequisites=["permeability-from-rest"],
    minutes=12,
)
def design_rest(draw: Draw) -> Draft:
    t = draw.stratum("temperature", TEMPERATURES)
    K_in, Na_in = draw.number(120, 150, 1), draw.number(8, 20, 1)
    total = draw.number(140, 160, 1)
    target = draw.number(-70, -40, 1)
    force = draw.number(15, 30, 1)
    T = celsius(t)
    k = thermal_voltage(T)
    # One of many solutions: a little more driving force than is asked for.
    K_out = round(nernst_conc(target - force - 3, K_in, "in", 1, T), 1)
    Na_out = round(total - K_out, 1)
    draw.require(K_out >= 1, "hardly any potassium would be left outside")
    p = float(f"{permeability_ratio(target, K_in, K_out, Na_in, Na_out, T):.3g}")
    draw.require(2 * LOWEST <= p <= HIGHEST / 2, "the permeability is out of bounds")
    E_K = nernst(K_out, K_in, 1, T)
    V = ghk_voltage([1, p], [K_in, Na_in], [K_out, Na_out], [1, 1], T)
    draw.require(abs(V - target) <= NEAR / 2, "rounding spoils the example")
    rest = f"{float(k)!r}*ln((K_out + p*Na_out)/({K_in!r} + p*{Na_in!r}))"
    return Draft(
        given={
            "t": t,
            "K_in": K_in,
            "Na_in": Na_in,
            "total": total,
            "target": target,
            "force": force,
        },
        values={
            "T": T,
            "k": k,
            "K_out": K_out,
            "Na_out": Na_out,
            "p": p,
            "E_K": E_K,
            "highest_E_K": target - force,
            "inward": K_out + p * Na_out,
            "outward": K_in + p * Na_in,
            "V": V,
            "distance": V - E_K,
        },
        parts=[
            Design(
                "cell",
                points=3,
                variables=(
                    Variable("K_out", "mM", 0.5, 50.0, "potassium outside"),
                    Variable("Na_out", "mM", 50.0, 200.0, "sodium outside"),
                    Variable("p", "", LOWEST, HIGHEST, "P_Na/P_K"),
                ),
                constraints=(
                    Constraint(
                        "V", rest, target - NEAR, target + NEAR, "mV", "the resting potential"
                    ),
                    Constraint(
                        "cations",
                        "K_out + Na_out",
                        total - CATIONS,
                        total + CATIONS,
                        "mM",
                        "the sum of the cations outside",
                    ),
                    Constraint(
                        "force",
                        f"{rest} - {float(k)!r}*ln(K_out/{K_in!r})",
                        force,
                        inf,
                        "mV",
                        "the driving force on potassium",
                    ),
                ),
                example=(K_out, Na_out, p),
            )
        ],
    )
