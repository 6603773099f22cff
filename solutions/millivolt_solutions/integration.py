"""Integration of smooth stretches between switches, the one door to scipy's ODE solvers."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from .arguments import FloatArray, finite

Rate = Callable[[float, FloatArray, float], Sequence[float]]
"""dy/dt of (time, state, start of the present stretch)."""


def integrate(
    rate: Rate,
    initial: Sequence[float],
    t: ArrayLike,
    switches: Iterable[float] = (),
    *,
    method: str = "DOP853",
    rtol: float = 1e-10,
    atol: float | Sequence[float] = 1e-11,
) -> FloatArray:
    """The states at the times `t` >= 0, shape (states, *t.shape), from `initial` at time 0.

    Between neighbouring `switches` the rate must be smooth; it is told where its stretch began,
    so that it need not decide about a switch by comparing times. Raises ValueError for negative
    times and RuntimeError when the solver gives up.
    """
    from scipy.integrate import solve_ivp  # slow to import, and needed by simulations only

    times = finite("t", t)
    if (times < 0).any():
        raise ValueError(f"t = {times.min():g} is before the start: times must not be negative.")
    wanted, back = np.unique(times, return_inverse=True)
    end = float(wanted[-1]) if wanted.size else 0.0
    edges = np.unique([0.0, *(s for s in switches if 0 < s < end), end])
    state = np.asarray(initial, dtype=np.float64)
    states = np.repeat(state[:, np.newaxis], wanted.size, axis=1)
    for low, high in pairwise(edges):
        chosen = (wanted > low) & (wanted <= high)
        stretch = solve_ivp(
            rate,
            (low, high),
            state,
            method=method,
            t_eval=np.append(wanted[chosen], [] if (wanted == high).any() else [high]),
            args=(low,),
            rtol=rtol,
            atol=atol,
        )
        if not stretch.success:
            raise RuntimeError(f"integration stopped after t = {low:g}: {stretch.message}")
        states[:, chosen] = stretch.y[:, : np.count_nonzero(chosen)]
        state = stretch.y[:, -1]
    return states[:, back].reshape(state.size, *times.shape)
