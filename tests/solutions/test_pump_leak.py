"""The pump-leak cell: its analytic steady state, its invariants, and its rundown."""

from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from millivolt_solutions import (
    PumpChange,
    PumpLeakCell,
    PumpLeakState,
    nernst,
    pump_leak_course,
    pump_leak_rates,
    pump_leak_steady,
)
from millivolt_solutions.constants import MILLIVOLT_PER_KELVIN

# Defaults of the published model, whose code takes RT/F = 26.725 mV.
PUBLISHED = PumpLeakCell(
    Na_out=145.0,
    K_out=3.5,
    Cl_out=119.0,
    X_out=29.5,
    z_X=-0.85,
    g_Na=0.2,
    g_K=0.7,
    g_Cl=0.2,
    g_KCC2=0.2,
    pump=10.0,
    area=1000.0,
    T=26.725 / MILLIVOLT_PER_KELVIN,
)
IMPERMEANT = 130.0e3

CELLS = st.builds(
    PumpLeakCell,
    Na_out=st.floats(100.0, 160.0),
    K_out=st.floats(2.0, 8.0),
    Cl_out=st.floats(90.0, 130.0),
    X_out=st.floats(0.0, 40.0),
    z_X=st.floats(-1.3, -0.5),
    g_Na=st.floats(0.05, 0.3),
    g_K=st.floats(0.3, 2.0),
    g_Cl=st.floats(0.1, 1.0),
    g_KCC2=st.floats(0.0, 0.5),
    pump=st.floats(5.0, 50.0),
    area=st.floats(100.0, 1e4),
    T=st.floats(290.0, 315.0),
)


def test_the_steady_state_is_the_published_one():
    state = pump_leak_steady(PUBLISHED, IMPERMEANT)
    got = [state.V, state.Na_in, state.K_in, state.Cl_in, state.X_in]
    assert got == pytest.approx([-72.5887, 14.0017, 122.8766, 5.1647, 154.9571], abs=5e-5)
    assert nernst(119.0, state.Cl_in, -1, PUBLISHED.T) == pytest.approx(-83.844, abs=5e-4)


@settings(max_examples=60)
@given(CELLS, st.floats(1e3, 1e6))
def test_at_the_steady_state_nothing_flows_and_everything_is_neutral(cell, impermeant):
    try:
        s = pump_leak_steady(cell, impermeant)
    except ValueError:
        reject()
    E_Na = nernst(cell.Na_out, s.Na_in, 1, cell.T)
    E_K = nernst(cell.K_out, s.K_in, 1, cell.T)
    E_Cl = nernst(cell.Cl_out, s.Cl_in, -1, cell.T)
    J = 1e3 * cell.pump * (s.Na_in / cell.Na_out) ** 3
    KCC2 = cell.g_KCC2 * (E_K - E_Cl)
    scale = 3 * J + cell.g_K * 100
    assert cell.g_Na * (s.V - E_Na) + 3 * J == pytest.approx(0.0, abs=1e-10 * scale)
    assert cell.g_K * (s.V - E_K) - 2 * J - KCC2 == pytest.approx(0.0, abs=1e-10 * scale)
    assert cell.g_Cl * (s.V - E_Cl) + KCC2 == pytest.approx(0.0, abs=1e-10 * scale)
    charge = s.Na_in + s.K_in - s.Cl_in + cell.z_X * s.X_in
    assert charge == pytest.approx(0.0, abs=1e-10 * cell.osmolarity)
    inside = s.Na_in + s.K_in + s.Cl_in + s.X_in
    assert inside == pytest.approx(cell.osmolarity, rel=1e-13)
    assert s.volume * s.X_in == pytest.approx(impermeant, rel=1e-13)


@pytest.mark.parametrize("pump", np.geomspace(1e-4, 200.0, 60))
def test_weak_and_strong_pumps_have_their_steady_state_too(pump):
    cell = replace(PUBLISHED, pump=float(pump))
    s = pump_leak_steady(cell, IMPERMEANT)
    amounts = [c * s.volume for c in (s.Na_in, s.K_in, s.Cl_in)]
    turnover = cell.area * cell.g_Na * (nernst(145.0, s.Na_in, 1, cell.T) - s.V) * 1e3 / 96485.0
    assert pump_leak_rates(amounts, cell, IMPERMEANT) == pytest.approx(
        [0.0, 0.0, 0.0], abs=1e-7 * turnover
    )


