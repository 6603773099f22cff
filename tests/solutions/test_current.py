"""Driving force, ohmic current, and the table of directions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import (
    Direction,
    chord_current,
    current_direction,
    driving_force,
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
