"""N03: the equilibrium potential of an anion, where the sign of the valence decides."""

from math import log

from millivolt.items import SINGLE_LOG, Draft, Draw, Ion, Membrane, Numeric, item
from millivolt_exercises.cells import (
    CARDIAC_CELL,
    FROG_MUSCLE,
    IMMATURE_NEURON,
    MATURE_NEURON,
    SKELETAL_MUSCLE,
    SQUID_AXON,
)
from millivolt_exercises.claims import memorable, nernst_errors
from millivolt_exercises.ions import BICARBONATE, CHLORIDE
from millivolt_solutions import celsius, nernst, thermal_voltage

# Bicarbonate is too evenly distributed in the other cells to be a good exercise.
SETTINGS = (
    *(
        (CHLORIDE, cell)
        for cell in (
            SQUID_AXON,
            FROG_MUSCLE,
            MATURE_NEURON,
            IMMATURE_NEURON,
            SKELETAL_MUSCLE,
            CARDIAC_CELL,
        )
    ),
    (BICARBONATE, SKELETAL_MUSCLE),
)


@item(
    codes=["N03"],
    title="Equilibrium potential of an anion",
    objective="Compute the equilibrium potential of a negative ion and get its sign right.",
    topic="equilibrium",
    level="apply",
    passages=["S4"],
    prerequisites=["monovalent-cation"],
    minutes=5,
    version=2,
)
def anion(draw: Draw) -> Draft:
    ion, cell = draw.choice(SETTINGS)
    # One stratum: bicarbonate occurs in one cell only, so the two cannot be balanced apart.
    draw.strata["setting"] = f"{ion.formula} in {cell.name}"
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion, finer=2)
    draw.require(abs(log(c_out / c_in)) >= 0.7, "the concentrations are too nearly equal")
    draw.require(not memorable(c_out, c_in), "the ratio is a power of ten")
    T = celsius(t)
    E = nernst(c_out, c_in, ion.z, T)
    return Draft(
        given={"cell": cell, "ion": ion, "t": t, "c_in": c_in, "c_out": c_out},
        values={"T": T, "k": thermal_voltage(T), "ratio": c_out / c_in, "E": E},
        parts=[
            Numeric(
                "E",
                answer=E,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=nernst_errors(c_out, c_in, ion.z, t, SINGLE_LOG),
            )
        ],
        picture=Membrane(
            f"{ion} inside and outside {cell}", (Ion(ion.formula, ion.z, c_in, c_out),)
        ),
    )
