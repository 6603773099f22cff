"""Answers printed in public sources are met at their printed precision.

`published_answers.jsonl` holds the facts: inputs, printed answer, source, and within what it can
be expected (half of the last digit, unless the source states its own accuracy).
"""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

import millivolt_solutions as ms

ROWS = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("published_answers.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def nernst(given: dict) -> float:
    return ms.nernst(given["c_out_mM"], given["c_in_mM"], given["z"], given["T_K"])


def ghk(given: dict) -> float:
    c_in, c_out = zip(given["K"], given["Na"], strict=True)
    return ms.ghk_voltage(given["P"][:2], c_in, c_out, [1, 1], given["T_K"])


def ljp(given: dict) -> float:
    ions = given["pipette_bath_mM"]
    pipette, bath = zip(*ions.values(), strict=True)
    z = [ms.LIMITING_CONDUCTIVITY[ion][0] for ion in ions]
    return ms.ljp_henderson(pipette, bath, z, [ms.mobility(ion) for ion in ions], given["T_K"])


def pump_leak(given: dict) -> float:
    # Düsterwald et al. (2018): conductances of 2e-3 and 7e-3 S/dm^2, pump 0.1 C/(dm^2 s).
    cell = ms.PumpLeakCell(
        Na_out=145.0, K_out=3.5, Cl_out=119.0, X_out=29.5, z_X=-0.85,
        g_Na=0.2, g_K=0.7, g_Cl=0.2, g_KCC2=0.2, pump=10.0, area=1000.0, T=310.15,
    )  # fmt: skip
    return getattr(ms.pump_leak_steady(cell, 1e5), given["species"])


COMPUTE: dict[str, Callable[[dict], float]] = {
    "nernst": nernst,
    "ghk": ghk,
    "ljp": ljp,
    "pump_leak_steady": pump_leak,
    "driving_force": lambda given: ms.driving_force(given["V_mV"], given["E_mV"]),
    "slope": lambda given: ms.slope(given["T_K"]),
    "debye_huckel_B": lambda given: (
        ms.debye_huckel_B(given["T_K"], given["eps_r"], given["rho"]) / 10
    ),
    "dhll_gamma": lambda given: 10 ** ms.log10_gamma(given["z"], given["I"], given["A"]),
}


@pytest.mark.filterwarnings("ignore::millivolt_solutions.ValidityWarning")
@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_printed_answer_is_met(row):
    value = COMPUTE[row["kind"]](row["inputs"])
    assert abs(value - row["printed"]) <= row["within"] * (1 + 1e-9), row["because"]


def test_the_table_has_sources_and_every_kind():
    assert len(ROWS) >= 19
    assert {row["kind"] for row in ROWS} == set(COMPUTE)
    assert all(row["source"] and row["url"] and math.isfinite(row["printed"]) for row in ROWS)
