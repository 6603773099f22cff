"""Which terms of a formula grow fastest at infinity: powers of x and exponentials of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from millivolt.symbolic.arithmetic.conversion import element
from millivolt.symbolic.arithmetic.field import Field
from millivolt.symbolic.arithmetic.generators import Ratio
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.formula.expression import ZERO, Node, add, divide, symbols_of


def dominant(field: Field, body: Node, name: str) -> Node | None:
    """The limit of a rational function of x and exp(a x + b) with known sign of a, or None."""
    found = _growth(field, body, name)
    if found is None or found[0] > 0:
        return None
    return ZERO if found[0] < 0 else divide(found[1], found[2])


def direction(field: Field, body: Node, name: str) -> int:
    """The sign with which such a function grows beyond bounds; 0 when that is not proved."""
    found = _growth(field, body, name)
    if found is None or found[0] <= 0:
        return 0
    return _sign(field, element(field, divide(found[1], found[2]))) or 0


def _growth(field: Field, body: Node, name: str) -> tuple[int, Node, Node] | None:
    """How the fastest terms above and below the line compare, and their coefficients."""
    ratio = element(field, body)
    rates: dict[int, Ratio | None] = {}
    for index, generator in enumerate(field.generators):
        if name not in symbols_of(generator.tree):
            continue
        if generator.exp_of is not None:
            slope = differentiate(field.tree(generator.exp_of), name)
            if name in symbols_of(slope):
                return None
            rates[index] = element(field, slope)
        elif generator.key == ("symbol", name):
            rates[index] = None
        else:
            return None
    top = _leading(field, ratio.num, rates)
    bottom = _leading(field, ratio.den, rates)
    if top is None or bottom is None:
        return None
    growth = _sign(field, field.subtract(top[0], bottom[0]))
    if growth is None:
        return None
    if growth == 0:
        growth = top[1] - bottom[1]
    return growth, top[2], bottom[2]


def _sign(field: Field, ratio: Ratio) -> int | None:
    if ratio.is_zero:
        return 0
    return field.sign(ratio.num) * field.sign(ratio.den) or None


def _leading(
    field: Field, polynomial: object, rates: Mapping[int, Ratio | None]
) -> tuple[Ratio, int, Node] | None:
    """(exponential rate, power of x, coefficient) of the fastest growing terms."""
    best: tuple[Ratio, int, list[Node]] | None = None
    for exponents, coefficient in polynomial.to_dict().items():  # type: ignore[attr-defined]
        rate, degree = field.zero, 0
        rest = list(exponents)
        for index, slope in rates.items():
            if slope is None:
                degree = exponents[index]
            else:
                rate = field.add(rate, field.scale(slope, Fraction(int(exponents[index]))))
            rest[index] = 0
        term = field.polynomial_tree(field.ring.context.from_dict({tuple(rest): coefficient}))
        if best is None:
            best = (rate, degree, [term])
            continue
        ahead = _sign(field, field.subtract(rate, best[0]))
        if ahead is None:
            return None
        if ahead == 0:
            ahead = degree - best[1]
        if ahead > 0:
            best = (rate, degree, [term])
        elif ahead == 0:
            best[2].append(term)
    return None if best is None else (best[0], best[1], add(*best[2]))
