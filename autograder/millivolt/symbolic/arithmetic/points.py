"""Points of the declared domain at which formulas are compared: few digits, many magnitudes.

The sequence is fixed by the names' order and a seed, so that a verdict can be reproduced.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from millivolt.symbolic.formula.domain import REAL, Domain

_SCALES = (1, 1, 5, Fraction(1, 4), 20, Fraction(1, 50))
_INTEGERS = {
    "integer": (1, -1, 2, -2, 3, 4, -3, 0),
    "nonzero_integer": (1, -1, 2, -2, 3, 4, -3),
    "positive_integer": (2, 1, 3, 4, 5, 7),
}

Value = Fraction | tuple[Fraction, Fraction]
Typical = tuple[Fraction, Fraction, Fraction]  # low and high in the declared unit, and that unit


def draw(domain: Domain, rng: random.Random, turn: int) -> Value:
    """One value from a domain; ``turn`` walks through magnitudes and sign patterns."""
    if domain.kind == "interval":
        assert domain.low is not None
        assert domain.high is not None
        return domain.low + (domain.high - domain.low) * Fraction(rng.randint(1, 399), 400)
    if domain.integer:
        choices = _INTEGERS[domain.kind]
        return Fraction(choices[0] if turn == 0 else rng.choice(choices))
    size = Fraction(rng.randint(11, 399), 100) * _SCALES[turn % len(_SCALES)]
    if domain.positive:
        return size
    if domain.kind == "complex":
        other = Fraction(rng.randint(11, 399), 100) * rng.choice((1, -1))
        return size * rng.choice((1, -1)), other
    if turn == 0:
        return size
    return -size if turn == 1 else size * rng.choice((1, -1))


def points(
    names: Sequence[str],
    domains: Mapping[str, Domain],
    *,
    typical: Mapping[str, Typical] | None = None,
    seed: int = 20,
) -> Iterator[dict[str, Value]]:
    """Endless points over ``names``; typical ranges are used on every other turn."""
    rng = random.Random(seed)
    typical = typical or {}
    turn = 0
    while True:
        point = {}
        for name in names:
            domain = domains.get(name, REAL)
            value = draw(domain, rng, turn)
            if name in typical and not domain.integer:
                low, high, unit = typical[name]
                if turn % 2 == 0 or low == high:
                    value = _within(low, high, rng) * unit
            point[name] = value
        yield point
        turn += 1


def _within(low: Fraction, high: Fraction, rng: random.Random) -> Fraction:
    """A number of at most three significant digits inside a range."""
    if low == high:
        return low
    share = Fraction(rng.randint(5, 95), 100)
    if low > 0 and high / low > 20:
        value = Fraction(float(low) * float(high / low) ** float(share))
    else:
        value = low + (high - low) * share
    return Fraction(f"{float(value):.3g}")
