"""G01: the resting potential of a membrane permeable to potassium, sodium and chloride."""

from math import log

from millivolt.items import MULTI_TERM, Draft, Draw, Ion, Membrane, Misconception, Numeric, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    celsius_as_kelvin,
    chloride_not_inverted,
    chloride_omitted,
    equilibrium_of_potassium_alone,
    ghk_ratio_inverted,
    log10_for_ln,
    mean_of_equilibria,
    permeabilities_ignored,
    permeability_weighted_mean,
    told_apart,
)
from millivolt_solutions import celsius, ghk_voltage, thermal_voltage

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
)
def ghk_rest(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    (K_in, K_out), (Na_in, Na_out), (Cl_in, Cl_out) = (
        cell.draw_concentrations(draw, ion) for ion in IONS
    )
    p_Na, p_Cl = draw.number(0.01, 0.1, 0.005), draw.number(0.1, 0.9, 0.05)
    T = celsius(t)
    k = thermal_voltage(T)
    V = ghk_voltage([1, p_Na, p_Cl], [K_in, Na_in, Cl_in], [K_out, Na_out, Cl_out], [1, 1, -1], T)
    inward = K_out + p_Na * Na_out + p_Cl * Cl_in
    outward = K_in + p_Na * Na_in + p_Cl * Cl_out
    E_K, E_Na, E_Cl = k * log(K_out / K_in), k * log(Na_out / Na_in), k * log(Cl_in / Cl_out)
    certain = (ghk_ratio_inverted(-V), log10_for_ln(V / log(10)))
    possible: list[Misconception] = [
        celsius_as_kelvin(V * t / T),
        chloride_not_inverted(
            k * log((K_out + p_Na * Na_out + p_Cl * Cl_out) / (K_in + p_Na * Na_in + p_Cl * Cl_in))
        ),
        chloride_omitted(k * log((K_out + p_Na * Na_out) / (K_in + p_Na * Na_in))),
        permeability_weighted_mean((E_K + p_Na * E_Na + p_Cl * E_Cl) / (1 + p_Na + p_Cl)),
        mean_of_equilibria((E_K + E_Na + E_Cl) / 3),
        permeabilities_ignored(k * log((K_out + Na_out + Cl_in) / (K_in + Na_in + Cl_out))),
        equilibrium_of_potassium_alone(E_K),
    ]
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": K_in,
            "K_out": K_out,
            "Na_in": Na_in,
            "Na_out": Na_out,
            "Cl_in": Cl_in,
            "Cl_out": Cl_out,
            "p_Na": p_Na,
            "p_Cl": p_Cl,
        },
        values={
            "T": T,
            "k": k,
            "V": V,
            "inward": inward,
            "outward": outward,
            "E_K": E_K,
            "E_Na": E_Na,
            "E_Cl": E_Cl,
        },
        parts=[
            Numeric(
                "V",
                answer=V,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=(*certain, *told_apart(V, MULTI_TERM, possible)),
            )
        ],
        picture=Membrane(
            f"K⁺, Na⁺ and Cl⁻ inside and outside {cell}",
            (
                Ion(POTASSIUM.formula, 1, K_in, K_out),
                Ion(SODIUM.formula, 1, Na_in, Na_out),
                Ion(CHLORIDE.formula, -1, Cl_in, Cl_out),
            ),
        ),
    )
