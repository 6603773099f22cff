"""What every function of the package promises about its arguments, whatever it computes."""

import inspect
import math
import warnings

import numpy as np
import pytest

import millivolt_solutions as ms
from millivolt_solutions.arguments import TemperatureWarning

# One valid call of every function that takes physical quantities, by name of argument.
CALLS: dict[str, dict[str, object]] = {
    "activity_correction": {"gamma_out": 0.75, "gamma_in": 0.7, "z": 1, "T": 310.0},
    "atp_free_energy": {"ATP": 5.0, "ADP": 0.5, "P_i": 5.0, "T": 310.0},
    "bicarbonate_inside": {"HCO3_out": 25.0, "pH_in": 7.2, "pH_out": 7.4},
    "boltzmann_gate": {"V": -40.0, "V_half": -35.0, "s": 6.0},
    "boltzmann_ratio": {"V": -70.0, "z": 1, "T": 310.0},
    "celsius": {"t": 37.0},
    "chord_current": {"g": 10.0, "V": -60.0, "E": -90.0},
    "cylinder_surface_to_volume": {"diameter": 2.0},
    "dE_dT": {"c_out": 145.0, "c_in": 12.0, "z": 1},
    "debye_huckel_A": {"T": 298.15, "eps_r": 78.4, "rho": 997.0},
    "debye_huckel_B": {"T": 298.15, "eps_r": 78.4, "rho": 997.0},
    "debye_length": {"I": 0.15, "T": 298.15, "eps_r": 78.4, "rho": 997.0},
    "delta_mu": {"c_out": 145.0, "c_in": 12.0, "z": 1, "V": -70.0, "T": 310.0},
    "depletion_time": {"c": 140.0, "volume": 1000.0, "I": 10.0},
    "driving_force": {"V": -60.0, "E": -90.0},
    "follower_integrator": {
        "t": 2.0,
        "V_in": 100.0,
        "V_0": 20.0,
        "I_b": 40.0,
        "C": 1.5,
        "T": 300.0,
        "kappa": 0.7,
    },
    "gaba_reversal": {
        "Cl_in": 7.0,
        "Cl_out": 125.0,
        "HCO3_in": 15.0,
        "HCO3_out": 25.0,
        "p": 0.25,
        "T": 310.0,
    },
    "gate_slope": {"z_g": 4.0, "T": 310.0},
    "gating_charge": {"s": 6.0, "T": 310.0},
    "ghk_current": {"P": 1e-8, "z": 1, "V": -60.0, "c_in": 140.0, "c_out": 4.0, "T": 310.0},
    "ghk_flux": {"P": 1e-8, "z": 1, "V": -60.0, "c_in": 140.0, "c_out": 4.0, "T": 310.0},
    "ions_per_second": {"I": 2.0, "z": 2},
    "kcc2_chloride": {"K_in": 140.0, "K_out": 4.0, "Cl_out": 125.0},
    "kcc2_drive": {"K_in": 140.0, "K_out": 4.0, "Cl_in": 7.0, "Cl_out": 125.0, "T": 310.0},
    "kcc2_extrusion_time": {"Cl": 10.0, "Cl_0": 20.0, "Cl_end": 5.0},
    "log10_gamma": {"z": 1, "I": 0.005, "A": 0.509},
    "molar_flux": {"I": 2.0, "z": 2},
    "mullins_noda": {
        "P_K": 1.0,
        "P_Na": 0.04,
        "K_in": 140.0,
        "K_out": 4.0,
        "Na_in": 12.0,
        "Na_out": 145.0,
        "T": 310.0,
    },
    "nernst": {"c_out": 145.0, "c_in": 12.0, "z": 1, "T": 310.0},
    "nernst_activity": {
        "c_out": 145.0,
        "c_in": 12.0,
        "gamma_out": 0.75,
        "gamma_in": 0.7,
        "z": 1,
        "T": 310.0,
    },
    "nernst_conc": {"E": -90.0, "c_known": 4.0, "side": "out", "z": 1, "T": 310.0},
    "nkcc1_chloride": {
        "Na_in": 12.0,
        "Na_out": 145.0,
        "K_in": 140.0,
        "K_out": 4.0,
        "Cl_out": 125.0,
    },
    "nkcc1_drive": {
        "Na_in": 12.0,
        "Na_out": 145.0,
        "K_in": 140.0,
        "K_out": 4.0,
        "Cl_in": 7.0,
        "Cl_out": 125.0,
        "T": 310.0,
    },
    "permeability_ratio": {
        "V": -5.0,
        "K_in": 140.0,
        "K_out": 4.0,
        "Na_in": 12.0,
        "Na_out": 145.0,
        "T": 310.0,
    },
    "proton_motive_force": {"V": -150.0, "pH_in": 7.5, "pH_out": 6.5, "T": 298.15},
    "proton_potential": {"pH_in": 7.1, "pH_out": 7.4, "T": 310.0},
    "pump_block_step": {"I_pump": 20.0, "g": 5.0},
    "pump_current": {"rate": 0.1},
    "pump_cycle_cost": {
        "V": -70.0,
        "Na_in": 12.0,
        "Na_out": 145.0,
        "K_in": 140.0,
        "K_out": 4.0,
        "T": 310.0,
    },
    "pump_rate": {"I_Na": -30.0},
    "shunted_amplitude": {
        "g_L": 10.0,
        "E_L": -70.0,
        "g_exc": 4.0,
        "E_exc": 0.0,
        "g_inh": 8.0,
        "E_inh": -70.0,
    },
    "slope": {"T": 310.0, "z": 2},
    "slope_conductance": {"P": 1e-8, "z": 1, "V": -60.0, "c_in": 140.0, "c_out": 4.0, "T": 310.0},
    "sphere_surface_to_volume": {"diameter": 10.0},
    "step_response": {"t": 3.0, "V_0": -70.0, "V_inf": -50.0, "tau": 10.0},
    "subthreshold_current": {
        "I0": 1e-15,
        "V_g": 400.0,
        "V_s": 0.0,
        "V_d": 100.0,
        "T": 300.0,
        "kappa": 0.7,
    },
    "subthreshold_slope": {"T": 300.0, "kappa": 0.7},
    "thermal_voltage": {"T": 310.0},
    "time_constant": {"C": 100.0, "g": 10.0},
    "ussing_ratio": {"c_out": 145.0, "c_in": 12.0, "z": 1, "V": -70.0, "T": 310.0},
    "water_permittivity": {"T": 310.0},
}
# Functions that reduce an axis, return records or take records: their own tests call them.
OTHERS = {
    "activity_coefficients",
    "channel_reversal",
    "charging_ions",
    "chloride_accumulation",
    "chord_voltage",
    "current_direction",
    "donnan",
    "donnan_closed",
    "exponential_step",
    "fit_current_voltage",
    "flux_direction",
    "ghk_voltage",
    "ghk_voltage_general",
    "ghk_voltage_mixed",
    "ionic_strength",
    "ljp_henderson",
    "mobility",
    "phases_response",
    "pump_leak_course",
    "pump_leak_rates",
    "pump_leak_steady",
    "synaptic_response",
}
# Quantities that may have any sign and size, so that only non-finite values are refused.
ANY_SIGN = {"V", "E", "E_L", "E_exc", "E_inh", "V_0", "V_inf", "V_g", "V_s", "V_d", "V_half"}
ANY_SIGN |= {"V_in", "pH_in", "pH_out", "I_pump", "rate", "t"}
# Quantities for which zero is physical, though a negative value is not.
ZERO_ALLOWED = {"P", "P_K", "P_Na", "p", "g_exc", "g_inh", "I_Na"}