def test_impermeants_of_valence_minus_one_are_no_special_case():
    at = pump_leak_steady(replace(PUBLISHED, z_X=-1.0), IMPERMEANT)
    near = pump_leak_steady(replace(PUBLISHED, z_X=-1.0 + 1e-9), IMPERMEANT)
    assert astuple(at) == pytest.approx(astuple(near), rel=1e-7)


def test_without_kcc2_chloride_is_passive():
    s = pump_leak_steady(replace(PUBLISHED, g_KCC2=0.0), IMPERMEANT)
    assert nernst(119.0, s.Cl_in, -1, PUBLISHED.T) == pytest.approx(s.V, abs=1e-10)


def test_a_blocked_pump_leaves_no_steady_volume_unless_impermeants_outside_hold_it():
    with pytest.raises(ValueError, match="swells for ever"):
        pump_leak_steady(replace(PUBLISHED, pump=0.0, X_out=0.0, Cl_out=148.5), IMPERMEANT)
    held = pump_leak_steady(replace(PUBLISHED, pump=0.0), IMPERMEANT)
    assert held.X_in > 0
    for E in (
        nernst(145.0, held.Na_in, 1, PUBLISHED.T),
        nernst(3.5, held.K_in, 1, PUBLISHED.T),
        nernst(119.0, held.Cl_in, -1, PUBLISHED.T),
    ):
        assert pytest.approx(held.V, abs=1e-10) == E


@pytest.mark.parametrize("z_X", [-0.85, -1.0, -1.3, -5.0])
def test_a_pump_that_outruns_the_potassium_leak_swells_the_cell_too(z_X):
    with pytest.raises(ValueError, match="swells for ever"):
        pump_leak_steady(replace(PUBLISHED, z_X=z_X, g_K=0.05, g_KCC2=0.0), IMPERMEANT)


def test_the_rates_vanish_in_the_steady_state():
    steady = pump_leak_steady(PUBLISHED, 3e5)
    amounts = [c * steady.volume for c in (steady.Na_in, steady.K_in, steady.Cl_in)]
    assert np.allclose(pump_leak_rates(amounts, PUBLISHED, 3e5), 0, atol=1e-6)


@given(st.tuples(*[st.floats(1e3, 5e5)] * 3), st.floats(1e4, 5e5))
def test_the_rates_carry_no_net_charge(amounts, impermeant):
    Na, K, Cl = pump_leak_rates(amounts, PUBLISHED, impermeant)
    assert Na + K - Cl == pytest.approx(0, abs=1e-9 * (abs(Na) + abs(K) + abs(Cl)))


def test_rates_need_three_positive_amounts():
    with pytest.raises(ValueError, match="three numbers"):
        pump_leak_rates([1.0, 2.0], PUBLISHED, 3e5)
    with pytest.raises(ValueError, match="an amount must be positive"):
        pump_leak_rates([1.0, 2.0, 0.0], PUBLISHED, 3e5)


def test_rates_are_currents_over_the_charge_of_a_mole():
    cell, inside = PUBLISHED, {"Na": 20.0, "K": 115.0, "Cl": 9.0}
    share = cell.osmolarity - sum(inside.values())
    volume = IMPERMEANT / share
    got = pump_leak_rates([c * volume for c in inside.values()], cell, IMPERMEANT)
    E_Na = nernst(cell.Na_out, inside["Na"], 1, cell.T)
    E_K = nernst(cell.K_out, inside["K"], 1, cell.T)
    E_Cl = nernst(cell.Cl_out, inside["Cl"], -1, cell.T)
    pump = 1e3 * cell.pump * (inside["Na"] / cell.Na_out) ** 3
    drives = cell.g_Na * E_Na + cell.g_K * E_K + cell.g_Cl * E_Cl
    V = (drives - pump) / (cell.g_Na + cell.g_K + cell.g_Cl)
    KCC2 = cell.g_KCC2 * (E_K - E_Cl)
    outward = {  # of positive charge, in mA/m^2
        "Na": cell.g_Na * (V - E_Na) + 3 * pump,
        "K": cell.g_K * (V - E_K) - 2 * pump - KCC2,
        "Cl": cell.g_Cl * (V - E_Cl) + KCC2,
    }
    ampere = {ion: 1e-3 * current * 1e-12 * cell.area for ion, current in outward.items()}
    expected = [
        z * ampere[ion] / 96485.33212 * 1e18 for ion, z in (("Na", -1), ("K", -1), ("Cl", 1))
    ]
    assert got == pytest.approx(expected, rel=1e-9)


