"""The Nernst equation, its inverse and its slopes: accuracy, identities, refusals."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from millivolt_solutions import (
    bicarbonate_inside,
    celsius,
    dE_dT,
    nernst,
    nernst_conc,
    slope,
    thermal_voltage,
)

C = st.floats(1e-6, 1e3)
Z = st.sampled_from([-3, -2, -1, 1, 2, 3])
T = st.floats(273.15, 320.0)


@given(C, C, Z, T)
@example(140.0, 140.0, 1, 310.0)
@example(1e-300, 1e300, 1, 310.0)
def test_nernst_is_accurate_to_a_few_ulp(exact, assert_ulps, c_out, c_in, z, T):
    assert_ulps(nernst(c_out, c_in, z, T), exact.nernst(c_out, c_in, z, T), 5)


@given(C, st.floats(-1e-3, 1e-3) | st.floats(-1e-12, 1e-12), Z, T)
def test_nernst_keeps_its_digits_when_concentrations_nearly_agree(
    exact, assert_ulps, c_in, step, z, T
):
    c_out = c_in * (1 + step)
    assert_ulps(nernst(c_out, c_in, z, T), exact.nernst(c_out, c_in, z, T), 5)


@given(C, C, Z, T)
def test_swapping_the_sides_flips_the_sign(a, b, z, T):
    assert nernst(a, b, z, T) == pytest.approx(-nernst(b, a, z, T), rel=1e-14, abs=1e-300)


@given(C, C, C, Z, T)
def test_potentials_add_when_ratios_multiply(a, b, c, z, T):
    assert nernst(a, b, z, T) + nernst(b, c, z, T) == pytest.approx(
        nernst(a, c, z, T), rel=1e-13, abs=1e-12
    )


@given(C, C, Z, T)
def test_the_potential_falls_with_the_valence(c_out, c_in, z, T):
    assert nernst(c_out, c_in, z, T) * z == pytest.approx(nernst(c_out, c_in, 1, T), rel=1e-14)


@given(C, C, Z, T, st.floats(1e-3, 1e3))
def test_only_the_ratio_of_concentrations_matters(c_out, c_in, z, T, factor):
    assert nernst(c_out * factor, c_in * factor, z, T) == pytest.approx(
        nernst(c_out, c_in, z, T), rel=1e-12, abs=1e-13
    )


def test_the_sign_follows_the_convention_inside_minus_outside():
    # A cation concentrated inside leaves and makes the inside negative; an anion the reverse.
    assert nernst(5.0, 140.0, +1, 310.15) == pytest.approx(-89.0587, abs=1e-4)
    assert nernst(5.0, 140.0, -1, 310.15) == pytest.approx(+89.0587, abs=1e-4)
    assert nernst(7.0, 7.0, 1, 310.15) == 0.0


def test_the_limit_of_a_vanishing_concentration_is_given_only_on_request():
    assert nernst(5.0, 0.0, 1, 310.0, allow_limit=True) == math.inf
    assert nernst(0.0, 5.0, 1, 310.0, allow_limit=True) == -math.inf
    assert nernst(0.0, 5.0, -1, 310.0, allow_limit=True) == math.inf
    with pytest.raises(ValueError, match="at least one concentration must be positive"):
        nernst([0.0, 5.0], [0.0, 5.0], 1, 310.0, allow_limit=True)
    with pytest.raises(ValueError, match="c_in = -1 is not physical"):
        nernst(5.0, -1.0, 1, 310.0, allow_limit=True)


def test_all_arguments_broadcast_together():
    E = nernst([[5.0], [145.0]], [140.0, 12.0, 8.0], [1, 1, 2], 310.15)
    assert E.shape == (2, 3)
    assert E[1, 2] == nernst(145.0, 8.0, 2, 310.15)


@given(st.floats(-150.0, 150.0), C, st.sampled_from(["in", "out"]), Z, T)
def test_the_inverse_is_accurate(exact, assert_ulps, E, c_known, side, z, T):
    x = z * exact.mp.mpf(E) / exact.thermal(T)
    want = exact.mp.mpf(c_known) * exact.mp.exp(x if side == "in" else -x)
    assert_ulps(nernst_conc(E, c_known, side, z, T), want, 4 * (1 + abs(float(x))))


@given(C, C, Z, T)
def test_the_inverse_undoes_nernst_on_both_sides(c_out, c_in, z, T):
    E = nernst(c_out, c_in, z, T)
    assert nernst_conc(E, c_out, "out", z, T) == pytest.approx(c_in, rel=1e-12)
    assert nernst_conc(E, c_in, "in", z, T) == pytest.approx(c_out, rel=1e-12)


def test_the_inverse_refuses_an_unknown_side_and_what_no_cell_holds():
    with pytest.raises(ValueError, match="side = 'inside' is not a side"):
        nernst_conc(-90.0, 5.0, "inside", 1, 310.0)
    with pytest.raises(ValueError, match="out of range"):
        nernst_conc([1e5, 10.0], 5.0, "in", 1, 310.0)
    with pytest.raises(ValueError, match="out of range"):
        nernst_conc(1e5, 5.0, "out", 1, 310.0)


@given(T, Z, st.sampled_from([2.0, math.e, 10.0]))
def test_slope_is_accurate(exact, assert_ulps, T, z, base):
    want = exact.thermal(T) * exact.mp.log(exact.mp.mpf(base)) / z
    assert_ulps(slope(T, z, base), want, 4)


@pytest.mark.parametrize(
    ("t", "e_fold", "decade"), [(20, 25.2617, 58.167), (25, 25.6926, 59.159), (37, 26.7267, 61.540)]
)
def test_slopes_are_those_of_the_textbooks(t, e_fold, decade):
    assert thermal_voltage(celsius(t)) == pytest.approx(e_fold, abs=5e-5)
    assert slope(celsius(t), base=math.e) == pytest.approx(e_fold, abs=5e-5)
    assert slope(celsius(t)) == pytest.approx(decade, abs=6e-4)


@given(C, C, Z, T)
def test_slope_times_decades_is_the_nernst_potential(c_out, c_in, z, T):
    decades = math.log10(c_out) - math.log10(c_in)
    assert slope(T, z) * decades == pytest.approx(nernst(c_out, c_in, z, T), rel=1e-12, abs=1e-11)


@given(C, C, Z, T)
def test_the_temperature_slope_is_accurate_and_equals_E_over_T(exact, assert_ulps, c_o, c_i, z, T):
    want = exact.nernst(c_o, c_i, z, 1.0)
    assert_ulps(dE_dT(c_o, c_i, z), want, 5)
    assert dE_dT(c_o, c_i, z) * T == pytest.approx(nernst(c_o, c_i, z, T), rel=1e-14, abs=1e-300)


def test_celsius_is_exact_at_the_usual_temperatures():
    assert celsius(37.0) == 310.15
    assert celsius(20) == 293.15
    assert np.array_equal(celsius([0.0, 25.0]), [273.15, 298.15])
    for t in (-273.15, -300.0, [20.0, -300.0]):
        with pytest.raises(ValueError, match=r"above −273\.15 °C"):
            celsius(t)


@given(st.floats(5.0, 40.0), st.floats(6.5, 7.6), st.floats(6.8, 7.8))
def test_bicarbonate_follows_from_the_same_carbon_dioxide_on_both_sides(HCO3_out, pH_in, pH_out):
    # Henderson and Hasselbalch: pH = pK + log10(HCO3/(s pCO2)), solved for pCO2 and back.
    pK, solubility = 6.1, 0.0307
    pCO2 = HCO3_out / solubility / 10 ** (pH_out - pK)
    want = solubility * pCO2 * 10 ** (pH_in - pK)
    assert bicarbonate_inside(HCO3_out, pH_in, pH_out) == pytest.approx(want, rel=1e-12)


@given(st.floats(5.0, 40.0), st.floats(6.5, 7.6), st.floats(6.8, 7.8))
def test_bicarbonate_and_protons_have_one_equilibrium_potential(HCO3_out, pH_in, pH_out):
    inside = bicarbonate_inside(HCO3_out, pH_in, pH_out)
    proton = -slope(310.15) * (pH_out - pH_in)
    assert nernst(HCO3_out, inside, -1, 310.15) == pytest.approx(proton, abs=1e-9)
