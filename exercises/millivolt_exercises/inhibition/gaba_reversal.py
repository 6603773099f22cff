"""C01: the reversal potential of GABA-A channels, which pass chloride and some bicarbonate."""

from math import log

from millivolt.items import (
    MULTI_TERM,
    SINGLE_LOG,
    Draft,
    Draw,
    Ion,
    Membrane,
    Misconception,
    Numeric,
    item,
)
from millivolt_exercises.cells import IMMATURE_NEURON, MATURE_NEURON
from millivolt_exercises.claims import Sides, memorable, nernst_errors, told_apart
from millivolt_exercises.ions import BICARBONATE, CHLORIDE
from millivolt_exercises.misconceptions import (
    celsius_as_kelvin,
    log10_for_ln,
    sign_of_valence_lost,
)
from millivolt_solutions import celsius, nernst, thermal_voltage
from millivolt_solutions import gaba_reversal as reversal_of_gaba

CELLS = (MATURE_NEURON, IMMATURE_NEURON)


@item(
    codes=["C01"],
    title="Reversal potential of GABA-A channels",
    objective="Compute the reversal potential of a channel that passes two anions.",
    topic="inhibition",
    level="apply",
    passages=["S7", "S11"],
    prerequisites=["anion"],
    minutes=8,
)
def gaba_reversal(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    Cl = Sides(*cell.draw_concentrations(draw, CHLORIDE))
    HCO3 = Sides(*cell.draw_concentrations(draw, BICARBONATE))
    p = draw.number(0.2, 0.3, 0.01)
    T = celsius(t)
    E_Cl = nernst(Cl.outside, Cl.inside, -1, T)
    E_HCO3 = nernst(HCO3.outside, HCO3.inside, -1, T)
    E_GABA = reversal_of_gaba(Cl.inside, Cl.outside, HCO3.inside, HCO3.outside, p, T)
    draw.require(not memorable(Cl.outside, Cl.inside), "the ratio is a power of ten")
    draw.require(E_GABA - E_Cl >= 1.6, "bicarbonate hardly shifts the reversal potential")
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "Cl_in": Cl.inside,
            "Cl_out": Cl.outside,
            "HCO3_in": HCO3.inside,
            "HCO3_out": HCO3.outside,
            "p": p,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "E_Cl": E_Cl,
            "E_HCO3": E_HCO3,
            "E_GABA": E_GABA,
            "inside": Cl.inside + p * HCO3.inside,
            "outside": Cl.outside + p * HCO3.outside,
        },
        parts=[
            Numeric(
                "E_Cl",
                answer=E_Cl,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=nernst_errors(Cl.outside, Cl.inside, -1, t, SINGLE_LOG),
            ),
            Numeric(
                "E_GABA",
                points=2,
                answer=E_GABA,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=_errors(Cl, HCO3, p, t, E_Cl, E_HCO3, E_GABA),
            ),
        ],
        picture=Membrane(
            f"Cl⁻ and HCO₃⁻ inside and outside {cell}",
            tuple(
                Ion(ion.formula, ion.z, sides.inside, sides.outside)
                for ion, sides in ((CHLORIDE, Cl), (BICARBONATE, HCO3))
            ),
        ),
    )


def _errors(
    Cl: Sides, HCO3: Sides, p: float, t: float, E_Cl: float, E_HCO3: float, E_GABA: float
) -> tuple[Misconception, ...]:
    T = celsius(t)
    equal = reversal_of_gaba(Cl.inside, Cl.outside, HCO3.inside, HCO3.outside, 1, T)
    optional = [
        celsius_as_kelvin(E_GABA * t / T),
        Misconception(
            "bicarbonate_at_equal_permeability",
            equal,
            "Bicarbonate was counted as if it passed the channel as easily as chloride. Its "
            "concentrations have to be multiplied by the permeability ratio.",
            "Which terms does the ratio of the permeabilities belong to?",
        ),
        Misconception(
            "permeability_weighted_mean",
            (E_Cl + p * E_HCO3) / (1 + p),
            "This is the mean of the two equilibrium potentials, weighted by the "
            "permeabilities. In the GHK equation the permeabilities weight the concentrations, "
            "before the logarithm is taken.",
            "Is the logarithm of a sum the sum of the logarithms?",
        ),
        Misconception(
            "permeability_as_share",
            (1 - p) * E_Cl + p * E_HCO3,
            "The permeability ratio was used as the share of bicarbonate in a mean of the two "
            "equilibrium potentials. It is a ratio of permeabilities, and it weights the "
            "concentrations.",
            "What stands inside the logarithm of the GHK equation for two anions?",
        ),
    ]
    return (
        Misconception(
            "bicarbonate_ignored",
            E_Cl,
            "This is the equilibrium potential of chloride alone. The channel also lets "
            "bicarbonate pass, which pulls the reversal potential towards its own equilibrium.",
            "Which ions carry current through a GABA-A channel?",
        ),
        sign_of_valence_lost(-E_GABA),
        log10_for_ln(E_GABA / log(10)),
        *told_apart(E_GABA, MULTI_TERM, optional),
    )
