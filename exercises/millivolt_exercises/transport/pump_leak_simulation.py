"""P05: simulate a cell whose pump stops, with its ions, its water and its potential."""

import numpy as np

from millivolt.items import (
    Cell,
    Draft,
    Draw,
    Feature,
    Misconception,
    Series,
    Table,
    Tolerance,
    item,
)
from millivolt_exercises.claims import told_apart, unprinted
from millivolt_exercises.curves import trace
from millivolt_solutions import (
    PumpChange,
    PumpLeakCell,
    PumpLeakState,
    celsius,
    nernst,
    pump_leak_course,
    pump_leak_steady,
    thermal_voltage,
)

TEMPERATURE = 37.0
MINUTES = 20
POINTS = 81
POTENTIAL = Tolerance(0.005, resolution=0.3)
CONCENTRATION = Tolerance(0.01)
DEVIATION = 0.4
FEATURE = Tolerance(0.005, resolution=0.4)


@item(
    codes=["P05"],
    title="Simulate a cell whose pump stops",
    objective="Simulate the ions, the volume and the potential of a cell with pumps and leaks.",
    topic="transport",
    level="create",
    passages=["S10", "S14"],
    prerequisites=["pump-against-leak", "electrogenic-pump"],
    minutes=45,
    version=2,
)
def pump_leak_simulation(draw: Draw) -> Draft:
    g_Na, g_K = draw.number(0.2, 0.4, 0.01), draw.number(2, 4, 0.1)
    g_Cl = draw.number(0.5, 2, 0.1)
    pump = draw.number(15, 50, 1)
    K_out = draw.number(3.5, 5.5, 0.1)
    z_X = -draw.number(1.2, 1.6, 0.05)
    area = draw.number(800, 1600, 50)
    impermeant = draw.number(150, 300, 5)
    cell = PumpLeakCell(
        Na_out=145.0,
        K_out=K_out,
        Cl_out=120.0,
        X_out=30.0,
        z_X=z_X,
        g_Na=g_Na,
        g_K=g_K,
        g_Cl=g_Cl,
        g_KCC2=0.0,
        pump=pump,
        area=area,
        T=celsius(TEMPERATURE),
    )
    steady = pump_leak_steady(cell, impermeant * 1000)
    draw.require(-95 <= steady.V <= -60, "the membrane potential is not that of a living cell")
    for c_in in (steady.Na_in, steady.K_in, steady.Cl_in):
        unprinted(draw, c_in, CONCENTRATION, cell.Na_out, K_out, cell.Cl_out, cell.X_out)
    J = pump * 1000 * (steady.Na_in / cell.Na_out) ** 3
    # The traces with and without the pump must differ from the first moment on.
    step = J / (g_Na + g_K + g_Cl)
    draw.require(step >= 3 * DEVIATION, "the current of the pump hardly matters")
    minutes = np.linspace(0, MINUTES, POINTS)
    course = pump_leak_course(minutes * 60, cell, steady, [PumpChange(0.0, 0.0)])
    V = trace(course.V)
    draw.require(V[-1] - V[0] >= 8, "the potential hardly changes")
    return Draft(
        given={
            "t": TEMPERATURE,
            "g_Na": g_Na,
            "g_K": g_K,
            "g_Cl": g_Cl,
            "pump": pump,
            "K_out": K_out,
            "z_X": z_X,
            "area": area,
            "impermeant": impermeant,
            "minutes": MINUTES,
        },
        values=_values(cell, steady, course, J),
        parts=[
            Table("steady", row_label="state", cells=_cells(steady, J, cell), points=2),
            Series(
                "block",
                points=4,
                time_unit="min",
                value_unit="mV",
                times=tuple(float(time) for time in minutes),
                values=V,
                max_deviation=DEVIATION,
                features=(
                    Feature("potential just after the stop", "initial", V[0], FEATURE),
                    Feature(f"potential after {MINUTES} min", "final", V[-1], FEATURE),
                ),
                misconceptions=(
                    Misconception(
                        "pump_not_stopped",
                        (steady.V,) * POINTS,
                        "The potential does not change: the pump is still working.",
                        "What are the currents of the pump when it stands still?",
                    ),
                    Misconception(
                        "concentrations_kept",
                        (V[0],) * POINTS,
                        "The potential makes its first step and then stays. Without the pump the "
                        "concentrations run down, and the equilibrium potentials with them.",
                        "Which quantities does your simulation update in each step?",
                    ),
                ),
            ),
        ],
    )


def _values(
    cell: PumpLeakCell, steady: PumpLeakState, course: PumpLeakState, J: float
) -> dict[str, object]:
    return {
        "T": cell.T,
        "k": thermal_voltage(cell.T),
        "V": steady.V,
        "Na": steady.Na_in,
        "K": steady.K_in,
        "Cl": steady.Cl_in,
        "X": steady.X_in,
        "volume": steady.volume,
        "J": J,
        "E_Na": nernst(cell.Na_out, steady.Na_in, 1, cell.T),
        "E_K": nernst(cell.K_out, steady.K_in, 1, cell.T),
        "E_Cl": nernst(cell.Cl_out, steady.Cl_in, -1, cell.T),
        "first": course.V[0],
        "last": course.V[-1],
        "Na_last": course.Na_in[-1],
        "swelling": 100 * (course.volume[-1] / steady.volume - 1),
    }


def _cells(steady: PumpLeakState, J: float, cell: PumpLeakCell) -> tuple[Cell, ...]:
    without_pump = steady.V + J / (cell.g_Na + cell.g_K + cell.g_Cl)
    claims = [
        Misconception(
            "pump_current_omitted",
            without_pump,
            "The net current of the pump is missing in the balance of the currents.",
            "How much net charge does the pump carry out in each cycle?",
        )
    ]
    return (
        Cell("steady", "V", steady.V, "mV", POTENTIAL, told_apart(steady.V, POTENTIAL, claims)),
        Cell("steady", "Na", steady.Na_in, "mM", CONCENTRATION),
        Cell("steady", "K", steady.K_in, "mM", CONCENTRATION),
        Cell("steady", "Cl", steady.Cl_in, "mM", CONCENTRATION),
    )
