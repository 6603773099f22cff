"""H01: a whole cell, from concentrations to currents; later parts build on earlier ones."""

from collections.abc import Sequence

from millivolt.items import (
    MULTI_TERM,
    SINGLE_LOG,
    Choice,
    Draft,
    Draw,
    Ion,
    Membrane,
    Misconception,
    Numeric,
    Option,
    Tolerance,
    item,
)
from millivolt_exercises.cells import (
    IMMATURE_NEURON,
    MATURE_NEURON,
    SQUID_AXON,
)
from millivolt_exercises.claims import Sides, ghk_errors, memorable, nernst_errors, told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    current_reversed,
    driving_force_left_out,
    picoampere_nanoampere,
    potentials_added,
)
from millivolt_solutions import (
    Direction,
    celsius,
    chord_current,
    driving_force,
    flux_direction,
    ghk_current,
    ghk_voltage,
    nernst,
    thermal_voltage,
)

CELLS = (SQUID_AXON, MATURE_NEURON, IMMATURE_NEURON)
IONS = (POTASSIUM, SODIUM, CHLORIDE)


@item(
    codes=["H01"],
    title="Report on a whole cell",
    objective="Describe a resting cell: equilibria, membrane potential, currents, directions.",
    topic="practice",
    level="analyze",
    passages=["S3", "S6", "S7", "S14"],
    prerequisites=["monovalent-cation", "anion", "ghk-rest", "driving-force"],
    minutes=20,
    version=2,
)
def cell_report(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    K, Na, Cl = (Sides(*cell.draw_concentrations(draw, ion)) for ion in IONS)
    draw.require(
        not any(memorable(ion.outside, ion.inside) for ion in (K, Na, Cl)),
        "a ratio is a power of ten",
    )
    p_Na, p_Cl = cell.draw_permeabilities(draw)
    g_K = draw.number(8, 40, 1)
    order = draw.shuffled(range(3))
    T = celsius(t)
    inside, outside = zip(K, Na, Cl, strict=True)
    rest = ghk_voltage([1, p_Na, p_Cl], inside, outside, [1, 1, -1], T)
    g_Na = _matching_conductance(g_K, p_Na, K, Na, rest, T)
    E_K = draw.step("E_K", nernst(K.outside, K.inside, 1, T))
    E_Na = draw.step("E_Na", nernst(Na.outside, Na.inside, 1, T))
    E_Cl = draw.step("E_Cl", nernst(Cl.outside, Cl.inside, -1, T))
    V = draw.step("V", rest)
    draw.require(V - E_K >= 8, "potassium is too close to equilibrium")
    draw.require(abs(V - E_Cl) >= 3, "chloride is too close to equilibrium")
    I_K, I_Na = chord_current(g_K, V, E_K), chord_current(g_Na, V, E_Na)
    draw.require((I_K + I_Na) * (V - E_Cl) < 0, "rounding hides the current of chloride")
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
            "g_K": g_K,
            "g_Na": g_Na,
        },
        values={
            "T": T,
            "k": thermal_voltage(T),
            "E_K": E_K,
            "E_Na": E_Na,
            "E_Cl": E_Cl,
            "V": V,
            "I_K": I_K,
            "I_Na": I_Na,
            "inward": K.outside + p_Na * Na.outside + p_Cl * Cl.inside,
            "outward": K.inside + p_Na * Na.inside + p_Cl * Cl.outside,
        },
        parts=[
            _equilibrium("E_K", nernst(K.outside, K.inside, 1, T), K, 1, t),
            _equilibrium("E_Na", nernst(Na.outside, Na.inside, 1, T), Na, 1, t),
            _equilibrium("E_Cl", nernst(Cl.outside, Cl.inside, -1, T), Cl, -1, t),
            Numeric(
                "V",
                points=2,
                answer=rest,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=ghk_errors(K, Na, Cl, p_Na, p_Cl, t, MULTI_TERM),
            ),
            _current("I_K", I_K, g_K, V, E_K),
            _current("I_Na", I_Na, g_Na, V, E_Na),
            _chloride(V, E_Cl, order),
        ],
        picture=Membrane(
            f"K⁺, Na⁺ and Cl⁻ inside and outside {cell}",
            tuple(
                Ion(ion.formula, ion.z, sides.inside, sides.outside)
                for ion, sides in zip(IONS, (K, Na, Cl), strict=True)
            ),
        ),
    )


def _matching_conductance(
    g_K: float, p_Na: float, K: Sides, Na: Sides, V: float, T: float
) -> float:
    """The sodium conductance in nS that goes with ``g_K``, so that the currents balance at rest.

    A chord conductance is the GHK current over the driving force.
    """
    per_K, per_Na = (
        ghk_current(P, 1, V, sides.inside, sides.outside, T)
        / driving_force(V, nernst(sides.outside, sides.inside, 1, T))
        for P, sides in ((1.0, K), (p_Na, Na))
    )
    return float(f"{g_K * per_Na / per_K:.3g}")


def _equilibrium(part_id: str, E: float, sides: Sides, z: int, t: float) -> Numeric:
    return Numeric(
        part_id,
        answer=E,
        unit="mV",
        tolerance=SINGLE_LOG,
        misconceptions=nernst_errors(sides.outside, sides.inside, z, t, SINGLE_LOG),
    )


def _current(part_id: str, current: float, g: float, V: float, E: float) -> Numeric:
    # Potentials rounded to 0.1 mV, as they are usually written down, must be good enough.
    tolerance = Tolerance(0.02, resolution=0.2 * g)
    optional = [
        driving_force_left_out(g * V),
        potentials_added(g * (V + E)),
        picoampere_nanoampere(current / 1000),
    ]
    return Numeric(
        part_id,
        answer=current,
        unit="pA",
        tolerance=tolerance,
        misconceptions=(current_reversed(-current), *told_apart(current, tolerance, optional)),
    )


def _chloride(V: float, E_Cl: float, order: Sequence[int]) -> Choice:
    answer = flux_direction(V, E_Cl, -1)
    reversed_flux = Misconception(
        "current_taken_for_flux",
        "leaves" if answer is Direction.INWARD else "enters",
        "This is the direction of the electric current that chloride carries. The negative ions "
        "themselves move against it.",
        "If positive charge leaves the cell, which way do negative ions move?",
    )
    options = (
        Option(
            "enters",
            "There is a net flow of Cl⁻ into the cell.",
            None if answer is Direction.INWARD else reversed_flux,
        ),
        Option(
            "leaves",
            "There is a net flow of Cl⁻ out of the cell.",
            reversed_flux if answer is Direction.INWARD else None,
        ),
        Option(
            "none",
            "There is no net flow of Cl⁻: the cell is at rest.",
            Misconception(
                "rest_is_equilibrium",
                "none",
                "At rest the total current is zero, but an ion is in equilibrium only where "
                "the membrane potential equals its own equilibrium potential.",
                "How far is the membrane potential from E_Cl?",
            ),
        ),
    )
    return Choice(
        "Cl_flux",
        options=tuple(options[place] for place in order),
        answer="enters" if answer is Direction.INWARD else "leaves",
    )
