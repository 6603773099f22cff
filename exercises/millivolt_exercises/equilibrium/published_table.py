"""N19: a table of equilibrium potentials, as found on the web, with one wrong row."""

from dataclasses import dataclass
from math import log

from millivolt.items import SINGLE_LOG, Choice, Draft, Draw, Numeric, Option, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE
from millivolt_exercises.claims import Sides, memorable, told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM, Ion
from millivolt_exercises.misconceptions import mistake_kept, sides_swapped, sign_of_valence_lost
from millivolt_solutions import celsius, nernst, thermal_voltage

CELLS = (MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE, CALCIUM)
COLD = 6.3
"""The temperature (°C) of the squid experiments, whose slope is sometimes copied unawares."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake found in published tables; ``ions`` are those in which it can be seen."""

    id: str
    text: str
    ions: tuple[Ion, ...]

    def __str__(self) -> str:
        return self.id


SLIPS = (
    Slip(
        "sign",
        "Its sign is wrong: inside and outside, or the sign of the charge, got confused.",
        IONS,
    ),
    Slip("log10", "The decadic logarithm was taken with RT/F, which needs the natural one.", IONS),
    Slip("valence", "The valence is missing.", (CALCIUM,)),
    Slip("cold", f"It was computed for {COLD} °C instead of 37 °C.", IONS),
)


@item(
    codes=["N19"],
    title="A table with a wrong row",
    objective="Check a published table of equilibrium potentials and mend its wrong row.",
    topic="equilibrium",
    level="evaluate",
    passages=["S4", "S5", "S14"],
    prerequisites=["monovalent-cation", "anion", "calcium"],
    minutes=8,
)
def published_table(draw: Draw) -> Draft:
    slip = draw.stratum("slip", SLIPS)
    wrong = draw.choice(slip.ions)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    T = celsius(t)
    k = thermal_voltage(T)
    sides = {ion: Sides(*cell.draw_concentrations(draw, ion)) for ion in IONS}
    right = {ion: nernst(each.outside, each.inside, ion.z, T) for ion, each in sides.items()}
    E = right[wrong]
    ratio = sides[wrong]
    draw.require(not memorable(ratio.outside, ratio.inside), "the ratio is a power of ten")
    kept = _slipped(slip.id, wrong, E)
    claims = [mistake_kept(kept)]
    if slip.id != "sign":
        claims.append(sign_of_valence_lost(-E) if wrong.z < 0 else sides_swapped(-E))
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "slip": slip,
            "wrong": wrong,
            "c_in": {str(ion): each.inside for ion, each in sides.items()},
            "c_out": {str(ion): each.outside for ion, each in sides.items()},
        },
        values={
            "shown": {str(ion): kept if ion is wrong else value for ion, value in right.items()},
            "kept": kept,
            "T": T,
            "k": k,
            "E": E,
            "what": slip.text,
        },
        parts=[
            Choice(
                "row",
                options=tuple(Option(ion.symbol, f"the row of {ion}") for ion in IONS),
                answer=wrong.symbol,
            ),
            Choice(
                "slip",
                options=tuple(Option(each.id, each.text) for each in draw.shuffled(SLIPS)),
                answer=slip.id,
            ),
            Numeric(
                "E",
                answer=E,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=told_apart(E, SINGLE_LOG, claims),
            ),
        ],
    )


def _slipped(slip: str, ion: Ion, E: float) -> float:
    factors: dict[str, float] = {
        "sign": -1.0,
        "log10": 1 / log(10),
        "valence": float(ion.z),
        "cold": celsius(COLD) / celsius(37),
    }
    return E * factors[slip]
