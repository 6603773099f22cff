"""A passive cell with conductance synapses and current pulses, and how inhibition shunts it.

Units: ms, mV, nS, pF, pA. Integration needs scipy, which is imported when it is used.
Source: Koch, Biophysics of Computation, chapters 1 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import ArrayLike

from .arguments import FloatArray, Result, conductance, positive, potential, result
from .integration import integrate
from .resting_potential import chord_voltage


@dataclass(frozen=True, slots=True)
class Synapse:
    """A conductance that jumps by `g_max` (nS) at each onset and decays with `tau` (ms).

    g(t) = sum over onsets <= t of g_max exp(-(t - onset)/tau), reversing at `E` (mV).
    """

    g_max: float
    E: float
    tau: float
    onsets: tuple[float, ...]

    def __post_init__(self) -> None:
        conductance("g_max", self.g_max)
        potential("E", self.E)
        positive("tau", self.tau)

    def g(self, t: float, since: float) -> float:
        """g in nS at `t`, counting the onsets up to `since` (ms)."""
        return self.g_max * fsum(
            float(np.exp(-(t - onset) / self.tau)) for onset in self.onsets if onset <= since
        )


@dataclass(frozen=True, slots=True)
class CurrentPulse:
    """A current `I` (pA, positive into the cell) from `start` to `stop` (ms)."""

    I: float
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class PassiveCell:
    """Capacitance `C` (pF), leak conductance `g_L` (nS), leak reversal potential `E_L` (mV)."""

    C: float
    g_L: float
    E_L: float

    def __post_init__(self) -> None:
        positive("C", self.C)
        positive("g_L", self.g_L)
        potential("E_L", self.E_L)


def synaptic_response(
    t: ArrayLike,
    cell: PassiveCell,
    synapses: Sequence[Synapse] = (),
    pulses: Sequence[CurrentPulse] = (),
    V_0: float | None = None,
) -> Result:
    """V in mV at the times `t` (ms, from 0 on) of C dV/dt = -g_L (V - E_L) - sum g(t) (V - E) + I.

    Starts at time 0 from `V_0`, by default from rest at E_L. The integration (order 8, relative
    tolerance 1e-10) stops and restarts at every onset and at the edges of every pulse, since no
    method keeps its order across a jump.

    Raises ValueError for negative times and non-physical parameters.
    """
    start = cell.E_L if V_0 is None else float(potential("V_0", V_0))
    switches = [onset for synapse in synapses for onset in synapse.onsets]
    switches += [edge for pulse in pulses for edge in (pulse.start, pulse.stop)]

    def rate(time: float, state: FloatArray, since: float) -> list[float]:
        current = -cell.g_L * (state[0] - cell.E_L)
        for synapse in synapses:
            current -= synapse.g(time, since) * (state[0] - synapse.E)
        current += fsum(pulse.I for pulse in pulses if pulse.start <= since < pulse.stop)
        return [current / cell.C]

    return result(integrate(rate, [start], t, switches)[0])


def shunted_amplitude(
    g_L: ArrayLike,
    E_L: ArrayLike,
    g_exc: ArrayLike,
    E_exc: ArrayLike,
    g_inh: ArrayLike,
    E_inh: ArrayLike,
) -> Result:
    """Steady depolarisation in mV that excitation adds on top of a steady inhibition:

        V(g_L, g_exc, g_inh) - V(g_L, g_inh),  both chord potentials.

    Compare with the amplitude at g_inh = 0: shunting divides, it does not subtract. Conductances
    in nS, potentials in mV, all broadcast. Raises ValueError for g < 0 or g_L = 0.
    """
    g = np.broadcast_arrays(
        positive("g_L", g_L), conductance("g_exc", g_exc), conductance("g_inh", g_inh)
    )
    E = np.broadcast_arrays(
        potential("E_L", E_L), potential("E_exc", E_exc), potential("E_inh", E_inh)
    )
    rest_g, rest_E = np.broadcast_arrays(_stack(g[0], g[2]), _stack(E[0], E[2]))
    all_g, all_E = np.broadcast_arrays(_stack(*g), _stack(*E))
    return result(np.asarray(chord_voltage(all_g, all_E)) - chord_voltage(rest_g, rest_E))


def _stack(*values: FloatArray) -> FloatArray:
    """Conductances or potentials side by side on a new last axis, over which they are summed."""
    return np.stack(values, axis=-1)
