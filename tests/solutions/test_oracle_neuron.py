"""NEURON as an outside truth: its Nernst and GHK functions, and two rebuilt simulations."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from millivolt_solutions import (
    ChlorideCompartment,
    CurrentPulse,
    GabaPulse,
    PassiveCell,
    Synapse,
    celsius,
    chloride_accumulation,
    cylinder_surface_to_volume,
    ghk_current,
    nernst,
    nernst_conc,
    synaptic_response,
)

pytestmark = pytest.mark.oracle

neuron = pytest.importorskip("neuron", reason="install the extra [oracle]")
MECHANISMS = Path(__file__).with_name("mechanisms")
COMPILER = Path(sys.executable).with_name("nrnivmodl")


@pytest.fixture(scope="module")
def h():
    h = neuron.h
    h.load_file("stdrun.hoc")
    return h


def test_nernst_agrees_on_thousands_of_random_ions(h):
    rng = random.Random(1)
    for _ in range(4000):
        c_in, c_out = (10 ** rng.uniform(-5, 3) for _ in range(2))
        z, t = rng.choice([-2, -1, 1, 2, 3]), rng.uniform(0.0, 45.0)
        h.celsius = t
        theirs = h.nernst(c_in, c_out, z)
        # NEURON rounds the ratio first, which costs it digits near equal concentrations.
        assert abs(nernst(c_out, c_in, z, celsius(t)) - theirs) <= 1e-12 * (1 + abs(theirs))


def test_ghk_agrees_on_thousands_of_random_currents(h):
    rng = random.Random(2)
    for n in range(4000):
        c_in, c_out = (10 ** rng.uniform(-5, 3) for _ in range(2))
        z, t = rng.choice([-2, -1, 1, 2, 3]), rng.uniform(0.0, 45.0)
        V = rng.uniform(-150.0, 150.0) * (1e-6 if n % 10 == 0 else 1.0)
        h.celsius = t
        # 1e-3 C/cm^3, that is mA/cm^2 for P in cm/s: 10 A/m^2 for 0.01 m/s.
        theirs = h.ghk(V, c_in, c_out, z) * 1e3
        ours = ghk_current(1.0, z, V, c_in, c_out, celsius(t))
        scale = ghk_current(1.0, abs(z), 0.0, max(c_in, c_out), 1e-300, celsius(t))
        assert abs(ours - theirs) <= 1e-9 * scale * (1 + abs(z * V) / 25)


def test_the_inverse_of_nernst_agrees_through_neurons_own_ions(h):
    rng = random.Random(3)
    section = h.Section()
    section.insert("k_ion")
    for _ in range(200):
        K_out, K_in = 10 ** rng.uniform(-1, 1), 10 ** rng.uniform(1, 3)
        h.celsius = rng.uniform(0.0, 45.0)
        section(0.5).ki, section(0.5).ko = K_in, K_out
        E = h.nernst(K_in, K_out, 1)
        assert nernst_conc(E, K_out, "out", 1, celsius(h.celsius)) == pytest.approx(K_in, rel=1e-11)


def solve(h, times, switches=None):
    """Advance NEURON's variable-step solver through the times, acting at each switch."""
    cvode = h.CVode()
    cvode.active(1)
    cvode.atol(1e-11)
    cvode.rtol(1e-11)
    switches = sorted((switches or {}).items())
    for t in times:
        while switches and switches[0][0] < t:
            at, act = switches.pop(0)
            if at > 0:
                cvode.solve(at)
            act()
            cvode.re_init()
        if t > 0:
            cvode.solve(t)
        yield t
    cvode.active(0)


