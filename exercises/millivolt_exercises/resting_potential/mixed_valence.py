"""G08: a membrane potential to which a divalent ion contributes."""

from math import log, sqrt

from millivolt.items import MULTI_TERM, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    calcium_left_out,
    divalent_taken_as_monovalent,
    equilibrium_of_potassium_alone,
    ghk_ratio_inverted,
    log10_for_ln,
)
from millivolt_solutions import celsius, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CALCIUM)
VALENCES = tuple(ion.z for ion in IONS)


@item(
    codes=["G08"],
    title="Calcium in the GHK equation",
    objective="Compute the potential of zero current for ions of different valences.",
    topic="resting-potential",
    level="analyze",
    passages=["S4", "S7"],
    prerequisites=["ghk-rest", "calcium"],
    minutes=12,
)
def mixed_valence(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    inside, outside = zip(*(cell.draw_concentrations(draw, ion) for ion in IONS), strict=True)
    p_Na, p_Ca = draw.number(0.02, 0.1, 0.01), draw.number(0.5, 4, 0.1)
    T = celsius(t)
    k = thermal_voltage(T)
    V_before = ghk_voltage([1, p_Na], inside[:2], outside[:2], [1, 1], T)
    V = ghk_voltage([1, p_Na, p_Ca], inside, outside, VALENCES, T)
    M_in, M_out = inside[0] + p_Na * inside[1], outside[0] + p_Na * outside[1]
    D_in, D_out = 4 * p_Ca * inside[2], 4 * p_Ca * outside[2]
    a, b, c = M_in + D_in, M_in - M_out, M_out + D_out
    E_K = nernst(outside[0], inside[0], 1, T)
    draw.require(abs(V) >= 5, "the potential is close to zero")
    draw.require(V - V_before >= 4, "calcium hardly shifts the potential")
    twofold = _quadratic(M_in + D_in / 2, b, M_out + D_out / 2)
    claims = [
        Misconception(
            "divalent_weight_two",
            k * log(twofold),
            "Calcium was weighted by 2P. Its charge counts twice, in the current that it "
            "carries and in the force that drives it, so the weight is 4P.",
            "With which power of z does the GHK current grow?",
        ),
        divalent_taken_as_monovalent(k * log((M_out + D_out / 4) / (M_in + D_in / 4))),
        Misconception(
            "divalent_factor_left_out",
            k * log(c / a),
            "The weight 4P is right, but the factor that belongs to the stronger dependence of "
            "calcium on the voltage is missing: the equation for x is quadratic.",
            "What is 1 − x² divided by 1 − x?",
        ),
        calcium_left_out(V_before),
    ]
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": inside[0],
            "K_out": outside[0],
            "Na_in": inside[1],
            "Na_out": outside[1],
            "Ca_in": inside[2],
            "Ca_out": outside[2],
            "p_Na": p_Na,
            "p_Ca": p_Ca,
        },
        values={
            "T": T,
            "k": k,
            "V_before": V_before,
            "V": V,
            "M_in": M_in,
            "M_out": M_out,
            "D_in": D_in,
            "D_out": D_out,
            "a": a,
            "b": b,
            "c": c,
            "x": _quadratic(a, b, c),
            "E_Ca": nernst(outside[2], inside[2], 2, T),
        },
        parts=[
            Numeric(
                "V_before",
                answer=V_before,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=told_apart(V_before, MULTI_TERM, _before(V_before, E_K)),
            ),
            Numeric(
                "V",
                points=2,
                answer=V,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=told_apart(V, MULTI_TERM, claims),
            ),
        ],
    )


def _before(V: float, E_K: float) -> list[Misconception]:
    return [
        ghk_ratio_inverted(-V),
        log10_for_ln(V / log(10)),
        equilibrium_of_potassium_alone(E_K),
    ]


def _quadratic(a: float, b: float, c: float) -> float:
    """The positive solution of a x² + b x = c, for positive a, b and c."""
    return 2 * c / (b + sqrt(b * b + 4 * a * c))
