"""Driving force, ohmic current, and the table of directions."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from millivolt_solutions import (
    Direction,
    chord_current,
    current_direction,
    driving_force,
    fit_current_voltage,
    flux_direction,
    ions_per_second,
    molar_flux,
)

MV = st.floats(-150.0, 150.0)
G = st.floats(0.0, 100.0)


@given(MV, MV)
def test_the_driving_force_is_V_minus_E_exactly(V, E):
    assert driving_force(V, E) == V - E


@given(G, MV, MV)
def test_the_chord_current_is_g_times_the_driving_force_exactly(g, V, E):
    assert chord_current(g, V, E) == g * (V - E)


def test_nanosiemens_times_millivolts_are_picoamperes():
    assert chord_current(2.0, -60.0, -90.0) == 60.0


def test_a_direction_is_the_sign_of_an_outward_quantity():
    assert [*Direction] == [Direction.INWARD, Direction.NONE, Direction.OUTWARD]
    assert [int(direction) for direction in Direction] == [-1, 0, 1]


@pytest.mark.parametrize(
    ("V", "E", "z", "current", "flux"),
    [
        (-60.0, -90.0, +1, Direction.OUTWARD, Direction.OUTWARD),
        (-60.0, +60.0, +1, Direction.INWARD, Direction.INWARD),
        (-60.0, +120.0, +2, Direction.INWARD, Direction.INWARD),
        (-60.0, -75.0, -1, Direction.OUTWARD, Direction.INWARD),
        (-60.0, -40.0, -1, Direction.INWARD, Direction.OUTWARD),
        (-60.0, -60.0, +1, Direction.NONE, Direction.NONE),
        (-60.0, -60.0, -2, Direction.NONE, Direction.NONE),
    ],
)
def test_directions_follow_the_table_of_signs(V, E, z, current, flux):
    assert current_direction(V, E) is current
    assert flux_direction(V, E, z) is flux


@given(MV, MV, st.sampled_from([-2, -1, 1, 2]))
def test_the_flux_goes_with_the_current_for_cations_and_against_it_for_anions(V, E, z):
    assert flux_direction(V, E, z) == np.sign(z) * current_direction(V, E)


def test_the_dead_band_is_in_millivolts_and_includes_its_edge():
    assert current_direction(-60.0, -60.5, dead_band=0.5) is Direction.NONE
    assert current_direction(-60.0, -60.75, dead_band=0.5) is Direction.OUTWARD
    assert current_direction(-60.0, -59.25, dead_band=0.5) is Direction.INWARD
    assert current_direction(0.0, 1e-6) is Direction.NONE
    assert current_direction(0.0, 1.001e-6) is Direction.INWARD
    assert current_direction(-60.0, -60.0 + 1e-7) is Direction.NONE
    assert current_direction(-60.0, -60.0 + 1e-5) is Direction.INWARD
    with pytest.raises(ValueError, match="dead_band = -1"):
        current_direction(-60.0, -60.0, dead_band=-1.0)


def test_directions_broadcast_over_arrays():
    got = flux_direction([-60.0, -60.0], [[-90.0], [0.0]], [1, -1])
    out, into = Direction.OUTWARD, Direction.INWARD
    assert got.tolist() == [[out, into], [into, out]]


@given(st.floats(1e-9, 1e3) | st.floats(-1e3, -1e-9), st.sampled_from([-2, -1, 1, 2]))
def test_molar_flux_and_ion_count_are_accurate(exact, assert_ulps, I, z):
    assert_ulps(molar_flux(I, z), 1000 * exact.mp.mpf(I) / (z * exact.F), 4)
    charge = exact.mp.mpf("1.602176634e-19")
    assert_ulps(ions_per_second(I, z), exact.mp.mpf(I) / 10**12 / (z * charge), 4)


def test_one_picoampere_is_six_million_monovalent_ions_per_second():
    assert ions_per_second(1.0, 1) == pytest.approx(6.2415e6, rel=1e-4)
    assert molar_flux(-1.0, 1) == pytest.approx(-0.010364, rel=1e-4)


LINE = st.tuples(st.floats(0.1, 50.0), MV)


@given(LINE, st.lists(st.integers(-100, 60), min_size=2, max_size=9, unique=True))
def test_points_on_a_line_give_its_conductance_and_reversal(line, V):
    g, E = line
    got = fit_current_voltage(V, [chord_current(g, v, E) for v in V])
    assert got == pytest.approx((g, E), rel=1e-9, abs=1e-7)


@given(st.lists(st.floats(-50.0, 50.0), min_size=5, max_size=5))
def test_the_fitted_line_is_that_of_numpy(noise):
    V = [-90.0, -60.0, -30.0, 0.0, 30.0]
    I = [4 * (v + 70) + error for v, error in zip(V, noise, strict=True)]
    slope, offset = np.polyfit(V, I, 1)
    assume(abs(slope) > 0.1)
    assert fit_current_voltage(V, I) == pytest.approx((slope, -offset / slope), rel=1e-9)


@pytest.mark.parametrize(
    ("V", "I", "what"),
    [
        ([1.0, 2.0], [1.0], "same length"),
        (1.0, 1.0, "same length"),
        ([], [], "two different voltages"),
        ([5.0, 5.0], [1.0, 2.0], "two different voltages"),
        ([1.0, 2.0], [3.0, 3.0], "no reversal potential"),
    ],
)
def test_points_without_a_line_are_refused(V, I, what):
    with pytest.raises(ValueError, match=what):
        fit_current_voltage(V, I)
