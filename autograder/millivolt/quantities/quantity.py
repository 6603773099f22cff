"""The record of one typed quantity: what was written, and what it means, exactly."""

from dataclasses import dataclass
from fractions import Fraction

from millivolt.quantities.conversion import exact_value
from millivolt.quantities.dimension import Dimension
from millivolt.quantities.unit import Unit, unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit, exactly as it was typed and as it is meant.

    `typed` is the whole text and `unit` the part of it that names the unit ("" if none was
    given). `exact` is the number before the unit; `exact_uncertainty` is in the same unit.
    `significant_figures` counts the zeros at the end of a whole number ("1500" has four) and
    `least_significant_figures` does not (it has two). `last_place` is the power of ten of the
    last digit. `label` is what stood before an equals sign ("E_K = ..."), `approximate`
    whether the number was called a rough one ("about", "≈").
    """

    typed: str
    exact: Fraction
    unit: str
    resolved: Unit
    significant_figures: int
    least_significant_figures: int
    last_place: int
    exact_uncertainty: Fraction | None
    approximate: bool
    label: str

    @property
    def value(self) -> float:
        """The number as typed, in the unit as typed."""
        return float(self.exact)

    @property
    def uncertainty(self) -> float | None:
        """What was typed behind ±, in the unit as typed."""
        return None if self.exact_uncertainty is None else float(self.exact_uncertainty)

    @property
    def dimension(self) -> Dimension:
        """What the unit measures; the dimension of pure numbers if no unit was given."""
        return self.resolved.dimension

    @property
    def exact_si(self) -> Fraction:
        """The value in coherent SI units, as an exact fraction."""
        return self.exact * self.resolved.scale + self.resolved.offset

    @property
    def si(self) -> float:
        """The value in coherent SI units (V, A, S, mol/m³, K, m, s, J/mol, ...).

        The same physical value gives the same float in whatever unit it was typed.
        """
        return float(self.exact_si)

    @property
    def si_difference(self) -> float:
        """The value in SI units when it is meant as a difference: "5 °C" warmer is 5 K."""
        return float(self.exact * self.resolved.scale)

    def to(self, symbol: str, *, temperature: float | None = None) -> float:
        """The value in another unit of the same dimension.

        `temperature` (kelvin) is needed only between kT and other energies. Raises
        `QuantityError` when the dimensions differ.
        """
        return float(exact_value(self.exact, self.resolved, unit(symbol), temperature))
