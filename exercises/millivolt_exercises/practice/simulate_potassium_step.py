"""H02: simulate a membrane that rests, and then follows a step of the potassium outside."""

from math import exp

from millivolt.items import (
    Draft,
    Draw,
    Feature,
    Misconception,
    Numeric,
    Series,
    Tolerance,
    item,
)
from millivolt_exercises.claims import told_apart, unprinted
from millivolt_exercises.curves import trace
from millivolt_solutions import (
    Phase,
    celsius,
    chord_voltage,
    nernst,
    phases_response,
    thermal_voltage,
)

T = celsius(37)
E_L = -60.0
MAX_DEVIATION = 0.1
STEADY = Tolerance(0.002, resolution=0.1)
SAMPLES = 200


@item(
    codes=["H02"],
    title="Simulate a step of potassium",
    objective="Simulate a membrane with parallel conductances through a change of concentration.",
    topic="practice",
    level="create",
    passages=["S6", "S14"],
    prerequisites=["ohmic-current", "concentration-step"],
    minutes=25,
    version=2,
)
def simulate_potassium_step(draw: Draw) -> Draft:
    direction = draw.stratum("potassium", ("raised", "lowered"))
    K_in = draw.number(130, 150, 1)
    low, high = draw.number(2.5, 4.5, 0.1), draw.number(8, 16, 0.5)
    before, after = (low, high) if direction == "raised" else (high, low)
    g_K, g_Na = draw.number(8, 20, 0.5), draw.number(0.4, 1.6, 0.1)
    g_L = draw.number(1, 4, 0.5)
    total = g_K + g_Na + g_L
    C = draw.number(max(100, 5 * total), min(300, 20 * total), 10)
    E_Na = draw.number(50, 65, 1)
    switch = draw.number(80, 140, 5)
    end = switch + 120
    E_before, E_after = nernst(before, K_in, 1, T), nernst(after, K_in, 1, T)
    g = (g_K, g_Na, g_L)
    tau = C / total
    first, second = (chord_voltage(g, (E, E_Na, E_L)) for E in (E_before, E_after))
    start = draw.number(first + 12, first + 32, 1)
    draw.require(abs(second - first) >= 12, "the step is small")
    draw.require(abs(second) >= 5, "the last potential is close to zero")
    unprinted(draw, first, STEADY, E_L)
    times = tuple(
        sorted({*(end * n / SAMPLES for n in range(SAMPLES + 1)), *_dense(switch, tau, end)})
    )

    def course(E_1: float, E_2: float) -> tuple[float, ...]:
        phases = [Phase(0.0, g, (E_1, E_Na, E_L)), Phase(switch, g, (E_2, E_Na, E_L))]
        return trace(phases_response(times, C, phases, start))

    values = course(E_before, E_after)
    return Draft(
        given={
            "K_in": K_in,
            "before": before,
            "after": after,
            "direction": direction,
            "g_K": g_K,
            "g_Na": g_Na,
            "g_L": g_L,
            "C": C,
            "E_Na": E_Na,
            "E_L": E_L,
            "start": start,
            "switch": switch,
            "end": end,
        },
        values={
            "k": thermal_voltage(T),
            "E_before": E_before,
            "E_after": E_after,
            "total": total,
            "tau": tau,
            "first": first,
            "second": second,
        },
        parts=[
            Numeric(
                "rest",
                answer=first,
                unit="mV",
                tolerance=STEADY,
                misconceptions=told_apart(first, STEADY, _rest_errors(g, E_before, E_Na)),
            ),
            Series(
                "course",
                points=4,
                time_unit="ms",
                value_unit="mV",
                times=times,
                values=values,
                max_deviation=MAX_DEVIATION,
                features=(
                    Feature(
                        "potential before the step",
                        "value_at",
                        first + (start - first) * exp(-switch / tau),
                        STEADY,
                        switch,
                    ),
                    Feature("last potential", "final", values[-1], STEADY),
                ),
                misconceptions=(
                    Misconception(
                        "in_out_swapped",
                        course(-E_before, -E_after),
                        "This is what comes out when the equilibrium potential of potassium has "
                        "the wrong sign: inside and outside traded places in its logarithm.",
                        "Which sign does the equilibrium potential of potassium have here?",
                    ),
                    Misconception(
                        "step_ignored",
                        course(E_before, E_before),
                        "The potassium outside did not change in this simulation: the membrane "
                        "stays at its first resting potential.",
                        "Where in your program does E_K change at the time of the step?",
                    ),
                    Misconception(
                        "step_at_once",
                        course(E_after, E_after),
                        "The new concentration of potassium acts from the start in this "
                        "simulation, not only from the time of the step on.",
                        "Which E_K holds before the step?",
                    ),
                ),
            ),
        ],
    )


def _dense(switch: float, tau: float, end: float) -> list[float]:
    """Times close together where the potential changes fast."""
    grid = [tau * n / 40 for n in range(1, 161)]
    return [t for t in (*grid, switch, *(switch + t for t in grid)) if t < end]


def _rest_errors(g: tuple[float, float, float], E_K: float, E_Na: float) -> list[Misconception]:
    return [
        Misconception(
            "in_out_swapped",
            chord_voltage(g, (-E_K, E_Na, E_L)),
            "This is what comes out when the equilibrium potential of potassium has the wrong "
            "sign.",
            "Which sign does the equilibrium potential of potassium have here?",
        ),
        Misconception(
            "mean_of_equilibria",
            (E_K + E_Na + E_L) / 3,
            "This is the plain mean of the reversal potentials. Each counts according to its "
            "conductance.",
            "Which conductance is the largest?",
        ),
        Misconception(
            "rest_is_E_K",
            E_K,
            "This is the equilibrium potential of potassium. The other conductances pull the "
            "membrane away from it.",
            "In which direction does the sodium conductance shift the potential?",
        ),
        Misconception(
            "leak_left_out",
            chord_voltage(g[:2], (E_K, E_Na)),
            "The leak conductance is missing.",
            "How many conductances are there in parallel?",
        ),
    ]
