"""D08: the current of an ion by the GHK current equation, also at zero voltage."""

from math import exp

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
from millivolt_exercises.cells import CARDIAC_CELL, MATURE_NEURON, SQUID_AXON
from millivolt_exercises.claims import told_apart
from millivolt_exercises.ions import POTASSIUM, SODIUM
from millivolt_solutions import celsius, ghk_current, nernst, thermal_voltage

CELLS = (SQUID_AXON, MATURE_NEURON, CARDIAC_CELL)
TOLERANCE = Tolerance(0.015)
FARADAY = 96485.33212
MICROAMPERE_PER_CM2 = 100.0
"""1 A/m² in µA/cm²."""


@item(
    codes=["D08"],
    title="Current by the constant-field equation",
    objective="Compute an ionic current with the GHK current equation, also at zero voltage.",
    topic="driving-force",
    level="analyze",
    passages=["S6", "S7"],
    prerequisites=["driving-force", "monovalent-cation"],
    minutes=9,
    version=2,
)
def ghk_current_density(draw: Draw) -> Draft:
    ion = draw.stratum("ion", (POTASSIUM, SODIUM))
    at_zero = draw.stratum("voltage", ("zero", "not zero")) == "zero"
    cell = draw.choice(CELLS)
    t = cell.draw_temperature(draw)
    c_in, c_out = cell.draw_concentrations(draw, ion)
    P = draw.magnitude(1e-7, 9.9e-6, 2)
    V = 0.0 if at_zero else float(draw.sign() * draw.integer(20, 60))
    T = celsius(t)
    k = thermal_voltage(T)
    E = nernst(c_out, c_in, 1, T)
    draw.require(abs(V - E) >= 15, "the ion is close to equilibrium")
    current = ghk_current(P / 100, 1, V, c_in, c_out, T) * MICROAMPERE_PER_CM2
    u = V / k
    at_rest = P / 100 * FARADAY * (c_in - c_out) * MICROAMPERE_PER_CM2
    claims = [
        Misconception(
            "current_direction_reversed",
            -current,
            "The size is right and the sign is reversed: outward currents count as positive.",
            "Which way do the ions move here?",
        ),
        Misconception(
            "unit_prefix_slip",
            current / 100,
            "The number is that in A/m². One A/m² is 100 µA/cm².",
            "How many square centimetres is one square metre?",
        ),
    ]
    if not at_zero:
        claims += [
            Misconception(
                "only_concentrations",
                at_rest,
                "This is the current at zero voltage. The voltage helps or hinders the ions.",
                "What is u = zFV/(RT) here?",
            ),
            Misconception(
                "exponent_sign",
                P
                / 100
                * FARADAY
                * u
                * (c_in - c_out * exp(u))
                / (1 - exp(u))
                * MICROAMPERE_PER_CM2,
                "The exponent has the wrong sign.",
                "Does your formula give zero at the equilibrium potential?",
            ),
        ]
    return Draft(
        given={
            "ion": ion,
            "cell": cell,
            "t": t,
            "P": P,
            "V": V,
            "c_in": c_in,
            "c_out": c_out,
        },
        values={
            "T": T,
            "k": k,
            "E": E,
            "u": u,
            "fraction": 0.0 if at_zero else (c_in - c_out * exp(-u)) / (1 - exp(-u)),
            "current": current,
            "at_zero": at_zero,
            "at_rest": at_rest,
        },
        parts=[
            Numeric(
                "I",
                answer=current,
                unit="µA/cm^2",
                tolerance=TOLERANCE,
                misconceptions=told_apart(current, TOLERANCE, claims),
            ),
            _at_zero(at_rest, str(ion)),
        ],
    )


def _at_zero(current: float, ion: str) -> Choice:
    answer = "outward" if current > 0 else "inward"
    return Choice(
        "zero_voltage",
        options=(
            Option("inward", f"There is an inward current: {ion} diffuses into the cell."),
            Option("outward", f"There is an outward current: {ion} diffuses out of the cell."),
            Option(
                "none",
                "There is no current.",
                Misconception(
                    "no_current_at_zero_voltage",
                    "none",
                    "Without a voltage, diffusion goes on by itself. The current vanishes at the "
                    "equilibrium potential, not at 0 mV.",
                    "What is the driving force V − E at V = 0?",
                ),
            ),
        ),
        answer=answer,
    )