START = PumpLeakState(
    V=0.0, Na_in=20.0, K_in=100.5, Cl_in=10.0, X_in=130.0, volume=IMPERMEANT / 130.0
)


@pytest.fixture(scope="module")
def course():
    t = np.array([0.0, 0.1, 1.0, 10.0, 60.0, 600.0, 6000.0, 1e5])
    return pump_leak_course(t, PUBLISHED, START)


def test_the_course_settles_on_the_analytic_steady_state(course):
    end = [float(values[-1]) for values in astuple(course)]
    assert end == pytest.approx(astuple(pump_leak_steady(PUBLISHED, IMPERMEANT)), rel=1e-6)


def test_the_course_starts_where_it_is_told(course):
    start = [float(values[0]) for values in astuple(course)]
    assert start[1:] == list(astuple(START)[1:])


def test_charge_and_impermeants_are_conserved_all_along(course):
    charge = course.Na_in + course.K_in - course.Cl_in - 0.85 * course.X_in
    assert np.abs(charge).max() < 1e-9 * PUBLISHED.osmolarity
    assert np.allclose(course.X_in * course.volume, IMPERMEANT, rtol=1e-14)


def test_blocking_the_pump_depolarises_at_once_by_little_and_slowly_by_all():
    rest = pump_leak_steady(PUBLISHED, IMPERMEANT)
    t = [0.0, 1.0 - 1e-9, 1.0, 60.0, 6000.0]
    V = pump_leak_course(t, PUBLISHED, rest, [PumpChange(1.0, 0.0)]).V
    J = 1e3 * PUBLISHED.pump * (rest.Na_in / PUBLISHED.Na_out) ** 3
    jump = J / (PUBLISHED.g_Na + PUBLISHED.g_K + PUBLISHED.g_Cl)
    assert V[1] == pytest.approx(rest.V, abs=1e-6)
    assert V[2] - V[1] == pytest.approx(jump, abs=1e-5)
    assert V[2] < V[3] + 1 < V[4]


def test_a_pump_that_is_switched_on_again_brings_the_cell_back():
    rest = pump_leak_steady(PUBLISHED, IMPERMEANT)
    changes = [PumpChange(120.0, 1.0), PumpChange(10.0, 0.0)]
    blocked = pump_leak_course(119.0, PUBLISHED, rest, changes)
    back = pump_leak_course(1e5, PUBLISHED, rest, changes)
    assert blocked.Na_in > rest.Na_in + 10
    assert astuple(back) == pytest.approx(astuple(rest), rel=1e-6)


def test_water_alone_equilibrates_with_its_permeability():
    # All leaks but water almost closed: dw/dt = 18e-6 p A (osm_in - osm_out) in SI units.
    tight = replace(PUBLISHED, g_Na=1e-12, g_K=1e-12, g_Cl=1e-12, g_KCC2=0.0, pump=0.0)
    thin = PumpLeakState(V=0.0, Na_in=10.0, K_in=90.0, Cl_in=15.0, X_in=100.0, volume=1000.0)
    dt = 1e-4
    w = pump_leak_course(dt, tight, thin).volume
    osmotic = 10.0 + 90.0 + 15.0 + 100.0 - PUBLISHED.osmolarity
    rate = 18e-6 * 1.5e-4 * (1000.0 * 1e-12) * osmotic
    assert w - 1000.0 == pytest.approx(1e18 * rate * dt, rel=1e-3, abs=0.0)


