"""G13: a GHK potential computed in four lines, one of them wrong."""

from dataclasses import dataclass
from math import log, log10

from millivolt.items import MULTI_TERM, Draft, Draw, Numeric, item
from millivolt_exercises.cells import CARDIAC_CELL, FROG_MUSCLE, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import Sides
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_exercises.misconceptions import mistake_kept
from millivolt_exercises.worked_lines import which_line
from millivolt_solutions import celsius, ghk_voltage, thermal_voltage

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, CARDIAC_CELL)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: the line in which it is made first, and what is wrong with that line."""

    id: str
    line: int
    text: str

    def __str__(self) -> str:
        return self.id


SLIPS = (
    Slip("celsius", 1, "The temperature has to be in kelvin; here it went in as degrees Celsius."),
    Slip(
        "chloride",
        2,
        "Chloride is an anion, so its concentration *inside* belongs in the numerator. "
        "(Line 3 then has it the wrong way round, too.)",
    ),
    Slip("sodium", 3, "The permeability of sodium is missing in the denominator."),
    Slip("log10", 4, "The factor $RT/F$ goes with the natural logarithm, not with $\\log_{10}$."),
    Slip("inverted", 4, "The fraction is upside down."),
)


@item(
    codes=["G13"],
    title="The wrong line of a GHK calculation",
    objective="Find the first wrong line of a GHK calculation and mend it.",
    topic="resting-potential",
    level="evaluate",
    passages=["S7", "S14"],
    prerequisites=["ghk-rest"],
    minutes=10,
    version=2,
)
def wrong_line(draw: Draw) -> Draft:
    slip = draw.stratum("slip", SLIPS)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    K, Na, Cl = (
        Sides(*cell.draw_concentrations(draw, ion)) for ion in (POTASSIUM, SODIUM, CHLORIDE)
    )
    p_Na, p_Cl = cell.draw_permeabilities(draw)
    T = celsius(t)
    k = thermal_voltage(T)
    V = ghk_voltage(
        [1, p_Na, p_Cl],
        [K.inside, Na.inside, Cl.inside],
        [K.outside, Na.outside, Cl.outside],
        [1, 1, -1],
        T,
    )
    over = K.outside + p_Na * Na.outside + p_Cl * Cl.inside
    under = K.inside + p_Na * Na.inside + p_Cl * Cl.outside
    shown = _shown(slip.id, K, Na, Cl, p_Na, p_Cl, t)
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
            "slip": slip,
        },
        values={
            "what": slip.text,
            "number": slip.line,
            "shown": shown,
            "T": T,
            "k": k,
            "over": over,
            "under": under,
            "V": V,
        },
        parts=[
            which_line(4, slip.line),
            Numeric(
                "V",
                points=2,
                answer=V,
                unit="mV",
                tolerance=MULTI_TERM,
                misconceptions=(mistake_kept(shown["V"]),),
            ),
        ],
    )


def _shown(
    slip: str, K: Sides, Na: Sides, Cl: Sides, p_Na: float, p_Cl: float, t: float
) -> dict[str, float]:
    """The numbers of the faulty solution."""
    k = thermal_voltage(celsius(t)) * (t / celsius(t) if slip == "celsius" else 1)
    above, below = (Cl.outside, Cl.inside) if slip == "chloride" else (Cl.inside, Cl.outside)
    over = K.outside + p_Na * Na.outside + p_Cl * above
    under = K.inside + (1 if slip == "sodium" else p_Na) * Na.inside + p_Cl * below
    ratio = under / over if slip == "inverted" else over / under
    V = k * (log10(ratio) if slip == "log10" else log(ratio))
    return {"k": k, "over": over, "under": under, "V": V}
