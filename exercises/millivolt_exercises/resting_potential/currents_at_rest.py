"""G10: at rest the currents add up to zero, and yet each ion flows."""

from math import exp

from millivolt.items import (
    Cell,
    Draft,
    Draw,
    Misconception,
    MultipleChoice,
    Option,
    Table,
    Tolerance,
    item,
)
from millivolt_exercises.cells import CARDIAC_CELL, IMMATURE_NEURON, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import Sides, told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM, Ion
from millivolt_exercises.misconceptions import current_reversed
from millivolt_solutions import celsius, ghk_current, ghk_voltage, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, IMMATURE_NEURON, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE)
TOLERANCE = Tolerance(0.02)
MICROAMPERE_PER_CM2 = 100.0
"""1 A/m² in µA/cm²."""


@item(
    codes=["G10"],
    title="A steady state is not an equilibrium",
    objective="Compute the current of each ion at rest, and tell a steady state from equilibrium.",
    topic="resting-potential",
    level="analyze",
    passages=["S7", "S10"],
    prerequisites=["ghk-rest", "ghk-current-density"],
    minutes=12,
    version=2,
)
def currents_at_rest(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    sides = {ion: Sides(*cell.draw_concentrations(draw, ion)) for ion in IONS}
    P_K = draw.magnitude(5e-7, 5e-6, 2)
    p_Na, p_Cl = cell.draw_permeabilities(draw)
    # To two figures, as they are printed.
    P = {POTASSIUM: P_K, SODIUM: float(f"{p_Na * P_K:.1e}"), CHLORIDE: float(f"{p_Cl * P_K:.1e}")}
    T = celsius(t)
    k = thermal_voltage(T)
    inside, outside = zip(*sides.values(), strict=True)
    # The currents follow from the potential as it is printed.
    V = round(ghk_voltage([*P.values()], inside, outside, [ion.z for ion in IONS], T), 2)
    E = {ion: nernst(c.outside, c.inside, ion.z, T) for ion, c in sides.items()}
    current = {
        ion: ghk_current(P[ion] / 100, ion.z, V, c.inside, c.outside, T) * MICROAMPERE_PER_CM2
        for ion, c in sides.items()
    }
    draw.require(V < -40, "the cell is not at rest")
    draw.require(all(abs(V - E[ion]) >= 3 for ion in IONS), "an ion is close to equilibrium")
    draw.require(
        all(abs(I) >= 0.03 * current[POTASSIUM] for I in current.values()),
        "a current is lost in the rounding of the others",
    )
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "V": V,
            "rows": [
                {"ion": ion, "c_in": c.inside, "c_out": c.outside, "P": P[ion]}
                for ion, c in sides.items()
            ],
        },
        values={
            "T": T,
            "k": k,
            "u": V / k,
            "results": [
                {
                    "ion": ion,
                    "z": ion.z,
                    "E": E[ion],
                    "force": V - E[ion],
                    "u": ion.z * V / k,
                    "current": current[ion],
                }
                for ion in IONS
            ],
            "chloride_leaves": current[CHLORIDE] < 0,
        },
        parts=[
            Table(
                "currents",
                points=3,
                row_label="ion",
                cells=tuple(
                    Cell(
                        ion.symbol,
                        "I",
                        current[ion],
                        "µA/cm^2",
                        TOLERANCE,
                        _current_errors(ion, current[ion], P[ion], V / k, sides[ion]),
                    )
                    for ion in IONS
                ),
            ),
            _statements(draw, current[CHLORIDE] < 0),
        ],
    )


def _current_errors(
    ion: Ion, current: float, P: float, u: float, c: Sides
) -> tuple[Misconception, ...]:
    scale = P / 100 * 96485.33212 * MICROAMPERE_PER_CM2
    claims = [
        current_reversed(-current),
        Misconception(
            "only_concentrations",
            scale * ion.z * (c.inside - c.outside),
            "This is the current at zero voltage. The voltage helps or hinders the ions.",
            "What is u = zFV/(RT) here?",
        ),
        Misconception(
            "unit_prefix_slip",
            current / 100,
            "The number is that in A/m². One A/m² is 100 µA/cm².",
            "How many square centimetres is one square metre?",
        ),
    ]
    if ion.z < 0:
        claims.append(
            Misconception(
                "anion_sign",
                scale * u * (c.inside - c.outside * exp(-u)) / (1 - exp(-u)),
                "Chloride was taken as a cation. Its valence is −1, in u as well as before the "
                "fraction.",
                "Which sign has u for an anion in a negative cell?",
            )
        )
    return told_apart(current, TOLERANCE, claims)


def _statements(draw: Draw, chloride_leaves: bool) -> MultipleChoice:
    right = frozenset(
        ["sum_zero", "gradients_run_down", "chloride_leaves" if chloride_leaves else "chloride_in"]
    )
    options = (
        Option("sum_zero", "The three currents add up to zero, apart from rounding."),
        Option(
            "each_zero",
            "Each of the three ions is in equilibrium, since the membrane potential does not "
            "change.",
            Misconception(
                "rest_is_equilibrium",
                "each_zero",
                "The potential is constant when the total current is zero. An ion is in "
                "equilibrium only where V equals its own equilibrium potential.",
                "Which of the three currents is zero?",
            ),
        ),
        Option("chloride_in", "There is a net flow of Cl⁻ ions into the cell."),
        Option("chloride_leaves", "There is a net flow of Cl⁻ ions out of the cell."),
        Option(
            "gradients_run_down",
            "Without the work of pumps, the concentration differences would slowly run down.",
        ),
        Option(
            "unidirectional_zero",
            "No ion crosses the membrane any more, in either direction.",
            Misconception(
                "zero_net_is_no_movement",
                "unidirectional_zero",
                "Zero total current means that what enters and what leaves cancel, not that "
                "nothing moves.",
                "How large are the currents of potassium and of sodium?",
            ),
        ),
    )
    return MultipleChoice("statements", options=tuple(draw.shuffled(options)), answer=right)
