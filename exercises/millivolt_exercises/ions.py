"""The ions that exercises speak of, each with its valence and its spellings."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BICARBONATE", "CALCIUM", "CHLORIDE", "MAGNESIUM", "POTASSIUM", "SODIUM", "Ion"]


@dataclass(frozen=True, slots=True)
class Ion:
    """An ion. In text it is written ``formula`` (K⁺), in formulas ``tex``."""

    name: str
    symbol: str
    formula: str
    tex: str
    z: int

    def __str__(self) -> str:
        return self.formula

    @property
    def z_text(self) -> str:
        """The valence with its sign: +1, −1, +2."""
        return f"{self.z:+d}".replace("-", "−")


POTASSIUM = Ion("potassium", "K", "K⁺", r"\mathrm{K^+}", 1)
SODIUM = Ion("sodium", "Na", "Na⁺", r"\mathrm{Na^+}", 1)
CHLORIDE = Ion("chloride", "Cl", "Cl⁻", r"\mathrm{Cl^-}", -1)
BICARBONATE = Ion("bicarbonate", "HCO3", "HCO₃⁻", r"\mathrm{HCO_3^-}", -1)
CALCIUM = Ion("calcium", "Ca", "Ca²⁺", r"\mathrm{Ca^{2+}}", 2)
MAGNESIUM = Ion("magnesium", "Mg", "Mg²⁺", r"\mathrm{Mg^{2+}}", 2)
