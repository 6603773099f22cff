"""libRoadRunner's side of the comparison: the pump-leak cell, written once more in Antimony.

Femtomoles, picolitres, volts and decimetres; the potential comes from the charge on a small
capacitance instead of from zero net current. Cases as JSON on standard input, one trace of V, Na,
K, Cl and volume each on output. A process of its own, as for NEURON.
"""

import json
import sys

import antimony
import roadrunner

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
  // 0.018 L/mol times dm/s times dm^2 times mol/L gives L/s, that is 1e12 pL/s.
  w' = 0.018*{water}*10*A_m*((na + k + cl + x)/w - {osmolarity})*1e-3*1e12
  at (time > {block}): on = 0
end
"""


def trace(case: dict) -> list[list[float]]:
    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(MODEL.format(**case)) < 0:
        raise SystemExit(antimony.getLastError())
    runner = roadrunner.RoadRunner(antimony.getSBMLString("pump_leak"))
    runner.integrator.absolute_tolerance = 1e-14
    runner.integrator.relative_tolerance = 1e-11
    runner.integrator.maximum_num_steps = 1_000_000
    names = ["V", "Na", "K", "Cl", "w"]
    result = runner.simulate(times=case["times"], selections=names)
    return [[float(value) for value in row] for row in result]


if __name__ == "__main__":
    print("\n" + json.dumps([trace(case) for case in json.load(sys.stdin)]))
