"""A09: a Donnan potential computed in four lines, one of them wrong, as an answer on the web."""

from dataclasses import dataclass
from math import log, sqrt

from millivolt.items import SINGLE_LOG, Draft, Draw, Numeric, item
from millivolt_exercises.misconceptions import mistake_kept
from millivolt_exercises.worked_lines import which_line
from millivolt_solutions import celsius, donnan, thermal_voltage


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: the line in which it is made first, and what is wrong with that line."""

    id: str
    line: int
    text: str

    def __str__(self) -> str:
        return self.id


SLIPS = (
    Slip(
        "protein_left_out",
        1,
        "The charge of the protein counts, too, in the balance of charges. Without it the "
        "concentrations come out equal and the potential zero, as if there were no protein.",
    ),
    Slip(
        "sum_for_product",
        2,
        "At equilibrium the *products* of the concentrations are equal, because the equilibrium "
        "potentials of both ions are; a sum says nothing about equilibrium.",
    ),
    Slip(
        "ions_confused",
        3,
        "The equation was solved for chloride. The negative protein gathers potassium, so there "
        "must be more of it inside than outside.",
    ),
    Slip(
        "inverted",
        4,
        "The fraction is upside down: the outside concentration belongs in the numerator.",
    ),
)


@item(
    codes=["A09"],
    title="The wrong line of a Donnan calculation",
    objective="Find the first wrong line in a calculation of a Donnan potential and mend it.",
    topic="activity",
    level="evaluate",
    passages=["S2", "S9"],
    prerequisites=["donnan-equilibrium"],
    minutes=10,
    version=3,
)
def donnan_slip(draw: Draw) -> Draft:
    slip = draw.stratum("slip", SLIPS)
    n = draw.integer(2, 10)
    X = draw.number(max(2, 8 / n), 15, 0.1)
    # More salt than this leaves hardly any potential.
    bath = draw.number(20, min(150, 3 * n * X), 0.5)
    t = draw.number(4, 40, 0.1)
    T = celsius(t)
    k = thermal_voltage(T)
    charge = n * X
    equilibrium = donnan(bath, X, -n, T)
    K, V = equilibrium.cation_in, equilibrium.V
    draw.require(V <= -4, "the charge of the protein hardly matters")
    shown_K = {
        "protein_left_out": bath,
        "sum_for_product": bath + charge / 2,
        "ions_confused": equilibrium.anion_in,
    }.get(slip.id, (charge + sqrt(charge**2 + 4 * bath**2)) / 2)
    shown_V = k * log(bath / shown_K) * (-1 if slip.id == "inverted" else 1)
    return Draft(
        given={"slip": slip, "n": n, "X": X, "bath": bath, "t": t},
        values={
            "number": slip.line,
            "what": slip.text,
            "charge": charge,
            "T": T,
            "k": k,
            "K": K,
            "V": V,
            "shown_K": shown_K,
            # No minus sign before a potential of zero.
            "shown_V": shown_V + 0.0,
        },
        parts=[
            which_line(4, slip.line),
            Numeric(
                "V",
                points=2,
                answer=V,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=(mistake_kept(shown_V),),
            ),
        ],
    )
