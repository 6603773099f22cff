"""D01 and D02: the driving force of an ion, and which way current and ions then go."""

from dataclasses import dataclass

from millivolt.items import (
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
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import (
    force_reversed,
    force_without_sign,
    potentials_added,
)
from millivolt_solutions import (
    Direction,
    celsius,
    current_direction,
    flux_direction,
    nernst,
    thermal_voltage,
)

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
TOLERANCE = Tolerance(0.005, resolution=0.5)
LOWEST, HIGHEST = -130, 130


@dataclass(frozen=True, slots=True)
class Case:
    """One of the four combinations of charge and side of the equilibrium."""

    name: str
    cation: bool
    above: bool

    def __str__(self) -> str:
        return self.name


CASES = (
    Case("cation, V above E", cation=True, above=True),
    Case("cation, V below E", cation=True, above=False),
    Case("anion, V above E", cation=False, above=True),
    Case("anion, V below E", cation=False, above=False),
)
CATIONS = (POTASSIUM, SODIUM, CALCIUM)
CURRENTS = {
    Direction.INWARD: "inward: positive charge enters the cell",
    Direction.OUTWARD: "outward: positive charge leaves the cell",
}
FLUXES = {
    Direction.INWARD: "more ions enter the cell than leave it",
    Direction.OUTWARD: "more ions leave the cell than enter it",
}


@item(
    codes=["D01", "D02"],
    title="Driving force and the directions of current and ions",
    objective="Compute a driving force and infer the directions of the current and of the ions.",
    topic="driving-force",
    level="analyze",
    passages=["S6"],
    prerequisites=["monovalent-cation", "anion"],
    minutes=6,
)
def driving_force(draw: Draw) -> Draft:
    case = draw.stratum("case", CASES)
    ion = draw.choice(CATIONS) if case.cation else CHLORIDE
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    T = celsius(t)
    unrounded = nernst(c_out, c_in, ion.z, T)
    E = float(round(unrounded))
    distance = draw.integer(8, 60)
    V = E + distance if case.above else E - distance
    draw.require(LOWEST <= V <= HIGHEST, "no membrane survives such a potential")
    draw.require(abs(V) >= 5, "the membrane potential is too close to zero")
    force = V - E
    draw.require(min(abs(force - E), abs(force - V)) > 1, "the force equals a given potential")
    current, flux = current_direction(V, E), flux_direction(V, E, ion.z)
    gradient = Direction.OUTWARD if c_in > c_out else Direction.INWARD
    return Draft(
        given={
            "cell": cell,
            "ion": ion,
            "t": t,
            "V": V,
            "E": E,
            "c_in": c_in,
            "c_out": c_out,
        },
        values={
            "k": thermal_voltage(T),
            "unrounded": unrounded,
            "force": force,
            "cation": case.cation,
            "outward_current": current is Direction.OUTWARD,
            "outward_flux": flux is Direction.OUTWARD,
            "down_gradient": flux is gradient,
            "helped": (V * ion.z > 0) is (gradient is Direction.OUTWARD),
        },
        parts=[
            Numeric(
                "force",
                answer=force,
                unit="mV",
                tolerance=TOLERANCE,
                misconceptions=(
                    force_reversed(-force),
                    *told_apart(force, TOLERANCE, [potentials_added(V + E)]),
                )
                if force > 0
                else (
                    # |V - E| and E - V coincide here, so only the lost sign is claimed.
                    force_without_sign(-force),
                    *told_apart(force, TOLERANCE, [potentials_added(V + E)]),
                ),
            ),
            _direction("current", CURRENTS, current, _current_reversed()),
            _direction("flux", FLUXES, flux, _flux_mistaken(case.cation, flux, gradient)),
        ],
        picture=Membrane(
            f"{ion} inside and outside {cell}", (Ion(ion.formula, ion.z, c_in, c_out),), V
        ),
    )


def _direction(
    part_id: str,
    texts: dict[Direction, str],
    answer: Direction,
    wrong: Misconception | None,
) -> Choice:
    options = [
        Option(
            direction.name.lower(),
            text,
            None
            if direction is answer or wrong is None
            else Misconception(wrong.id, direction.name.lower(), wrong.tell, wrong.ask),
        )
        for direction, text in texts.items()
    ]
    options.append(Option("none", "neither: there is no net movement"))
    return Choice(part_id, options=tuple(options), answer=answer.name.lower())


def _current_reversed() -> Misconception:
    return Misconception(
        "current_direction_reversed",
        "",
        "A current is outward when the membrane is more positive than E, that is when V − E is "
        "positive, whatever the charge of the ion.",
        "Which sign does your driving force have?",
    )


def _flux_mistaken(cation: bool, flux: Direction, gradient: Direction) -> Misconception | None:
    """What the wrong direction shows, or nothing when it could come of either wrong idea."""
    against_gradient = flux is not gradient
    if cation and against_gradient:
        return Misconception(
            "gradient_alone",
            "",
            "This is the direction of diffusion alone. Here the electrical force is stronger and "
            "drives the ions against their concentration gradient.",
            "What does the sign of V − E say about the two forces together?",
        )
    if not cation and not against_gradient:
        return Misconception(
            "current_taken_for_flux",
            "",
            "This is the direction of the electric current. Negative ions move against it: an "
            "outward current of an anion is an inward movement of the ions.",
            "If positive charge leaves the cell, which way do negative ions move?",
        )
    return None
