"""NEURON's side of the comparison: cases as JSON on standard input, its answers on output.

A process of its own, because NEURON and other simulators bring their own builds of the same
solver library and crash when they are loaded together.

    python neuron_side.py nernst|ghk|shunt|chloride [folder with compiled mechanisms] < cases
"""

import json
import math
import sys
from pathlib import Path

from neuron import h

Case = dict[str, float]
AREA_CM2 = 1e-4


def nernst(case: Case) -> float:
    h.celsius = case["t"]
    return h.nernst(case["c_in"], case["c_out"], case["z"])


def ghk(case: Case) -> float:
    """In 1e-3 C/cm^3: mA/cm^2 for a permeability of 1 cm/s."""
    h.celsius = case["t"]
    return h.ghk(case["V"], case["c_in"], case["c_out"], case["z"])


def precise():
    solver = h.CVode()
    solver.active(1)
    solver.atol(1e-11)
    solver.rtol(1e-11)
    return solver


def shunt(case: dict) -> list[float]:
    """V at whole milliseconds of a passive cell with ExpSyn synapses and an IClamp."""
    section = h.Section()
    # Length 100 µm and diameter 100/pi µm are 1e-4 cm^2, so pF and nS convert by constants.
    section.L, section.diam, section.nseg = 100.0, 100.0 / math.pi, 1
    section.cm = case["C"] * 1e-6 / AREA_CM2
    section.insert("pas")
    section.g_pas, section.e_pas = case["g_L"] * 1e-9 / AREA_CM2, case["E_L"]
    connections = []
    for synapse in case["synapses"]:
        target = h.ExpSyn(section(0.5))
        target.e, target.tau = synapse["E"], synapse["tau"]
        connection = h.NetCon(None, target)
        connection.weight[0] = synapse["g_max"] * 1e-3
        connections.append((target, connection, synapse["onsets"]))
    clamp = h.IClamp(section(0.5))
    clamp.delay, clamp.dur = case["start"], case["stop"] - case["start"]
    clamp.amp = case["I"] * 1e-3
    solver = precise()
    h.finitialize(case["E_L"])
    for _, connection, onsets in connections:
        for onset in onsets:
            connection.event(onset)
    trace = [section(0.5).v]
    for t in range(1, 61):
        solver.solve(t)
        trace.append(section(0.5).v)
    return trace


def chloride(case: dict) -> list[list[float]]:
    """V and Cl_in every 5 ms of a cylinder with the mechanisms gabacl and clpool."""
    h.celsius = case["t"]
    section = h.Section()
    section.L, section.diam, section.nseg, section.cm = 20.0, case["diameter"], 1, 1.0
    for mechanism in ("pas", "gabacl", "clpool"):
        section.insert(mechanism)
    section.g_pas, section.e_pas = case["g_L"] * 1e-4, case["E_L"]
    segment = section(0.5)
    segment.gabacl.share, segment.gabacl.ehco3 = case["share"], case["E_HCO3"]
    segment.clpool.rest, segment.clpool.tau = case["Cl_rest"], case["tau_Cl"]
    segment.clpool.depth = case["diameter"] / 4
    # Concentrations from the mechanism, reversal potential by Nernst from both of them.
    h.ion_style("cl_ion", 3, 2, 1, 1, 1, sec=section)
    solver = precise()
    h.finitialize(case["E_L"])
    # finitialize resets the outside to its default.
    segment.clo = case["Cl_out"]
    solver.re_init()
    trace = [[segment.v, segment.cli]]
    for t in range(5, 401, 5):
        for pulse in case["pulses"]:
            if t - 5 == pulse["start"]:
                segment.gabacl.g = pulse["g"] * 1e-4
                solver.re_init()
            if t - 5 == pulse["stop"]:
                segment.gabacl.g = 0.0
                solver.re_init()
        solver.solve(t)
        trace.append([segment.v, segment.cli])
    return trace


RUNS = {"nernst": nernst, "ghk": ghk, "shunt": shunt, "chloride": chloride}


def main(kind: str, mechanisms: str | None = None) -> None:
    h.load_file("stdrun.hoc")
    if mechanisms:
        (library,) = Path(mechanisms).glob("*/libnrnmech.*")
        h.nrn_load_dll(str(library))
    answers = [RUNS[kind](case) for case in json.load(sys.stdin)]
    # Simulators greet on standard output, so the answers take the last line.
    print("\n" + json.dumps(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
