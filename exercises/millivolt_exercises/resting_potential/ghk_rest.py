"""G01: the resting potential of a membrane permeable to potassium, sodium and chloride."""

from millivolt.items import MULTI_TERM, Draft, Draw, Ion, Membrane, Numeric, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import Sides, ghk_errors
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import celsius, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE)


@item(
    codes=["G01"],
    title="Resting potential from three permeabilities",
    objective="Compute a membrane potential with the Goldman-Hodgkin-Katz equation.",
    topic="resting-potential",
    level="apply",
    passages=["S7"],
    prerequisites=["monovalent-cation", "anion"],
    minutes=8,
    version=2,
)
def ghk_rest(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    K, Na, Cl = (Sides(*cell.draw_concentrations(draw, ion)) for ion in IONS)
    p_Na, p_Cl = cell.draw_permeabilities(draw)
    T = celsius(t)
    inside, outside = zip(K, Na, Cl, strict=True)
    V = ghk_voltage([1, p_Na, p_Cl], inside, outside, [1, 1, -1], T)
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": K.inside,
            "K_out": K.outside,
            "Na_in": Na.inside,
            "Na_out": Na.outside,
            "Cl_in": Cl.inside,
            "Cl_out": Cl.outside,
            "p_Na": p_Na,
            "p_Cl": p_Cl,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "V": V,
            "inward": K.outside + p_Na * Na.outside + p_Cl * Cl.inside,
            "outward": K.inside + p_Na * Na.inside + p_Cl * Cl.outside,
            "E_K": nernst(K.outside, K.inside, 1, T),
            "E_Na": nernst(Na.outside, Na.inside, 1, T),
            "E_Cl": nernst(Cl.outside, Cl.inside, -1, T),
        },
        parts=[
            Numeric(
                "V",
                answer=V,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=ghk_errors(K, Na, Cl, p_Na, p_Cl, t, MULTI_TERM),
            )
        ],
        picture=Membrane(
            f"K⁺, Na⁺ and Cl⁻ inside and outside {cell}",
            tuple(
                Ion(ion.formula, ion.z, sides.inside, sides.outside)
                for ion, sides in zip(IONS, (K, Na, Cl), strict=True)
            ),
        ),
    )
