"""N16: a Nernst function that is wrong in one place; find it and give the right value."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

from millivolt.items import (
    SINGLE_LOG,
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    item,
)
from millivolt_exercises.cells import CARDIAC_CELL, FROG_MUSCLE, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import memorable
from millivolt_exercises.ions import CALCIUM
from millivolt_solutions import celsius, nernst

CELLS = (SQUID_AXON, FROG_MUSCLE, MATURE_NEURON, CARDIAC_CELL)
RIGHT = """\
from math import log

R = 8.314    # J/(mol K)
F = 96485    # C/mol

def nernst(c_out, c_in, z, t):
    "E in mV; concentrations in mM, t in degrees Celsius."
    T = t + 273.15
    return 1000 * R * T / (z * F) * log(c_out / c_in)
"""


@dataclass(frozen=True, slots=True)
class Bug:
    """One mistake in the code above: what is written instead, and how it is described.

    ``factor`` is what it does to the result at ``t`` degrees Celsius for z = 2.
    """

    id: str
    right: str
    wrong: str
    text: str
    factor: Callable[[float], float]

    def __str__(self) -> str:
        return self.id


BUGS = (
    Bug(
        "valence_multiplied",
        "R * T / (z * F)",
        "z * R * T / F",
        "z multiplies; it must divide.",
        lambda t: 4.0,
    ),
    Bug(
        "in_out_swapped",
        "log(c_out / c_in)",
        "log(c_in / c_out)",
        "The ratio is upside down: it must be outside over inside.",
        lambda t: -1.0,
    ),
    Bug(
        "log10_for_ln",
        "import log\n",
        "import log10 as log\n",
        "The decadic logarithm is used; it must be the natural one.",
        lambda t: 1 / log(10),
    ),
    Bug(
        "celsius_as_kelvin",
        "T = t + 273.15",
        "T = t",
        "The temperature is not converted to kelvin.",
        lambda t: t / (t + 273.15),
    ),
    Bug(
        "precedence",
        "R * T / (z * F)",
        "R * T / z * F",
        "Parentheses are missing: F multiplies; it must divide.",
        lambda t: 96485.0**2,
    ),
)
OTHERS = (
    Option(
        "thousand",
        "The factor 1000 is wrong: it must be left out to get millivolts.",
        Misconception(
            "volt_millivolt",
            "thousand",
            "RT/(zF) is in volts, so that the factor 1000 is needed for millivolts.",
            "How many millivolts is one volt?",
        ),
    ),
    Option("constant", "R is wrong: it must be 0.08206."),
)


@item(
    codes=["N16"],
    title="Find the bug in a Nernst function",
    objective="Find a mistake in a program from its output, and predict the right value.",
    topic="equilibrium",
    level="evaluate",
    passages=["S14", "S4"],
    prerequisites=["calcium", "implement-nernst"],
    minutes=8,
    version=2,
)
def find_the_bug(draw: Draw) -> Draft:
    bug = draw.stratum("bug", BUGS)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    # The code takes mM; the cytoplasm has nM.
    c_in, c_out = round(draw.number(55, 250, 1) * 1e-6, 9), cell.outside[CALCIUM].draw(draw)
    source = RIGHT.replace(bug.right, bug.wrong)
    # The code's own constants, so that the printed values are what it returns.
    returned = 1000 * 8.314 * (t + 273.15) / (2 * 96485) * log(c_out / c_in)
    shown = returned * bug.factor(t)
    draw.require(not memorable(c_out, c_in), "the ratio is a power of ten")
    E = nernst(c_out, c_in, 2, celsius(t))
    others = [other for other in BUGS if other is not bug]
    options = [Option(each.id, each.text) for each in (bug, *draw.sample(others, 3))]
    return Draft(
        given={
            "code": source.strip(),
            "cell": cell,
            "t": t,
            "c_in": c_in,
            "c_out": c_out,
            "printed": float(f"{shown:.4g}"),
        },
        values={
            "bug": bug.text,
            "wrong": bug.wrong.strip(),
            "right": bug.right.strip(),
            "T": celsius(t),
            "returned": returned,
        },
        parts=[
            Choice(
                "bug",
                options=tuple(draw.shuffled([*options, draw.choice(OTHERS)])),
                answer=bug.id,
            ),
            Numeric(
                "E",
                answer=E,
                unit="mV",
                tolerance=SINGLE_LOG,
                misconceptions=(
                    Misconception(
                        "bug_kept",
                        shown,
                        "This is the value that the faulty function returns.",
                        "What does the corrected function return?",
                    ),
                ),
            ),
        ],
    )
