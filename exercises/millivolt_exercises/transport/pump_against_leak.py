"""P03: how fast the pump must run to keep up with a sodium leak."""

from millivolt.items import CURRENT, Draft, Draw, Misconception, Numeric, Tolerance, item
from millivolt_exercises.claims import told_apart
from millivolt_exercises.misconceptions import current_reversed, driving_force_left_out
from millivolt_solutions import chord_current, pump_current, pump_rate

RATE = Tolerance(0.02)
SUM = Tolerance(0.02)
AVOGADRO = 6.02214076e23


@item(
    codes=["P03"],
    title="A pump that keeps up with the leak",
    objective="Balance a sodium leak with the pump, in ions, in ATP and in current.",
    topic="transport",
    level="analyze",
    passages=["S10", "S6"],
    prerequisites=["ohmic-current", "molar-flux-of-current"],
    minutes=10,
)
def pump_against_leak(draw: Draw) -> Draft:
    g = draw.number(0.4, 4, 0.05)
    V = draw.number(-90, -55, 1)
    E = draw.number(50, 72, 1)
    I_Na = draw.step("I_Na", chord_current(g, V, E))
    # A student's own current may have the wrong sign; the pump still works against the leak.
    cycles = pump_rate(-abs(I_Na))
    rate = draw.step("rate", cycles)
    pump = pump_current(rate)
    net = -pump
    return Draft(
        given={"g": g, "V": V, "E": E},
        values={
            "I_Na": I_Na,
            "rate": rate,
            "I_K": 2 * pump,
            "net": net,
            "pump": pump,
            "molecules": rate * 1e-15 * AVOGADRO / 1e6,
        },
        parts=[
            Numeric(
                "I_Na",
                answer=chord_current(g, V, E),
                unit="pA",
                tolerance=CURRENT,
                misconceptions=told_apart(
                    chord_current(g, V, E),
                    CURRENT,
                    [
                        current_reversed(g * (E - V)),
                        driving_force_left_out(g * V),
                        Misconception(
                            "potentials_added",
                            g * (V + E),
                            "The two potentials were added. The driving force is their difference.",
                            "How far is the membrane from sodium's equilibrium?",
                        ),
                    ],
                ),
            ),
            Numeric(
                "rate",
                points=2,
                answer=cycles,
                unit="fmol/s",
                tolerance=RATE,
                misconceptions=told_apart(cycles, RATE, _rate_errors(cycles)),
            ),
            Numeric(
                "passive",
                points=2,
                answer=net,
                unit="pA",
                tolerance=SUM,
                misconceptions=told_apart(
                    net,
                    SUM,
                    [
                        Misconception(
                            "current_sign_reversed",
                            -net,
                            "This is the current of the pump, which is outward. The passive "
                            "currents have to balance it, so their sum is inward.",
                            "What must all the currents, with that of the pump, add up to?",
                        ),
                        Misconception(
                            "leaks_added_without_sign",
                            -5 * net,
                            "The leaks were added without their signs. Sodium leaks in and "
                            "potassium leaks out.",
                            "In which direction does each of the two passive currents flow?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _rate_errors(rate: float) -> list[Misconception]:
    return [
        Misconception(
            "stoichiometry_omitted",
            3 * rate,
            "This is the flux of sodium. One cycle carries three sodium ions, so a third as many "
            "cycles are enough.",
            "How many Na⁺ does one ATP move?",
        ),
        Misconception(
            "stoichiometry_swapped",
            1.5 * rate,
            "The flux was divided by two, but it is three Na⁺ that one cycle moves; two is the "
            "number of K⁺.",
            "How many Na⁺ does one cycle move?",
        ),
        Misconception(
            "stoichiometry_multiplied",
            9 * rate,
            "The current of sodium was multiplied by three instead of divided by it.",
            "Does the pump need more cycles than there are sodium ions, or fewer?",
        ),
        Misconception(
            "unit_prefix_slip",
            rate / 1000,
            "The number is off by a factor of a thousand: a picoampere is 10⁻¹² C/s, and a "
            "femtomole is 10⁻¹⁵ mol.",
            "How many femtomoles of charge are 10⁻¹² C?",
        ),
    ]
