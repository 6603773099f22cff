"""C15: a fact sheet about chloride in four statements, one of them wrong."""

from dataclasses import dataclass

from millivolt.items import Draft, Draw, Misconception, Option, TwoTier, item
from millivolt_exercises.cells import IMMATURE_NEURON, MATURE_NEURON
from millivolt_exercises.ions import CHLORIDE
from millivolt_solutions import celsius, driving_force, nernst

CELLS = (MATURE_NEURON, IMMATURE_NEURON)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: the statement in which it stands, and what is wrong with it."""

    id: str
    line: int
    reason: str

    def __str__(self) -> str:
        return self.id


SLIPS = (
    Slip("sign", 1, "The valence of −1 was forgotten, so the sign is reversed."),
    Slip(
        "current",
        2,
        "A positive driving force goes with an outward current and a negative one with an inward "
        "current, whatever the charge of the ion.",
    ),
    Slip("ions", 3, "Negative ions move against the direction of the electric current."),
    Slip("drift", 4, "Open channels pull the membrane towards their reversal potential."),
)


@item(
    codes=["C15"],
    title="A wrong statement about chloride",
    objective="Find the first wrong statement in a chain about chloride, and say why.",
    topic="inhibition",
    level="evaluate",
    passages=["S6", "S11", "S12"],
    prerequisites=["driving-force", "anion"],
    minutes=7,
    version=3,
)
def fact_sheet(draw: Draw) -> Draft:
    slip = draw.stratum("slip", SLIPS)
    cell = draw.stratum("cell", CELLS)
    c_in, c_out = cell.draw_concentrations(draw, CHLORIDE)
    t = cell.draw_temperature(draw)
    V = draw.number(-80, -45, 1)
    E = round(nernst(c_out, c_in, -1, celsius(t)))
    force = driving_force(V, E)
    draw.require(abs(force) >= 6, "chloride is close to equilibrium")
    outward = force > 0
    return Draft(
        given={"slip": slip, "cell": cell, "c_in": c_in, "c_out": c_out, "t": t, "V": V},
        values={
            "number": slip.line,
            "why": slip.reason,
            "E": E,
            "force": force,
            "outward": outward,
            # What the sheet says, true or not.
            "says_E": -E if slip.id == "sign" else E,
            "says_force": V + E if slip.id == "sign" else force,
            "says_outward": _said(slip, V, E),
        },
        parts=[
            TwoTier(
                "statement",
                points=2,
                options=tuple(Option(f"line{n}", f"statement {n}") for n in range(1, 5)),
                answer=f"line{slip.line}",
                reasons=tuple(draw.shuffled([*(Option(s.id, s.reason) for s in SLIPS), DOWNHILL])),
                reason=slip.id,
            )
        ],
    )


DOWNHILL = Option(
    "downhill",
    "Chloride always moves from the higher to the lower concentration.",
    Misconception(
        "only_concentrations",
        "downhill",
        "The voltage pushes, too. When the inside is negative enough, it drives chloride out of "
        "the cell, from the lower to the higher concentration.",
        "In which direction does the membrane potential push a negative ion here?",
    ),
)


def _said(slip: Slip, V: float, E: float) -> dict[str, bool]:
    """The directions that the sheet gives: of the current, of chloride, and of the potential."""
    outward = (V + E > 0) if slip.id == "sign" else (V > E)
    current = outward != (slip.id == "current")
    enters = current != (slip.id == "ions")
    falls = current != (slip.id == "drift")
    return {"current": current, "enters": enters, "falls": falls}
