"""S08: simulate the silicon counterpart of a passive membrane, the follower-integrator."""

from collections.abc import Callable

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
from millivolt_solutions import celsius, follower_integrator, thermal_voltage

MAX_DEVIATION = 0.5
RATE = Tolerance(0.01)
POTENTIAL = Tolerance(0.001, resolution=0.5)
ONSET = 10.0
SAMPLES = 400


@item(
    codes=["S08"],
    title="Simulate a silicon membrane",
    objective="Simulate a follower-integrator and see where it departs from a passive membrane.",
    topic="silicon",
    level="create",
    passages=["S13", "S14"],
    prerequisites=["thermal-voltage", "transistor-current"],
    minutes=25,
)
def simulate_silicon_membrane(draw: Draw) -> Draft:
    direction = draw.stratum("step", ("down", "up"))
    t = draw.choice((20.0, 27.0, 37.0))
    T = celsius(t)
    kappa = draw.number(0.6, 0.8, 0.01)
    I_b, C = draw.number(20, 80, 2), draw.number(4, 12, 0.5)
    before = draw.number(300, 700, 10)
    step = draw.number(180, 320, 10) * (1 if direction == "up" else -1)
    after = before + step
    U_T = thermal_voltage(T)
    slew = I_b / C
    tau = 2 * U_T * C / (kappa * I_b)
    end = float(round(ONSET + abs(step) / slew + 5 * tau))
    draw.require(50 <= end <= 200, "the circuit is too fast or too slow")
    draw.require(abs(tau - ONSET) >= 0.5, "the time of the step is that of the circuit")
    times = tuple(round(end * n / SAMPLES, 6) for n in range(SAMPLES + 1))
    times = tuple(sorted({*times, ONSET}))

    def course(
        after_onset: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    ) -> tuple[float, ...]:
        elapsed = np.maximum(np.array(times) - ONSET, 0.0)
        V = np.where(elapsed > 0, after_onset(elapsed), before)
        return trace(V)

    def follower(scale: float, kappa: float) -> tuple[float, ...]:
        """The course of the circuit with a thermal voltage `scale` times the right one."""
        return course(
            lambda elapsed: follower_integrator(elapsed, after, before, I_b, C, T, kappa / scale)
        )

    values = follower(1.0, kappa)
    halfway = float(round(ONSET + abs(step) / (2 * slew)))
    times_of = np.array(times)
    return Draft(
        given={
            "t": t,
            "kappa": kappa,
            "I_b": I_b,
            "C": C,
            "before": before,
            "after": after,
            "onset": ONSET,
            "end": end,
            "up": step > 0,
        },
        values={
            "T": T,
            "U_T": U_T,
            "slew": slew,
            "tau": tau,
            "step": abs(step),
            "linear": 2 * U_T / kappa,
            "x": kappa * abs(step) / (2 * U_T),
            "tanh": np.tanh(kappa * abs(step) / (2 * U_T)).item(),
            "halfway": halfway,
            "V_halfway": float(np.interp(halfway, times_of, values)),
            "V_linear": after - step * float(np.exp(-(halfway - ONSET) / tau)),
            "V_end": values[-1],
        },
        parts=[
            Numeric(
                "tau",
                answer=tau,
                unit="ms",
                tolerance=RATE,
                misconceptions=told_apart(tau, RATE, _tau_errors(tau, kappa)),
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
                        "output halfway through the response",
                        "value_at",
                        float(np.interp(halfway, times_of, values)),
                        POTENTIAL,
                        halfway,
                    ),
                    Feature("last output", "final", values[-1], POTENTIAL),
                ),
                misconceptions=(
                    Misconception(
                        "linear_for_tanh",
                        course(lambda elapsed: after - step * np.exp(-elapsed / tau)),
                        "This is the exponential of a passive membrane. The current of the "
                        "amplifier saturates, so a large step is followed much more slowly.",
                        "How large does your current get at the beginning, compared with I_b?",
                    ),
                    Misconception(
                        "step_at_once",
                        trace(follower_integrator(times_of, after, before, I_b, C, T, kappa)),
                        f"The input steps at the start in this simulation, not at {ONSET:g} ms.",
                        "Which input voltage holds before the step?",
                    ),
                    Misconception(
                        "output_follows_away",
                        course(lambda elapsed: before - np.sign(step) * slew * elapsed),
                        "The output runs away from the input: the sign of the current is reversed.",
                        "Should the output rise or fall when it lies below the input?",
                    ),
                    Misconception(
                        "constant_current",
                        course(
                            lambda elapsed: (
                                before + np.sign(step) * np.minimum(slew * elapsed, abs(step))
                            )
                        ),
                        "The output moves at a constant rate until it arrives. Close to the input "
                        "the current becomes smaller and smaller.",
                        "What is tanh(x) when x is close to zero?",
                    ),
                ),
            ),
        ],
    )


def _tau_errors(tau: float, kappa: float) -> list[Misconception]:
    return [
        Misconception(
            "factor_two_left_out",
            tau / 2,
            "The factor 2 in the argument of tanh is missing.",
            "By what is V_in − V multiplied in the argument of tanh?",
        ),
        Misconception(
            "kappa_left_out",
            tau * kappa,
            "The coupling κ of the gate is missing: the amplifier feels only a part of the "
            "difference of its inputs.",
            "Should a weaker coupling make the circuit faster or slower?",
        ),
        Misconception(
            "kappa_inverted",
            tau * kappa**2,
            "The coupling κ went in upside down.",
            "Should a weaker coupling make the circuit faster or slower?",
        ),
    ]
