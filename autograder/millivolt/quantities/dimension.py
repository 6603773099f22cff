"""Dimensions: what a unit measures, as whole-number powers of the base quantities."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# The six SI bases that occur in membrane biophysics, and two that SI folds into "1" although
# a number in them means nothing without more: energies counted in kT need a temperature, and
# "per decade" is not "per e-fold".
BASES = ("m", "kg", "s", "A", "K", "mol", "kT", "e-fold")


@dataclass(frozen=True, slots=True)
class Dimension:
    """Powers of the base quantities, in the order of `BASES`.

    Dimensions multiply, divide and take whole powers like the units that have them. `str()`
    gives the physicist's word where there is one ("voltage"), else base units ("m^2 s^-1").
    """

    powers: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.powers) != len(BASES):
            raise ValueError(f"a dimension has {len(BASES)} powers, not {len(self.powers)}")

    def __mul__(self, other: "Dimension") -> "Dimension":
        return Dimension(tuple(a + b for a, b in zip(self.powers, other.powers, strict=True)))

    def __truediv__(self, other: "Dimension") -> "Dimension":
        return self * other**-1

    def __pow__(self, exponent: int) -> "Dimension":
        return Dimension(tuple(a * exponent for a in self.powers))

    def __bool__(self) -> bool:
        """Whether there is a dimension at all: False for pure numbers."""
        return any(self.powers)

    @property
    def without_logarithm(self) -> "Dimension":
        """The same with "per decade" and "per e-fold" left out."""
        return Dimension((*self.powers[:-1], 0))

    @property
    def base_units(self) -> str:
        """The dimension spelled in SI base units, like ``kg m^2 s^-3 A^-1``."""
        return " ".join(
            base if power == 1 else f"{base}^{power}"
            for base, power in zip(BASES, self.powers, strict=True)
            if power
        )

    def __str__(self) -> str:
        return NAMES.get(self) or self.base_units


def _of(**powers: int) -> Dimension:
    names = ("m", "kg", "s", "A", "K", "mol", "kT", "fold")
    return Dimension(tuple(powers.get(name, 0) for name in names))


NUMBER = _of()
LENGTH = _of(m=1)
MASS = _of(kg=1)
TIME = _of(s=1)
CURRENT = _of(A=1)
TEMPERATURE = _of(K=1)
AMOUNT = _of(mol=1)
THERMAL_ENERGY = _of(kT=1)
LOGARITHM = _of(fold=1)
CHARGE = CURRENT * TIME
FORCE = MASS * LENGTH / TIME**2
ENERGY = FORCE * LENGTH
POWER = ENERGY / TIME
PRESSURE = FORCE / LENGTH**2
VOLTAGE = POWER / CURRENT
CONDUCTANCE = CURRENT / VOLTAGE
CAPACITANCE = CHARGE / VOLTAGE
CONCENTRATION = AMOUNT / LENGTH**3

NAMES: Mapping[Dimension, str] = MappingProxyType(
    {
        NUMBER: "a pure number",
        LENGTH: "a length",
        LENGTH**2: "an area",
        LENGTH**3: "a volume",
        MASS: "a mass",
        TIME: "a time",
        TIME**-1: "a rate or frequency",
        CURRENT: "a current",
        CURRENT / LENGTH**2: "a current density",
        TEMPERATURE: "a temperature",
        AMOUNT: "an amount of substance",
        AMOUNT / TIME: "an amount per time",
        AMOUNT / LENGTH**2 / TIME: "a flux density",
        AMOUNT / MASS: "a molality",
        CONCENTRATION: "a concentration",
        CONCENTRATION / TIME: "a concentration per time",
        CHARGE: "a charge",
        CHARGE / LENGTH**2: "a charge per area",
        CHARGE / AMOUNT: "a charge per mole",
        FORCE: "a force",
        ENERGY: "an energy",
        ENERGY / AMOUNT: "an energy per mole",
        ENERGY / AMOUNT / TEMPERATURE: "a molar gas constant",
        THERMAL_ENERGY: "an energy in units of kT",
        POWER: "a power",
        PRESSURE: "a pressure",
        VOLTAGE: "a voltage",
        VOLTAGE / TIME: "a voltage per time",
        VOLTAGE / LENGTH: "an electric field",
        VOLTAGE / TEMPERATURE: "a voltage per temperature",
        VOLTAGE / LOGARITHM: "a voltage per factor of concentration",
        CONDUCTANCE: "a conductance",
        CONDUCTANCE / LENGTH**2: "a conductance per area",
        CONDUCTANCE / LENGTH: "a conductivity",
        CONDUCTANCE**-1: "a resistance",
        CONDUCTANCE**-1 * LENGTH: "a resistivity",
        CONDUCTANCE**-1 * LENGTH**2: "a resistance times area",
        CAPACITANCE: "a capacitance",
        CAPACITANCE / LENGTH**2: "a capacitance per area",
        LENGTH / TIME: "a speed or permeability",
        LENGTH**2 / TIME: "a diffusion coefficient",
        LENGTH**2 / VOLTAGE / TIME: "a mobility",
        LOGARITHM: "a factor on a logarithmic scale",
    }
)
