"""The constants are those of the SI, and consistent with each other."""

import pytest

from millivolt_solutions import F, R, celsius, constants, thermal_voltage


def test_derived_constants_follow_from_the_defining_ones(exact, assert_ulps):
    assert constants.BOLTZMANN == 1.380649e-23
    assert constants.ELEMENTARY_CHARGE == 1.602176634e-19
    assert constants.AVOGADRO == 6.02214076e23
    assert_ulps(R, exact.R, 0.5)
    assert_ulps(F, exact.F, 0.5)
    assert_ulps(constants.MILLIVOLT_PER_KELVIN, exact.volts_per_kelvin, 0.5)


def test_the_electric_constant_is_that_of_codata_2018():
    assert pytest.approx(8.8541878128e-12, rel=1e-12, abs=0) == constants.VACUUM_PERMITTIVITY


def test_absolute_zero_is_where_kelvin_begin():
    assert celsius(constants.ABSOLUTE_ZERO_C + 273.15 + 1) == pytest.approx(274.15)
    assert constants.ABSOLUTE_ZERO_C == -273.15
    assert thermal_voltage(300.0) == 300 * constants.MILLIVOLT_PER_KELVIN
