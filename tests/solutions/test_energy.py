"""Energies of crossing, and the ratios of concentrations and fluxes they set."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt_solutions import (
    boltzmann_ratio,
    delta_mu,
    ghk_flux,
    nernst,
    proton_motive_force,
    proton_potential,
    ussing_ratio,
)

C = st.floats(1e-5, 1e3)
Z = st.sampled_from([-2, -1, 1, 2, 3])
T = st.floats(273.15, 320.0)
MV = st.floats(-150.0, 150.0).map(lambda v: round(v, 9))
PH = st.floats(0.1, 14.0)


@given(C, C, Z, MV, T)
def test_the_energy_of_crossing_is_accurate_in_every_unit(exact, assert_ulps, c_o, c_i, z, V, T):
    m = exact.mp.mpf
    chemical = exact.R * m(T) * exact.mp.log(m(c_i) / m(c_o))
    electrical = z * exact.F * m(V) / 1000
    scale = abs(chemical) + abs(electrical)
    joule = chemical + electrical
    assert_ulps(delta_mu(c_o, c_i, z, V, T), joule, 8, scale)
    assert_ulps(delta_mu(c_o, c_i, z, V, T, unit="kJ/mol"), joule / 1000, 8, scale / 1000)
    assert_ulps(delta_mu(c_o, c_i, z, V, T, unit="eV"), joule / exact.F, 8, scale / exact.F)
    thermal = exact.R * m(T)
    assert_ulps(delta_mu(c_o, c_i, z, V, T, unit="kT"), joule / thermal, 8, scale / thermal)


@given(C, C, Z, T)
def test_crossing_costs_nothing_at_equilibrium(c_out, c_in, z, T):
    assert delta_mu(c_out, c_in, z, nernst(c_out, c_in, z, T), T) == 0.0


@given(C, C, Z, MV, T)
def test_the_way_out_costs_what_the_way_in_gives(c_out, c_in, z, V, T):
    inward = delta_mu(c_out, c_in, z, V, T)
    assert delta_mu(c_out, c_in, z, V, T, "in->out") == -inward
    assert delta_mu(c_out, c_in, z, V, T, "out->in") == inward


def test_sodium_enters_a_resting_cell_by_itself():
    # A printed calculation with 145/10 mM at -70 mV and 310.15 K gives -13.65 kJ/mol.
    assert delta_mu(145.0, 10.0, 1, -70.0, 310.15, unit="kJ/mol") == pytest.approx(-13.65, abs=0.01)


def test_unknown_directions_and_units_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="direction = 'inwards' is not known"):
        delta_mu(145.0, 10.0, 1, -70.0, 310.0, "inwards")
    with pytest.raises(ValueError, match=r"unit = 'cal' .* J/mol, kJ/mol, eV, kT"):
        delta_mu(145.0, 10.0, 1, -70.0, 310.0, unit="cal")


@given(MV, Z, T)
def test_the_boltzmann_ratio_is_accurate(exact, assert_ulps, V, z, T):
    x = z * exact.mp.mpf(V) / exact.thermal(T)
    assert_ulps(boltzmann_ratio(V, z, T), exact.mp.exp(-x), 3 + 4 * abs(float(x)))


@given(C, C, Z, T)
def test_the_boltzmann_ratio_at_E_is_the_ratio_of_concentrations(c_out, c_in, z, T):
    assert boltzmann_ratio(nernst(c_out, c_in, z, T), z, T) == pytest.approx(
        c_in / c_out, rel=1e-12
    )


@given(C, C, Z, MV, T)
def test_the_ussing_ratio_is_accurate_and_one_at_equilibrium(exact, assert_ulps, c_o, c_i, z, V, T):
    x = z * exact.mp.mpf(V) / exact.thermal(T)
    want = exact.mp.mpf(c_o) / exact.mp.mpf(c_i) * exact.mp.exp(-x)
    spread = abs(float(x)) + abs(math.log(c_o / c_i))
    assert_ulps(ussing_ratio(c_o, c_i, z, V, T), want, 4 + 5 * spread)
    assert ussing_ratio(c_o, c_i, z, nernst(c_o, c_i, z, T), T) == 1.0


@given(C, C, Z, MV, T)
def test_the_ghk_one_way_fluxes_obey_ussing(c_out, c_in, z, V, T):
    outward = ghk_flux(1.0, z, V, c_in, 0.0, T, allow_limit=True)
    inward = -ghk_flux(1.0, z, V, 0.0, c_out, T, allow_limit=True)
    assert ussing_ratio(c_out, c_in, z, V, T) == pytest.approx(inward / outward, rel=1e-10)


@given(MV, PH, PH, T)
def test_proton_potential_and_motive_force_are_accurate(exact, assert_ulps, V, pH_i, pH_o, T):
    E = exact.thermal(T) * exact.mp.log(10) * (exact.mp.mpf(pH_i) - exact.mp.mpf(pH_o))
    scale = exact.thermal(T) * max(pH_i, pH_o)
    assert_ulps(proton_potential(pH_i, pH_o, T), E, 5, scale)
    assert_ulps(proton_motive_force(V, pH_i, pH_o, T), V - E, 5, scale + abs(V))


@given(st.floats(4.0, 9.0), st.floats(4.0, 9.0), T)
def test_the_proton_potential_is_nernst_on_proton_concentrations(pH_in, pH_out, T):
    E = nernst(10.0 ** (3 - pH_out), 10.0 ** (3 - pH_in), 1, T)
    assert proton_potential(pH_in, pH_out, T) == pytest.approx(E, abs=1e-10)
