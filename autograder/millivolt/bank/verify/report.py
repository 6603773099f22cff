"""What verification found out about a family: problems, and the measures behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["CHECKS", "FamilyReport", "Guess", "Margin", "Problem"]

CHECKS: Mapping[str, str] = {
    "draw": "every seed gives a variant",
    "prose": "the prose renders and reads without leftovers",
    "equality": "the printed calculations are right",
    "route": "the worked solution arrives at the key",
    "separation": "claimed misconceptions lie at least three tolerances from the key",
    "leak": "no printed number is the answer",
    "guess": "a constant guess rarely succeeds",
    "recall": "no answer follows from numbers known by heart",
    "verdict": "self-made responses get the verdicts that they deserve",
    "rejection": "few draws are refused",
    "distinct": "variants differ",
    "speed": "variants are made quickly",
    "frozen": "released variants stay what they were",
    "search": "an adversarial search finds no bad variant",
    "files": "what the item refers to exists",
}
"""Every check by its name, with what it promises when it passes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A promise that does not hold; ``seed`` shows it again."""

    check: str
    message: str
    seed: str = ""

    def __post_init__(self) -> None:
        if self.check not in CHECKS:
            raise ValueError(f"unknown check {self.check!r}")


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a misconception lies from the key, in tolerances: the least of all variants.

    ``claimed`` counts the variants that claim it; ``confused_with`` are misconceptions of the
    same part that give the same answer in some variant, so that only the set can be named.
    """

    part: str
    misconception: str
    least: float
    claimed: int
    confused_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """The best constant answer to a part, and in which share of the variants it is right.

    ``number`` tells a number from something that is picked.
    """

    part: str
    answer: str
    rate: float
    number: bool


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """One family's certificate, or what stands in its way."""

    id: str
    version: int
    variants: int
    distinct: int
    rejection: float
    milliseconds: float
    margins: tuple[Margin, ...] = ()
    guesses: tuple[Guess, ...] = ()
    strata: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every promise holds."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self) | {"passed": self.passed}
