"""The physical constants of the package, and temperature in the form every formula needs it.

The constants are exact by the 2019 definition of the SI (CODATA 2018), so a student who takes
R = 8.314 and F = 96485 differs by less than 0.01 %. No formula of membrane physics lives here.
"""

from numpy.typing import ArrayLike

from .arguments import Result, finite, refuse, result, temperature

ABSOLUTE_ZERO_C = -273.15
AVOGADRO = 6.02214076e23
"""Avogadro constant N_A, 1/mol."""
BOLTZMANN = 1.380649e-23
"""Boltzmann constant k_B, J/K."""
ELEMENTARY_CHARGE = 1.602176634e-19
"""Elementary charge e, C."""
R = 8.31446261815324
"""Molar gas constant R = k_B N_A, J/(mol K)."""
F = 96485.33212331002
"""Faraday constant F = e N_A, C/mol."""
MILLIVOLT_PER_KELVIN = 0.08617333262145177
"""R/F = k_B/e in mV/K, correctly rounded."""
VACUUM_PERMITTIVITY = 8.8541878128e-12
"""Electric constant, F/m (CODATA 2018; the only constant here that is measured)."""


def celsius(t: ArrayLike) -> Result:
    """Absolute temperature in kelvin of `t` degrees Celsius: T = t + 273.15.

    Raises ValueError at or below absolute zero.
    """
    degrees = finite("t", t)
    if (degrees <= ABSOLUTE_ZERO_C).any():
        refuse("t", degrees, degrees <= ABSOLUTE_ZERO_C, "it must lie above −273.15 °C")
    return result(degrees - ABSOLUTE_ZERO_C)


def thermal_voltage(T: ArrayLike) -> Result:
    """RT/F = kT/e in mV at `T` kelvin: 25.26 mV at 20 °C, 26.73 mV at 37 °C.

    The scale of every potential of thermal origin, in membranes as in transistors.
    """
    return result(MILLIVOLT_PER_KELVIN * temperature(T))
