"""N02: the equilibrium potential of calcium, whose inside concentration is given in nM."""

from math import log

from millivolt.items import SINGLE_LOG, Draft, Draw, Ion, Membrane, Numeric, item
from millivolt_exercises.cells import CARDIAC_CELL, FROG_MUSCLE, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import memorable, nernst_errors, told_apart
from millivolt_exercises.ions import CALCIUM
from millivolt_exercises.misconceptions import (
    unit_prefix_slip,
    units_not_converted,
)
from millivolt_solutions import celsius, nernst, thermal_voltage

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, CARDIAC_CELL)
MILLIMOLAR_PER_NANOMOLAR = 1e-6


@item(
    codes=["N02"],
    title="Equilibrium potential of calcium",
    objective="Compute the equilibrium potential of a divalent ion given in mixed units.",
    topic="equilibrium",
    level="apply",
    passages=["S4"],
    prerequisites=["monovalent-cation"],
    minutes=6,
    version=2,
)
def calcium(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    nanomolar = draw.number(55, 350, 1)
    c_out = cell.outside[CALCIUM].draw(draw)
    c_in = nanomolar * MILLIMOLAR_PER_NANOMOLAR
    draw.require(not memorable(c_out, c_in), "the ratio is a power of ten")
    T = celsius(t)
    k = thermal_voltage(T)
    E = nernst(c_out, c_in, 2, T)
    slips = told_apart(
        E,
        SINGLE_LOG,
        [
            unit_prefix_slip(E - k / 2 * log(1000)),
            units_not_converted(k / 2 * log(c_out / nanomolar)),
        ],
    )
    return Draft(
        given={"cell": cell, "t": t, "nanomolar": nanomolar, "c_out": c_out},
        values={"T": T, "k": k, "c_in": c_in, "ratio": c_out / c_in, "E": E},
        parts=[
            Numeric(
                "E_Ca",
                answer=E,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=(*nernst_errors(c_out, c_in, 2, t, SINGLE_LOG), *slips),
            )
        ],
        picture=Membrane(
            f"Ca²⁺ inside and outside {cell}", (Ion(CALCIUM.formula, 2, c_in, c_out),)
        ),
    )
