"""Charge on the membrane, geometry, and the time constant."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import (
    charging_ions,
    cylinder_surface_to_volume,
    sphere_surface_to_volume,
    time_constant,
)

SIZE = st.floats(0.1, 100.0)


@given(SIZE, SIZE)
def test_surface_to_volume_ratios_follow_from_geometry(d, length):
    r = d / 2
    cylinder = (2 * math.pi * r * length) / (math.pi * r**2 * length)
    sphere = (4 * math.pi * r**2) / (4 / 3 * math.pi * r**3)
    assert cylinder_surface_to_volume(d) == pytest.approx(cylinder, rel=1e-13)
    assert sphere_surface_to_volume(d) == pytest.approx(sphere, rel=1e-13)


@given(SIZE, st.floats(1.0, 600.0), st.floats(1e-6, 120.0), st.floats(0.5, 3.0))
def test_the_charging_ions_are_accurate(exact, assert_ulps, r, c, dV, C_m):
    m = exact.mp.mpf
    e, N = m("1.602176634e-19"), m("6.02214076e23")
    radius, farad = m(r) / 10**6, m(C_m) / 100
    ions = farad * 4 * exact.mp.pi * radius**2 * abs(m(dV)) / 1000 / e
    fraction = ions / (m(c) * N * 4 / 3 * exact.mp.pi * radius**3)
    moved = charging_ions(r, c, dV, C_m)
    assert_ulps(moved.ions, ions, 10)
    assert_ulps(moved.fraction, fraction, 14)


def test_few_ions_charge_a_cell():
    moved = charging_ions(10.0, 140.0, 100.0)
    assert moved.ions == pytest.approx(7.84e6, rel=1e-2)
    assert moved.fraction == pytest.approx(2.2e-5, rel=2e-2)
    assert moved == charging_ions(10.0, 140.0, -100.0)


def test_charging_broadcasts_and_names_what_is_wrong():
    moved = charging_ions([5.0, 10.0], 140.0, [[50.0], [100.0]])
    assert np.shape(moved.ions) == np.shape(moved.fraction) == (2, 2)
    good = {"radius": 10.0, "c": 140.0, "dV": 100.0, "C_m": 1.0}
    for name, wrong in [("radius", 0.0), ("c", -1.0), ("dV", math.nan), ("C_m", 0.0)]:
        with pytest.raises(ValueError, match=rf"\b{name} = "):
            charging_ions(**{**good, name: wrong})


@given(SIZE, SIZE)
def test_picofarads_over_nanosiemens_are_milliseconds(C, g):
    assert time_constant(C, g) == C / g