ARGUMENTS = [
    (function, name)
    for function, call in CALLS.items()
    for name, value in call.items()
    if not isinstance(value, str)
]


def call(function: str, **changes: object) -> object:
    return getattr(ms, function)(**{**CALLS[function], **changes})


def test_every_public_function_is_listed_here():
    functions = {name for name in ms.__all__ if inspect.isfunction(getattr(ms, name))}
    assert functions == set(CALLS) | OTHERS


@pytest.mark.parametrize("function", CALLS)
def test_floats_in_give_a_float_out(function):
    value = call(function)
    assert type(value) is float
    assert math.isfinite(value)


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_an_array_in_any_argument_gives_the_elementwise_result(function, name):
    usual = CALLS[function][name]
    values = np.array([[1.0, 1.0 + 1e-3, 1.0 - 1e-3]]) * usual
    got = call(function, **{name: values})
    assert isinstance(got, np.ndarray)
    assert got.shape == (1, 3)
    for value, element in zip(values.flat, got.flat, strict=True):
        assert element == pytest.approx(call(function, **{name: float(value)}), rel=1e-14, abs=0)


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, "abc", None, 1j])
def test_what_is_not_a_finite_number_is_refused_by_name(function, name, wrong):
    with pytest.raises(ValueError, match=rf"\b{name} = "):
        call(function, **{name: wrong})


