"""The GHK flux, current and slope conductance, through both of their removable singularities."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from millivolt_solutions import F, ghk_current, ghk_flux, nernst, slope_conductance

C = st.floats(1e-5, 1e3)
Z = st.sampled_from([-2, -1, 1, 2, 3])
T = st.floats(273.15, 320.0)
V = st.floats(-200.0, 200.0) | st.floats(-1e-6, 1e-6)
P = 1e-8


@given(Z, V, C, C, T)
@example(1, 0.0, 140.0, 5.0, 310.0)
@example(2, 1e-300, 1e-4, 2.0, 310.0)
@example(2, 20000.0, 1e-4, 2.0, 310.0)
@example(-1, -20000.0, 7.0, 125.0, 310.0)
def test_the_current_is_accurate_to_a_few_ulp_of_its_one_way_currents(
    exact, assert_ulps, z, V, c_in, c_out, T
):
    out, into = exact.ghk_terms(P, z, V, c_in, c_out, T)
    x = abs(z * V / float(exact.thermal(T)))
    got = ghk_current(P, z, V, c_in, c_out, T)
    # 1 ulp of V is x ulp of exp(x), which no formula can undo.
    assert_ulps(got, out - into, 12 + 2 * x, scale=abs(out) + abs(into))


@given(Z, C, C, T, st.floats(-1.0, 1.0) | st.floats(1e-12, 1e-8))
def test_the_current_keeps_its_relative_accuracy_around_the_reversal_potential(
    exact, assert_ulps, z, c_in, c_out, T, offset
):
    E = nernst(c_out, c_in, z, T)
    V = E + offset
    assume(abs(V - E) > 1e-13)
    # The exact current of an ion whose equilibrium potential is the float E.
    x = z * exact.mp.mpf(V) / exact.thermal(T)
    distance = z * (exact.mp.mpf(V) - exact.mp.mpf(E)) / exact.thermal(T)
    want = P * z * exact.F * c_out * exact.bernoulli(x) * exact.mp.expm1(distance)
    assert_ulps(ghk_current(P, z, V, c_in, c_out, T), want, 20 + 3 * abs(float(x)))


@given(Z, C, C, T)
def test_the_current_vanishes_exactly_at_the_nernst_potential(z, c_in, c_out, T):
    assert ghk_current(P, z, nernst(c_out, c_in, z, T), c_in, c_out, T) == 0.0


@given(Z, V, C, C, T)
def test_the_current_has_the_sign_of_the_driving_force(z, V, c_in, c_out, T):
    drive = V - nernst(c_out, c_in, z, T)
    assert math.copysign(1, drive) == math.copysign(1, ghk_current(P, z, V, c_in, c_out, T)) or (
        drive == 0
    )


@given(Z, V, C, C, T)
def test_the_current_is_zF_times_the_flux(z, V, c_in, c_out, T):
    flux = ghk_flux(P, z, V, c_in, c_out, T)
    assert ghk_current(P, z, V, c_in, c_out, T) == pytest.approx(z * F * flux, rel=1e-14, abs=0)


def test_at_zero_potential_the_flux_is_that_of_fick():
    assert ghk_flux(2e-8, 2, 0.0, 1e-4, 2.0, 310.0) == pytest.approx(2e-8 * (1e-4 - 2.0), rel=1e-15)
    assert ghk_flux(2e-8, -1, 0.0, 7.0, 125.0, 310.0) == pytest.approx(2e-8 * (7 - 125), rel=1e-15)


@given(Z, V, C, C, T)
def test_mirroring_the_membrane_mirrors_the_flux(z, V, c_in, c_out, T):
    there, back = ghk_flux(P, z, V, c_in, c_out, T), ghk_flux(P, z, -V, c_out, c_in, T)
    scale = P * max(c_in, c_out) * (1 + abs(z * V) / 20)
    assert there == pytest.approx(-back, rel=1e-12, abs=1e-13 * scale)


def test_far_from_zero_only_the_downhill_ions_carry_current():
    x = 1 * 1e5 / 26.7
    assert ghk_flux(P, 1, 1e5, 140.0, 5.0, 309.8) == pytest.approx(P * 140.0 * x, rel=1e-2)
    assert ghk_flux(P, 1, -1e5, 140.0, 5.0, 309.8) == pytest.approx(-P * 5.0 * x, rel=1e-2)


def test_an_empty_side_is_accepted_only_on_request():
    with pytest.raises(ValueError, match="c_in = 0 is not physical"):
        ghk_current(P, 1, -60.0, 0.0, 5.0, 310.0)
    for function in (ghk_flux, ghk_current):
        inflow = function(P, 1, -60.0, 0.0, 5.0, 310.0, allow_limit=True)
        assert inflow == pytest.approx(function(P, 1, -60.0, 1e-300, 5.0, 310.0), rel=1e-14)
        outflow = function(P, 1, -60.0, 5.0, 0.0, 310.0, allow_limit=True)
        assert inflow < 0 < outflow
        assert function(P, 1, -60.0, 0.0, 0.0, 310.0, allow_limit=True) == 0.0


def test_arrays_cross_both_singularities():
    E = nernst(5.0, 140.0, 1, 310.0)
    volts = np.array([-100.0, E, -1e-9, 0.0, 1e-9, 60.0])
    together = ghk_current(P, 1, volts, 140.0, 5.0, 310.0)
    assert together.tolist() == [ghk_current(P, 1, V, 140.0, 5.0, 310.0) for V in volts]
    assert (np.diff(together) > 0).all()


@given(Z, V, C, C, T)
@example(1, 0.0, 140.0, 5.0, 310.0)
def test_the_slope_conductance_is_accurate(exact, assert_ulps, z, V, c_in, c_out, T):
    mp = exact.mp
    k = exact.thermal(T)

    def derivative(x):
        if abs(x) < mp.mpf("1e-15"):
            return -mp.mpf(1) / 2 + x / 6
        with mp.workdps(90):
            return (mp.expm1(x) - x * mp.exp(x)) / mp.expm1(x) ** 2

    x = z * mp.mpf(V) / k
    want = P * z**2 * exact.F / k * 1000 * (-c_in * derivative(-x) - c_out * derivative(x))
    assert_ulps(slope_conductance(P, z, V, c_in, c_out, T), want, 25 + 2 * abs(float(x)))


@given(Z, C, C, T)
def test_near_equilibrium_slope_and_chord_conductance_agree(z, c_in, c_out, T):
    E = nernst(c_out, c_in, z, T)
    chord = 1e3 * ghk_current(P, z, E + 1e-4, c_in, c_out, T) / ((E + 1e-4) - E)
    assert slope_conductance(P, z, E, c_in, c_out, T) == pytest.approx(chord, rel=1e-4)


def test_a_permeability_of_zero_carries_nothing():
    assert ghk_current(0.0, 1, -60.0, 140.0, 5.0, 310.0) == 0.0
