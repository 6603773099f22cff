"""N01: the equilibrium potential of potassium or sodium in a given cell."""

from math import log

from millivolt.items import SINGLE_LOG, Draft, Draw, Ion, Membrane, Numeric, item
from millivolt_exercises.cells import (
    CARDIAC_CELL,
    FROG_MUSCLE,
    MATURE_NEURON,
    SKELETAL_MUSCLE,
    SQUID_AXON,
)
from millivolt_exercises.claims import memorable, nernst_errors
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_solutions import celsius, nernst, thermal_voltage

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)


@item(
    codes=["N01"],
    title="Equilibrium potential of a monovalent cation",
    objective="Compute the equilibrium potential of K⁺ or Na⁺ from its concentrations.",
    topic="equilibrium",
    level="apply",
    passages=["S2", "S3"],
    minutes=5,
    version=2,
)
def monovalent_cation(draw: Draw) -> Draft:
    ion = draw.stratum("ion", (POTASSIUM, SODIUM))
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion, finer=2)
    T = celsius(t)
    E = nernst(c_out, c_in, ion.z, T)
    draw.require(abs(log(c_out / c_in)) >= 0.7, "the concentrations are too nearly equal")
    draw.require(not memorable(c_out, c_in), "the ratio is a power of ten")
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