SIGNED = [(f, n) for f, n in ARGUMENTS if n not in ANY_SIGN | {"z", "s", "z_g", "I"}]


@pytest.mark.parametrize(("function", "name"), [row for row in SIGNED if row[1] != "I_Na"])
def test_negative_quantities_are_refused_with_name_and_value(function, name):
    with pytest.raises(ValueError, match=rf"\b{name} = (\[.*)?-2\b"):
        call(function, **{name: -2.0})


@pytest.mark.parametrize(
    ("function", "name"),
    [(f, n) for f, n in SIGNED if n not in ZERO_ALLOWED and (f, n) != ("chord_current", "g")],
)
def test_zero_is_refused_where_a_formula_has_no_value(function, name):
    with pytest.raises(ValueError, match=rf"\b{name} = 0"):
        call(function, **{name: 0.0})


@pytest.mark.parametrize(("function", "name"), [(f, n) for f, n in ARGUMENTS if n == "z"])
def test_an_uncharged_particle_is_refused(function, name):
    with pytest.raises(ValueError, match="z = 0 is not physical"):
        call(function, z=0)


@pytest.mark.parametrize(("function", "name"), ARGUMENTS)
def test_one_wrong_element_among_good_ones_is_refused(function, name):
    usual = CALLS[function][name]
    with pytest.raises(ValueError, match=rf"\b{name} = "):
        call(function, **{name: [usual, usual, math.nan]})
    if (function, name) in SIGNED and name != "I_Na":
        with pytest.raises(ValueError, match=rf"\b{name} = "):
            call(function, **{name: [usual, -2.0]})
    if name == "z":
        with pytest.raises(ValueError, match=r"z = 0 \(element 1\)"):
            call(function, z=[usual, 0])


def test_the_message_points_at_the_first_wrong_element():
    with pytest.raises(ValueError, match=r"c_in = -3 \(element \(1, 0\)\) is not physical"):
        ms.nernst(5.0, [[1.0, 2.0], [-3.0, -4.0]], 1, 310.0)
    with pytest.raises(ValueError, match=r"c_in = 0 \(element 1\)"):
        ms.nernst(5.0, [1.0, 0.0], 1, 310.0)


WARM = [(f, n) for f, n in ARGUMENTS if n == "T" and f != "water_permittivity"]


@pytest.mark.parametrize(("function", "name"), WARM)
@pytest.mark.parametrize("T", [37.0, 249.9, 330.1])
def test_an_unusual_temperature_warns_that_kelvin_are_meant(function, name, T):
    with pytest.warns(TemperatureWarning, match="kelvin"):
        call(function, T=T)


@pytest.mark.parametrize("T", [250.0, 273.15, 310.15, 330.0])
def test_usual_temperatures_do_not_warn(T):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ms.nernst(5.0, 140.0, 1, T)


@pytest.mark.parametrize(
    "caller",
    [
        lambda: ms.nernst(5.0, 140.0, 1, 37.0),
        lambda: ms.ghk_current(1e-8, 1, -60.0, 140.0, 5.0, 37.0),
        lambda: ms.channel_reversal([1.0], [140.0], [5.0], [1], 37.0),
    ],
)
def test_a_temperature_warning_points_at_the_line_that_called(caller):
    with pytest.warns(TemperatureWarning) as caught:
        caller()
    assert [warning.filename for warning in caught] == [__file__]


def test_an_empty_array_gives_an_empty_array():
    assert ms.nernst([], 140.0, 1, 310.0).shape == (0,)
