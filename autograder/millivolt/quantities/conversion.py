"""Converting values between units, exactly, with temperatures kept apart from differences."""

from fractions import Fraction

from millivolt.quantities.dimension import BASES, ENERGY, THERMAL_ENERGY, Dimension
from millivolt.quantities.errors import Problem, QuantityError
from millivolt.quantities.table import BOLTZMANN
from millivolt.quantities.unit import Unit, unit

_THERMAL = BASES.index("kT")


def convert(
    value: float, from_unit: str, to_unit: str, *, temperature: float | None = None
) -> float:
    """`value` in `from_unit`, expressed in `to_unit`.

    The float is taken for the decimal number that it prints as, so that -89.1 mV become
    -0.0891 V. `temperature` (kelvin) is needed only between kT and other energies. Raises
    `QuantityError` for unknown units and for units of different dimensions, `ValueError` for
    values that are not finite.
    """
    exact = Fraction(repr(float(value)))
    return float(exact_value(exact, unit(from_unit), unit(to_unit), temperature))


def exact_value(
    value: Fraction, source: Unit, target: Unit, temperature: float | None = None
) -> Fraction:
    """`value` in `source`, expressed in `target`, as an exact fraction."""
    thermal = source.dimension.powers[_THERMAL] - target.dimension.powers[_THERMAL]
    if source.dimension != target.dimension * _exchange(thermal):
        raise _mismatch(source, target)
    if (source.is_difference and target.offset) or (target.is_difference and source.offset):
        raise _mismatch(source, target)
    si = value * source.scale + source.offset
    if thermal:
        if temperature is None:
            raise QuantityError(Problem.TEMPERATURE_NEEDED, source.symbol)
        si *= (BOLTZMANN * Fraction(repr(float(temperature)))) ** thermal
    return (si - target.offset) / target.scale


def _exchange(power: int) -> Dimension:
    return (THERMAL_ENERGY / ENERGY) ** power


def _mismatch(source: Unit, target: Unit) -> QuantityError:
    wanted = "a temperature difference" if target.is_difference else str(target.dimension)
    return QuantityError(Problem.WRONG_DIMENSION, source.symbol or "a bare number", wanted=wanted)
