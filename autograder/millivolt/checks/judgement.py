"""Judging one number against its key: right, close, or wrong in a way that has a name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from millivolt.checks.catalogue import Code, finding
from millivolt.checks.ideas import named, together
from millivolt.items import Finding, Misconception, Tolerance

POWERS_OF_TEN = (-9, -6, -3, -2, -1, 1, 2, 3, 6, 9)
CELSIUS_ZERO = 273.15


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a number is right, and if not, what explains it."""

    right: bool
    findings: tuple[Finding, ...] = ()


def judge(
    value: float,
    key: float,
    tolerance: Tolerance,
    misconceptions: Sequence[Misconception] = (),
    *,
    is_temperature: bool = False,
) -> Judgement:
    """The judgement of `value` against `key`; both, and the misconceptions, in one unit.

    A wrong value is explained by the claimed misconceptions that give it (all of them), else
    by a plain slip (sign, power of ten, K for °C), else by the only pair of misconceptions
    that gives it together, else it is at best close.
    """
    if within(value, key, tolerance):
        return Judgement(True)
    ideas = [m for m in misconceptions if within(value, m.value, tolerance)]
    if ideas:
        return Judgement(False, named(ideas))
    slip = _slip(value, key, tolerance, is_temperature)
    if slip:
        return Judgement(False, (slip,))
    pair = composition(value, key, tolerance, misconceptions)
    if pair:
        return Judgement(False, (together(*pair),))
    if key and abs(value - key) <= tolerance.close * abs(key):
        return Judgement(False, (finding(Code.CLOSE),))
    return Judgement(False, (finding(Code.WRONG_VALUE),))


def within(value: float, key: float, tolerance: Tolerance) -> bool:
    """Whether `value` counts as `key`. Zero never counts as a key that is not zero."""
    return abs(value - key) <= tolerance.allowed(key)


def composition(
    value: float, key: float, tolerance: Tolerance, misconceptions: Sequence[Misconception]
) -> tuple[Misconception, Misconception] | None:
    """The two misconceptions that give `value` together, if just one pair does.

    Two mistakes compose as factors on the key (log10 for ln, and a lost sign). Pairs that
    cancel to the key or add up to a single claimed one explain nothing and are left out.
    """
    pairs = [
        pair
        for *pair, product in _products(key, misconceptions)
        if within(value, product, tolerance) and not within(product, key, tolerance)
    ]
    if len(pairs) != 1:
        return None
    first, second = pairs[0]
    return first, second


def _products(
    key: float, misconceptions: Sequence[Misconception]
) -> Iterator[tuple[Misconception, Misconception, float]]:
    if not key:
        return
    for first, second in combinations(misconceptions, 2):
        product = first.value * (second.value / key)
        if math.isfinite(product):
            yield first, second, product


def _slip(value: float, key: float, tolerance: Tolerance, is_temperature: bool) -> Finding | None:
    if not key:
        return None
    if within(-value, key, tolerance):
        return finding(Code.WRONG_SIGN)
    if is_temperature and (
        within(value + CELSIUS_ZERO, key, tolerance) or within(value - CELSIUS_ZERO, key, tolerance)
    ):
        return finding(Code.KELVIN_CELSIUS)
    for power in POWERS_OF_TEN:
        if within(value / 10.0**power, key, tolerance):
            factor = f"{10 ** abs(power):,}".replace(",", "\u202f")
            shown = factor if power > 0 else f"1/{factor}"
            return finding(Code.POWER_OF_TEN, evidence={"power": power}, factor=shown)
    return None
