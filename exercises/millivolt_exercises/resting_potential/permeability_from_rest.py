"""G04: the ratio of two permeabilities from a measured resting potential."""

from math import exp

from millivolt.items import CONCENTRATION, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import base_ten_power_for_exponential
from millivolt_solutions import (
    celsius,
    ghk_voltage,
    nernst,
    permeability_ratio,
    thermal_voltage,
)

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
SENSITIVITY = 0.3
"""A millivolt may change the result by at most this share; else rounding would decide."""


@item(
    codes=["G04"],
    title="A permeability ratio from the resting potential",
    objective="Solve the GHK equation for the ratio of two permeabilities.",
    topic="resting-potential",
    level="analyze",
    passages=["S7", "S8"],
    prerequisites=["ghk-rest"],
    minutes=7,
)
def permeability_from_rest(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    (K_in, K_out), (Na_in, Na_out) = (
        cell.draw_concentrations(draw, ion) for ion in (POTASSIUM, SODIUM)
    )
    T = celsius(t)
    k = thermal_voltage(T)
    aim = draw.magnitude(0.008, 0.3, 2)
    # The key follows from the potential as it is printed.
    V = round(ghk_voltage([1, aim], [K_in, Na_in], [K_out, Na_out], [1, 1], T), 1)
    E_K, E_Na = nernst(K_out, K_in, 1, T), nernst(Na_out, Na_in, 1, T)
    draw.require(E_K < V < E_Na, "the potential lies outside the equilibrium potentials")
    x = exp(V / k)
    b = permeability_ratio(V, K_in, K_out, Na_in, Na_out, T)
    surplus, deficit = K_in * x - K_out, Na_out - Na_in * x
    draw.require(
        (K_in / surplus + Na_in / deficit) * x / k < SENSITIVITY,
        "the potential is too close to the equilibrium of potassium",
    )
    tenfold = 10 ** (V / k)
    claims = [
        Misconception(
            "permeability_ratio_inverted",
            1 / b,
            "This is how many times more easily potassium passes than sodium. The question asks "
            "for the ratio "
            "the other way round.",
            "Which of the two permeabilities stands above the fraction bar?",
        ),
        Misconception(
            "conductance_for_permeability",
            (V - E_K) / (E_Na - V),
            "This is the ratio of the conductances, from the balance of two currents g (V − E). "
            "In the GHK equation the permeabilities weight the concentrations.",
            "Which equation holds between V and the permeabilities?",
        ),
        Misconception(
            "potassium_outside_left_out",
            K_in * x / deficit,
            "The potassium outside is missing: it too carries a current, into the cell.",
            "Which two concentrations of potassium stand in the GHK equation?",
        ),
        base_ten_power_for_exponential((K_in * tenfold - K_out) / (Na_out - Na_in * tenfold)),
    ]
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "V": V,
            "K_in": K_in,
            "K_out": K_out,
            "Na_in": Na_in,
            "Na_out": Na_out,
        },
        values={
            "T": T,
            "k": k,
            "x": x,
            "b": b,
            "surplus": surplus,
            "deficit": deficit,
            "E_K": E_K,
            "E_Na": E_Na,
            "times": 1 / b,
        },
        parts=[
            Numeric(
                "ratio",
                answer=b,
                unit="",
                tolerance=CONCENTRATION,
                misconceptions=told_apart(b, CONCENTRATION, claims),
            )
        ],
    )
