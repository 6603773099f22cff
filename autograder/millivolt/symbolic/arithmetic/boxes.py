"""The sign of a polynomial over a box of intervals, proved by interval arithmetic on its parts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

PARTS = 64  # most parts of a box that are looked at
INSIDE = 1 - Fraction(1, 10**12)  # the ends of the whole box are excluded

Box = Mapping[int, tuple[Fraction, Fraction]]  # generator -> its range


def sign_on_box(polynomial: Any, box: Box) -> int:
    """1 or -1 when the polynomial is proved positive or negative all over the box, else 0."""
    terms = list(polynomial.to_dict().items())
    shrunk = {index: _shrunk(*ends) for index, ends in box.items()}
    sign, looked = 0, 0
    waiting: list[Box] = [shrunk]
    while waiting:
        part = waiting.pop()
        looked += 1
        found = _sign(terms, part)
        if found:
            if sign and found != sign:
                return 0
            sign = found
            continue
        if looked + len(waiting) >= PARTS:
            return 0
        widest = max(part, key=lambda i: (part[i][1] - part[i][0]) / (shrunk[i][1] - shrunk[i][0]))
        low, high = part[widest]
        middle = (low + high) / 2
        waiting += [{**part, widest: (low, middle)}, {**part, widest: (middle, high)}]
    return sign


def _shrunk(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    middle, radius = (low + high) / 2, (high - low) / 2 * INSIDE
    return middle - radius, middle + radius


def _sign(terms: list[tuple[tuple[int, ...], Any]], box: Box) -> int:
    balls = {
        index: arb(_rational((low + high) / 2), _rational((high - low) / 2))
        for index, (low, high) in box.items()
    }
    value = arb(0)
    for exponents, coefficient in terms:
        term = arb(coefficient)
        for index, exponent in enumerate(exponents):
            if exponent:
                term = term * balls[index] ** exponent
        value = value + term
    return 1 if value > 0 else -1 if value < 0 else 0


def _rational(value: Fraction) -> Any:
    return fmpq(value.numerator, value.denominator)
