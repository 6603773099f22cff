"""G03: the GHK equation becomes the Nernst equation when one permeability dominates."""

from math import log

from millivolt.items import (
    Draft,
    Draw,
    Expression,
    Misconception,
    Numeric,
    SymbolSpec,
    Tolerance,
    item,
)
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM, Ion
from millivolt_exercises.misconceptions import (
    distance_from_E_K_reversed,
    permeability_weighted_mean,
    potential_for_distance,
)
from millivolt_solutions import celsius, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE)
TOLERANCE = Tolerance(0.01, resolution=0.1)


@item(
    codes=["G03"],
    title="The Nernst equation as a limit of the GHK equation",
    objective="Find the Nernst equation as a limit of the GHK equation, and the error of using it.",
    topic="resting-potential",
    level="analyze",
    passages=["S7", "S8"],
    prerequisites=["ghk-rest"],
    minutes=8,
)
def ghk_limit(draw: Draw) -> Draft:
    ion = draw.stratum("ion", IONS)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    (K_in, K_out), (Na_in, Na_out) = (
        cell.draw_concentrations(draw, each) for each in (POTASSIUM, SODIUM)
    )
    b = draw.number(0.005, 0.06, 0.005)
    T = celsius(t)
    k = thermal_voltage(T)
    E_K, E_Na = nernst(K_out, K_in, 1, T), nernst(Na_out, Na_in, 1, T)
    V = ghk_voltage([1, b], [K_in, Na_in], [K_out, Na_out], [1, 1], T)
    shift = V - E_K
    draw.require(shift >= 1.5, "sodium hardly shifts the potential")
    weighted = b * (E_Na - E_K) / (1 + b)
    ratio_inverted = k * log((b * K_out + Na_out) / (b * K_in + Na_in)) - E_K
    return Draft(
        given={
            "ion": ion,
            "cell": cell,
            "t": t,
            "K_in": K_in,
            "K_out": K_out,
            "Na_in": Na_in,
            "Na_out": Na_out,
            "b": b,
        },
        values={
            "T": T,
            "k": k,
            "E_K": E_K,
            "V": V,
            "shift": shift,
            "others": [str(each) for each in IONS if each is not ion],
            "anion": ion is CHLORIDE,
            "inward": K_out + b * Na_out,
            "outward": K_in + b * Na_in,
        },
        parts=[
            Expression(
                "limit",
                answer=_nernst(ion),
                symbols=_symbols(),
                misconceptions=_limit_errors(ion),
                forbidden=("P_K", "P_Na", "P_Cl"),
            ),
            Numeric(
                "shift",
                answer=shift,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    shift,
                    TOLERANCE,
                    [
                        permeability_weighted_mean(weighted),
                        distance_from_E_K_reversed(-shift),
                        potential_for_distance(V),
                        Misconception(
                            "permeability_ratio_inverted",
                            ratio_inverted,
                            "This would be so if sodium passed more easily than potassium: the "
                            "ratio of the permeabilities was turned over.",
                            "Which of the two permeabilities is the smaller one?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _nernst(ion: Ion) -> str:
    """The Nernst equation of ``ion`` as a student would type it."""
    over, under = ("i", "o") if ion.z < 0 else ("o", "i")
    return f"R*T/F*ln({ion.symbol}_{over}/{ion.symbol}_{under})"


def _limit_errors(ion: Ion) -> tuple[Misconception, ...]:
    over, under = ("o", "i") if ion.z < 0 else ("i", "o")
    return (
        Misconception(
            "anion_sign" if ion.z < 0 else "in_out_swapped",
            f"R*T/F*ln({ion.symbol}_{over}/{ion.symbol}_{under})",
            "Inside and outside are swapped, so the sign is reversed.",
            "Where does this ion's outside concentration stand in the GHK equation?",
        ),
        Misconception(
            "logarithm_lost",
            f"R*T/F*{ion.symbol}_{under}/{ion.symbol}_{over}",
            "The logarithm got lost on the way: what remains of the fraction still stands "
            "inside it.",
            "What does the limit change: the logarithm, or only what it is taken of?",
        ),
    )


def _symbols() -> tuple[SymbolSpec, ...]:
    concentrations = [
        SymbolSpec(f"{ion.symbol}_{side}", "positive", f"{ion.name} {word}", "mM", typical=span)
        for ion, spans in (
            (POTASSIUM, ((100.0, 160.0), (2.0, 20.0))),
            (SODIUM, ((5.0, 60.0), (100.0, 450.0))),
            (CHLORIDE, ((4.0, 60.0), (80.0, 560.0))),
        )
        for side, word, span in (("i", "inside", spans[0]), ("o", "outside", spans[1]))
    ]
    return (
        SymbolSpec("R", "positive", "gas constant", "J/(mol*K)", typical=(8.0, 8.6)),
        SymbolSpec("T", "positive", "absolute temperature", "K", typical=(273.0, 313.0)),
        SymbolSpec("F", "positive", "Faraday constant", "C/mol", typical=(96000.0, 97000.0)),
        *(
            SymbolSpec(f"P_{ion.symbol}", "positive", f"permeability to {ion}", typical=(0.01, 1.0))
            for ion in IONS
        ),
        *concentrations,
    )
