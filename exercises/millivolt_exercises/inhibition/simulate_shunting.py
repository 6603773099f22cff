"""C04: simulate how the time of an inhibitory input decides what it does to an excitatory one."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

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
from millivolt_solutions import Phase, phases_response, time_constant

# Somebody who opens a synapse one time step of 0.01 ms late must not fail.
MAX_DEVIATION = 0.2
PEAK = Tolerance(0.002, resolution=0.2)
TAU = Tolerance(0.01)
E_EXC = 0.0
EXCITATION = 40.0
END = 100.0
STEP = 0.25


class Pulse(NamedTuple):
    """A conductance ``g`` (nS) with its reversal potential ``E`` (mV), open for a while (ms)."""

    g: float
    E: float
    onset: float
    duration: float

    def at(self, time: float) -> float:
        """The conductance in nS."""
        return self.g if self.onset <= time < self.onset + self.duration else 0.0


@item(
    codes=["C04"],
    title="Simulate shunting inhibition",
    objective="Simulate two synapses on a passive cell and see inhibition act by its timing.",
    topic="inhibition",
    level="create",
    passages=["S11", "S14"],
    prerequisites=["shunting"],
    minutes=25,
)
def simulate_shunting(draw: Draw) -> Draft:
    timing = draw.stratum("inhibition", ("before", "during", "after"))
    onset = (
        EXCITATION
        + {
            "before": -draw.number(3, 7, 0.5),
            "during": draw.number(1, 3, 0.5),
            "after": draw.number(8, 12, 0.5),
        }[timing]
    )
    E_L = draw.number(-75, -64, 1)
    E_I = E_L + draw.number(0, 4, 1)
    C, g_L = draw.number(100, 160, 10), draw.number(7, 12, 0.5)
    g_E, g_I = draw.number(4, 10, 0.5), draw.number(8, 25, 1)
    open_E, open_I = draw.number(3, 7, 0.5), draw.number(8, 20, 0.5)
    tau = time_constant(C, g_L)
    draw.require(8 <= tau <= 25, "the membrane is too fast or too slow")
    excitation = Pulse(g_E, E_EXC, EXCITATION, open_E)
    inhibition = Pulse(g_I, E_I, onset, open_I)
    times = _times(excitation, inhibition)

    def course(*pulses: Pulse) -> tuple[float, ...]:
        return _course(times, C, g_L, E_L, pulses)

    values = course(excitation, inhibition)
    alone = course(excitation)
    peak, free = max(values), max(alone)
    peak_time = times[values.index(peak)]
    late = float(values[times.index(EXCITATION + 20)])
    draw.require(free - E_L >= 5, "there is little excitation")
    draw.require(
        max(abs(a - b) for a, b in zip(values, alone, strict=True)) >= 1.5,
        "inhibition hardly shows",
    )
    return Draft(
        given={
            "timing": timing,
            "onset": onset,
            "excitation": EXCITATION,
            "end": END,
            "E_L": E_L,
            "E_I": E_I,
            "C": C,
            "g_L": g_L,
            "g_E": g_E,
            "g_I": g_I,
            "open_E": open_E,
            "open_I": open_I,
        },
        values={
            "tau": tau,
            "peak": peak,
            "peak_time": peak_time,
            "rise": peak - E_L,
            "free": free - E_L,
            "left": 100 * (peak - E_L) / (free - E_L),
        },
        parts=[
            Numeric(
                "tau",
                answer=tau,
                unit="ms",
                tolerance=TAU,
                misconceptions=told_apart(tau, TAU, _time_errors(C, g_L, g_E, g_I)),
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
                    Feature("peak of the potential", "maximum", peak, PEAK),
                    Feature(
                        "potential 20 ms after the excitation",
                        "value_at",
                        late,
                        PEAK,
                        EXCITATION + 20,
                    ),
                ),
                misconceptions=_told_apart_from(
                    values,
                    [
                        Misconception(
                            "inhibition_left_out",
                            alone,
                            "The inhibitory synapse does nothing in this simulation: this is the "
                            "response to the excitation alone.",
                            "Is g_I larger than zero after its onset, and does its current enter "
                            "the sum?",
                        ),
                        Misconception(
                            "excitation_left_out",
                            course(inhibition),
                            "The excitatory synapse does nothing in this simulation.",
                            "Is g_E larger than zero after its onset, and does its current enter "
                            "the sum?",
                        ),
                        Misconception(
                            "synapses_not_switched_off",
                            course(
                                excitation._replace(duration=END),
                                inhibition._replace(duration=END),
                            ),
                            "The synapses do not close in this simulation: once open, they stay "
                            "open.",
                            "What are g_E and g_I at the end of the simulation?",
                        ),
                        Misconception(
                            "durations_swapped",
                            course(
                                excitation._replace(duration=open_I),
                                inhibition._replace(duration=open_E),
                            ),
                            "The durations of the two synapses are swapped.",
                            "Which synapse stays open longer?",
                        ),
                    ],
                ),
            ),
        ],
    )


def _times(*pulses: Pulse) -> tuple[float, ...]:
    """Times (ms) close together, with every opening and closing among them."""
    edges = chain.from_iterable((pulse.onset, pulse.onset + pulse.duration) for pulse in pulses)
    return tuple(sorted({STEP * n for n in range(int(END / STEP) + 1)}.union(edges)))


def _course(
    times: tuple[float, ...], C: float, g_L: float, E_L: float, pulses: tuple[Pulse, ...]
) -> tuple[float, ...]:
    """The potential in mV, from rest on: exact, since the conductances are constant in between."""
    edges = {edge for p in pulses for edge in (p.onset, p.onset + p.duration)}
    phases = [
        Phase(start, (g_L, *(p.at(start) for p in pulses)), (E_L, *(p.E for p in pulses)))
        for start in sorted({0.0, *edges})
    ]
    return trace(phases_response(times, C, phases, E_L))


def _told_apart_from(
    values: tuple[float, ...], claims: Iterable[Misconception]
) -> tuple[Misconception, ...]:
    """The wrong traces that stay clearly beside the right one somewhere."""
    return tuple(
        claim
        for claim in claims
        if max(abs(a - b) for a, b in zip(claim.value, values, strict=True)) > 5 * MAX_DEVIATION
    )


def _time_errors(C: float, g_L: float, g_E: float, g_I: float) -> list[Misconception]:
    return [
        Misconception(
            "quotient_inverted",
            g_L / C,
            "The quotient is upside down: a larger capacitance makes the membrane slower.",
            "In which direction should a larger leak change the time constant?",
        ),
        Misconception(
            "all_conductances_counted",
            C / (g_L + g_E + g_I),
            "The synapses were counted as well. At rest they are closed.",
            "Which conductances are open before the first onset?",
        ),
    ]
