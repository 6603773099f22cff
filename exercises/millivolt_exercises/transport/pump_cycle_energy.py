"""P01: what a cycle of the sodium-potassium pump costs, and whether ATP can pay for it."""

from millivolt.items import (
    Choice,
    Draft,
    Draw,
    Misconception,
    Numeric,
    Option,
    Tolerance,
    item,
)
from millivolt_exercises.cells import CARDIAC_CELL, IMMATURE_NEURON, MATURE_NEURON, SKELETAL_MUSCLE
from millivolt_exercises.claims import Sides, told_apart
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_solutions import celsius, delta_mu, nernst, pump_cycle_cost, thermal_voltage

CELLS = (MATURE_NEURON, IMMATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
TOLERANCE = Tolerance(0.01)
POTASSIUM_PART = Tolerance(0.01, resolution=0.1)
KILOJOULE_PER_MILLIVOLT = 96485.33212 / 1e6
MARGIN = 3.0
LEAST_DISTANCE = 8.5
"""How far, in mV, the membrane potential lies above the equilibrium potential of potassium."""


@item(
    codes=["P01"],
    title="The energy of a pump cycle",
    objective="Compute what a cycle of the Na⁺/K⁺ pump costs and compare it with ATP.",
    topic="transport",
    level="apply",
    passages=["S10", "S2"],
    prerequisites=["electrochemical-difference"],
    minutes=12,
    version=2,
)
def pump_cycle_energy(draw: Draw) -> Draft:
    starved = draw.stratum("supply", ("well supplied", "starved")) == "starved"
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    K, Na = (Sides(*cell.draw_concentrations(draw, ion)) for ion in (POTASSIUM, SODIUM))
    low, high = cell.rest
    bound = nernst(K.outside, K.inside, 1, celsius(t)) + LEAST_DISTANCE
    V = draw.number(max(low, bound), max(high, bound + 9), 1)
    atp = -draw.number(30, 38, 0.5) if starved else -draw.number(52, 60, 0.5)
    T = celsius(t)
    total = pump_cycle_cost(V, Na.inside, Na.outside, K.inside, K.outside, T)
    out = delta_mu(Na.outside, Na.inside, 1, V, T, direction="in->out", unit="kJ/mol")
    into = delta_mu(K.outside, K.inside, 1, V, T, direction="out->in", unit="kJ/mol")
    per_Na, per_K = draw.step("Na", out), draw.step("K", into)
    cost = 3 * per_Na + 2 * per_K
    draw.require(abs(total + atp) >= MARGIN, "the cost is too close to what ATP yields")
    electrical = V * KILOJOULE_PER_MILLIVOLT
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "K_in": K.inside,
            "K_out": K.outside,
            "Na_in": Na.inside,
            "Na_out": Na.outside,
            "V": V,
            "atp": atp,
        },
        values={
            "T": T,
            "RT": thermal_voltage(T) * KILOJOULE_PER_MILLIVOLT,
            "FV": electrical,
            "per_Na": per_Na,
            "per_K": per_K,
            "cost": cost,
            "share": 100 * cost / -atp,
            "starved": starved,
        },
        parts=[
            _ion("Na", out, out + electrical, TOLERANCE),
            _ion("K", into, into - electrical, POTASSIUM_PART),
            Numeric(
                "cost",
                answer=cost,
                unit="kJ/mol",
                tolerance=TOLERANCE,
                misconceptions=told_apart(
                    cost,
                    TOLERANCE,
                    [
                        Misconception(
                            "stoichiometry_swapped",
                            2 * per_Na + 3 * per_K,
                            "Two sodium and three potassium ions were counted. The pump carries "
                            "three Na⁺ out and two K⁺ in.",
                            "In which direction does the pump carry net charge?",
                        ),
                        Misconception(
                            "stoichiometry_omitted",
                            per_Na + per_K,
                            "One ion of each kind was counted. A cycle moves three Na⁺ and two K⁺.",
                            "How many ions of each kind does one cycle move?",
                        ),
                        Misconception(
                            "electrical_part_omitted",
                            3 * (per_Na + electrical) + 2 * (per_K - electrical),
                            "This is the work against the concentration gradients alone. The "
                            "pump carries one net charge out, against the membrane potential.",
                            "What is the electrical work for three charges out and two in?",
                        ),
                        Misconception(
                            "energies_subtracted",
                            3 * per_Na - 2 * per_K,
                            "The two parts were subtracted. Both transports go uphill, so both "
                            "have to be paid for.",
                            "Would potassium enter the cell by itself?",
                        ),
                    ],
                ),
            ),
            _affordable(starved),
        ],
    )


def _ion(part_id: str, work: float, chemical: float, tolerance: Tolerance) -> Numeric:
    return Numeric(
        part_id,
        answer=work,
        unit="kJ/mol",
        tolerance=tolerance,
        misconceptions=told_apart(
            work,
            tolerance,
            [
                Misconception(
                    "electrical_part_omitted",
                    chemical,
                    "This is the chemical part alone. The ion also crosses the membrane potential.",
                    "Does the negative interior help or hinder this ion?",
                ),
                Misconception(
                    "electrical_part_reversed",
                    2 * chemical - work,
                    "The electrical part has the wrong sign.",
                    "Is it easier or harder to move a positive charge in this direction when the "
                    "inside is negative?",
                ),
                Misconception(
                    "energy_direction_reversed",
                    -work,
                    "The sign is that of the opposite direction: work that has to be done counts "
                    "as positive.",
                    "Would the ion go this way by itself?",
                ),
            ],
        ),
    )


def _affordable(starved: bool) -> Choice:
    return Choice(
        "affordable",
        options=(
            Option(
                "forward",
                "One ATP yields more than a cycle costs: the pump can run forwards.",
                _for_free() if starved else None,
            ),
            Option(
                "stalled",
                "One ATP yields less than a cycle costs: the pump cannot run forwards.",
            ),
            Option(
                "free",
                "The cycle costs nothing, since the ions that enter pay for those that leave.",
                Misconception(
                    "coupled_ions_pay",
                    "free",
                    "Both ions are moved uphill, so neither pays for the other.",
                    "In which direction would each ion move by itself?",
                ),
            ),
        ),
        answer="stalled" if starved else "forward",
    )


def _for_free() -> Misconception:
    return Misconception(
        "one_atp_always_suffices",
        "forward",
        "What the hydrolysis of ATP yields depends on the concentrations of ATP, ADP and "
        "phosphate. Compare the two numbers.",
        "Which is larger here, the cost of a cycle or the yield of one ATP?",
    )
