"""Curves and traces as keys hold them, and the wrong ones that several figures share."""

from collections.abc import Iterable
from math import log

from millivolt.items import Misconception
from millivolt.items.numbers import SEPARATION

__all__ = ["clearly_beside", "decadic", "in_celsius", "trace"]

Values = tuple[float, ...]
"""The values of a quantity over the points of an axis."""


def trace(values: Iterable[float]) -> Values:
    """A simulated course to six decimals: the last bits differ between processors."""
    return tuple(round(float(value), 6) for value in values)


def clearly_beside(
    right: Values, deviation: float, candidates: Iterable[Misconception]
) -> tuple[Misconception, ...]:
    """The wrong curves that are somewhere three deviations or more from the ``right`` one."""
    return tuple(
        claim
        for claim in candidates
        if max(abs(a - b) for a, b in zip(claim.value, right, strict=True))
        >= SEPARATION * deviation
    )


def decadic(right: Values, quantity: str) -> Misconception:
    """The curve of ``quantity`` with the wrong logarithm."""
    return Misconception(
        "log10_for_ln",
        tuple(each / log(10) for each in right),
        "The decadic logarithm was taken where RT/F needs the natural one.",
        f"By how many millivolts should {quantity} change over one decade?",
    )


def in_celsius(right: Values, t: float) -> Misconception:
    """The curve of a potential at ``t`` degrees Celsius, taken for kelvin."""
    return Misconception(
        "celsius_as_kelvin",
        tuple(each * t / (t + 273.15) for each in right),
        "The temperature went in as degrees Celsius; the formula needs kelvin.",
        "What is the temperature in kelvin?",
    )
