"""libRoadRunner as an outside truth for the pump-leak cell."""

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from millivolt_solutions import (
    PumpChange,
    PumpLeakCell,
    PumpLeakState,
    pump_leak_course,
    pump_leak_steady,
)

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(
        importlib.util.find_spec("roadrunner") is None
        or importlib.util.find_spec("antimony") is None,
        reason="install the extra [oracle]",
    ),
]
SCRIPT = Path(__file__).with_name("oracles") / "roadrunner_side.py"
NEVER = 1e9

CELL = PumpLeakCell(
    Na_out=145.0, K_out=3.5, Cl_out=119.0, X_out=29.5, z_X=-0.85,
    g_Na=0.2, g_K=0.7, g_Cl=0.2, g_KCC2=0.2, pump=10.0, area=1000.0, T=310.15,
)  # fmt: skip
TIMES = [0.0, 1.0, 10.0, 60.0, 300.0, 1000.0, 5000.0]


def case(cell: PumpLeakCell, state: PumpLeakState, block: float = NEVER) -> dict:
    picolitres = state.volume * 1e-3
    return {
        **{name: getattr(cell, name) for name in PumpLeakCell.__slots__},
        "osmolarity": cell.osmolarity,
        "w": picolitres,
        "na": state.Na_in * picolitres,
        "k": state.K_in * picolitres,
        "cl": state.Cl_in * picolitres,
        "x": state.X_in * picolitres,
        "block": block,
        "times": TIMES,
    }


def roadrunner(*cases: dict) -> list[np.ndarray]:
    run = subprocess.run(
        [sys.executable, SCRIPT],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return [np.array(trace).T for trace in json.loads(run.stdout.splitlines()[-1])]


def compare(ours: PumpLeakState, theirs: np.ndarray) -> None:
    # The charge on their membrane is no part of theirs at the start, when V is still zero.
    V, Na, K, Cl, w = theirs[:, 1:]
    assert np.allclose(ours.V[1:], V * 1e3, rtol=1e-6, atol=1e-4)
    for mine, other in [(ours.Na_in, Na), (ours.K_in, K), (ours.Cl_in, Cl), (ours.volume, w * 1e3)]:
        assert np.allclose(mine[1:], other, rtol=1e-6)


def test_the_course_to_the_steady_state_agrees():
    cells = [
        CELL,
        replace(CELL, g_KCC2=0.0, z_X=-1.2),
        replace(CELL, pump=25.0, T=295.0),
        replace(CELL, water=5e-6, area=3000.0),
    ]
    starts = [PumpLeakState(0.0, 20.0, 100.0, 10.0, -110.0 / c.z_X, 1000.0) for c in cells]
    theirs = roadrunner(*map(case, cells, starts))
    for cell, start, trace in zip(cells, starts, theirs, strict=True):
        compare(pump_leak_course(TIMES, cell, start), trace)


def test_rundown_after_a_block_of_the_pump_agrees():
    rest = pump_leak_steady(CELL, 130e3)
    (theirs,) = roadrunner(case(CELL, rest, block=30.0))
    compare(pump_leak_course(TIMES, CELL, rest, [PumpChange(30.0, 0.0)]), theirs)
