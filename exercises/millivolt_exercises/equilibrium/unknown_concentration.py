"""N08: a concentration from an equilibrium potential."""

from math import exp, log
from typing import Literal

from millivolt.items import CONCENTRATION, Draft, Draw, Numeric, item
from millivolt_exercises.cells import (
    CARDIAC_CELL,
    FROG_MUSCLE,
    MATURE_NEURON,
    SKELETAL_MUSCLE,
    SQUID_AXON,
)
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    base_ten_power_for_exponential,
    celsius_as_kelvin,
    exponent_sign,
)
from millivolt_solutions import celsius, nernst, nernst_conc, thermal_voltage

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
SIDES: tuple[Literal["in", "out"], ...] = ("in", "out")
WORDS = {"in": "in the cytoplasm", "out": "in the fluid outside"}


@item(
    codes=["N08"],
    title="A concentration from an equilibrium potential",
    objective="Solve the Nernst equation for an unknown concentration.",
    topic="equilibrium",
    level="apply",
    passages=["S3"],
    prerequisites=["monovalent-cation"],
    minutes=6,
    version=2,
)
def unknown_concentration(draw: Draw) -> Draft:
    ion = draw.stratum("ion", (POTASSIUM, SODIUM, CHLORIDE))
    known_side = draw.stratum("known side", SIDES)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion, finer=2)
    T = celsius(t)
    k = thermal_voltage(T)
    E = float(round(nernst(c_out, c_in, ion.z, T)))
    draw.require(abs(E) >= 18, "the concentrations are too nearly equal")
    known = c_in if known_side == "in" else c_out
    c = nernst_conc(E, known, known_side, ion.z, T)
    exponent = log(c / known)
    optional = [
        celsius_as_kelvin(known * exp(exponent * T / t)),
        base_ten_power_for_exponential(known * 10**exponent),
    ]
    return Draft(
        given={
            "cell": cell,
            "ion": ion,
            "t": t,
            "E": E,
            "known": known,
            "known_where": WORDS[known_side],
            "asked_where": WORDS["out" if known_side == "in" else "in"],
        },
        values={
            "T": T,
            "k": k,
            "c": c,
            "exponent": exponent,
            "asked_out": known_side == "in",
        },
        parts=[
            Numeric(
                "c",
                answer=c,
                unit="mM",
                tolerance=CONCENTRATION,
                misconceptions=(
                    exponent_sign(known * exp(-exponent)),
                    *told_apart(c, CONCENTRATION, optional),
                ),
            )
        ],
    )