@pytest.mark.parametrize("seed", range(6))
def test_shunting_of_excitation_agrees_within_a_nanovolt(h, seed):
    rng = random.Random(seed)
    C, g_L, E_L = rng.uniform(50, 200), rng.uniform(3, 15), rng.uniform(-75, -60)
    synapses = [
        Synapse(
            g_max=rng.uniform(1, 30),
            E=E,
            tau=rng.uniform(1, 10),
            onsets=tuple(sorted(rng.uniform(1, 40) for _ in range(n))),
        )
        for E, n in ((0.0, 2), (rng.uniform(-80, -60), 2))
    ]
    pulse = CurrentPulse(rng.uniform(-50, 80), 10.0, rng.uniform(20, 35))

    section = h.Section()
    # Area 1e-4 cm^2 (diameter 100/pi times length 100 µm), so pF and nS convert by constants.
    section.L, section.diam, section.nseg = 100.0, 100.0 / np.pi, 1
    section.cm = C * 1e-6 / 1e-4
    section.insert("pas")
    section.g_pas, section.e_pas = g_L * 1e-9 / 1e-4, E_L
    keep = []
    for synapse in synapses:
        exp_syn = h.ExpSyn(section(0.5))
        exp_syn.e, exp_syn.tau = synapse.E, synapse.tau
        net_con = h.NetCon(None, exp_syn)
        net_con.weight[0] = synapse.g_max * 1e-3
        keep.append((exp_syn, net_con, synapse.onsets))
    clamp = h.IClamp(section(0.5))
    clamp.delay, clamp.dur = pulse.start, pulse.stop - pulse.start
    clamp.amp = pulse.I * 1e-3

    times = np.linspace(0.0, 60.0, 61)
    cvode = h.CVode()
    cvode.active(1)
    h.finitialize(E_L)
    for _, net_con, onsets in keep:
        for onset in onsets:
            net_con.event(onset)
    theirs = [section(0.5).v for _ in solve(h, times)]
    ours = synaptic_response(times, PassiveCell(C, g_L, E_L), synapses, [pulse])
    assert np.abs(ours - theirs).max() < 1e-6


@pytest.fixture(scope="module")
def with_mechanisms(h, tmp_path_factory):
    if not COMPILER.exists() or not (shutil.which("gcc") or shutil.which("clang")):
        pytest.skip("NEURON mechanisms need nrnivmodl and a C++ compiler")
    folder = tmp_path_factory.mktemp("mechanisms")
    for source in MECHANISMS.glob("*.mod"):
        shutil.copy(source, folder)
    subprocess.run([COMPILER, "."], cwd=folder, check=True, capture_output=True)
    (library,) = folder.glob("*/libnrnmech.*")
    h.nrn_load_dll(str(library))
    return h


@pytest.mark.parametrize("seed", range(6))
def test_chloride_accumulation_agrees_within_a_nanovolt_and_a_nanomolar(with_mechanisms, seed):
    h = with_mechanisms
    rng = random.Random(seed)
    diameter, t_C = rng.uniform(0.5, 5.0), rng.uniform(20.0, 37.0)
    cell = ChlorideCompartment(
        surface_to_volume=cylinder_surface_to_volume(diameter),
        Cl_rest=rng.uniform(4.0, 20.0),
        Cl_out=rng.uniform(110.0, 135.0),
        tau_Cl=rng.uniform(500.0, 5000.0),
        g_L=rng.uniform(0.3, 3.0),
        E_L=rng.uniform(-75.0, -55.0),
        E_HCO3=rng.uniform(-20.0, -5.0),
        T=celsius(t_C),
    )
    pulses = [
        GabaPulse(rng.uniform(1.0, 30.0), 20.0, 120.0, share_HCO3=0.2),
        GabaPulse(rng.uniform(1.0, 30.0), 200.0, 260.0, share_HCO3=0.2),
    ]

    h.celsius = t_C
    section = h.Section()
    section.L, section.diam, section.nseg, section.cm = 20.0, diameter, 1, 1.0
    for mechanism in ("pas", "gabacl", "clpool"):
        section.insert(mechanism)
    section.g_pas, section.e_pas = cell.g_L * 1e-4, cell.E_L
    segment = section(0.5)
    segment.gabacl.share, segment.gabacl.ehco3 = 0.2, cell.E_HCO3
    segment.clpool.rest, segment.clpool.tau = cell.Cl_rest, cell.tau_Cl
    segment.clpool.depth = diameter / 4
    h.ion_style("cl_ion", 3, 2, 1, 1, 1, sec=section)

    def conductance(g):
        return lambda: setattr(segment.gabacl, "g", g * 1e-4)

    switches = {}
    for pulse in pulses:
        switches[pulse.start], switches[pulse.stop] = conductance(pulse.g), conductance(0.0)
    times = np.linspace(0.0, 400.0, 81)
    cvode = h.CVode()
    cvode.active(1)
    h.finitialize(cell.E_L)
    segment.clo = cell.Cl_out
    cvode.re_init()
    theirs = np.array([(segment.v, segment.cli) for _ in solve(h, times, switches)])
    ours = chloride_accumulation(times, cell, pulses)
    assert np.abs(ours.V - theirs[:, 0]).max() < 1e-6
    assert np.abs(ours.Cl_in - theirs[:, 1]).max() < 1e-6
    assert ours.Cl_in.max() > cell.Cl_rest + 0.01
