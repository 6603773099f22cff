"""A patch of membrane with constant conductances: the exact response, step after step.

Units: ms, mV, nS, pF, pA. Conductances that change continuously are in `synapse`.
Source: Koch, Biophysics of Computation, chapter 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    conductance,
    finite,
    nonnegative,
    positive,
    potential,
    result,
)
from .resting_potential import chord_voltage
from .special import bernoulli


@dataclass(frozen=True, slots=True)
class Phase:
    """What the membrane sees from `start` (ms) until the next phase.

    Parallel conductances `g` (nS) with reversal potentials `E` (mV), and an injected current
    `I_ext` (pA).
    """

    start: float
    g: tuple[float, ...]
    E: tuple[float, ...]
    I_ext: float = 0.0


def step_response(t: ArrayLike, V_0: ArrayLike, V_inf: ArrayLike, tau: ArrayLike) -> Result:
    """V(t) = V_inf + (V_0 - V_inf) exp(-t/tau) in mV, `t` and `tau` in ms and t >= 0.

    Raises ValueError for t < 0, tau <= 0 or anything not finite.
    """
    time = finite("t", t)
    if (time < 0).any():
        raise ValueError(f"t = {time.min():g} ms is before the step: it must not be negative.")
    target = potential("V_inf", V_inf)
    with np.errstate(under="ignore"):
        decay = np.exp(-time / positive("tau", tau))
    return result(target + (potential("V_0", V_0) - target) * decay)


def exponential_step(
    V: ArrayLike, dt: ArrayLike, C: ArrayLike, g: ArrayLike, E: ArrayLike, I_ext: ArrayLike = 0.0
) -> Result:
    """V in mV a time `dt` (ms) after it was `V`, with constant conductances; exact for any `dt`.

        V + (dt/C) [I_ext - sum g (V - E)] phi(dt sum(g)/C),   phi(x) = (1 - exp(-x))/x

    Euler's step times phi, with phi(0) = 1: without any conductance the capacitance is charged
    linearly. `g` in nS and `E` in mV over the last axis, `C` in pF, `I_ext` in pA.

    Raises ValueError for dt < 0, C <= 0, a negative conductance or anything not finite.
    Source: S. Rush & H. Larsen, IEEE Trans. Biomed. Eng. 25:389 (1978).
    """
    start, weights = potential("V", V), np.atleast_1d(conductance("g", g))
    scale = nonnegative("dt", dt, "a time step must not be negative") / positive("C", C)
    drive = start[..., np.newaxis] - potential("E", E)
    current = finite("I_ext", I_ext) - (weights * drive).sum(axis=-1)
    # phi(x) = 1/B(-x) with the Bernoulli function B, which is accurate and finite everywhere.
    return result(start + scale * current / bernoulli(-scale * weights.sum(axis=-1)))


def phases_response(t: ArrayLike, C: float, phases: Sequence[Phase], V_0: float) -> Result:
    """V in mV at the times `t` (ms) of C dV/dt = I_ext - sum g (V - E), exactly.

    `V_0` holds at the start of the first phase; each phase relaxes exponentially to its own chord
    potential from where the last one ended. A step of a concentration is a phase with a new E.

    Raises ValueError without phases, when their starts do not increase, for times before the
    first one, and for conductances that are negative or all zero.
    """
    times = finite("t", t)
    starts = np.array([phase.start for phase in phases])
    if not starts.size or (np.diff(starts) <= 0).any():
        raise ValueError("phases must hold at least one phase, and their starts must increase.")
    if (times < starts[0]).any():
        raise ValueError(f"t = {times.min():g} ms is before the first phase ({starts[0]:g} ms).")
    capacitance = positive("C", C)
    targets = np.array([chord_voltage(phase.g, phase.E, phase.I_ext) for phase in phases])
    taus = capacitance / np.array([np.sum(phase.g) for phase in phases])
    initial = _initial_potentials(starts, targets, taus, float(potential("V_0", V_0)))
    which = np.searchsorted(starts, times, side="right") - 1
    elapsed = times - starts[which]
    return result(np.asarray(step_response(elapsed, initial[which], targets[which], taus[which])))


def _initial_potentials(
    starts: FloatArray, targets: FloatArray, taus: FloatArray, V_0: float
) -> FloatArray:
    """V at the start of each phase."""
    initial = [V_0]
    for duration, target, tau in zip(np.diff(starts), targets, taus, strict=False):
        initial.append(step_response(duration, initial[-1], target, tau))
    return np.array(initial)