def test_a_charged_initial_state_is_refused():
    with pytest.raises(ValueError, match="carries 5 mM of net charge"):
        pump_leak_course(1.0, PUBLISHED, replace(START, K_in=105.5))


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_net_charge_of_a_millionth_of_the_osmolarity_is_rounding_and_more_is_not(sign):
    def off_by(share):
        return replace(START, K_in=START.K_in + sign * share * PUBLISHED.osmolarity)

    assert pump_leak_course(0.0, PUBLISHED, off_by(0.995e-6)).volume == START.volume
    with pytest.raises(ValueError, match="net charge"):
        pump_leak_course(0.0, PUBLISHED, off_by(1.005e-6))


def test_impermeants_that_are_a_billionth_of_all_solutes_leave_no_steady_volume():
    # A blocked pump keeps as many impermeants inside as there are outside, if these are few.
    def held_by(share):
        return replace(PUBLISHED, pump=0.0, z_X=-1.0, Cl_out=148.5, X_out=share * 297.0)

    assert pump_leak_steady(held_by(1.005e-9), IMPERMEANT).X_in == pytest.approx(2.985e-7, rel=1e-3)
    with pytest.raises(ValueError, match="swells for ever"):
        pump_leak_steady(held_by(0.995e-9), IMPERMEANT)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Na_out", 0.0),
        ("K_out", -1.0),
        ("Cl_out", 0.0),
        ("X_out", -1.0),
        ("z_X", 0.5),
        ("z_X", 0.0),
        ("g_Na", 0.0),
        ("g_K", 0.0),
        ("g_Cl", -1.0),
        ("g_KCC2", -1.0),
        ("pump", -1.0),
        ("area", 0.0),
        ("water", 0.0),
        ("T", 0.0),
    ],
)
def test_non_physical_cells_cannot_be_built(name, wrong):
    with pytest.raises(ValueError, match=rf"\b{name} = {wrong:g}"):
        replace(PUBLISHED, **{name: wrong})


def test_a_pump_cannot_be_driven_backwards():
    with pytest.raises(ValueError, match=r"factor = -0\.5"):
        PumpChange(1.0, -0.5)
    with pytest.raises(ValueError, match="time = inf"):
        PumpChange(np.inf, 1.0)


def test_the_amount_of_impermeants_must_be_positive():
    with pytest.raises(ValueError, match="impermeant = 0"):
        pump_leak_steady(PUBLISHED, 0.0)


def test_the_rates_are_the_slope_of_the_course_when_water_is_fast():
    steady = pump_leak_steady(PUBLISHED, 3e5)
    fast = replace(PUBLISHED, water=1.0)
    t = np.array([60.0, 60.5, 61.0])
    course = pump_leak_course(t, fast, steady, [PumpChange(0.0, 0.2)])
    amounts = np.array([course.Na_in, course.K_in, course.Cl_in]) * course.volume
    slowed = replace(PUBLISHED, pump=0.2 * PUBLISHED.pump)
    got = pump_leak_rates(amounts[:, 1], slowed, 3e5)
    assert got == pytest.approx(amounts[:, 2] - amounts[:, 0], rel=1e-3)


def test_water_flows_by_its_permeability_and_its_molar_volume():
    settled = pump_leak_steady(PUBLISHED, IMPERMEANT)
    # Another cell bears the same solutes in less water: 20 mM too many inside.
    ratio = 1 + 20.0 / PUBLISHED.osmolarity
    crowded = PumpLeakState(
        settled.V,
        *(ratio * c for c in (settled.Na_in, settled.K_in, settled.Cl_in, settled.X_in)),
        settled.volume / ratio,
    )
    moment = 1e-6 * crowded.volume
    after = pump_leak_course(moment, PUBLISHED, crowded).volume
    cubic_metres = 1e-12 * PUBLISHED.area * PUBLISHED.water * 18e-6 * 20.0
    assert (after - crowded.volume) / moment == pytest.approx(1e18 * cubic_metres, rel=1e-3)
