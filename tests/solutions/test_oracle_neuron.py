"""NEURON as an outside truth: its Nernst and GHK functions, and two rebuilt simulations."""

import importlib.util
import json
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

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(
        importlib.util.find_spec("neuron") is None, reason="install the extra [oracle]"
    ),
]
ORACLES = Path(__file__).with_name("oracles")
COMPILER = Path(sys.executable).with_name("nrnivmodl")


def neuron(kind: str, cases: list[dict], *options: str) -> list:
    run = subprocess.run(
        [sys.executable, ORACLES / "neuron_side.py", kind, *options],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def random_ions(seed: int, n: int) -> list[dict]:
    rng = random.Random(seed)
    return [
        {
            "c_in": 10 ** rng.uniform(-5, 3),
            "c_out": 10 ** rng.uniform(-5, 3),
            "z": rng.choice([-2, -1, 1, 2, 3]),
            "t": rng.uniform(0.0, 45.0),
            "V": rng.uniform(-150.0, 150.0) * (1e-6 if i % 10 == 0 else 1.0),
        }
        for i in range(n)
    ]


def test_nernst_agrees_on_thousands_of_random_ions():
    cases = random_ions(1, 4000)
    for ion, theirs in zip(cases, neuron("nernst", cases), strict=True):
        T = celsius(ion["t"])
        ours = nernst(ion["c_out"], ion["c_in"], ion["z"], T)
        # NEURON rounds the ratio first, which costs it digits near equal concentrations.
        assert abs(ours - theirs) <= 1e-12 * (1 + abs(theirs))
        back = nernst_conc(theirs, ion["c_out"], "out", ion["z"], T)
        assert back == pytest.approx(ion["c_in"], rel=1e-11)


def test_ghk_agrees_on_thousands_of_random_currents():
    cases = random_ions(2, 4000)
    for ion, theirs in zip(cases, neuron("ghk", cases), strict=True):
        T, z, c_in, c_out = celsius(ion["t"]), ion["z"], ion["c_in"], ion["c_out"]
        # 1 mA/cm^2 at 1 cm/s is 10 A/m^2 at 0.01 m/s.
        ours = ghk_current(1.0, z, ion["V"], c_in, c_out, T)
        largest = ghk_current(1.0, abs(z), 0.0, max(c_in, c_out), 0.0, T, allow_limit=True)
        assert abs(ours - theirs * 1e3) <= 1e-9 * largest * (1 + abs(z * ion["V"]) / 25)


def shunt_case(seed: int) -> dict:
    rng = random.Random(seed)
    return {
        "C": rng.uniform(50, 200),
        "g_L": rng.uniform(3, 15),
        "E_L": rng.uniform(-75, -60),
        "synapses": [
            {
                "g_max": rng.uniform(1, 30),
                "E": E,
                "tau": rng.uniform(1, 10),
                "onsets": sorted(rng.uniform(1, 40) for _ in range(2)),
            }
            for E in (0.0, rng.uniform(-80, -60))
        ],
        "I": rng.uniform(-50, 80),
        "start": 10.0,
        "stop": rng.uniform(20, 35),
    }


def test_shunting_of_excitation_agrees_within_a_nanovolt():
    cases = [shunt_case(seed) for seed in range(12)]
    for case, theirs in zip(cases, neuron("shunt", cases), strict=True):
        ours = synaptic_response(
            np.arange(61.0),
            PassiveCell(case["C"], case["g_L"], case["E_L"]),
            [Synapse(s["g_max"], s["E"], s["tau"], tuple(s["onsets"])) for s in case["synapses"]],
            [CurrentPulse(case["I"], case["start"], case["stop"])],
        )
        assert np.ptp(ours) > 1
        assert np.abs(ours - theirs).max() < 1e-6


def chloride_case(seed: int) -> dict:
    rng = random.Random(seed)
    return {
        "t": rng.uniform(20.0, 37.0),
        "diameter": rng.uniform(0.5, 5.0),
        "g_L": rng.uniform(0.3, 3.0),
        "E_L": rng.uniform(-75.0, -55.0),
        "E_HCO3": rng.uniform(-20.0, -5.0),
        "share": rng.uniform(0.0, 0.3),
        "Cl_rest": rng.uniform(4.0, 20.0),
        "Cl_out": rng.uniform(110.0, 135.0),
        "tau_Cl": rng.uniform(500.0, 5000.0),
        "pulses": [
            {"g": rng.uniform(1.0, 30.0), "start": 20, "stop": 120},
            {"g": rng.uniform(1.0, 30.0), "start": 200, "stop": 260},
        ],
    }


@pytest.fixture(scope="module")
def mechanisms(tmp_path_factory):
    if not COMPILER.exists() or not (shutil.which("g++") or shutil.which("clang++")):
        pytest.skip("NEURON mechanisms need nrnivmodl and a C++ compiler")
    folder = tmp_path_factory.mktemp("mechanisms")
    for source in (ORACLES / "mechanisms").glob("*.mod"):
        shutil.copy(source, folder)
    subprocess.run([COMPILER, "."], cwd=folder, check=True, capture_output=True)
    return folder


def test_chloride_accumulation_agrees_within_a_nanovolt_and_a_nanomolar(mechanisms):
    cases = [chloride_case(seed) for seed in range(12)]
    for case, theirs in zip(cases, neuron("chloride", cases, str(mechanisms)), strict=True):
        cell = ChlorideCompartment(
            surface_to_volume=cylinder_surface_to_volume(case["diameter"]),
            T=celsius(case["t"]),
            **{
                name: case[name] for name in ("Cl_rest", "Cl_out", "tau_Cl", "g_L", "E_L", "E_HCO3")
            },
        )
        pulses = [GabaPulse(**pulse, share_HCO3=case["share"]) for pulse in case["pulses"]]
        ours = chloride_accumulation(np.arange(0.0, 401.0, 5.0), cell, pulses)
        V, Cl_in = np.array(theirs).T
        assert np.ptp(ours.Cl_in) > 0.01
        assert np.abs(ours.V - V).max() < 1e-6
        assert np.abs(ours.Cl_in - Cl_in).max() < 1e-6
