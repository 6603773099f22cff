"""The pump-leak cell: Na, K, Cl, impermeant anions and water, and the state they settle in.

Leaks obey g (V - E), the pump p (Na_in/Na_out)^3 moves 3 Na+ out and 2 K+ in, KCC2 moves K+ and
Cl- together, water follows osmolarity. Units: mM, mV, µm^2, µm^3, amol (= mM µm^3), s, S/m^2 and
A/m^2. Integration and root finding need scipy, which is imported when it is used.

Sources: D. C. Tosteson & J. F. Hoffman, J. Gen. Physiol. 44:169 (1960); K. M. Düsterwald et al.,
eLife 7:e39575 (2018) for KCC2 and the parameters; Keener & Sneyd, Mathematical Physiology,
chapter 2.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    FloatArray,
    Result,
    concentration,
    conductance,
    finite,
    nonnegative,
    positive,
    result,
    temperature,
)
from .constants import MILLIVOLT_PER_KELVIN, F
from .integration import integrate

_AMOL_PER_S = 1e3 / F
"""mA/m^2 times µm^2 (that is fA), in amol/s of monovalent ions."""
_WATER = 0.018e-3
"""Molar volume of water in m^3/mol, times mM differences and m/s: m/s of volume flux."""
_MICROMETRES = 1e6
_MILLI = 1e3
"""mA/m^2 in one A/m^2."""
_NEUTRAL = 1e-6
"""Net charge, as a share of the osmolarity, up to which a state counts as electroneutral."""
_NO_ROOM = 1e-9
"""Share of impermeants in the osmolarity below which a cell is counted as swelling for ever."""


@dataclass(frozen=True, slots=True)
class PumpLeakCell:
    """Parameters of a pump-leak cell.

    Outside concentrations `Na_out`, `K_out`, `Cl_out` and of impermeants `X_out` (mM); mean
    valence `z_X` < 0 of the impermeants inside; conductances `g_Na`, `g_K`, `g_Cl`, `g_KCC2`
    (S/m^2); pump rate constant `pump` (A/m^2 of charge per ion moved); `area` (µm^2); water
    permeability `water` (m/s); `T` in kelvin.
    """

    Na_out: float
    K_out: float
    Cl_out: float
    X_out: float
    z_X: float
    g_Na: float
    g_K: float
    g_Cl: float
    g_KCC2: float
    pump: float
    area: float
    T: float
    water: float = 1.5e-4

    def __post_init__(self) -> None:
        for name in ("Na_out", "K_out", "Cl_out"):
            concentration(name, getattr(self, name))
        concentration("X_out", self.X_out, allow_zero=True)
        for name in ("g_Na", "g_K", "g_Cl", "area", "water"):
            positive(name, getattr(self, name))
        conductance("g_KCC2", self.g_KCC2)
        conductance("pump", self.pump)
        if not finite("z_X", self.z_X) < 0:
            raise ValueError(f"z_X = {self.z_X} is not physical: impermeants are anions (< 0).")
        temperature(self.T)

    @property
    def osmolarity(self) -> float:
        """Osmolarity outside in mM."""
        return self.Na_out + self.K_out + self.Cl_out + self.X_out


@dataclass(frozen=True, slots=True)
class PumpLeakState:
    """Potential in mV, concentrations inside in mM, cell volume in µm^3."""

    V: Result
    Na_in: Result
    K_in: Result
    Cl_in: Result
    X_in: Result
    volume: Result


@dataclass(frozen=True, slots=True)
class PumpChange:
    """From `time` (s) on the pump works at `factor` times its rate: 0 is a blocked pump."""

    time: float
    factor: float

    def __post_init__(self) -> None:
        finite("time", self.time)
        nonnegative("factor", self.factor)


def pump_leak_steady(cell: PumpLeakCell, impermeant: float) -> PumpLeakState:
    """The steady state of a cell that holds `impermeant` amol of impermeant anions.

    For a given pump flux J the potentials E - V are known, and with theta = exp(-FV/RT)
    electroneutrality and equal osmolarity leave a quadratic,

        (1 - z) alpha theta^2 + z Pi theta - (1 + z) gamma = 0,

    whose larger root also covers z = -1. J itself is the root of the cubic pump law.

    Raises ValueError when no steady volume exists, because the permeant ions alone reach the
    osmolarity outside: with a blocked pump and no impermeants outside, the cell swells for ever.
    """
    from scipy.optimize import brentq  # slow to import, and needed here only

    amount = float(positive("impermeant", impermeant, "an amount must be positive"))

    def excess(J: float) -> float:
        return float(_pump_flux(cell, _steady_at(cell, J)[1])) - J

    # More pumping leaves less sodium for the pump, so the excess falls and has one root.
    strong = 1.0
    while excess(strong) > 0:
        strong *= 2
    J = brentq(excess, 0.0, strong, xtol=1e-16, rtol=1e-15) if cell.pump > 0 else 0.0
    V, Na, K, Cl = _steady_at(cell, J)
    X = cell.osmolarity - Na - K - Cl
    share = X / cell.osmolarity
    if share <= _NO_ROOM:
        raise ValueError(
            "no steady volume exists: the permeant ions alone reach the osmolarity outside "
            f"({cell.osmolarity:g} mM), and the cell swells for ever."
        )
    return PumpLeakState(V, Na, K, Cl, X, amount / X)


def pump_leak_course(
    t: ArrayLike, cell: PumpLeakCell, initial: PumpLeakState, changes: Sequence[PumpChange] = ()
) -> PumpLeakState:
    """The course from `initial` at the times `t` (s, from 0 on), with changes of the pump's rate.

    V follows from zero total current at every moment (charging takes milliseconds, the cell
    minutes), which conserves charge and impermeants exactly. `initial.V` is therefore not used,
    and Na + K - Cl + z X must be zero.

    Raises ValueError for an initial state with net charge, and negative times.
    """
    charge = initial.Na_in + initial.K_in - initial.Cl_in + cell.z_X * initial.X_in
    if abs(charge) > _NEUTRAL * cell.osmolarity:
        raise ValueError(f"the initial state carries {charge:g} mM of net charge; it must be zero.")
    w_0 = initial.volume
    amounts = [initial.Na_in * w_0, initial.K_in * w_0, initial.Cl_in * w_0]
    impermeant = initial.X_in * w_0
    ordered = sorted(changes, key=lambda change: change.time)

    osmolarity = cell.osmolarity
    permeability = cell.area * cell.water * _WATER * _MICROMETRES

    def rate(time: float, state: FloatArray, since: float) -> list[float]:
        # Plain floats: the solver asks thousands of times, and arrays of three are slow.
        n_Na, n_K, n_Cl, w = state.tolist()
        Na, K, Cl = n_Na / w, n_K / w, n_Cl / w
        J = _factor(ordered, since) * _pump_flux(cell, Na)
        swelling = (n_Na + n_K + n_Cl + impermeant) / w - osmolarity
        return [*_ion_rates(cell, Na, K, Cl, J), permeability * swelling]

    scale = [*amounts, w_0]
    states = integrate(
        rate,
        scale,
        t,
        [change.time for change in ordered],
        method="LSODA",
        rtol=1e-10,
        atol=[1e-12 * value for value in scale],
    )
    volume = states[3]
    Na, K, Cl = states[:3] / volume
    factor = np.array([_factor(ordered, float(time)) for time in np.ravel(t)]).reshape(Na.shape)
    V = _potentials(cell, Na, K, Cl, factor * _pump_flux(cell, Na))[0]
    values = (V, Na, K, Cl, impermeant / volume, volume)
    return PumpLeakState(*(result(value) for value in values))


def pump_leak_rates(amounts: ArrayLike, cell: PumpLeakCell, impermeant: float) -> FloatArray:
    """Rates of change in amol/s of the amounts of Na, K and Cl in a cell whose water is settled.

    `amounts` are those of Na, K and Cl in amol, `impermeant` that of the impermeant anions. The
    volume (all amounts over the osmolarity outside) and V (zero total current) follow at once.
    The rates carry no net charge: those of Na and K add up to that of Cl.

    Raises ValueError for amounts <= 0.
    """
    inside = positive("amounts", amounts, "an amount must be positive")
    if inside.shape != (3,):
        raise ValueError("amounts must be those of Na, K and Cl, three numbers.")
    fixed = positive("impermeant", impermeant, "an amount must be positive")
    Na, K, Cl = inside * (cell.osmolarity / (inside.sum() + fixed))
    return np.array(_ion_rates(cell, Na, K, Cl, _pump_flux(cell, Na)))


def _ion_rates(cell: PumpLeakCell, Na: float, K: float, Cl: float, J: float) -> list[float]:
    """Rates of the amounts of Na, K and Cl in amol/s at the pump flux J (mA/m^2)."""
    V, E_Na, E_K, E_Cl = _potentials(cell, Na, K, Cl, J, _log)
    J_KCC2 = cell.g_KCC2 * (E_K - E_Cl)
    to_amol = _AMOL_PER_S * cell.area
    return [
        -to_amol * (cell.g_Na * (V - E_Na) + 3 * J),
        -to_amol * (cell.g_K * (V - E_K) - 2 * J - J_KCC2),
        to_amol * (cell.g_Cl * (V - E_Cl) + J_KCC2),
    ]


def _factor(changes: Sequence[PumpChange], time: float) -> float:
    """The factor of the last of the ordered `changes` up to `time`."""
    return next((change.factor for change in reversed(changes) if change.time <= time), 1.0)


def _pump_flux(cell: PumpLeakCell, Na: Any) -> Any:
    """Charge per transported ion and time, p (Na_in/Na_out)^3, in mA/m^2."""
    return cell.pump * _MILLI * (Na / cell.Na_out) ** 3


def _log(ratio: float) -> float:
    # A solver may try a state that no cell can be in; it takes nan as a step that failed.
    return math.log(ratio) if ratio > 0 else math.nan


def _potentials(
    cell: PumpLeakCell, Na: Any, K: Any, Cl: Any, J: Any, log: Callable[[Any], Any] = np.log
) -> tuple[Any, Any, Any, Any]:
    """V at which no net current flows, and E of Na, K and Cl, in mV; pump flux J in mA/m^2.

    `_log` is quicker than the `log` of arrays where there are only numbers.
    """
    thermal = MILLIVOLT_PER_KELVIN * cell.T
    E_Na = thermal * log(cell.Na_out / Na)
    E_K = thermal * log(cell.K_out / K)
    E_Cl = thermal * log(Cl / cell.Cl_out)
    drives = cell.g_Na * E_Na + cell.g_K * E_K + cell.g_Cl * E_Cl
    return (drives - J) / (cell.g_Na + cell.g_K + cell.g_Cl), E_Na, E_K, E_Cl


def _steady_at(cell: PumpLeakCell, J: float) -> tuple[float, float, float, float]:
    """V in mV and Na, K, Cl inside in mM of the steady state at the pump flux J (mA/m^2)."""
    thermal = MILLIVOLT_PER_KELVIN * cell.T
    g_K, g_Cl, g_KCC2 = cell.g_K, cell.g_Cl, cell.g_KCC2
    # KCC2's potassium influx, from E_K - E_Cl with both leaks at rest.
    J_KCC2 = -2 * J * g_KCC2 * g_Cl / (g_K * g_Cl + g_KCC2 * g_Cl + g_KCC2 * g_K)
    Na = cell.Na_out * math.exp(-3 * J / (cell.g_Na * thermal))
    K = cell.K_out * math.exp((2 * J + J_KCC2) / (g_K * thermal))
    Cl = cell.Cl_out * math.exp(J_KCC2 / (g_Cl * thermal))
    z, cations = cell.z_X, Na + K
    # Negative only where cations * Cl > (osmolarity/2)^2; then no X > 0 fits, and zero keeps the
    # sodium falling with J while the caller seeks its root.
    discriminant = max((z * cell.osmolarity) ** 2 + 4 * (1 - z * z) * cations * Cl, 0.0)
    theta = (-z * cell.osmolarity + math.sqrt(discriminant)) / (2 * (1 - z) * cations)
    return -thermal * math.log(theta), Na * theta, K * theta, Cl / theta
