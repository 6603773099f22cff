"""E02: the change of electrochemical potential when an ion crosses."""

from typing import Literal

from millivolt.items import Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, CHLORIDE, POTASSIUM, SODIUM
from millivolt_solutions import celsius, delta_mu, nernst

CELLS = (SQUID_AXON, MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (POTASSIUM, SODIUM, CHLORIDE, CALCIUM)
DIRECTIONS: tuple[Literal["out->in", "in->out"], ...] = ("out->in", "in->out")
WORDS = {
    "out->in": "from the fluid outside into the cell",
    "in->out": "from the cell into the fluid outside",
}
FARADAY_PER_KJ = 96485.33212 / 1e6
TOLERANCE = Tolerance(0.01)
LEAST = 1.0


@item(
    codes=["E02"],
    title="The energy of crossing a membrane",
    objective="Compute the change of electrochemical potential of an ion that crosses.",
    topic="equilibrium",
    level="apply",
    passages=["S1", "S2"],
    prerequisites=["net-drive"],
    minutes=6,
    version=2,
)
def electrochemical_difference(draw: Draw) -> Draft:
    ion = draw.stratum("ion", IONS)
    direction = draw.stratum("direction", DIRECTIONS)
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    V = draw.number(-95, -45, 1)
    T = celsius(t)
    sign = 1 if direction == "out->in" else -1
    x = delta_mu(c_out, c_in, ion.z, V, T, direction, "kJ/mol")
    electrical = sign * ion.z * V * FARADAY_PER_KJ
    chemical = x - electrical
    draw.require(abs(x) >= LEAST, "the energy is too close to zero")
    claims = [
        Misconception(
            "energy_direction_reversed",
            -x,
            "This is the energy for the opposite direction. The change is the value at the end "
            "minus the value at the start.",
            "On which side does the ion arrive?",
        ),
        Misconception(
            "only_chemical_part",
            chemical,
            "This is the chemical part alone. The ion also crosses a voltage.",
            "How much work is it to move the charge zF through the voltage V?",
        ),
        Misconception(
            "only_electrical_part",
            electrical,
            "This is the electrical part alone. The concentrations differ as well.",
            "What does RT ln of the concentration ratio amount to?",
        ),
        Misconception(
            "electrical_part_reversed",
            chemical - electrical,
            "The electrical part has the wrong sign.",
            "Does this ion gain or lose energy when it enters a negative interior?",
        ),
    ]
    if ion.z == 2:
        claims.append(
            Misconception(
                "valence_ignored",
                chemical + electrical / 2,
                "The valence is missing in the electrical part: this is the value for an ion with "
                "one positive charge.",
                "How much charge crosses the voltage with one mole of these ions?",
            )
        )
    return Draft(
        given={
            "ion": ion,
            "cell": cell,
            "t": t,
            "V": V,
            "c_in": c_in,
            "c_out": c_out,
            "move": WORDS[direction],
        },
        values={
            "T": T,
            "sign": sign,
            "x": x,
            "chemical": chemical,
            "electrical": electrical,
            "E": nernst(c_out, c_in, ion.z, T),
        },
        parts=[
            Numeric(
                "energy",
                answer=x,
                unit="kJ/mol",
                tolerance=TOLERANCE,
                misconceptions=told_apart(x, TOLERANCE, claims),
            )
        ],
    )
