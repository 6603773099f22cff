"""How much more concentrated ions are on one side than on the other, as whole numbers.

For questions that ask for a formula: the number enters the answer in place of a concentration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from millivolt.items import Draw
from millivolt_exercises.ions import (
    BICARBONATE,
    CALCIUM,
    CHLORIDE,
    MAGNESIUM,
    POTASSIUM,
    SODIUM,
    Ion,
)

__all__ = ["Gradient", "draw_gradient"]


@dataclass(frozen=True, slots=True)
class Gradient:
    """There is ``times`` as much on the side ``more``, "inside" or "outside"."""

    times: int
    more: str

    @property
    def less(self) -> str:
        """The other side."""
        return "inside" if self.more == "outside" else "outside"


_FOUND: dict[Ion, tuple[str, Sequence[int]]] = {
    POTASSIUM: ("inside", range(18, 61)),
    SODIUM: ("outside", range(7, 19)),
    CHLORIDE: ("outside", range(4, 34)),
    BICARBONATE: ("outside", (2, 3)),
    CALCIUM: ("outside", range(5000, 30001, 1000)),
    MAGNESIUM: ("outside", (2, 3, 4)),
}
"""The sides and ratios in animal cells at rest."""


def draw_gradient(draw: Draw, ion: Ion | None) -> Gradient:
    """A gradient of ``ion`` as it is found in cells; any for an ion that is not named."""
    if ion is None:
        return Gradient(draw.integer(2, 60), draw.choice(("inside", "outside")))
    more, times = _FOUND[ion]
    return Gradient(draw.choice(times), more)
