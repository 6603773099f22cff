"""H04: simulate a synaptic potential with halved steps, and measure how a method converges."""

from collections.abc import Callable
from itertools import pairwise
from math import exp, log2

import numpy as np
from numpy.typing import NDArray

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
from millivolt_exercises.claims import told_apart
from millivolt_exercises.curves import trace
from millivolt_solutions import PassiveCell, Phase, Synapse, phases_response, synaptic_response

E_SYN = 0.0
END = 40.0
STEPS = (0.2, 0.1, 0.05)
SAMPLES = 200
MAX_DEVIATION = 0.3
FIRST = Tolerance(0.01)
PEAK = Tolerance(0.002, resolution=0.3)
ORDER = Tolerance(0.0, resolution=0.15)

FloatArray = NDArray[np.float64]
Rate = Callable[[float, float], float]


@item(
    codes=["H04"],
    title="Measure the order of a method",
    objective="Simulate with halved time steps and read off the runs how fast a method converges.",
    topic="practice",
    level="analyze",
    passages=["S14"],
    prerequisites=["simulate-potassium-step", "shunting"],
    minutes=35,
)
def measure_convergence(draw: Draw) -> Draft:
    method = draw.stratum("method", ("Euler", "midpoint"))
    C, g_L = draw.number(80, 160, 5), draw.number(6, 14, 0.5)
    E_L = draw.number(-75, -62, 1)
    g_0, tau_s = draw.number(4, 12, 0.5), draw.number(3, 8, 0.5)
    times = np.array([END * n / SAMPLES for n in range(SAMPLES + 1)])
    synapse = Synapse(g_0, E_SYN, tau_s, (0.0,))
    values = trace(synaptic_response(times, PassiveCell(C, g_L, E_L), [synapse]))
    first = STEPS[0] / C * g_0 * (E_SYN - E_L)
    peak = max(values)
    draw.require(peak - E_L >= 5, "the synaptic potential is small")
    draw.require(abs(C / g_L - tau_s) >= 0.1, "cell and synapse have one time constant")

    def rate(t: float, V: float) -> float:
        return -(g_L * (V - E_L) + g_0 * exp(-t / tau_s) * (V - E_SYN)) / C

    runs = [_run(rate, E_L, dt, method) for dt in STEPS]
    coarse, fine = (_apart(a, b) for a, b in pairwise(runs))
    draw.require(coarse >= 1e-3, "the runs hardly differ")
    return Draft(
        given={
            "method": method,
            "C": C,
            "g_L": g_L,
            "E_L": E_L,
            "g_0": g_0,
            "tau_s": tau_s,
            "end": END,
            "steps": STEPS,
        },
        values={
            "first": first,
            "peak": peak,
            "coarse": coarse,
            "fine": fine,
            "factor": coarse / fine,
            "order": log2(coarse / fine),
        },
        parts=[
            Numeric(
                "first",
                answer=first,
                unit="mV",
                tolerance=FIRST,
                misconceptions=told_apart(first, FIRST, _first_errors(first, g_L, g_0, E_L)),
            ),
            Series(
                "runs",
                points=5,
                time_unit="ms",
                value_unit="mV",
                times=tuple(float(time) for time in times),
                values=values,
                max_deviation=MAX_DEVIATION,
                runs=len(STEPS),
                features=(
                    Feature("peak of the potential", "maximum", peak, PEAK),
                    Feature(
                        "order of convergence",
                        "order_of_convergence",
                        1.0 if method == "Euler" else 2.0,
                        ORDER,
                    ),
                ),
                misconceptions=_trace_errors(times, values, C, g_L, E_L, g_0, tau_s),
            ),
        ],
    )


def _run(rate: Rate, V: float, dt: float, method: str) -> list[float]:
    """The potential at every time step of one run."""
    run = [V]
    for n in range(round(END / dt)):
        t, slope = n * dt, rate(n * dt, V)
        if method == "midpoint":
            slope = rate(t + dt / 2, V + dt / 2 * slope)
        V += dt * slope
        run.append(V)
    return run


def _apart(coarse: list[float], fine: list[float]) -> float:
    """The largest difference in mV at the times that both runs have."""
    return max(abs(a - b) for a, b in zip(coarse, fine[::2], strict=True))


def _first_errors(first: float, g_L: float, g_0: float, E_L: float) -> list[Misconception]:
    return [
        Misconception(
            "current_from_V_alone",
            first * (g_L + g_0) / g_0,
            "The leak was counted with the membrane potential itself. At rest its driving force "
            "is zero, so it carries no current yet.",
            "What is V − E_L at the beginning?",
        ),
        Misconception(
            "current_reversed",
            -first,
            "The size is right and the sign is reversed: the synapse pulls the membrane towards "
            "its own reversal potential.",
            "Is the reversal potential of the synapse above or below rest?",
        ),
        Misconception(
            "time_step_left_out",
            first / STEPS[0],
            "This is the rate of change. Multiplied by the time step it is the change.",
            "Which unit does current over capacitance have?",
        ),
    ]


def _trace_errors(
    times: FloatArray,
    right: tuple[float, ...],
    C: float,
    g_L: float,
    E_L: float,
    g_0: float,
    tau_s: float,
) -> tuple[Misconception, ...]:
    still_open = phases_response(times, C, [Phase(0.0, (g_L, g_0), (E_L, E_SYN))], E_L)
    opened = g_0 * tau_s / C * -np.expm1(-times / tau_s)
    unleaky = E_SYN + (E_L - E_SYN) * np.exp(-opened)
    tau = C / g_L
    shape = np.exp(-times / tau_s) - np.exp(-times / tau)
    unshunted = E_L + g_0 * (E_SYN - E_L) / C * shape / (1 / tau - 1 / tau_s)
    claims = [
        Misconception(
            "conductance_not_decaying",
            trace(still_open),
            "The synaptic conductance keeps its first value in this simulation.",
            "What is g(t) at the end of the simulation?",
        ),
        Misconception(
            "leak_left_out",
            trace(unleaky),
            "There is no leak in this simulation: the potential never returns to rest.",
            "Which current brings the membrane back after the synapse has closed?",
        ),
        Misconception(
            "driving_force_kept_constant",
            trace(unshunted),
            "The synaptic current was computed with the driving force at rest. As the membrane "
            "depolarises, the driving force of the synapse shrinks.",
            "How large is the synaptic current when V has reached the reversal potential?",
        ),
    ]
    return tuple(
        claim
        for claim in claims
        if np.abs(np.array(claim.value) - np.array(right)).max() > 5 * MAX_DEVIATION
    )
