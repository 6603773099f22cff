"""P02: what the net current of the pump adds to the resting potential."""

from dataclasses import dataclass
from math import log

from millivolt.items import MULTI_TERM, Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import Sides, told_apart
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    celsius_as_kelvin,
    equilibrium_of_potassium_alone,
    ghk_ratio_inverted,
    log10_for_ln,
)
from millivolt_solutions import celsius, mullins_noda, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
CONTRIBUTION = Tolerance(0.03, resolution=0.15)


@dataclass(frozen=True, slots=True)
class Coupling:
    """How many Na⁺ leave and how many K⁺ enter in one cycle."""

    sodium: int
    potassium: int

    def __str__(self) -> str:
        return f"{self.sodium}:{self.potassium}"

    @property
    def ratio(self) -> float:
        """Na⁺ moved for each K⁺."""
        return self.sodium / self.potassium


COUPLINGS = (Coupling(3, 2), Coupling(2, 1))


@item(
    codes=["P02"],
    title="The pump's own contribution to the resting potential",
    objective="Compute the steady potential of a cell with an electrogenic pump.",
    topic="transport",
    level="apply",
    passages=["S10", "S7"],
    prerequisites=["ghk-rest"],
    minutes=8,
    version=2,
)
def electrogenic_pump(draw: Draw) -> Draft:
    coupling = draw.stratum("coupling", COUPLINGS)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    K, Na = (Sides(*cell.draw_concentrations(draw, ion)) for ion in (POTASSIUM, SODIUM))
    p = cell.p_Na.draw(draw)
    T = celsius(t)
    r = coupling.ratio
    steady = mullins_noda(1, p, K.inside, K.outside, Na.inside, Na.outside, T, r)
    passive = mullins_noda(1, p, K.inside, K.outside, Na.inside, Na.outside, T, 1)
    draw.require(abs(steady - passive) >= 1.6, "the pump hardly matters")
    V = draw.step("V", steady)
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": K.inside,
            "K_out": K.outside,
            "Na_in": Na.inside,
            "Na_out": Na.outside,
            "p": p,
            "coupling": coupling,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "r": r,
            "V": V,
            "passive": passive,
            "contribution": V - passive,
            "over": r * K.outside + p * Na.outside,
            "under": r * K.inside + p * Na.inside,
            "E_K": nernst(K.outside, K.inside, 1, T),
        },
        parts=[
            Numeric(
                "V",
                points=2,
                answer=steady,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=_potential_errors(K, Na, p, r, t, steady),
            ),
            Numeric(
                "contribution",
                answer=V - passive,
                unit="mV",
                tolerance=CONTRIBUTION,
                misconceptions=told_apart(
                    V - passive,
                    CONTRIBUTION,
                    [
                        Misconception(
                            "difference_reversed",
                            passive - V,
                            "The size is right and the sign is reversed: the question asks for "
                            "the potential "
                            "with the pump minus the one without its current.",
                            "Does a pump that carries positive charge out make the inside more "
                            "negative or less?",
                        ),
                        Misconception(
                            "pump_makes_potential",
                            V,
                            "This is the whole resting potential. Most of it comes from diffusion "
                            "through channels; the current of the pump adds the rest.",
                            "What does the GHK equation give for the same cell?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _potential_errors(
    K: Sides, Na: Sides, p: float, r: float, t: float, V: float
) -> tuple[Misconception, ...]:
    T = celsius(t)
    k = thermal_voltage(T)
    inverted = k * log((K.outside + r * p * Na.outside) / (K.inside + r * p * Na.inside))
    above_only = k * log((r * K.outside + p * Na.outside) / (K.inside + p * Na.inside))
    return told_apart(
        V,
        MULTI_TERM,
        [
            Misconception(
                "pump_coupling_omitted",
                k * log((K.outside + p * Na.outside) / (K.inside + p * Na.inside)),
                "This is the GHK potential, at which the passive currents alone balance. The pump "
                "carries a current, too.",
                "Which passive current remains to balance that of the pump?",
            ),
            Misconception(
                "pump_coupling_inverted",
                inverted,
                "The coupling ratio went to sodium. It multiplies the terms of potassium, so that "
                "the potential comes closer to that of potassium.",
                "Does the outward current of the pump make the inside more negative or less?",
            ),
            Misconception(
                "pump_coupling_in_numerator_only",
                above_only,
                "The coupling ratio multiplies potassium in the numerator and in the denominator; "
                "here it stands in the numerator only.",
                "What should come out when sodium cannot pass at all?",
            ),
            ghk_ratio_inverted(-V),
            log10_for_ln(V / log(10)),
            celsius_as_kelvin(V * t / T),
            equilibrium_of_potassium_alone(nernst(K.outside, K.inside, 1, T)),
        ],
    )
