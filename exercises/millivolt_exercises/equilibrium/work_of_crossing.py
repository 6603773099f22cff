"""E03: the work of moving one ion, in three units of energy."""

from millivolt.items import Cell, Draft, Draw, Misconception, Table, Tolerance, item
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SKELETAL_MUSCLE
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import CALCIUM, POTASSIUM, SODIUM, Ion
from millivolt_solutions import celsius, delta_mu, nernst, thermal_voltage

CELLS = (MATURE_NEURON, SKELETAL_MUSCLE, CARDIAC_CELL)
IONS = (SODIUM, CALCIUM, POTASSIUM)
TOLERANCE = Tolerance(0.02)
KILOJOULE_PER_MEV = 96485.33212 / 1e6


@item(
    codes=["E03"],
    title="The work of moving an ion, in three units",
    objective="Express the work against an electrochemical gradient in kT, meV and kJ/mol.",
    topic="equilibrium",
    level="apply",
    passages=["S2", "S10"],
    prerequisites=["electrochemical-difference"],
    minutes=10,
)
def work_of_crossing(draw: Draw) -> Draft:
    cell = draw.stratum("cell", CELLS)
    t = cell.draw_temperature(draw)
    T = celsius(t)
    k = thermal_voltage(T)
    V = draw.number(-85, -60, 1)
    rows = []
    for ion in IONS:
        c_in, c_out = cell.draw_concentrations(draw, ion)
        # Sodium and calcium are carried out of the cell, potassium into it.
        inward = ion is POTASSIUM
        work = delta_mu(c_out, c_in, ion.z, V, T, "out->in" if inward else "in->out", "eV") * 1000
        draw.require(work >= 6, "the work is too close to zero")
        rows.append((ion, c_in, c_out, inward, work, nernst(c_out, c_in, ion.z, T)))
    return Draft(
        given={
            "cell": cell,
            "t": t,
            "V": V,
            "rows": [
                {"ion": ion, "c_in": c_in, "c_out": c_out, "inward": inward}
                for ion, c_in, c_out, inward, _, _ in rows
            ],
        },
        values={
            "T": T,
            "k": k,
            "results": [
                {
                    "ion": ion,
                    "E": E,
                    "inward": inward,
                    "meV": work,
                    "kT": work / k,
                    "kJ": work * KILOJOULE_PER_MEV,
                }
                for ion, _, _, inward, work, E in rows
            ],
        },
        parts=[
            Table(
                "work",
                points=3,
                row_label="ion",
                cells=tuple(
                    cell
                    for ion, _, _, inward, work, E in rows
                    for cell in _cells(ion, work, k, abs(V - E), inward)
                ),
            )
        ],
    )


def _cells(ion: Ion, work: float, k: float, force: float, inward: bool) -> tuple[Cell, ...]:
    amounts = {
        "kT": (work / k, "", 1 / k),
        "meV": (work, "meV", 1.0),
        "kJ/mol": (work * KILOJOULE_PER_MEV, "kJ/mol", KILOJOULE_PER_MEV),
    }
    return tuple(
        Cell(
            ion.symbol,
            column,
            answer,
            unit,
            TOLERANCE,
            told_apart(
                answer,
                TOLERANCE,
                [
                    Misconception(
                        "energy_direction_reversed",
                        -answer,
                        "The sign is that of the opposite direction: work that has to be done "
                        "counts as positive.",
                        "Would the ion go this way by itself?",
                    ),
                    *_valence(ion, force * factor),
                ],
            ),
        )
        for column, (answer, unit, factor) in amounts.items()
    )


def _valence(ion: Ion, work_per_charge: float) -> tuple[Misconception, ...]:
    if ion.z == 1:
        return ()
    return (
        Misconception(
            "valence_ignored",
            work_per_charge,
            "This is the work for one elementary charge. Each of these ions carries two.",
            "Which charge crosses the membrane with one ion?",
        ),
    )
