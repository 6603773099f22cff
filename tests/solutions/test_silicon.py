"""Subthreshold transistors and Boltzmann gates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from millivolt_solutions import (
    boltzmann_gate,
    follower_integrator,
    gate_slope,
    gating_charge,
    subthreshold_current,
    subthreshold_slope,
    thermal_voltage,
)

T = st.floats(273.15, 330.0)
KAPPA = st.floats(0.5, 1.0)
MV = st.floats(-200.0, 600.0).map(lambda v: round(v, 9))


@given(MV, st.floats(1.0, 300.0), st.floats(-300.0, 300.0) | st.floats(1e-9, 1e-6), T, KAPPA)
def test_the_drain_current_is_accurate_also_near_zero_drain_voltage(
    exact, assert_ulps, V_g, V_s, V_ds, T, kappa
):
    V_d = V_s + V_ds
    m, mp, U = exact.mp.mpf, exact.mp, exact.thermal(T)
    V_ds = m(V_d) - m(V_s)
    exponent = (m(kappa) * m(V_g) - m(V_s)) / U
    want = -m("1e-15") * mp.exp(exponent) * mp.expm1(-V_ds / U)
    want = want * m(1e-15) / m("1e-15")
    size = abs(float(m(kappa) * V_g / U)) + abs(V_s / float(U)) + abs(float(V_ds / U))
    assert_ulps(subthreshold_current(1e-15, V_g, V_s, V_d, T, kappa), want, 8 + 4 * size)


def test_no_current_flows_without_a_drain_voltage_and_it_reverses_with_it():
    assert subthreshold_current(1e-15, 400.0, 50.0, 50.0, 300.0, 0.7) == 0.0
    assert subthreshold_current(1e-15, 400.0, 60.0, 50.0, 300.0, 0.7) < 0


def test_the_current_saturates_at_four_thermal_voltages():
    U = thermal_voltage(300.0)
    saturated = subthreshold_current(1e-15, 400.0, 0.0, 100 * U, 300.0, 0.7)
    at_four = subthreshold_current(1e-15, 400.0, 0.0, 4 * U, 300.0, 0.7)
    assert at_four / saturated == pytest.approx(1 - math.exp(-4), rel=1e-12)


@given(T, KAPPA)
def test_a_decade_of_current_takes_the_slope(exact, assert_ulps, T, kappa):
    S = subthreshold_slope(T, kappa)
    assert_ulps(S, exact.thermal(T) * exact.mp.log(10) / exact.mp.mpf(kappa), 5)
    one = subthreshold_current(1e-15, 300.0, 0.0, 500.0, T, kappa)
    ten = subthreshold_current(1e-15, 300.0 + S, 0.0, 500.0, T, kappa)
    assert ten / one == pytest.approx(10.0, rel=1e-11)


def test_an_ideal_gate_gives_sixty_millivolts_per_decade():
    assert subthreshold_slope(300.0) == pytest.approx(59.53, abs=0.01)
    with pytest.raises(ValueError, match=r"kappa = 1\.5 \(element 1\) is not physical"):
        subthreshold_slope(300.0, [0.7, 1.5])


@given(st.floats(-300.0, 300.0), st.floats(-60.0, 20.0), st.floats(1.0, 30.0), st.booleans())
def test_the_gate_is_accurate_down_to_tiny_probabilities(exact, assert_ulps, V, V_half, s, closing):
    s = -s if closing else s
    m = exact.mp.mpf
    x = (m(V) - m(V_half)) / m(s)
    want = 1 / (1 + exact.mp.exp(-x))
    assert_ulps(boltzmann_gate(V, V_half, s), want, 4 + 3 * abs(float(x)))


@given(MV, st.floats(-60.0, 20.0), st.floats(1.0, 30.0))
def test_a_gate_and_its_mirror_add_up_to_one(V, V_half, s):
    both = boltzmann_gate(V, V_half, s) + boltzmann_gate(V, V_half, -s)
    assert both == pytest.approx(1.0, rel=1e-15)
    assert boltzmann_gate(V_half, V_half, s) == 0.5


def test_extreme_voltages_neither_overflow_nor_leave_zero_to_one():
    assert boltzmann_gate([-1e6, 1e6], 0.0, 1.0).tolist() == [0.0, 1.0]


@given(st.floats(0.5, 30.0) | st.floats(-30.0, -0.5), T)
def test_slope_and_gating_charge_are_inverses(exact, assert_ulps, s, T):
    assert_ulps(gating_charge(s, T), exact.thermal(T) / exact.mp.mpf(s), 4)
    assert_ulps(gate_slope(s, T), exact.thermal(T) / exact.mp.mpf(s), 4)
    assert gate_slope(gating_charge(s, T), T) == pytest.approx(s, rel=1e-14)


@pytest.mark.parametrize("function", [boltzmann_gate, gating_charge])
def test_a_gate_needs_a_slope(function):
    arguments = (-40.0, -35.0, [5.0, 0.0]) if function is boltzmann_gate else ([5.0, 0.0], 310.0)
    with pytest.raises(ValueError, match=r"s = 0 \(element 1\) is not physical"):
        function(*arguments)


@given(MV, MV, st.floats(0.0, 100.0), T, KAPPA)
def test_the_follower_integrator_is_accurate(exact, assert_ulps, V_in, V_0, t, T, kappa):
    m, mp = exact.mp.mpf, exact.mp
    scale = 2 * exact.thermal(T) / m(kappa)
    x = mp.asinh(mp.sinh((m(V_in) - m(V_0)) / scale) * mp.exp(-m(t) * 50 / (scale * 10)))
    got = follower_integrator(t, V_in, V_0, 50.0, 10.0, T, kappa)
    assert_ulps(got, m(V_in) - scale * x, 40, scale=abs(V_in) + abs(V_0) + float(scale))


def test_the_follower_integrator_agrees_with_a_numerical_solution():
    t = np.linspace(0.0, 20.0, 30)
    U_T = thermal_voltage(300.0)

    def rate(_, V):
        return 50.0 / 10.0 * np.tanh(0.7 * (400.0 - V) / (2 * U_T))

    want = solve_ivp(rate, (0, 20), [350.0], t_eval=t, rtol=1e-11, atol=1e-11).y[0]
    assert np.allclose(
        follower_integrator(t, 400.0, 350.0, 50.0, 10.0, 300.0, 0.7), want, atol=1e-7
    )


def test_a_large_step_slews_and_a_small_one_relaxes():
    far = follower_integrator([0.0, 1.0, 2.0], 1e5, 0.0, 50.0, 10.0, 300.0, 0.7)
    assert far == pytest.approx([0.0, 5.0, 10.0], abs=1e-9)
    tau = 2 * thermal_voltage(300.0) * 10.0 / (0.7 * 50.0)
    near = follower_integrator(tau, 1.0, 0.0, 50.0, 10.0, 300.0, 0.7)
    assert near == pytest.approx(1 - math.exp(-1), abs=1e-4)
    assert follower_integrator(5.0, 3.0, 3.0, 50.0, 10.0, 300.0, 0.7) == 3.0
    with pytest.raises(ValueError, match="a time after the step must not be negative"):
        follower_integrator(-1.0, 1.0, 0.0, 50.0, 10.0, 300.0, 0.7)
