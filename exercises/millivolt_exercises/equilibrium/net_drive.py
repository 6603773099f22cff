"""E01: two tendencies act on an ion; which one wins?"""

from dataclasses import dataclass

from millivolt.items import Choice, Draft, Draw, Ion, Membrane, Misconception, Option, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.ions import CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import celsius, delta_mu, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE)
FARADAY_PER_KJ = 96485.33212 / 1e6
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the two tendencies stand to each other, and where the ion goes by itself."""

    id: str
    text: str
    opposed: bool
    inward: bool

    def __str__(self) -> str:
        return self.id


OUTCOMES = (
    Outcome("both_in", "Both drive it into the cell.", opposed=False, inward=True),
    Outcome("both_out", "Both drive it out of the cell.", opposed=False, inward=False),
    Outcome("net_in", "They oppose each other; together they drive it in.", True, True),
    Outcome("net_out", "They oppose each other; together they drive it out.", True, False),
)


@item(
    codes=["E01"],
    title="Diffusion against the electric field",
    objective="Compare the chemical and the electrical part of the drive on an ion.",
    topic="equilibrium",
    level="understand",
    passages=["S1", "S2"],
    minutes=5,
)
def net_drive(draw: Draw) -> Draft:
    ion = draw.choice(IONS)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    V = float(draw.sign() * draw.integer(10, 110))
    T = celsius(t)
    k = thermal_voltage(T)
    total = delta_mu(c_out, c_in, ion.z, V, T, "out->in", "kJ/mol")
    electrical = ion.z * V * FARADAY_PER_KJ
    chemical = total - electrical
    opposed = chemical * electrical < 0
    actual = next(o for o in OUTCOMES if (o.opposed, o.inward) == (opposed, total < 0))
    draw.strata["outcome"] = actual.id
    smallest = min(abs(total), abs(chemical), abs(electrical))
    draw.require(smallest >= LEAST, "one of the energies is too small to tell its sign")
    return Draft(
        given={"ion": ion, "cell": cell, "t": t, "V": V, "c_in": c_in, "c_out": c_out},
        values={
            "T": T,
            "k": k,
            "z": ion.z,
            "chemical": chemical,
            "electrical": electrical,
            "total": total,
            "opposed": opposed,
            "inward": actual.inward,
            "E": nernst(c_out, c_in, ion.z, T),
        },
        parts=[
            Choice(
                "drive",
                options=tuple(
                    Option(outcome.id, outcome.text, _idea(outcome, actual, chemical, ion.z))
                    for outcome in OUTCOMES
                ),
                answer=actual.id,
            )
        ],
        picture=Membrane(
            f"{ion} inside and outside {cell}", (Ion(ion.formula, ion.z, c_in, c_out),), V
        ),
    )


def _idea(outcome: Outcome, actual: Outcome, chemical: float, z: int) -> Misconception | None:
    """The wrong idea behind a wrong option, where there is only one."""
    if actual.opposed and outcome.opposed and outcome is not actual:
        if outcome.inward == (chemical < 0):
            return Misconception(
                "gradient_alone",
                outcome.id,
                "This is where diffusion alone would drive it. The electrical part is larger here.",
                "How many kJ/mol is each of the two parts?",
            )
        return None
    if outcome.opposed != actual.opposed and z < 0 and outcome.inward == (chemical < 0):
        return Misconception(
            "anion_sign",
            outcome.id,
            "The field was taken to act on this ion as on a cation. A negative ion is driven the "
            "other way.",
            "Towards which side does a negative interior push an anion?",
        )
    return None
