"""libRoadRunner as an outside truth for the pump-leak cell.

The model is written once more in Antimony, in moles, volts, decimetres and with the potential
from the charge on a small capacitance instead of from zero net current.
"""

from dataclasses import replace

import numpy as np
import pytest

from millivolt_solutions import (
    PumpChange,
    PumpLeakCell,
    PumpLeakState,
    pump_leak_course,
    pump_leak_steady,
)

pytestmark = pytest.mark.oracle

roadrunner = pytest.importorskip("roadrunner", reason="install the extra [oracle]")
antimony = pytest.importorskip("antimony", reason="install the extra [oracle]")

CELL = PumpLeakCell(
    Na_out=145.0, K_out=3.5, Cl_out=119.0, X_out=29.5, z_X=-0.85,
    g_Na=0.2, g_K=0.7, g_Cl=0.2, g_KCC2=0.2, pump=10.0, area=1000.0, T=310.15,
)  # fmt: skip

MODEL = """
model pump_leak
  // Amounts in fmol, volume in pL (so fmol/pL is mM), area in dm^2, conductances in S/dm^2.
  RTF = 8.31446261815324*{T}/96485.33212331002
  F = 96485.33212331002
  A_m = {area}*1e-10
  na = {na}; k = {k}; cl = {cl}; w = {w}; x = {x}; on = 1
  Na := na/w; K := k/w; Cl := cl/w
  E_Na := RTF*ln({Na_out}/Na); E_K := RTF*ln({K_out}/K); E_Cl := RTF*ln(Cl/{Cl_out})
  // Charge in C on a capacitance of 1e-7 F/dm^2, far below a membrane's.
  V := F*1e-15*(na + k - cl + ({z_X})*x)/(1e-7*A_m)
  Jp := on*{pump}/100*(Na/{Na_out})^3
  Jkcc := {g_KCC2}/100*(E_K - E_Cl)
  na' = -1e15*A_m/F*({g_Na}/100*(V - E_Na) + 3*Jp)
  k' = -1e15*A_m/F*({g_K}/100*(V - E_K) - 2*Jp - Jkcc)
  cl' = 1e15*A_m/F*({g_Cl}/100*(V - E_Cl) + Jkcc)
  // 0.018 L/mol times 1.5e-3 dm/s times dm^2 times mol/L gives L/s, that is 1e12 pL/s.
  w' = 0.018*{water}*10*A_m*((na + k + cl + x)/w - {osmolarity})*1e-3*1e12
  at (time > {block}): on = 0
end
"""


def simulate(cell: PumpLeakCell, state: PumpLeakState, times: np.ndarray, block: float = 1e9):
    picolitres = state.volume * 1e-3
    fields = {name: getattr(cell, name) for name in PumpLeakCell.__slots__}
    text = MODEL.format(
        **fields,
        osmolarity=cell.osmolarity,
        w=picolitres,
        na=state.Na_in * picolitres,
        k=state.K_in * picolitres,
        cl=state.Cl_in * picolitres,
        x=state.X_in * picolitres,
        block=block,
    )
    antimony.clearPreviousLoads()
    assert antimony.loadAntimonyString(text) >= 0, antimony.getLastError()
    runner = roadrunner.RoadRunner(antimony.getSBMLString("pump_leak"))
    runner.integrator.absolute_tolerance = 1e-14
    runner.integrator.relative_tolerance = 1e-11
    runner.integrator.maximum_num_steps = 1_000_000
    result = runner.simulate(times=list(times), selections=["V", "Na", "K", "Cl", "w"])
    return np.asarray(result).T


def compare(ours: PumpLeakState, theirs: np.ndarray, rel: float) -> None:
    V, Na, K, Cl, w = theirs
    assert np.allclose(ours.V, V * 1e3, rtol=rel, atol=rel * 100)
    assert np.allclose(ours.Na_in, Na, rtol=rel)
    assert np.allclose(ours.K_in, K, rtol=rel)
    assert np.allclose(ours.Cl_in, Cl, rtol=rel)
    assert np.allclose(ours.volume, w * 1e3, rtol=rel)


@pytest.mark.parametrize("change", [{}, {"g_KCC2": 0.0, "z_X": -1.2}, {"pump": 25.0, "T": 295.0}])
def test_the_course_to_the_steady_state_agrees(change):
    cell = replace(CELL, **change)
    charge = 20.0 + 100.0 - 10.0
    start = PumpLeakState(0.0, 20.0, 100.0, 10.0, -charge / cell.z_X, 1000.0)
    times = np.array([0.0, 1.0, 10.0, 60.0, 300.0, 1000.0, 5000.0])
    theirs = simulate(cell, start, times)
    ours = pump_leak_course(times[1:], cell, start)
    compare(ours, theirs[:, 1:], 1e-6)


def test_rundown_after_a_block_of_the_pump_agrees():
    rest = pump_leak_steady(CELL, 130e3)
    times = np.array([0.0, 5.0, 20.0, 60.0, 300.0, 1000.0])
    theirs = simulate(CELL, rest, times, block=10.0)
    ours = pump_leak_course(times[1:], CELL, rest, [PumpChange(10.0, 0.0)])
    compare(ours, theirs[:, 1:], 1e-6)
