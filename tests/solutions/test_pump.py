"""The sodium-potassium pump: cost, rate, current, and what stopping it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import (
    F,
    atp_free_energy,
    chord_voltage,
    delta_mu,
    depletion_time,
    nernst,
    pump_block_step,
    pump_current,
    pump_cycle_cost,
    pump_rate,
)

C = st.floats(0.1, 600.0)
T = st.floats(273.15, 320.0)
MV = st.floats(-120.0, 50.0).map(lambda v: round(v, 9))
N = st.integers(1, 4)


@given(MV, C, C, C, C, T, N, N)
def test_the_cost_of_a_cycle_is_accurate(exact, assert_ulps, V, Na_i, Na_o, K_i, K_o, T, n, k):
    sodium = n * (exact.nernst(Na_o, Na_i, 1, T) - V)
    potassium = k * (V - exact.nernst(K_o, K_i, 1, T))
    want = exact.F * (sodium + potassium) / 10**6
    scale = exact.F * (4 * abs(V) + abs(sodium) + abs(potassium)) / 10**6
    assert_ulps(pump_cycle_cost(V, Na_i, Na_o, K_i, K_o, T, n, k), want, 8, scale)


@given(MV, C, C, C, C, T)
def test_a_cycle_costs_what_its_ions_cost(V, Na_i, Na_o, K_i, K_o, T):
    out = 3 * delta_mu(Na_o, Na_i, 1, V, T, "in->out", "kJ/mol")
    into = 2 * delta_mu(K_o, K_i, 1, V, T, "out->in", "kJ/mol")
    assert pump_cycle_cost(V, Na_i, Na_o, K_i, K_o, T) == pytest.approx(out + into, abs=1e-10)


def test_atp_pays_for_a_cycle_in_a_resting_neuron():
    cost = pump_cycle_cost(-70.0, 12.0, 145.0, 140.0, 4.0, 310.15)
    assert 40 < cost < 50 < -atp_free_energy(5.0, 0.5, 5.0, 310.15) < 60


@given(C, C, C, T, st.floats(-40.0, -20.0))
def test_the_free_energy_of_atp_is_accurate(exact, assert_ulps, ATP, ADP, P_i, T, standard):
    m = exact.mp.mpf
    quotient = m(ADP) * m(P_i) / (1000 * m(ATP))
    want = m(standard) + exact.R / 1000 * m(T) * exact.mp.log(quotient)
    assert_ulps(atp_free_energy(ATP, ADP, P_i, T, standard), want, 10, scale=abs(standard) + 30)


def test_at_standard_concentrations_atp_gives_its_standard_energy():
    assert atp_free_energy(1000.0, 1000.0, 1000.0, 298.15) == -30.5


@given(st.floats(-1e3, -1e-9), N)
def test_the_pump_balances_the_leak(exact, assert_ulps, I_Na, n):
    rate = pump_rate(I_Na, n)
    assert_ulps(rate, -1000 * exact.mp.mpf(I_Na) / (n * exact.F), 4)
    # n Na+ per cycle carry the leak's charge back out.
    assert n * rate * F * 1e-3 == pytest.approx(-I_Na, rel=1e-12)


def test_an_outward_leak_needs_no_pump():
    with pytest.raises(ValueError, match=r"I_Na = 0\.5 \(element 2\) .*: a leak to balance"):
        pump_rate([-5.0, 0.0, 0.5])
    assert pump_rate(0.0) == 0.0


@given(st.floats(1e-6, 1e3), N, N)
def test_the_pump_current_is_the_net_charge_per_cycle(exact, assert_ulps, rate, n, k):
    assert_ulps(pump_current(rate, n, k), (n - k) * exact.mp.mpf(rate) * exact.F / 1000, 4)


def test_the_pump_current_is_a_third_of_the_sodium_leak():
    assert pump_current(pump_rate(-30.0)) == pytest.approx(10.0)


@given(st.floats(0.1, 50.0), st.floats(0.5, 50.0), st.floats(-90.0, -40.0))
def test_stopping_the_pump_depolarises_by_its_current_over_the_conductance(I, g, E):
    with_pump, without = chord_voltage([g], [E], -I), chord_voltage([g], [E])
    assert pump_block_step(I, g) == pytest.approx(without - with_pump, abs=1e-10)


@given(C, st.floats(1.0, 1e5), st.floats(0.01, 1e3), st.sampled_from([-1, 1, 2]))
def test_the_depletion_time_is_accurate(exact, assert_ulps, c, volume, I, z):
    want = abs(z) * exact.F * exact.mp.mpf(c) * exact.mp.mpf(volume) / exact.mp.mpf(I) / 10**6
    assert_ulps(depletion_time(c, volume, I, z), want, 6)
    assert depletion_time(c, volume, -I, z) == depletion_time(c, volume, I, z)


def test_without_a_current_nothing_is_depleted():
    with pytest.raises(ValueError, match=r"I = 0 \(element 1\) .*: without a current"):
        depletion_time(140.0, 1000.0, [1.0, 0.0])


def test_the_immediate_step_is_small_and_the_rundown_slow():
    E_K = nernst(4.0, 140.0, 1, 310.15)
    assert E_K < -90
    assert pump_block_step(20.0, 5.0) == 4.0
    assert pump_block_step(-20.0, 5.0) == -4.0
    assert depletion_time(140.0, 4000.0, 60.0) == pytest.approx(900.53, rel=1e-5)
