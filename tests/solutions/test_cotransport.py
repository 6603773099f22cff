"""Set points and driving forces of KCC2 and NKCC1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from millivolt_solutions import (
    kcc2_chloride,
    kcc2_drive,
    kcc2_extrusion_time,
    nernst,
    nkcc1_chloride,
    nkcc1_drive,
)

C = st.floats(0.1, 600.0)
T = st.floats(273.15, 320.0)


@given(C, C, C, C, C, T)
def test_set_points_are_accurate(exact, assert_ulps, K_i, K_o, Na_i, Na_o, Cl_o, T):
    m = exact.mp.mpf
    assert_ulps(kcc2_chloride(K_i, K_o, Cl_o), m(K_o) * m(Cl_o) / m(K_i), 3)
    want = m(Cl_o) * exact.mp.sqrt(m(Na_o) * m(K_o) / (m(Na_i) * m(K_i)))
    assert_ulps(nkcc1_chloride(Na_i, Na_o, K_i, K_o, Cl_o), want, 4)


@given(C, C, C, C, C, C, T)
def test_drives_are_accurate(exact, assert_ulps, K_i, K_o, Na_i, Na_o, Cl_i, Cl_o, T):
    E_K, E_Na = exact.nernst(K_o, K_i, 1, T), exact.nernst(Na_o, Na_i, 1, T)
    E_Cl = exact.nernst(Cl_o, Cl_i, -1, T)
    scale = exact.thermal(T) * 4
    assert_ulps(kcc2_drive(K_i, K_o, Cl_i, Cl_o, T), E_Cl - E_K, 10, scale)
    got = nkcc1_drive(Na_i, Na_o, K_i, K_o, Cl_i, Cl_o, T)
    assert_ulps(got, 2 * E_Cl - E_Na - E_K, 10, scale + 4 * abs(E_Cl) + abs(E_Na) + abs(E_K))


@given(C, C, C, C, C, T)
def test_the_drives_vanish_at_the_set_points(K_i, K_o, Na_i, Na_o, Cl_o, T):
    Cl_kcc2 = kcc2_chloride(K_i, K_o, Cl_o)
    assert kcc2_drive(K_i, K_o, Cl_kcc2, Cl_o, T) == pytest.approx(0.0, abs=1e-10)
    assert nernst(Cl_o, Cl_kcc2, -1, T) == pytest.approx(nernst(K_o, K_i, 1, T), abs=1e-10)
    Cl_nkcc1 = nkcc1_chloride(Na_i, Na_o, K_i, K_o, Cl_o)
    assert nkcc1_drive(Na_i, Na_o, K_i, K_o, Cl_nkcc1, Cl_o, T) == pytest.approx(0.0, abs=1e-9)


def test_kcc2_exports_and_nkcc1_imports_chloride_in_a_neuron():
    cell = {"K_in": 140.0, "K_out": 4.0, "Cl_in": 7.0, "Cl_out": 125.0, "T": 310.15}
    assert kcc2_drive(**cell) > 0
    assert nkcc1_drive(12.0, 145.0, **cell) < 0
    assert kcc2_chloride(140.0, 4.0, 125.0) == pytest.approx(3.571, abs=1e-3)
    assert nkcc1_chloride(12.0, 145.0, 140.0, 4.0, 125.0) == pytest.approx(73.4, abs=0.1)


@pytest.mark.parametrize(("start", "end"), [(30.0, 4.0), (2.0, 9.0)])
def test_the_time_of_extrusion_agrees_with_a_numerical_solution(start, end):
    for Cl in np.geomspace(start, end, 6)[:-1]:
        # dt/dCl = -1/ln(Cl/end), in units of end/a.
        want = quad(lambda c: -1 / np.log(c / end) / end, start, Cl, epsabs=1e-12)[0]
        assert kcc2_extrusion_time(Cl, start, end) == pytest.approx(want, abs=1e-9)


def test_close_to_its_end_extrusion_is_exponential():
    near = kcc2_extrusion_time([10.01, 10.01 - 0.01 * (1 - np.exp(-2))], 10.01, 10.0)
    assert near == pytest.approx([0.0, 2.0], abs=2e-3)


@pytest.mark.parametrize(
    ("Cl", "Cl_0"),
    [(31.0, 30.0), (4.0, 30.0), (3.0, 30.0), (5.0, 2.0), (4.0, 4.0), ([20.0, 31.0], 30.0)],
)
def test_chloride_that_is_never_reached_is_refused(Cl, Cl_0):
    with pytest.raises(ValueError, match="Cl must lie between Cl_0 and Cl_end"):
        kcc2_extrusion_time(Cl, Cl_0, 4.0)
