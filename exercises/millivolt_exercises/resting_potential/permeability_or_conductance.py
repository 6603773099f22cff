"""G07: the same numbers, once as permeabilities and once as conductances."""

from math import log

from millivolt.items import (
    CONCENTRATION,
    MULTI_TERM,
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    item,
)
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    equilibrium_of_potassium_alone,
    ghk_ratio_inverted,
    log10_for_ln,
    mean_of_equilibria,
    permeability_weighted_mean,
)
from millivolt_solutions import celsius, chord_voltage, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
LEAST_DIFFERENCE = 3
"""How far the two models are apart at least, in mV."""


@item(
    codes=["G07"],
    title="Permeability or conductance",
    objective="Tell permeabilities and conductances apart by the potentials that they give.",
    topic="resting-potential",
    level="evaluate",
    passages=["S6", "S7"],
    prerequisites=["ghk-rest", "chord-conductance"],
    minutes=12,
    version=2,
)
def permeability_or_conductance(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    (K_in, K_out), (Na_in, Na_out) = (
        cell.draw_concentrations(draw, ion) for ion in (POTASSIUM, SODIUM)
    )
    b = draw.number(0.02, 0.09, 0.005)
    reasons = tuple(draw.shuffled(_reasons()))
    T = celsius(t)
    E_K, E_Na = nernst(K_out, K_in, 1, T), nernst(Na_out, Na_in, 1, T)
    V_P = ghk_voltage([1, b], [K_in, Na_in], [K_out, Na_out], [1, 1], T)
    V_g = chord_voltage([1, b], [E_K, E_Na])
    draw.require(abs(V_P - V_g) >= LEAST_DIFFERENCE, "the two models hardly differ")
    rest = draw.step("V_P", V_P)
    if not E_K < rest < E_Na:
        # No conductances balance at a student's own potential out here: nothing is carried.
        rest = V_P
    ratio = (rest - E_K) / (E_Na - rest)
    return Draft(
        given={
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
            "k": thermal_voltage(T),
            "E_K": E_K,
            "E_Na": E_Na,
            "V_P": V_P,
            "V_g": V_g,
            "ratio": ratio,
            "times": ratio / b,
            "inward": K_out + b * Na_out,
            "outward": K_in + b * Na_in,
        },
        parts=[
            Numeric(
                "V_P",
                answer=V_P,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=told_apart(
                    V_P,
                    MULTI_TERM,
                    [
                        permeability_weighted_mean(V_g),
                        ghk_ratio_inverted(-V_P),
                        log10_for_ln(V_P / log(10)),
                        equilibrium_of_potassium_alone(E_K),
                    ],
                ),
            ),
            Numeric(
                "V_g",
                answer=V_g,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=told_apart(
                    V_g,
                    MULTI_TERM,
                    [
                        mean_of_equilibria((E_K + E_Na) / 2),
                        Misconception(
                            "permeability_for_conductance",
                            V_P,
                            "This is the GHK potential again. Conductances weight the equilibrium "
                            "potentials, not the concentrations.",
                            "At which V do the currents g (V − E) add up to zero?",
                        ),
                        equilibrium_of_potassium_alone(E_K),
                    ],
                ),
            ),
            Numeric(
                "ratio",
                answer=ratio,
                unit="",
                tolerance=CONCENTRATION,
                misconceptions=told_apart(ratio, CONCENTRATION, _ratio_errors(ratio, b)),
            ),
            Choice("why", options=reasons, answer="more_sodium"),
        ],
    )


def _ratio_errors(ratio: float, b: float) -> list[Misconception]:
    return [
        Misconception(
            "conductance_ratio_inverted",
            1 / ratio,
            "This is how many times larger the potassium conductance is. The question asks for "
            "the ratio the "
            "other way round.",
            "Which ion is further from equilibrium, and which conductance is then smaller?",
        ),
        Misconception(
            "permeability_for_conductance",
            b,
            "This is the ratio of the permeabilities. The conductance of an ion also depends on "
            "its concentrations and on the voltage.",
            "Do the currents cancel with this ratio at the potential of the first part?",
        ),
        Misconception(
            "sign_of_force_ignored",
            -ratio,
            "The size is right, but a conductance is never negative. The two currents have "
            "opposite signs.",
            "Which sign has V − E for each of the two ions?",
        ),
    ]


def _reasons() -> tuple[Option, ...]:
    return (
        Option(
            "more_sodium",
            "At the same permeability, an ion carries the more current, the more of it there is: "
            "sodium flows in from a concentrated solution, so its conductance is larger than its "
            "permeability suggests.",
        ),
        Option(
            "other_equilibria",
            "With conductances, the equilibrium potentials of the ions are different.",
            Misconception(
                "equilibrium_depends_on_passage",
                "other_equilibria",
                "An equilibrium potential depends on the concentrations, the valence and the "
                "temperature, and not on how easily the ion passes.",
                "Which quantities stand in the Nernst equation?",
            ),
        ),
        Option(
            "equilibrium_only",
            "The GHK equation holds in equilibrium and the chord conductance equation in the "
            "steady state.",
            Misconception(
                "rest_is_equilibrium",
                "equilibrium_only",
                "Both equations describe a steady state with zero total current, in which each "
                "ion flows.",
                "Is either of the two ions at its equilibrium potential?",
            ),
        ),
        Option(
            "pump",
            "The GHK equation includes the current of the pump, the chord conductance equation "
            "does not.",
            Misconception(
                "pump_in_ghk",
                "pump",
                "Neither of the two equations contains a pump current.",
                "Which currents were added to derive the GHK equation?",
            ),
        ),
    )
