"""Chloride accumulation during GABA-A activity."""

import math
from dataclasses import replace

import numpy as np
import pytest

from millivolt_solutions import (
    ChlorideCompartment,
    F,
    GabaPulse,
    chloride_accumulation,
    cylinder_surface_to_volume,
    nernst,
)

DENDRITE = ChlorideCompartment(
    surface_to_volume=cylinder_surface_to_volume(1.0),
    Cl_rest=5.0,
    Cl_out=125.0,
    tau_Cl=3000.0,
    g_L=1.0,
    E_L=-60.0,
    E_HCO3=-12.0,
    T=310.15,
)
STRONG = GabaPulse(g=50.0, start=100.0, stop=600.0, share_HCO3=0.2)
T_GRID = np.linspace(0.0, 1000.0, 401)


def test_nothing_happens_at_rest():
    trace = chloride_accumulation([0.0, 50.0, 1000.0], DENDRITE, [])
    assert trace.V.tolist() == [-60.0] * 3
    assert trace.Cl_in.tolist() == [5.0] * 3
    assert trace.E_Cl[0] == pytest.approx(nernst(125.0, 5.0, -1, 310.15))


def test_chloride_enters_while_the_channels_are_open_and_is_cleared_afterwards():
    trace = chloride_accumulation(T_GRID, DENDRITE, [STRONG])
    before, open_, after = T_GRID <= 100, (T_GRID > 100) & (T_GRID <= 600), T_GRID > 600
    assert np.all(trace.Cl_in[before] == 5.0)
    assert np.all(np.diff(trace.Cl_in[open_]) > 0)
    assert np.all(np.diff(trace.Cl_in[after]) < 0)
    assert trace.Cl_in.max() > 6.0
    assert np.allclose(trace.E_Cl, nernst(125.0, trace.Cl_in, -1, 310.15), atol=1e-10)


def test_after_the_pulse_chloride_decays_with_its_time_constant():
    trace = chloride_accumulation([700.0, 900.0], DENDRITE, [STRONG])
    excess = trace.Cl_in - 5.0
    assert excess[1] / excess[0] == pytest.approx(math.exp(-200 / 3000), rel=1e-8)


def test_chloride_and_charge_balance_their_fluxes():
    t = np.linspace(150.0, 600.0, 4501)
    trace = chloride_accumulation(t, DENDRITE, [STRONG])
    V, Cl, E_Cl = trace.V, trace.Cl_in, trace.E_Cl
    I_Cl, I_HCO3, I_L = 40.0 * (V - E_Cl), 10.0 * (V + 12.0), 1.0 * (V + 60.0)
    # In SI: mA/m^2 are 1e-3 A/m^2, 4/d is 4e6 per m, 1 µF/cm^2 is 0.01 F/m^2, per ms is 1e3 per s.
    influx = (4e6 * I_Cl * 1e-3 / F) / 1e3 - (Cl - 5.0) / 3000.0
    charging = -(I_Cl + I_HCO3 + I_L) * 1e-3 / 0.01
    inner = slice(1, -1)
    assert np.allclose(np.gradient(Cl, t)[inner], influx[inner], rtol=1e-5)
    assert np.allclose(np.gradient(V, t)[inner], charging[inner], rtol=1e-3, atol=1e-7)


def test_a_clamped_cylinder_fills_at_the_rate_of_its_geometry():
    # A huge leak clamps V; at the first moment dCl/dt = 4 I/(F d).
    clamped = replace(DENDRITE, g_L=1e6, C_m=1e4)
    trace = chloride_accumulation([0.0, 0.01], clamped, [GabaPulse(2.0, 0.0, 1.0)])
    I_Cl = 2.0 * (-60.0 - nernst(125.0, 5.0, -1, 310.15)) * 1e-3
    expected = 4 * I_Cl / (F * 1e-6) * 0.01e-3
    assert trace.Cl_in[1] - 5.0 == pytest.approx(expected, rel=1e-3)


def test_thin_processes_load_faster_than_thick_ones():
    peak = [
        chloride_accumulation(
            600.0, replace(DENDRITE, surface_to_volume=cylinder_surface_to_volume(d)), [STRONG]
        ).Cl_in
        for d in (0.5, 1.0, 5.0)
    ]
    assert peak[0] > peak[1] > peak[2] > 5.0


def test_bicarbonate_drives_the_collapse():
    without = chloride_accumulation(600.0, DENDRITE, [replace(STRONG, share_HCO3=0.0)])
    assert chloride_accumulation(600.0, DENDRITE, [STRONG]).E_Cl > without.E_Cl


def test_overlapping_pulses_add_their_conductances():
    half = replace(STRONG, g=25.0)
    one = chloride_accumulation(T_GRID, DENDRITE, [STRONG])
    two = chloride_accumulation(T_GRID, DENDRITE, [half, half])
    assert np.allclose(one.V, two.V, atol=1e-8)
    assert np.allclose(one.Cl_in, two.Cl_in, atol=1e-9)


@pytest.mark.parametrize("name", ["surface_to_volume", "tau_Cl", "g_L", "C_m", "Cl_rest", "Cl_out"])
def test_a_compartment_needs_physical_parameters(name):
    with pytest.raises(ValueError, match=f"{name} = 0"):
        replace(DENDRITE, **{name: 0.0})


def test_potentials_temperature_and_shares_are_checked_too():
    for name, wrong in [("E_L", math.nan), ("E_HCO3", math.inf), ("T", -1.0)]:
        with pytest.raises(ValueError, match=f"{name} = "):
            replace(DENDRITE, **{name: wrong})
    for share in (-0.1, 1.0):
        with pytest.raises(ValueError, match=f"share_HCO3 = {share} is not a share"):
            GabaPulse(1.0, 0.0, 1.0, share)
    with pytest.raises(ValueError, match="g = -1"):
        GabaPulse(-1.0, 0.0, 1.0)
