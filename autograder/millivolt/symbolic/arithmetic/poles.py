"""Poles inside the range of an integral, which then has no value: found with a certificate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from flint import acb, arb

from millivolt.symbolic.arithmetic.balls import (
    Ball,
    Imprecise,
    Undefined,
    Unsupported,
    contains_zero,
    is_real,
    real_part,
)
from millivolt.symbolic.formula.expression import Node, Num, Power, Product, multiply

CELLS = 24  # parts of the range that are looked at
STEPS = 30  # times that a part with a pole is halved

MARGIN = 2.0**-40  # share of the range around a root on which all must be smooth

Function = Callable[[Node, Ball], Ball]  # (part of the integrand, x) -> its value there
Roots = Callable[[Node], Sequence[Node]]  # where a denominator is exactly zero


def pole_between(body: Node, low: Ball, high: Ball, value: Function, roots: Roots) -> bool:
    """Whether the integrand is proved to have a pole strictly between two real numbers.

    It has one where a denominator changes its sign, or is exactly zero, and is smooth, and all else
    stays away from zero.
    """
    if not (isinstance(low, arb) and isinstance(high, arb)):
        return False
    factors = body.factors if isinstance(body, Product) else (body,)
    for index, factor in enumerate(factors):
        match factor:
            case Power(base, Num(exponent)) if exponent <= -1:
                rest = multiply(*factors[:index], *factors[index + 1 :])
                if _changes_sign(base, rest, low, high, value):
                    return True
                if any(_at(root, base, rest, low, high, value) for root in roots(base)):
                    return True
    return False


def _at(root: Node, base: Node, rest: Node, low: Ball, high: Ball, value: Function) -> bool:
    """Whether the root lies in the range and the integrand cannot be integrated across it."""
    try:
        place = value(root, low)
        if not is_real(place):
            return False
        place = real_part(place)
        if not (place > low and place < high):
            return False
        width = ((high - low) * arb(MARGIN)).abs_upper()
        around = acb(place + arb(0, width), arb(0, width))
        there, smooth = value(base, place), value(base, around)
        else_ = value(rest, place)
    except (Undefined, Imprecise, Unsupported):
        return False
    return (
        contains_zero(there)
        and smooth.is_finite()
        and else_.is_finite()
        and not contains_zero(else_)
    )


def _changes_sign(base: Node, rest: Node, low: Ball, high: Ball, value: Function) -> bool:
    width = high - low
    places = [low, *(low + width * (arb(k) + arb("0.37")) / CELLS for k in range(CELLS)), high]
    signs = [_sign(base, place, value) for place in places]
    for k, (left, right) in enumerate(pairwise(places)):
        if signs[k] * signs[k + 1] >= 0:
            continue
        for _ in range(STEPS):
            middle = (left + right) / 2
            sign = _sign(base, middle, value)
            if sign == 0:
                break
            left, right = (middle, right) if sign == signs[k] else (left, middle)
        cell = left.union(right)
        try:
            smooth = value(base, acb(cell, arb(0, (right - left).abs_upper())))
            else_ = value(rest, cell)
        except (Undefined, Imprecise, Unsupported):
            continue
        if smooth.is_finite() and else_.is_finite() and not contains_zero(else_):
            return True
    return False


def _sign(node: Node, place: Ball, value: Function) -> int:
    try:
        found = value(node, place)
    except (Undefined, Imprecise, Unsupported):
        return 0
    if not isinstance(found, arb):
        return 0
    return 1 if found > 0 else -1 if found < 0 else 0
