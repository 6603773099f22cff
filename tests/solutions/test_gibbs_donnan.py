"""Donnan equilibria, with an endless bath and between two closed compartments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import donnan, donnan_closed, nernst

C = st.floats(0.1, 500.0)
X = st.floats(1e-9, 500.0)
Z_X = st.floats(-10.0, -0.01) | st.floats(0.01, 10.0)
T = st.floats(273.15, 320.0)
VOLUME = st.floats(0.01, 1000.0)


@given(C, X, Z_X, T)
def test_the_potential_in_a_large_bath_is_accurate(exact, assert_ulps, c, X, z_X, T):
    m = exact.mp.mpf
    want = exact.thermal(T) * exact.mp.asinh(m(z_X) * m(X) / (2 * m(c)))
    assert_ulps(donnan(c, X, z_X, T).V, want, 6)


@given(C, X, Z_X, T)
def test_both_permeant_ions_are_in_equilibrium_and_each_side_is_neutral(c, X, z_X, T):
    state = donnan(c, X, z_X, T)
    assert state.cation_in * state.anion_in == pytest.approx(c * c, rel=1e-12)
    assert nernst(state.cation_out, state.cation_in, 1, T) == pytest.approx(state.V, abs=1e-10)
    assert nernst(state.anion_out, state.anion_in, -1, T) == pytest.approx(state.V, abs=1e-10)
    charge = state.cation_in - state.anion_in + z_X * X
    assert abs(charge) <= 1e-12 * (state.cation_in + state.anion_in)
    assert state.r == pytest.approx(state.cation_in / c, rel=1e-12)
    assert (state.cation_out, state.anion_out) == (c, c)


@given(C, X, Z_X, T)
def test_the_potential_is_odd_in_the_fixed_charge(c, X, z_X, T):
    assert donnan(c, X, z_X, T).V == -donnan(c, X, -z_X, T).V
    assert np.sign(donnan(c, X, z_X, T).V) == np.sign(z_X)


@given(C, X, Z_X, VOLUME, VOLUME, T)
def test_closed_compartments_conserve_matter_and_stay_neutral(salt, X, z_X, v_in, v_out, T):
    state = donnan_closed(salt, X, z_X, v_in, v_out, T)
    cations = state.cation_in * v_in + state.cation_out * v_out
    anions = state.anion_in * v_in + state.anion_out * v_out
    fixed = abs(z_X) * X
    assert cations == pytest.approx(salt + (fixed if z_X < 0 else 0), rel=1e-11)
    assert anions == pytest.approx(salt + (fixed if z_X > 0 else 0), rel=1e-11)
    assert state.cation_out == state.anion_out
    inside = state.cation_in - state.anion_in + z_X * X / v_in
    assert abs(inside) <= 1e-10 * (state.cation_in + state.anion_in)
    assert state.cation_in * state.anion_in == pytest.approx(
        state.cation_out * state.anion_out, rel=1e-12
    )


@given(C, X, Z_X, VOLUME, VOLUME, T)
def test_the_closed_potential_is_accurate(exact, assert_ulps, salt, X, z_X, v_in, v_out, T):
    m, mp = exact.mp.mpf, exact.mp
    q = abs(m(z_X)) * m(X)
    b = q * m(v_out) / m(v_in)
    R = (b + mp.sqrt(b * b + 4 * m(salt) * (m(salt) + q))) / (2 * m(salt))
    want = exact.thermal(T) * mp.log(R) * (1 if z_X > 0 else -1)
    assert_ulps(donnan_closed(salt, X, z_X, v_in, v_out, T).V, want, 20)


def test_a_huge_outer_volume_is_a_bath():
    closed = donnan_closed(100.0 * 1e9, 20.0, -1.5, 1.0, 1e9, 310.0)
    open_ = donnan(100.0, 20.0, -1.5, 310.0)
    assert pytest.approx(open_.V, rel=1e-6) == closed.V
    assert closed.cation_in == pytest.approx(open_.cation_in, rel=1e-6)


def test_equal_volumes_follow_the_closed_form_of_the_textbooks():
    # a = 10 mM NaP on one side, b = 100 mM NaCl on the other: b^2/(a + 2b) moves, r = 1.1.
    state = donnan_closed(100.0, 10.0, -1, 1.0, 1.0, 310.0)
    assert state.anion_in == pytest.approx(100.0**2 / 210.0)
    assert state.r == pytest.approx(1.1)


def test_no_impermeants_mean_no_potential():
    assert donnan(100.0, 0.0, -1, 310.0).V == 0.0
    assert donnan_closed(100.0, 0.0, -1, 2.0, 1.0, 310.0).V == 0.0


def test_all_fields_have_the_broadcast_shape():
    state = donnan([100.0, 150.0], 20.0, [[-1.0], [2.0]], 310.0)
    assert {np.shape(field) for field in state} == {(2, 2)}
    closed = donnan_closed([100.0, 150.0], 20.0, -1, 1.0, 3.0, 310.0)
    assert {np.shape(field) for field in closed} == {(2,)}


def test_non_physical_arguments_are_named():
    good = {"c_bath": 100.0, "X": 20.0, "z_X": -1.0, "T": 310.0}
    for name, wrong in [("c_bath", 0.0), ("X", -1.0), ("z_X", 0.0), ("T", 0.0)]:
        with pytest.raises(ValueError, match=rf"\b{name} = "):
            donnan(**{**good, name: wrong})
    closed = {"salt": 100.0, "X": 20.0, "z_X": -1.0, "v_in": 1.0, "v_out": 2.0, "T": 310.0}
    for name, wrong in [("salt", 0.0), ("X", -1.0), ("z_X", 0.0), ("v_in", 0.0), ("v_out", -1.0)]:
        with pytest.raises(ValueError, match=rf"\b{name} = "):
            donnan_closed(**{**closed, name: wrong})
