"""Speed of the reference physics, as ratios to what one would otherwise write or use.

    python benchmarks/solutions.py [--elements N] [--repeat N] [--json]

`nernst`, `ghk_current` and `ghk_voltage` on a million elements beside the plain numpy formula
(which checks nothing and loses digits near its singularities) and, per call, beside NEURON's
built-in functions if the extra [oracle] is there; the pump-leak cell from a perturbed start to
its steady state beside the same right-hand side written out for scipy's BDF. Times are medians
of CPU time.
"""

import argparse
import importlib.util
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from scipy.integrate import solve_ivp

import millivolt_solutions as ms

T = 310.15
U = ms.R * T / ms.F * 1e3
FloatArray = np.ndarray


@dataclass(frozen=True)
class Row:
    """One comparison: seconds per element (or per run) here and there."""

    what: str
    beside: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs


def median_seconds(run: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return statistics.median(times)


def plain_nernst(c_out: FloatArray, c_in: FloatArray, z: FloatArray) -> FloatArray:
    return U / z * np.log(c_out / c_in)


def plain_ghk_current(V: FloatArray, c_in: FloatArray, c_out: FloatArray) -> FloatArray:
    x = V / U
    return 1e-8 * ms.F * x * (c_in - c_out * np.exp(-x)) / (1 - np.exp(-x))


def plain_ghk_voltage(P: FloatArray, c_in: FloatArray, c_out: FloatArray) -> FloatArray:
    return U * np.log((P * c_out).sum(axis=-1) / (P * c_in).sum(axis=-1))


def arrays(n: int, repeat: int) -> list[Row]:
    rng = np.random.default_rng(1)
    c_in, c_out = 10 ** rng.uniform(-4, 2.5, (2, n))
    z = rng.choice([-1.0, 1.0, 2.0], n)
    V = rng.uniform(-120.0, 60.0, n)
    P = rng.uniform(0.01, 1.0, (n // 3, 3))
    ions_in, ions_out = c_in[: P.size].reshape(P.shape), c_out[: P.size].reshape(P.shape)
    cases: list[tuple[str, int, Callable[[], object], Callable[[], object]]] = [
        (
            "nernst",
            n,
            lambda: ms.nernst(c_out, c_in, z, T),
            lambda: plain_nernst(c_out, c_in, z),
        ),
        (
            "ghk_current",
            n,
            lambda: ms.ghk_current(1e-8, 1, V, c_in, c_out, T),
            lambda: plain_ghk_current(V, c_in, c_out),
        ),
        (
            "ghk_voltage, 3 monovalent ions",
            P.size,
            lambda: ms.ghk_voltage(P, ions_in, ions_out, 1, T),
            lambda: plain_ghk_voltage(P, ions_in, ions_out),
        ),
        (
            "ghk_voltage, z = 1, 1, 2",
            P.size,
            lambda: ms.ghk_voltage(P, ions_in, ions_out, [1, 1, 2], T),
            lambda: plain_ghk_voltage(P, ions_in, ions_out),
        ),
        (
            "ghk_voltage, z = 1, 2, 3",
            P.size,
            lambda: ms.ghk_voltage(P, ions_in, ions_out, [1, 2, 3], T),
            lambda: plain_ghk_voltage(P, ions_in, ions_out),
        ),
    ]
    return [
        Row(
            what,
            "plain numpy, monovalent",
            median_seconds(ours, repeat) / size,
            median_seconds(theirs, repeat) / size,
        )
        for what, size, ours, theirs in cases
    ]


def neuron_calls(n: int, repeat: int) -> list[Row]:
    """Single calls, as a simulation would make them, beside NEURON's interpreter functions."""
    if importlib.util.find_spec("neuron") is None:
        return []
    from neuron import h

    h.celsius = 37
    V = np.linspace(-100.0, 60.0, n)

    def each(function: Callable[[float], float]) -> Callable[[], object]:
        return lambda: [function(v) for v in V.tolist()]

    def per_element(run: Callable[[], object]) -> float:
        return median_seconds(run, repeat) / n

    nernst_there = per_element(each(lambda v: h.nernst(140.0, 4.0, 1)))
    ghk_there = per_element(each(lambda v: h.ghk(v, 140.0, 4.0, 1)))
    return [
        Row(
            "nernst, one call",
            "NEURON h.nernst",
            per_element(each(lambda v: ms.nernst(4.0, 140.0, 1, T))),
            nernst_there,
        ),
        Row(
            "ghk_current, one call",
            "NEURON h.ghk",
            per_element(each(lambda v: ms.ghk_current(1e-8, 1, v, 140.0, 4.0, T))),
            ghk_there,
        ),
        Row(
            "ghk_current, in an array",
            "NEURON h.ghk",
            per_element(lambda: ms.ghk_current(1e-8, 1, V, 140.0, 4.0, T)),
            ghk_there,
        ),
    ]


CELL = ms.PumpLeakCell(
    Na_out=145.0, K_out=3.5, Cl_out=119.0, X_out=29.5, z_X=-0.85,
    g_Na=0.2, g_K=0.7, g_Cl=0.2, g_KCC2=0.2, pump=10.0, area=1000.0, T=T,
)  # fmt: skip
START = ms.PumpLeakState(0.0, 20.0, 100.5, 10.0, 130.0, 1000.0)


def plain_pump_leak(end: float) -> object:
    """The same cell, written out for scipy with its default stiff solver."""
    per_fA = 1e3 / ms.F * CELL.area

    def rate(t: float, state: FloatArray) -> list[float]:
        na, k, cl, w = state
        E_Na, E_K = U * np.log(145.0 * w / na), U * np.log(3.5 * w / k)
        E_Cl = U * np.log(cl / w / 119.0)
        J = 1e4 * (na / w / 145.0) ** 3
        V = (0.2 * E_Na + 0.7 * E_K + 0.2 * E_Cl - J) / 1.1
        cotransport = 0.2 * (E_K - E_Cl)
        return [
            -per_fA * (0.2 * (V - E_Na) + 3 * J),
            -per_fA * (0.7 * (V - E_K) - 2 * J - cotransport),
            per_fA * (0.2 * (V - E_Cl) + cotransport),
            1000.0 * 1.5e-4 * 18.0 * ((na + k + cl + 130e3) / w - CELL.osmolarity),
        ]

    initial = [20e3, 100.5e3, 10e3, 1000.0]
    return solve_ivp(rate, (0, end), initial, method="BDF", rtol=1e-10, atol=1e-8)


def pump_leak(repeat: int) -> list[Row]:
    end = 6000.0
    return [
        Row(
            "pump-leak course, 100 minutes",
            "scipy BDF",
            median_seconds(lambda: ms.pump_leak_course(end, CELL, START), repeat),
            median_seconds(lambda: plain_pump_leak(end), repeat),
        ),
        Row(
            "pump-leak steady state",
            "scipy BDF to the end",
            median_seconds(lambda: ms.pump_leak_steady(CELL, 130e3), repeat),
            median_seconds(lambda: plain_pump_leak(1e5), repeat),
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--elements", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [
        *arrays(options.elements, options.repeat),
        *neuron_calls(min(options.elements, 20_000), options.repeat),
        *pump_leak(options.repeat),
    ]
    if options.json:
        print(json.dumps([{**asdict(row), "ratio": row.ratio} for row in rows]))
        return
    print(f"{'':34} {'here':>11} {'there':>11} {'ratio':>7}")
    for row in rows:
        print(
            f"{row.what:34} {row.ours * 1e9:8.1f} ns {row.theirs * 1e9:8.1f} ns {row.ratio:7.2f}"
            f"  {row.beside}"
        )


if __name__ == "__main__":
    main()
