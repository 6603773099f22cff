"""P07: the chloride concentrations at which the cotransporters stop."""

from dataclasses import dataclass
from math import log

from millivolt.items import (
    CONCENTRATION,
    SINGLE_LOG,
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    item,
)
from millivolt_exercises.cells import IMMATURE_NEURON, MATURE_NEURON, Cell, Span
from millivolt_exercises.claims import Sides, told_apart
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import log10_for_ln, sign_of_valence_lost
from millivolt_solutions import celsius, kcc2_chloride, nernst, nkcc1_chloride, thermal_voltage

CELSIUS = 37.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A neuron in a state in which its transporter carries chloride one way.

    ``measured`` is its chloride, as a share of that at which the transporter stands still.
    """

    text: str
    cell: Cell
    K_in: Span
    K_out: Span
    Na_in: Span
    measured: tuple[float, float]
    usual: bool = True

    def __str__(self) -> str:
        return self.text


def _usual(cell: Cell, measured: tuple[float, float]) -> Scene:
    K, Na = POTASSIUM, SODIUM
    return Scene(cell.name, cell, cell.inside[K], cell.outside[K], cell.inside[Na], measured)


SCENES = {
    "KCC2": (
        _usual(MATURE_NEURON, (1.5, 2.5)),
        Scene(
            "a mature mammalian neuron during a seizure, when potassium has piled up outside,",
            MATURE_NEURON,
            Span(130, 150, 1),
            Span(9, 12, 0.1),
            Span(15, 25, 0.1),
            (0.5, 0.75),
            usual=False,
        ),
    ),
    "NKCC1": (
        _usual(IMMATURE_NEURON, (0.35, 0.55)),
        Scene(
            "an immature mammalian neuron whose Na⁺/K⁺ pump was blocked some time ago,",
            IMMATURE_NEURON,
            Span(85, 105, 1),
            Span(3, 5, 0.1),
            Span(45, 65, 1),
            (1.3, 1.7),
            usual=False,
        ),
    ),
}


@item(
    codes=["P07"],
    title="Where the chloride transporters stop",
    objective="Find the chloride concentration at which KCC2 or NKCC1 is at equilibrium.",
    topic="transport",
    level="apply",
    passages=["S10", "S12"],
    prerequisites=["anion"],
    minutes=9,
    version=2,
)
def chloride_set_points(draw: Draw) -> Draft:
    transporter = draw.stratum("transporter", ("KCC2", "NKCC1"))
    extruder = transporter == "KCC2"
    scene = draw.choice(SCENES[transporter])
    T = celsius(CELSIUS)
    k = thermal_voltage(T)
    K = Sides(scene.K_in.draw(draw), scene.K_out.draw(draw))
    Na = Sides(scene.Na_in.draw(draw), scene.cell.outside[SODIUM].draw(draw))
    Cl_out = scene.cell.outside[CHLORIDE].draw(draw)
    if extruder:
        exact = kcc2_chloride(K.inside, K.outside, Cl_out)
    else:
        exact = nkcc1_chloride(Na.inside, Na.outside, K.inside, K.outside, Cl_out)
    low, high = (share * exact for share in scene.measured)
    actual = draw.number(low, high, 0.1 if high < 20 else 1)
    draw.require(
        all(
            abs(exact - shown) > CONCENTRATION.close * exact
            for shown in (*K, *Na, Cl_out, CELSIUS, actual)
        ),
        "the answer can be read off the question",
    )
    carried = draw.step("Cl", exact)
    # No potential follows from a concentration that is not positive.
    Cl = carried if carried > 0 else exact
    E = -k * log(Cl_out / Cl)
    return Draft(
        given={
            "transporter": transporter,
            "scene": scene,
            "t": CELSIUS,
            "K_in": K.inside,
            "K_out": K.outside,
            "Na_in": Na.inside,
            "Na_out": Na.outside,
            "Cl_out": Cl_out,
            "actual": actual,
        },
        values={
            "T": T,
            "k": k,
            "extruder": extruder,
            "usual": scene.usual,
            "Cl": Cl,
            "E": E,
            "E_K": nernst(K.outside, K.inside, 1, T),
            "E_Na": nernst(Na.outside, Na.inside, 1, T),
            "leaves": actual > exact,
        },
        parts=[
            Numeric(
                "Cl",
                points=2,
                answer=exact,
                unit="mM",
                tolerance=CONCENTRATION,
                misconceptions=_concentration_errors(exact, K, Cl_out, extruder),
            ),
            Numeric(
                "E_Cl",
                answer=E,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(
                    E, SINGLE_LOG, [sign_of_valence_lost(-E), log10_for_ln(E / log(10))]
                ),
            ),
            _direction(actual > exact),
        ],
    )


def _concentration_errors(
    exact: float, K: Sides, Cl_out: float, extruder: bool
) -> tuple[Misconception, ...]:
    if extruder:
        claims = [
            Misconception(
                "symport_taken_for_exchange",
                Cl_out * K.inside / K.outside,
                "Here chloride has the same ratio as potassium, as if they were exchanged for "
                "each other. They move together, so their products are equal.",
                "Which product is the same inside and outside when K⁺ and Cl⁻ cross together?",
            )
        ]
    else:
        claims = [
            Misconception(
                "cotransport_ratio_inverted",
                Cl_out**2 / exact,
                "The ratio of the concentrations is upside down: chloride would be more "
                "concentrated inside than outside.",
                "Which product must be the same inside and outside?",
            ),
            Misconception(
                "two_chlorides_counted_once",
                exact**2 / Cl_out,
                "The square root is missing. Two Cl⁻ cross with each Na⁺ and K⁺, so chloride "
                "enters the products squared.",
                "Which power does the concentration of an ion get when two of them cross?",
            ),
            Misconception(
                "sodium_omitted",
                Cl_out * K.outside / K.inside,
                "This is the chloride at which KCC2 stops. NKCC1 carries sodium, too, and the "
                "gradient of sodium drives chloride in.",
                "Which ions does NKCC1 move in one step?",
            ),
        ]
    return told_apart(exact, CONCENTRATION, claims)


def _direction(leaves: bool) -> Choice:
    return Choice(
        "direction",
        options=(
            Option("out", "It carries Cl⁻ out of the cell."),
            Option("in", "It carries Cl⁻ into the cell."),
            Option(
                "voltage",
                "That depends on the membrane potential.",
                Misconception(
                    "cotransport_taken_for_electrogenic",
                    "voltage",
                    "The transporter moves as much positive as negative charge, so the membrane "
                    "potential does no work on it.",
                    "What is the total charge that crosses in one step?",
                ),
            ),
        ),
        answer="out" if leaves else "in",
    )
