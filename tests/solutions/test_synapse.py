"""Conductance synapses on a passive cell, and shunting."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from millivolt_solutions import (
    CurrentPulse,
    PassiveCell,
    Phase,
    Synapse,
    chord_voltage,
    phases_response,
    shunted_amplitude,
    step_response,
    synaptic_response,
)

SETTINGS = settings(max_examples=25)
CELL = PassiveCell(C=100.0, g_L=10.0, E_L=-70.0)


def exactly(t, cell, synapse):
    """V of one synaptic event at time 0 by its integrating factor, with adaptive quadrature."""
    s = synapse

    def exponent(u):
        return (cell.g_L * u + s.g_max * s.tau * (1 - math.exp(-u / s.tau))) / cell.C

    def drive(u):
        g = s.g_max * math.exp(-u / s.tau)
        return g * (s.E - cell.E_L) / cell.C * math.exp(exponent(u) - exponent(t))

    return cell.E_L + quad(drive, 0, t, epsabs=1e-13, epsrel=1e-13, limit=200)[0]


@SETTINGS
@given(
    st.floats(20.0, 300.0),
    st.floats(1.0, 30.0),
    st.floats(0.1, 40.0),
    st.floats(-90.0, 20.0),
    st.floats(0.5, 20.0),
    st.floats(0.1, 60.0),
)
def test_one_event_matches_its_exact_integral(C, g_L, g_max, E, tau, t):
    cell, synapse = PassiveCell(C, g_L, -70.0), Synapse(g_max, E, tau, (0.0,))
    assert synaptic_response(t, cell, [synapse]) == pytest.approx(
        exactly(t, cell, synapse), abs=1e-7
    )


def test_an_event_does_nothing_before_its_onset():
    synapse = Synapse(20.0, 0.0, 2.0, (5.0,))
    V = synaptic_response([0.0, 3.0, 5.0, 6.0], CELL, [synapse])
    assert V[:3].tolist() == pytest.approx([-70.0] * 3, abs=1e-12)
    assert V[3] > -65


def test_a_later_onset_only_shifts_the_response():
    early = synaptic_response([4.0, 9.0], CELL, [Synapse(20.0, 0.0, 2.0, (1.0,))])
    late = synaptic_response([13.0, 18.0], CELL, [Synapse(20.0, 0.0, 2.0, (10.0,))])
    assert np.allclose(early, late, atol=1e-8)


def test_conductances_of_successive_onsets_add():
    twice = Synapse(10.0, 0.0, 3.0, (2.0, 2.0))
    once = Synapse(20.0, 0.0, 3.0, (2.0,))
    t = np.linspace(0.0, 20.0, 11)
    assert np.allclose(
        synaptic_response(t, CELL, [twice]), synaptic_response(t, CELL, [once]), atol=1e-9
    )
    assert Synapse(10.0, 0.0, 3.0, (1.0, 4.0)).g(4.0, 4.0) == pytest.approx(
        10.0 * (1 + math.exp(-1))
    )
    assert Synapse(10.0, 0.0, 3.0, (1.0, 4.0)).g(4.0, 1.0) == pytest.approx(10.0 * math.exp(-1))


def test_a_current_pulse_charges_and_releases_exactly():
    t = np.array([0.0, 5.0, 12.0, 20.0, 27.0])
    V = synaptic_response(t, CELL, pulses=[CurrentPulse(100.0, 5.0, 20.0)])
    quiet, driven = Phase(0.0, (10.0,), (-70.0,)), Phase(5.0, (10.0,), (-70.0,), 100.0)
    phases = (quiet, driven, Phase(20.0, (10.0,), (-70.0,)))
    assert np.allclose(V, phases_response(t, 100.0, phases, -70.0), atol=1e-8)


def test_the_start_may_be_off_rest():
    V = synaptic_response([0.0, 10.0], CELL, V_0=-50.0)
    assert V[0] == -50.0
    assert V[1] == pytest.approx(step_response(10.0, -50.0, -70.0, 10.0), abs=1e-8)


def test_times_need_no_order_and_keep_their_shape():
    synapse = [Synapse(20.0, 0.0, 2.0, (1.0,))]
    grid = synaptic_response([[8.0, 2.0], [2.0, 0.0]], CELL, synapse)
    assert grid.shape == (2, 2)
    assert grid[0, 1] == grid[1, 0] == pytest.approx(synaptic_response(2.0, CELL, synapse))
    assert type(synaptic_response(2.0, CELL, synapse)) is float


@SETTINGS
@given(
    st.floats(1.0, 30.0),
    st.floats(0.1, 20.0),
    st.floats(0.0, 50.0),
    st.floats(-90.0, -40.0),
)
def test_the_shunted_amplitude_is_the_difference_of_chord_potentials(g_L, g_e, g_i, E_i):
    want = chord_voltage([g_L, g_e, g_i], [-70.0, 0.0, E_i]) - chord_voltage(
        [g_L, g_i], [-70.0, E_i]
    )
    got = shunted_amplitude(g_L, -70.0, g_e, 0.0, g_i, E_i)
    assert got == pytest.approx(want, abs=1e-11)
    # By algebra: g_e (E_e - V without excitation)/(sum of all g).
    rest = chord_voltage([g_L, g_i], [-70.0, E_i])
    assert got == pytest.approx(g_e * (0.0 - rest) / (g_L + g_e + g_i), rel=1e-9)


def test_inhibition_at_rest_shunts_without_hyperpolarising():
    free, shunted = shunted_amplitude(10.0, -70.0, 5.0, 0.0, [0.0, 20.0], -70.0)
    assert free == pytest.approx(70 / 3)
    assert shunted == pytest.approx(10.0)
    assert shunted_amplitude(10.0, -70.0, 5.0, -90.0, 0.0, -70.0) == pytest.approx(-20 / 3)


def test_the_time_course_ends_at_the_steady_amplitude():
    # Conductances that hardly decay within the run.
    synapses = [Synapse(5.0, 0.0, 1e9, (0.0,)), Synapse(20.0, -70.0, 1e9, (0.0,))]
    V = synaptic_response(200.0, CELL, synapses)
    assert pytest.approx(shunted_amplitude(10.0, -70.0, 5.0, 0.0, 20.0, -70.0), abs=1e-5) == V + 70


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: PassiveCell(0.0, 10.0, -70.0), "C = 0"),
        (lambda: PassiveCell(100.0, 0.0, -70.0), "g_L = 0"),
        (lambda: PassiveCell(100.0, 10.0, math.nan), "E_L = nan"),
        (lambda: Synapse(-1.0, 0.0, 2.0, ()), "g_max = -1"),
        (lambda: Synapse(1.0, math.inf, 2.0, ()), "E = inf"),
        (lambda: Synapse(1.0, 0.0, 0.0, ()), "tau = 0"),
        (lambda: synaptic_response(-1.0, CELL), "t = -1 is before the start"),
        (lambda: synaptic_response(1.0, CELL, V_0=math.nan), "V_0 = nan"),
        (lambda: shunted_amplitude(0.0, -70.0, 1.0, 0.0, 1.0, -70.0), "g_L = 0"),
    ],
)
def test_non_physical_parameters_are_refused_where_they_are_written(build, message):
    with pytest.raises(ValueError, match=message):
        build()
