"""The letters in which a family writes its formulas, so that classmates get different ones."""

from dataclasses import dataclass

from millivolt.items import Draw

__all__ = ["Sides", "draw_sides", "tex"]

_GREEK = frozenset({"mu", "phi", "psi"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The indices that name the two sides of a membrane in typed symbols."""

    inside: str
    outside: str

    def __str__(self) -> str:
        return f"{self.inside}, {self.outside}"

    def of(self, letter: str) -> tuple[str, str]:
        """The symbols inside and outside for the quantity ``letter``."""
        return f"{letter}_{self.inside}", f"{letter}_{self.outside}"


_SIDES = (Sides("i", "o"), Sides("in", "out"), Sides("i", "e"))


def draw_sides(draw: Draw) -> Sides:
    """One of the usual ways to tell inside from outside."""
    return draw.choice(_SIDES)


def tex(symbol: str) -> str:
    """A typed symbol as it is set in a formula, words of its index upright."""
    letter, _, index = symbol.partition("_")
    if letter in _GREEK:
        letter = f"\\{letter}"
    elif len(letter) > 1:
        letter = f"\\mathrm{{{letter}}}"
    if not index:
        return letter
    return f"{letter}_{index}" if len(index) == 1 else f"{letter}_\\mathrm{{{index}}}"
