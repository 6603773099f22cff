"""Solution chemistry: ionic strength, Debye-Hückel and its descendants, Nernst by activity."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import (
    ValidityWarning,
    activity_coefficients,
    activity_correction,
    debye_huckel_A,
    debye_huckel_B,
    debye_length,
    ionic_strength,
    log10_gamma,
    nernst,
    nernst_activity,
    water_permittivity,
)

Z = st.sampled_from([-3, -2, -1, 1, 2, 3])
T = st.floats(273.15, 320.0)
EPS = st.floats(60.0, 90.0)
RHO = st.floats(900.0, 1100.0)
I = st.floats(1e-6, 0.5)
C = st.floats(1e-5, 600.0)
GAMMA = st.floats(0.2, 1.0)


@given(st.lists(st.tuples(st.floats(1e-9, 2.0), Z), min_size=1, max_size=6))
def test_ionic_strength_is_accurate(exact, assert_ulps, rows):
    m, z = map(list, zip(*rows, strict=True))
    want = exact.mp.fsum(exact.mp.mpf(a) * q * q for a, q in rows) / 2
    assert_ulps(ionic_strength(m, z), want, 6)


def test_ionic_strength_counts_ions_and_squares_charges():
    assert ionic_strength([0.1, 0.2], [2, -1]) == pytest.approx(0.3)
    assert ionic_strength([0.1, 0.1], [1, -1]) == pytest.approx(0.1)
    assert ionic_strength([0.1, 0.1, 5.0], [1, -1, 0]) == pytest.approx(0.1)
    assert np.allclose(ionic_strength([[0.1, 0.1], [0.0, 0.0]], [1, -1]), [0.1, 0.0])
    assert ionic_strength(0.2, 2) == pytest.approx(0.4)
    with pytest.raises(ValueError, match=r"m = -0\.1"):
        ionic_strength([-0.1, 0.1], [1, -1])
    with pytest.raises(ValueError, match="z = nan"):
        ionic_strength([0.1], [np.nan])


def exact_A_and_B(exact, T, eps, rho):
    mp = exact.mp
    e, k, N = (mp.mpf(x) for x in ("1.602176634e-19", "1.380649e-23", "6.02214076e23"))
    energy = mp.mpf("8.8541878128e-12") * mp.mpf(eps) * k * mp.mpf(T)
    A = e**3 * mp.sqrt(2 * N * mp.mpf(rho)) / (8 * mp.pi * energy ** mp.mpf("1.5") * mp.log(10))
    return A, mp.sqrt(2 * e**2 * N * mp.mpf(rho) / energy) / 10**9


@given(T, EPS, RHO, I)
def test_the_debye_huckel_constants_and_length_are_accurate(exact, assert_ulps, T, eps, rho, I):
    A, B = exact_A_and_B(exact, T, eps, rho)
    assert_ulps(debye_huckel_A(T, eps, rho), A, 12)
    assert_ulps(debye_huckel_B(T, eps, rho), B, 12)
    assert_ulps(debye_length(I, T, eps, rho), 1 / (B * exact.mp.sqrt(exact.mp.mpf(I))), 12)


def test_debye_huckel_constants_are_those_of_the_tables():
    assert debye_huckel_A(293.15, 80.1, 998.2071) == pytest.approx(0.50669, abs=5e-6)
    assert debye_huckel_A(298.15, 78.4, 997.05) == pytest.approx(0.509, abs=1e-3)
    assert debye_huckel_B(298.15, 78.4, 997.05) == pytest.approx(3.29, abs=1e-2)
    assert debye_length(0.15, 298.15, 78.4, 997.05) == pytest.approx(0.304 / 0.15**0.5, rel=5e-3)


@pytest.mark.parametrize(("t", "eps"), [(0, 87.74), (20, 80.10), (25, 78.30), (37, 74.15)])
def test_the_permittivity_of_water_is_that_of_malmberg_and_maryott(t, eps):
    assert water_permittivity(273.15 + t) == pytest.approx(eps, abs=6e-3)


@pytest.mark.filterwarnings("ignore::millivolt_solutions.TemperatureWarning")
@pytest.mark.parametrize("T", [260.0, 373.2, [300.0, 400.0]])
def test_the_permittivity_formula_is_not_used_beyond_liquid_water(T):
    with pytest.raises(ValueError, match=r"outside 273\.15 to 373\.15 K"):
        water_permittivity(T)


def exact_screening(mp, method, I, B, a, C):
    root = mp.sqrt(mp.mpf(I))
    if method == "limiting":
        return root
    if method == "extended":
        return root / (1 + mp.mpf(B) * mp.mpf(a) * root)
    if method == "guntelberg":
        return root / (1 + root)
    return root / (1 + root) - mp.mpf(C) * mp.mpf(I)


CONSTANTS = {
    "limiting": (),
    "guntelberg": (),
    "extended": ("B", "a"),
    "davies": ("C",),
}


@given(
    Z,
    st.floats(1e-6, 0.01),
    st.sampled_from(list(CONSTANTS)),
    st.floats(0.4, 0.6),
    st.floats(3.0, 3.5),
    st.floats(0.2, 1.2),
    st.floats(0.1, 0.4),
)
def test_every_activity_formula_is_accurate(exact, assert_ulps, z, I, method, A, B, a, C):
    values = {"B": B, "a": a, "C": C}
    constants = {name: values[name] for name in CONSTANTS[method]}
    want = -exact.mp.mpf(A) * z**2 * exact_screening(exact.mp, method, I, B, a, C)
    assert_ulps(log10_gamma(z, I, A, method, **constants), want, 10)


def test_the_formulas_agree_in_dilute_solutions_and_disagree_in_saline():
    for I, spread in [(1e-8, 1e-6), (0.15, 0.05)]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ValidityWarning)
            values = [
                log10_gamma(1, I, 0.509),
                log10_gamma(1, I, 0.509, "guntelberg"),
                log10_gamma(1, I, 0.509, "extended", B=3.29, a=0.45),
                log10_gamma(1, I, 0.509, "davies", C=0.3),
            ]
        assert (max(values) - min(values) < spread) == (I < 0.1)


def test_davies_in_saline_is_near_the_measured_coefficient():
    # 0.15 mol/kg NaCl: 0.76 by Davies (0.3), 0.75 to 0.76 by Pitzer and PHREEQC.
    assert 10 ** log10_gamma(1, 0.15, 0.509, "davies", C=0.2) == pytest.approx(0.748, abs=5e-3)
    assert 10 ** log10_gamma(1, 0.15, 0.509, "davies", C=0.3) == pytest.approx(0.761, abs=5e-3)


@pytest.mark.parametrize(
    ("method", "limit", "constants"),
    [
        ("limiting", 0.01, {}),
        ("guntelberg", 0.1, {}),
        ("extended", 0.1, {"B": 3.29, "a": 0.4}),
        ("davies", 0.5, {"C": 0.3}),
    ],
)
def test_each_formula_warns_beyond_its_range_only(method, limit, constants):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        log10_gamma(1, limit, 0.509, method, **constants)
    with pytest.warns(ValidityWarning, match=f"the {method} formula is used at I"):
        log10_gamma(1, [limit, limit * 1.001], 0.509, method, **constants)


@pytest.mark.parametrize(
    ("method", "constants", "message"),
    [
        ("davies", {}, "the davies formula needs C"),
        ("extended", {"B": 3.29}, "the extended formula needs a"),
        ("extended", {}, "the extended formula needs B and a"),
        ("limiting", {"C": 0.3}, "the limiting formula has no C"),
        ("guntelberg", {"B": 3.29, "a": 0.4}, "the guntelberg formula has no B and a"),
        ("pitzer", {}, "method = 'pitzer' is not known: limiting"),
    ],
)
def test_a_method_takes_exactly_its_own_constants(method, constants, message):
    with pytest.raises(ValueError, match=message):
        log10_gamma(1, 0.01, 0.509, method, **constants)


def test_constants_of_a_method_must_not_be_negative():
    with pytest.raises(ValueError, match=r"C = -0\.3"):
        log10_gamma(1, 0.01, 0.509, "davies", C=-0.3)


@given(C, C, GAMMA, GAMMA, Z, T)
def test_activities_add_their_correction_to_nernst(exact, assert_ulps, c_o, c_i, g_o, g_i, z, T):
    m = exact.mp.mpf
    want = exact.thermal(T) * exact.mp.log(m(g_o) * m(c_o) / (m(g_i) * m(c_i))) / z
    got = nernst_activity(c_o, c_i, g_o, g_i, z, T)
    assert_ulps(got, want, 8, scale=exact.thermal(T))
    correction = activity_correction(g_o, g_i, z, T)
    assert_ulps(correction, exact.thermal(T) * exact.mp.log(m(g_o) / m(g_i)) / z, 6)
    assert got == pytest.approx(nernst(c_o, c_i, z, T) + correction, abs=1e-10)


@given(C, C, GAMMA, Z, T)
def test_equal_coefficients_on_both_sides_change_nothing(c_out, c_in, gamma, z, T):
    assert activity_correction(gamma, gamma, z, T) == 0.0
    assert nernst_activity(c_out, c_in, gamma, gamma, z, T) == pytest.approx(
        nernst(c_out, c_in, z, T), abs=1e-11
    )


@pytest.mark.filterwarnings("ignore::millivolt_solutions.TemperatureWarning")
def test_the_permittivity_of_water_is_known_from_its_melting_to_its_boiling_point():
    assert water_permittivity([273.15, 373.15]) == pytest.approx([87.74, 55.72], abs=5e-3)


def test_a_warning_about_a_formula_points_at_the_line_that_used_it():
    with pytest.warns(ValidityWarning, match="trusted up to") as warned:
        log10_gamma(1, 2.0, 0.509, "davies", C=0.3)
    assert warned[0].filename == __file__


SALTS = st.tuples(*[st.floats(0.0, 60.0)] * 3)


@given(SALTS, T)
def test_coefficients_of_a_whole_solution_are_accurate(exact, assert_ulps, salts, T):
    NaCl, KCl, CaCl2 = salts
    c, z = [NaCl, KCl, CaCl2, NaCl + KCl + 2 * CaCl2, 5.0], [1, 1, 2, -1, 0]
    A = debye_huckel_A(T, water_permittivity(T), 1000.0)
    m = exact.mp.mpf
    strength = sum(m(amount) * charge**2 for amount, charge in zip(c, z, strict=True)) / 2000
    root = exact.mp.sqrt(strength)
    for got, charge in zip(activity_coefficients(c, z, A), z, strict=True):
        davies = root / (1 + root) - m(0.3) * strength
        assert_ulps(got, 10 ** (-m(A) * charge**2 * davies), 20)


def test_coefficients_of_many_solutions_at_once():
    both = activity_coefficients([[100.0, 100.0], [0.0, 0.0]], [1, -1], 0.509, C=0.2)
    assert both.shape == (2, 2)
    assert np.all(both[1] == 1)
    assert both[0, 0] == pytest.approx(10 ** log10_gamma(1, 0.1, 0.509, "davies", C=0.2))


def test_a_solution_with_net_charge_is_refused():
    with pytest.raises(ValueError, match="charges must balance"):
        activity_coefficients([100.0, 90.0], [1, -1], 0.509)
    assert activity_coefficients([100.0, 99.9], [1, -1], 0.509)[0] < 1
    with pytest.raises(ValueError, match="must not be negative"):
        activity_coefficients([-1.0, -1.0], [1, -1], 0.509)


@pytest.mark.parametrize(
    ("c", "z"),
    [
        ([100.0, 99.7], [1, -1]),
        ([100.0, 99.7995], [1, -1]),
        ([[100.0, 100.0], [100.0, 90.0]], [1, -1]),
    ],
)
def test_one_solution_out_of_balance_by_more_than_a_thousandth_is_refused(c, z):
    with pytest.raises(ValueError, match="charges must balance"):
        activity_coefficients(c, z, 0.509)


def test_the_balance_counts_charges_not_particles():
    assert activity_coefficients([10.0, 19.97], [2, -1], 0.509)[1] < 1
