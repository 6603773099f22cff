"""The exact response of a membrane to steps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from millivolt_solutions import (
    Phase,
    chord_voltage,
    exponential_step,
    nernst,
    phases_response,
    step_response,
)

MV = st.floats(-120.0, 60.0).map(lambda v: round(v, 9))
TAU = st.floats(0.1, 100.0)


@given(st.floats(0.0, 200.0), MV, MV, TAU)
def test_the_step_response_is_accurate(exact, assert_ulps, t, V_0, V_inf, tau):
    m = exact.mp.mpf
    want = m(V_inf) + (m(V_0) - m(V_inf)) * exact.mp.exp(-m(t) / m(tau))
    assert_ulps(step_response(t, V_0, V_inf, tau), want, 6, scale=abs(V_0) + abs(V_inf))


@given(MV, MV, TAU, st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_stopping_halfway_and_going_on_changes_nothing(V_0, V_inf, tau, first, second):
    middle = step_response(first, V_0, V_inf, tau)
    assert step_response(second, middle, V_inf, tau) == pytest.approx(
        step_response(first + second, V_0, V_inf, tau), abs=1e-10
    )


def test_after_one_time_constant_63_percent_of_the_way_are_done():
    assert step_response(10.0, -70.0, -50.0, 10.0) == pytest.approx(-70 + 20 * (1 - math.exp(-1)))
    assert step_response(0.0, -70.0, -50.0, 10.0) == -70.0
    assert step_response(1e6, -70.0, -50.0, 10.0) == -50.0


def test_times_before_the_step_are_refused():
    with pytest.raises(ValueError, match="t = -1 ms is before the step"):
        step_response([0.0, -1.0], -70.0, -50.0, 10.0)


PHASES = (
    Phase(2.0, (10.0, 1.0), (-90.0, 60.0)),
    Phase(7.0, (10.0, 20.0), (-90.0, 60.0), I_ext=-50.0),
    Phase(9.0, (10.0, 1.0), (-70.0, 60.0), I_ext=30.0),
)


def test_phases_agree_with_a_numerical_solution():
    V, ends = -80.0, [7.0, 9.0, 30.0]
    for phase, end in zip(PHASES, ends, strict=True):

        def rate(t, v, phase=phase):
            leak = sum(g * (v[0] - E) for g, E in zip(phase.g, phase.E, strict=True))
            return [(phase.I_ext - leak) / 50.0]

        t = np.linspace(phase.start, end, 20)
        numerical = solve_ivp(rate, (t[0], end), [V], t_eval=t, rtol=1e-11, atol=1e-12).y[0]
        V = numerical[-1]
        assert np.allclose(phases_response(t, 50.0, PHASES, -80.0), numerical, atol=1e-8)


def test_a_membrane_starts_where_it_was_and_ends_at_the_chord_potential():
    assert phases_response(2.0, 50.0, PHASES, -80.0) == -80.0
    last = PHASES[-1]
    assert phases_response(1e4, 50.0, PHASES, -80.0) == pytest.approx(
        chord_voltage(last.g, last.E, last.I_ext)
    )


def test_the_membrane_is_continuous_at_a_switch():
    before, at = phases_response([7.0 - 1e-9, 7.0], 50.0, PHASES, -80.0)
    assert at == pytest.approx(before, abs=1e-6)


def test_a_potassium_step_is_a_phase_with_a_new_equilibrium_potential():
    low, high = (nernst(K, 140.0, 1, 310.15) for K in (4.0, 12.0))
    steps = (Phase(0.0, (10.0, 0.5), (low, 60.0)), Phase(5.0, (10.0, 0.5), (high, 60.0)))
    rest, raised = phases_response([4.9, 500.0], 100.0, steps, chord_voltage([10, 0.5], [low, 60]))
    assert rest == pytest.approx(chord_voltage([10, 0.5], [low, 60]))
    assert raised == pytest.approx(chord_voltage([10, 0.5], [high, 60]))


def test_phases_must_be_in_order_and_cover_the_times():
    with pytest.raises(ValueError, match="at least one phase"):
        phases_response(0.0, 50.0, (), -80.0)
    with pytest.raises(ValueError, match="starts must increase"):
        phases_response(8.0, 50.0, PHASES[::-1], -80.0)
    with pytest.raises(ValueError, match=r"t = 1\.5 ms is before the first phase \(2 ms\)"):
        phases_response([1.5, 3.0], 50.0, PHASES, -80.0)
    with pytest.raises(ValueError, match="C = 0"):
        phases_response(3.0, 0.0, PHASES, -80.0)
    with pytest.raises(ValueError, match="at least one conductance"):
        phases_response(3.0, 50.0, (Phase(0.0, (0.0,), (-70.0,)),), -80.0)


CONDUCTANCES = st.lists(st.floats(0.0, 50.0) | st.floats(1e-12, 1e-6), min_size=1, max_size=3)


@given(MV, st.floats(0.0, 1e4) | st.floats(1e-9, 1e-3), CONDUCTANCES, st.floats(-200.0, 200.0))
def test_the_exponential_step_is_accurate(exact, assert_ulps, V, dt, g, I_ext):
    E, m = [-90.0, 60.0, 0.0][: len(g)], exact.mp.mpf
    total = sum(m(each) for each in g)
    current = m(I_ext) - sum(m(each) * (m(V) - own) for each, own in zip(g, E, strict=True))
    x = m(dt) * total / 100
    change = m(dt) / 100 * current * (-exact.mp.expm1(-x) / x if x else 1)
    terms = abs(I_ext) + sum(each * (abs(V) + abs(own)) for each, own in zip(g, E, strict=True))
    scale = abs(V) + dt / 100 * terms / float(1 + x)
    assert_ulps(exponential_step(V, dt, 100.0, g, E, I_ext), m(V) + change, 20, scale=scale)


def test_phases_may_follow_closely_but_must_not_start_together():
    first, second = Phase(0.0, (5.0,), (-70.0,)), Phase(0.5, (5.0,), (-40.0,))
    switched = -70.0 + 10.0 * np.exp(-0.5 * 5.0 / 50.0)
    later = -40.0 + (switched + 40.0) * np.exp(-0.25 * 5.0 / 50.0)
    got = phases_response([0.5, 0.75], 50.0, (first, second), -60.0)
    assert got == pytest.approx([switched, later], rel=1e-12)
    with pytest.raises(ValueError, match="must increase"):
        phases_response(0.0, 50.0, (first, Phase(0.0, (5.0,), (-40.0,))), -60.0)


def test_the_exponential_step_goes_where_the_phases_go():
    phase = Phase(0.0, (10.0, 2.0), (-90.0, 60.0), I_ext=40.0)
    for dt in (0.1, 3.0, 500.0):
        got = exponential_step(-50.0, dt, 80.0, phase.g, phase.E, phase.I_ext)
        assert got == pytest.approx(phases_response(dt, 80.0, [phase], -50.0), abs=1e-11)


def test_without_conductance_the_capacitance_is_charged_linearly():
    assert exponential_step(-70.0, 5.0, 100.0, [0.0], [0.0], 20.0) == -69.0


def test_a_step_takes_many_membranes_and_refuses_negative_times():
    V = exponential_step([-80.0, -40.0], 1e6, 100.0, [10.0, 5.0], [-90.0, 0.0])
    assert pytest.approx([-60.0, -60.0]) == V
    with pytest.raises(ValueError, match="a time step must not be negative"):
        exponential_step(-70.0, -1.0, 100.0, [1.0], [0.0])
