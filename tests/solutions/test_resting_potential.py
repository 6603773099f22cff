"""Resting potentials with a pump and from conductances."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import chord_current, chord_voltage, ghk_voltage, mullins_noda, nernst

C = st.floats(1e-2, 600.0)
P = st.floats(1e-4, 20.0)
T = st.floats(273.15, 320.0)
CELL = {"K_in": 140.0, "K_out": 4.0, "Na_in": 12.0, "Na_out": 145.0, "T": 310.15}


@given(P, P, C, C, C, C, T, st.floats(0.1, 10.0))
def test_mullins_noda_is_accurate(exact, assert_ulps, P_K, P_Na, K_i, K_o, Na_i, Na_o, T, r):
    m = exact.mp.mpf
    up = m(r) * P_K * K_o + m(P_Na) * Na_o
    down = m(r) * P_K * K_i + m(P_Na) * Na_i
    want = exact.thermal(T) * exact.mp.log(up / down)
    got = mullins_noda(P_K, P_Na, K_i, K_o, Na_i, Na_o, T, r)
    assert_ulps(got, want, 12, scale=exact.thermal(T))


@given(P, P, C, C, C, C, T)
def test_an_electroneutral_pump_leaves_the_ghk_voltage(P_K, P_Na, K_i, K_o, Na_i, Na_o, T):
    assert mullins_noda(P_K, P_Na, K_i, K_o, Na_i, Na_o, T, r=1) == pytest.approx(
        ghk_voltage([P_K, P_Na], [K_i, Na_i], [K_o, Na_o], [1, 1], T), abs=1e-11
    )


def test_a_pump_that_moves_ever_more_sodium_drives_the_cell_to_E_K():
    E_K = nernst(CELL["K_out"], CELL["K_in"], 1, CELL["T"])
    assert mullins_noda(1.0, 0.04, **CELL, r=math.inf) == pytest.approx(E_K)
    assert mullins_noda(1.0, 0.04, **CELL, r=1e12) == pytest.approx(E_K)


def test_the_three_to_two_pump_hyperpolarises_by_some_millivolts():
    pumped = mullins_noda(1.0, 0.04, **CELL)
    passive = mullins_noda(1.0, 0.04, **CELL, r=1)
    assert -10 < pumped - passive < -1
    assert pumped == mullins_noda(1.0, 0.04, **CELL, r=1.5)


def test_coupling_and_permeabilities_must_be_physical():
    for r in (0.0, -1.5, math.nan, [1.5, 0.0]):
        with pytest.raises(ValueError, match="r = "):
            mullins_noda(1.0, 0.04, **CELL, r=r)
    with pytest.raises(ValueError, match="one permeability must be positive"):
        mullins_noda([1.0, 0.0], 0.0, **CELL)


POTENTIAL = st.floats(-120.0, 120.0).map(lambda v: round(v, 9))
CONDUCTANCES = st.lists(st.tuples(st.floats(0.01, 100.0), POTENTIAL), min_size=1, max_size=5)


@given(CONDUCTANCES, st.floats(-500.0, 500.0).map(lambda v: round(v, 9)))
def test_the_chord_voltage_balances_currents_and_is_accurate(exact, assert_ulps, rows, I):
    g, E = map(list, zip(*rows, strict=True))
    m = exact.mp.mpf
    total = exact.mp.fsum(m(x) for x in g)
    want = (exact.mp.fsum(m(x) * m(y) for x, y in rows) + I) / total
    V = chord_voltage(g, E, I)
    scale = exact.mp.fsum(abs(m(x) * y) for x, y in rows) / total + abs(I) / total
    assert_ulps(V, want, 10, scale=scale)
    assert chord_current(g, V, E).sum() == pytest.approx(I, abs=1e-9 * (1 + abs(V)) * sum(g))


@given(CONDUCTANCES)
def test_without_injected_current_it_is_a_weighted_mean(rows):
    g, E = map(list, zip(*rows, strict=True))
    assert min(E) - 1e-9 <= chord_voltage(g, E) <= max(E) + 1e-9


def test_a_current_into_the_cell_depolarises_by_ohm():
    assert chord_voltage([10.0], [-70.0], 100.0) == -60.0


def test_membranes_lie_on_leading_axes():
    got = chord_voltage([[1.0, 1.0], [1.0, 3.0]], [-90.0, 50.0], [0.0, 8.0])
    assert np.allclose(got, [-20.0, 17.0])
    assert chord_voltage(5.0, -70.0) == -70.0


def test_a_membrane_without_conductance_is_refused():
    with pytest.raises(ValueError, match="at least one conductance must be positive"):
        chord_voltage([[1.0, 0.0], [0.0, 0.0]], [-90.0, 50.0])
    with pytest.raises(ValueError, match="g = -1"):
        chord_voltage([1.0, -1.0], [-90.0, 50.0])
    with pytest.raises(ValueError, match="I_ext = nan"):
        chord_voltage([1.0], [-90.0], math.nan)
