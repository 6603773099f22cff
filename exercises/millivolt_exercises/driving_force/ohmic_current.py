"""D03: the current through open channels, from conductance and driving force."""

from millivolt.items import CURRENT, Draft, Draw, Misconception, Numeric, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import (
    current_reversed,
    driving_force_left_out,
    potentials_added,
)
from millivolt_solutions import chord_current

# The range of each equilibrium potential in mV.
IONS = {"K⁺": (-102, -75), "Na⁺": (45, 68), "Cl⁻": (-85, -45)}
PER_UNIT = {"pA": 1.0, "nA": 1000.0}


@item(
    codes=["D03"],
    title="Current through open channels",
    objective="Compute an ionic current from conductance and driving force, with unit and sign.",
    topic="driving-force",
    level="apply",
    passages=["S6"],
    prerequisites=["driving-force"],
    minutes=4,
)
def ohmic_current(draw: Draw) -> Draft:
    ion = draw.stratum("ion", tuple(IONS))
    low, high = IONS[ion]
    unit = draw.stratum("unit", tuple(PER_UNIT))
    E, V = draw.number(low, high, 1), draw.number(-110, 50, 1)
    g = draw.number(20, 95, 1) if unit == "nA" else draw.number(0.5, 9.5, 0.1)
    draw.require(abs(V - E) >= 12, "the driving force is small")
    draw.require(abs(V) >= 10, "the membrane potential is too close to zero")
    picoamperes = chord_current(g, V, E)
    current = picoamperes / PER_UNIT[unit]
    draw.require(abs(current) >= 1, "the current is small in its unit")
    claims = [
        driving_force_left_out(current * V / (V - E)),
        potentials_added(current * (V + E) / (V - E)),
        Misconception(
            "unit_prefix_slip",
            current * (1000 if unit == "nA" else 0.001),
            "The number is off by a factor of a thousand: 1 nS × 1 mV = 1 pA, and 1000 pA = 1 nA.",
            "What is 10⁻⁹ S × 10⁻³ V in amperes?",
        ),
        Misconception(
            "divided_by_conductance",
            (V - E) / g,
            "The driving force was divided by the conductance. A larger conductance lets more "
            "current pass.",
            "What is the relation between conductance and resistance?",
        ),
    ]
    return Draft(
        given={"ion": ion, "unit": unit, "E": E, "V": V, "g": g},
        values={
            "force": V - E,
            "picoamperes": picoamperes,
            "current": current,
        },
        parts=[
            Numeric(
                "I",
                answer=current,
                unit=unit,
                tolerance=CURRENT,
                bare=False,
                misconceptions=(current_reversed(-current), *told_apart(current, CURRENT, claims)),
            )
        ],
    )
