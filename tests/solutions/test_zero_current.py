"""Potentials of zero net current: GHK voltage for all valences, channels, permeability ratios."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from millivolt_solutions import (
    channel_reversal,
    gaba_reversal,
    ghk_current,
    ghk_voltage,
    ghk_voltage_general,
    ghk_voltage_mixed,
    nernst,
    permeability_ratio,
    thermal_voltage,
)

C = st.floats(1e-4, 600.0)
P = st.floats(1e-4, 20.0)
T = st.floats(273.15, 320.0)


def ions(valences, min_size=1, max_size=5):
    one = st.tuples(P, C, C, st.sampled_from(valences))
    return st.lists(one, min_size=min_size, max_size=max_size).map(
        lambda rows: tuple(map(list, zip(*rows, strict=True)))
    )


MONOVALENT = ions([-1, 1])
MIXED = ions([-2, -1, 1, 2])
ANY = ions([-3, -2, -1, 1, 2, 3])


def by_brent(P, c_in, c_out, z, T):
    E = nernst(c_out, c_in, z, T)
    if E.max() - E.min() < 1e-12:
        return float(E[0])

    def current(V):
        return float(np.sum(ghk_current(P, z, V, c_in, c_out, T)))

    return brentq(current, E.min() - 1e-9, E.max() + 1e-9, xtol=1e-13, rtol=8.9e-16)


@given(MONOVALENT, T)
def test_the_monovalent_voltage_is_accurate(exact, assert_ulps, membrane, T):
    P, c_in, c_out, z = membrane
    rows = list(zip(*membrane, strict=True))
    m = exact.mp.mpf
    up = exact.mp.fsum(m(p) * m(o if q > 0 else i) for p, i, o, q in rows)
    down = exact.mp.fsum(m(p) * m(i if q > 0 else o) for p, i, o, q in rows)
    want = exact.thermal(T) * exact.mp.log(up / down)
    assert_ulps(ghk_voltage(P, c_in, c_out, z, T), want, 12, scale=exact.thermal(T))


@given(MIXED, T)
def test_the_mixed_voltage_agrees_with_a_root_of_the_total_current(membrane, T):
    assert ghk_voltage_mixed(*membrane, T) == pytest.approx(by_brent(*membrane, T), abs=1e-9)


@given(MIXED, T)
def test_the_mixed_voltage_is_accurate_at_50_digits(exact, assert_ulps, membrane, T):
    mp = exact.mp
    rows = [tuple(map(mp.mpf, row)) for row in zip(*membrane, strict=True)]

    def total(V):
        x = V / exact.thermal(T)
        return mp.fsum(
            p * q * (i * exact.bernoulli(-q * x) - o * exact.bernoulli(q * x))
            for p, i, o, q in rows
        )

    guess = ghk_voltage_mixed(*membrane, T)
    want = mp.findroot(total, (mp.mpf(guess) - 1e-6, mp.mpf(guess) + 1e-6), solver="secant")
    assert_ulps(guess, want, 30, scale=exact.thermal(T))


@given(ANY, T)
def test_the_general_voltage_agrees_with_brent_and_leaves_no_current(membrane, T):
    P, c_in, c_out, z = membrane
    V = ghk_voltage_general(P, c_in, c_out, z, T)
    assert pytest.approx(by_brent(P, c_in, c_out, z, T), abs=1e-9) == V
    one_way = ghk_current(P, np.abs(z), 0.0, c_in, 1e-300, T) + ghk_current(
        P, np.abs(z), 0.0, c_out, 1e-300, T
    )
    net = abs(ghk_current(P, z, V, c_in, c_out, T).sum())
    assert net <= 1e-12 * one_way.sum() * (1 + abs(V))


@given(MONOVALENT, T)
def test_all_solvers_agree_on_monovalent_ions(membrane, T):
    closed = ghk_voltage(*membrane, T)
    assert ghk_voltage_mixed(*membrane, T) == pytest.approx(closed, abs=1e-11)
    assert ghk_voltage_general(*membrane, T) == pytest.approx(closed, abs=1e-11)


@given(ANY, T)
def test_ghk_voltage_picks_a_solver_that_fits_the_valences(membrane, T):
    assert ghk_voltage(*membrane, T) == pytest.approx(ghk_voltage_general(*membrane, T), abs=1e-10)


@given(ANY, T)
def test_the_voltage_lies_between_the_extreme_equilibrium_potentials(membrane, T):
    P, c_in, c_out, z = membrane
    E = nernst(c_out, c_in, z, T)
    assert E.min() - 1e-9 <= ghk_voltage(P, c_in, c_out, z, T) <= E.max() + 1e-9


@given(ANY, T, st.floats(1e-9, 1e9), st.floats(1e-3, 1e3))
def test_neither_the_unit_of_P_nor_that_of_c_matters(membrane, T, p_unit, c_unit):
    P, c_in, c_out, z = map(np.array, membrane)
    assert ghk_voltage(P * p_unit, c_in * c_unit, c_out * c_unit, z, T) == pytest.approx(
        ghk_voltage(P, c_in, c_out, z, T), abs=1e-10
    )


@given(C, C, st.sampled_from([-3, -2, -1, 1, 2, 3]), T)
def test_one_ion_alone_sets_its_nernst_potential(c_in, c_out, z, T):
    E = nernst(c_out, c_in, z, T)
    assert ghk_voltage([3.0], [c_in], [c_out], [z], T) == pytest.approx(E, abs=1e-10)
    assert ghk_voltage([3.0, 0.0], [c_in, 1.0], [c_out, 9.0], [z, 1], T) == pytest.approx(
        E, abs=1e-10
    )


@given(C, C, C, C, T)
def test_calcium_and_potassium_alone_follow_the_published_special_case(K_i, K_o, Ca_i, Ca_o, T):
    # E = (RT/F) ln[sqrt(4 P_Ca Ca_o/(P_K K_i) + 1/4) - 1/2] without K outside and Ca inside.
    want = thermal_voltage(T) * math.log(math.sqrt(4 * 2.5 * Ca_o / K_i + 0.25) - 0.5)
    got = ghk_voltage([1.0, 2.5], [K_i, 1e-300], [1e-300, Ca_o], [1, 2], T)
    assert got == pytest.approx(want, abs=1e-7)


def test_the_resting_potential_of_a_textbook_neuron():
    V = ghk_voltage([1, 0.04, 0.45], [140, 15, 10], [5, 145, 110], [1, 1, -1], 310.15)
    assert pytest.approx(-67.3431, abs=1e-4) == V


def test_leading_axes_are_membranes_and_the_last_axis_is_ions():
    P = np.array([[1.0, 0.04, 0.5], [1.0, 20.0, 0.5]])
    c_in, c_out = [140.0, 12.0, 1e-4], [4.0, 145.0, 2.0]
    for z in ([1, 1, -1], [1, 1, 2], [1, 1, 3]):
        both = ghk_voltage(P, c_in, c_out, z, 310.0)
        assert both.shape == (2,)
        warm = ghk_voltage(P, c_in, c_out, z, [290.0, 310.0])
        assert both[0] == pytest.approx(ghk_voltage(P[0], c_in, c_out, z, 310.0), abs=1e-12)
        assert warm[0] == pytest.approx(both[0] * 290 / 310, abs=1e-10)
        assert warm[1] == pytest.approx(both[1], abs=1e-12)


@pytest.mark.parametrize("z", [[1, 1], [1, 2], [1, 3]])
def test_bi_ionic_conditions_are_accepted_on_request(z):
    with pytest.raises(ValueError, match="c_in = 0"):
        ghk_voltage([1, 1], [100, 0], [0, 100], z, 310.0)
    exactly = ghk_voltage([1, 0.5], [100, 0], [0, 100], z, 310.0, allow_limit=True)
    nearly = ghk_voltage([1, 0.5], [100, 1e-12], [1e-12, 100], z, 310.0)
    assert exactly == pytest.approx(nearly, abs=1e-6)


def test_no_voltage_exists_where_charge_crosses_one_way_only():
    for c_in, c_out, z in [([0, 0], [5, 9], [1, 3]), ([5, 0], [0, 3], [1, -1])]:
        with pytest.raises(ValueError, match="V is infinite"):
            ghk_voltage([1, 1], c_in, c_out, z, 310.0, allow_limit=True)


@pytest.mark.parametrize(
    "solver", [ghk_voltage, ghk_voltage_mixed, ghk_voltage_general, channel_reversal]
)
def test_every_solver_refuses_what_is_not_physical(solver):
    good = {"P": [1.0, 0.1], "c_in": [140.0, 12.0], "c_out": [4.0, 145.0], "z": [1, 1], "T": 310.0}
    for name, wrong in [
        ("P", [1.0, -0.1]),
        ("c_in", [0.0, 12.0]),
        ("c_out", [4.0, math.nan]),
        ("z", [1, 0]),
        ("T", -1.0),
    ]:
        with pytest.raises(ValueError, match=rf"\b{name} = "):
            solver(**{**good, name: wrong})
    with pytest.raises(ValueError, match="at least one permeability must be positive"):
        solver(**{**good, "P": [[1.0, 0.1], [0.0, 0.0]]})
    with pytest.raises(ValueError, match="at least one permeability must be positive"):
        solver([], [], [], [], 310.0)


def test_the_closed_form_refuses_valences_it_does_not_cover():
    with pytest.raises(ValueError, match="use ghk_voltage_general"):
        ghk_voltage_mixed([1, 1], [5, 5], [5, 9], [1, 3], 310.0)


@given(MIXED, T)
def test_a_channel_reverses_where_its_total_current_does(membrane, T):
    assert channel_reversal(*membrane, T) == ghk_voltage(*membrane, T)


@given(C, C, C, C, st.floats(0.0, 1.0), T)
def test_the_gaba_reversal_potential_is_the_ghk_voltage_of_two_anions(
    Cl_i, Cl_o, HCO3_i, HCO3_o, p, T
):
    got = gaba_reversal(Cl_i, Cl_o, HCO3_i, HCO3_o, p, T)
    want = ghk_voltage([1, p], [Cl_i, HCO3_i], [Cl_o, HCO3_o], [-1, -1], T)
    assert got == pytest.approx(want, abs=1e-11)


def test_bicarbonate_pulls_gaba_above_chloride():
    E_Cl = nernst(125.0, 7.0, -1, 310.15)
    assert gaba_reversal(7.0, 125.0, 15.0, 25.0, 0.0, 310.15) == pytest.approx(E_Cl)
    assert gaba_reversal(7.0, 125.0, 15.0, 25.0, 0.25, 310.15) == pytest.approx(-66.88, abs=0.01)


@given(C, C, C, C, st.floats(1e-3, 1e3), T)
def test_the_permeability_ratio_undoes_the_ghk_voltage(K_i, K_o, Na_i, Na_o, b, T):
    E_K, E_Na = nernst(K_o, K_i, 1, T), nernst(Na_o, Na_i, 1, T)
    V = ghk_voltage([1.0, b], [K_i, Na_i], [K_o, Na_o], [1, 1], T)
    assume(min(abs(V - E_K), abs(V - E_Na)) > 1e-2)
    assert permeability_ratio(V, K_i, K_o, Na_i, Na_o, T) == pytest.approx(b, rel=1e-8)


@pytest.mark.parametrize("V", [-120.0, 90.0, [-70.0, -120.0]])
def test_no_permeability_ratio_explains_a_voltage_outside_the_equilibrium_potentials(V):
    with pytest.raises(ValueError, match="not between the two equilibrium potentials"):
        permeability_ratio(V, 140.0, 4.0, 12.0, 145.0, 310.15)


@pytest.mark.parametrize("ions", [(5.0, 5.0, 12.0, 145.0), (140.0, 4.0, 30.0, 30.0)])
def test_no_positive_ratio_exists_at_an_equilibrium_potential(ions):
    with pytest.raises(ValueError, match="not between the two equilibrium potentials"):
        permeability_ratio(0.0, *ions, 310.15)
