"""A further proof that two formulas are equal: their difference has no slope, and vanishes once.

This reaches what the field of rational functions does not know: inverse functions against
logarithms, and integrals against their antiderivatives. It holds along one real symbol whose domain
is in one piece (or two, tried apart), on which the difference is proved to have no jump.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from millivolt.symbolic.arithmetic.algebraic import proved_zero_constant
from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import element, in_field, proved_zero
from millivolt.symbolic.arithmetic.field import Field, Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.arithmetic.generators import Polynomial, Ratio
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.operations import unfold_lowered
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    MINUS_ONE,
    ONE,
    ZERO,
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    add,
    children,
    divide,
    folded,
    functions_in,
    larger_than,
    multiply,
    negate,
    number,
    power,
    rebuild,
    substitute,
    subtract,
    symbols_of,
    walk,
)

TRANSCENDENT = frozenset(("asin", "acos", "atan", "acosh", "asinh", "atanh", "erf", "integrate"))
SMOOTH = frozenset(("exp", "sin", "cos", "sinh", "cosh", "tanh", "atan", "asinh", "erf"))
MAX_NODES = 160
POSITIVE = Domain("positive")


def proved_by_slope(left: Node, right: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether two lowered formulas are proved equal on the whole domain, along one symbol."""
    for write in (_explicit, _as_it_is):
        gap = folded(subtract(write(left), write(right)))
        if not larger_than(gap, MAX_NODES) and any(
            _along(name, gap, domains) for name in _candidates(gap)
        ):
            return True
        if "acosh" not in functions_in(left) | functions_in(right):
            break
    return False


def _as_it_is(node: Node) -> Node:
    return node


def _candidates(gap: Node) -> list[str]:
    """The symbols on which what the field does not know depends, the most frequent first."""
    counted: dict[str, int] = {}
    for node in walk(gap):
        if (isinstance(node, Call) and node.name in (*TRANSCENDENT, "ln")) or isinstance(
            node, Power
        ):
            for name in symbols_of(node):
                counted[name] = counted.get(name, 0) + 1
    return sorted(counted, key=lambda name: (-counted[name], name))[:2]


def _along(name: str, gap: Node, domains: Mapping[str, Domain]) -> bool:
    domain = domains.get(name, REAL)
    if domain.integer or not domain.real or domain.fixed is not None:
        return False
    try:
        slope = unfold_lowered(differentiate(gap, name), domains)
    except Unsupported:
        return False
    if not proved_zero(slope, domains):
        return False
    # What is smooth on the whole line may be looked at in zero, where most is known; what has a
    # kink there, or a hole, on either side of it.
    for wider in (REAL, domain, Domain("nonzero") if domain.kind == "real" else domain):
        if _Smoothness({**domains, name: wider}).of(gap):
            return all(
                any(_vanishes(gap, name, place, domains) for place in places)
                for places in _pieces(wider)
            )
    return False


def _pieces(domain: Domain) -> Iterator[tuple[Node, ...]]:
    """Places at which to look, for each connected piece of a domain; its closed ends count."""
    if domain.kind == "interval":
        assert domain.low is not None
        assert domain.high is not None
        middle = Num((domain.low + domain.high) / 2)
        inside = [n for n in (0, 1, -1) if domain.low < n < domain.high]
        yield (*map(number, inside), middle)
    elif domain.positive:
        yield ONE, number(2), number(Fraction(1, 2))
    elif domain.nonzero:
        yield ONE, number(2)
        yield MINUS_ONE, number(-2)
    else:
        yield ZERO, ONE


def _vanishes(gap: Node, name: str, place: Node, domains: Mapping[str, Domain]) -> bool:
    """Whether the gap is proved zero at one place, for all values of the other symbols."""
    try:
        there = folded(unfold_lowered(_special(substitute(gap, {name: place})), domains))
    except Unsupported:
        return False
    if proved_zero(there, domains):
        return True
    if not symbols_of(there):
        return proved_zero_constant(_explicit(there))
    return proved_by_slope(there, ZERO, domains)


def _explicit(node: Node) -> Node:
    """Inverse hyperbolic functions written as logarithms: acosh for arguments from 1 on."""
    parts = children(node)
    if parts:
        node = rebuild(node, tuple(map(_explicit, parts)))
    match node:
        case Call("acosh", (u,)):
            half = Num(Fraction(1, 2))
            roots = multiply(power(subtract(u, ONE), half), power(add(u, ONE), half))
            return Call("ln", (add(u, roots),))
        case Call("asinh", (u,)):
            return Call("ln", (add(u, power(add(multiply(u, u), ONE), Num(Fraction(1, 2)))),))
        case _:
            return node


_HALF, _THIRD, _QUARTER, _SIXTH = (divide(Const("pi"), number(k)) for k in (2, 3, 4, 6))
_MIDDLE = number(Fraction(1, 2))
# k -> asin of sqrt(k)/2, and atan of sqrt(k)
_HALVES: dict[int | Fraction, Node] = {0: ZERO, 1: _SIXTH, 2: _QUARTER, 3: _THIRD, 4: _HALF}
_TANGENTS: dict[int | Fraction, Node] = {0: ZERO, Fraction(1, 3): _SIXTH, 1: _QUARTER, 3: _THIRD}


def _angle(name: str, u: Node) -> Node | None:
    """An arcus sine, cosine or tangent of a well-known value, however that is written."""
    table = _TANGENTS if name == "atan" else _HALVES
    for square, angle in table.items():
        value = power(number(square), _MIDDLE)
        value = value if name == "atan" else multiply(_MIDDLE, value)
        for signed, turned in ((value, angle), (negate(value), negate(angle))):
            if proved_zero_constant(subtract(u, signed)):
                return subtract(_HALF, turned) if name == "acos" else turned
    return None


def _special(node: Node) -> Node:
    """The formula with the inverse functions worked out where they are known."""
    parts = children(node)
    if parts:
        node = rebuild(node, tuple(map(_special, parts)))
    match node:
        case Call("erf", (u,)) if u == ZERO:
            return ZERO
        case Call("sign", (Num(value),)):
            return number((value > 0) - (value < 0))
        case Call("asin" | "acos" | "atan" as name, (u,)) if not symbols_of(u):
            return _angle(name, u) or node
        case Call("integrate", (_, _, low, high)) if low == high:
            return ZERO
        case _:
            return node


class _Smoothness:
    """Proves that a formula has no pole, jump or branch cut anywhere in the domain."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains = domains

    def of(self, node: Node) -> bool:
        match node:
            case Num() | Var() | Const("pi"):
                return True
            case Sum(parts) | Product(parts):
                return all(map(self.of, parts))
            case Power(base, Num(exponent)) if exponent.denominator == 1:
                return self.of(base) and (exponent > 0 or self.nonzero(base))
            case Power(base, exponent):
                return self.of(base) and self.of(exponent) and self.positive(base)
            case Call(name, (u,)) if name in SMOOTH:
                return self.of(u)
            case Call("ln", (u,)):
                return self.of(u) and self.positive(u)
            case Call("asin" | "acos" | "atanh", (u,)):
                return self.of(u) and self.positive(subtract(ONE, multiply(u, u)))
            case Call("acosh", (u,)):
                return self.of(u) and self.positive(subtract(u, ONE))
            case Call("abs" | "sign", (u,)):
                return self.of(u) and self.nonzero(u)
            case Call("integrate", (body, Var(bound), low, high)):
                return self.of(low) and self.of(high) and self.between(body, bound, low, high)
            case _:
                return False

    def between(self, body: Node, bound: str, low: Node, high: Node) -> bool:
        """Whether an integrand is smooth from one end to the other."""
        positive = self.positive(high) and (low == ZERO or self.positive(low))
        inside = POSITIVE if positive and low != ZERO else REAL
        return _Smoothness({**self.domains, bound: inside}).of(body)

    def positive(self, node: Node) -> bool:
        """Whether a real formula is proved positive everywhere in the domain."""

        def known(field: Field) -> bool:
            ratio = element(field, node)
            if not field.is_real(ratio):
                return False
            below = _strict_sign(field, ratio.den)
            if below and _strict_sign(field, ratio.num) == below:
                return True
            return below > 0 and _outweighs(field, ratio.num)

        return self._known(known)

    def nonzero(self, node: Node) -> bool:
        """Whether a formula is proved different from zero, and defined, everywhere."""
        return self._known(lambda field: _vanishes_nowhere(field, element(field, node)))

    def _known(self, question: object) -> bool:
        try:
            return bool(in_field(self.domains, question))  # type: ignore[arg-type]
        except (TooHard, Singular):
            return False


def _outweighs(field: Field, polynomial: Polynomial) -> bool:
    """Whether c*r + b is positive, r a square root: c*r and b are compared by their squares."""
    for index, generator in enumerate(field.generators):
        relation = generator.relation
        if relation is None or relation[0] != 2 or not generator.positive:
            continue
        if polynomial.degrees()[index] != 1 or not relation[1].den.is_one():
            continue
        with_root, without = field.zero.num, field.zero.num
        for exponents, coefficient in polynomial.to_dict().items():
            rest = (*exponents[:index], 0, *exponents[index + 1 :])
            term = field.ring.context.from_dict({rest: coefficient})
            if exponents[index]:
                with_root = with_root + term
            else:
                without = without + term
        more = with_root**2 * relation[1].num - without**2
        for larger, ahead in ((with_root, more), (without, -more)):
            if _strict_sign(field, larger) > 0 and _strict_sign(field, ahead) > 0:
                return True
    return False


def _strict_sign(field: Field, polynomial: Polynomial) -> int:
    """1 or -1 when the polynomial is proved positive or negative everywhere, else 0."""
    if polynomial.is_zero():
        return 0
    constant, factors = field.factors(polynomial)
    sign = 1 if constant > 0 else -1
    for factor, times in factors:
        if not field.nonzero(factor):
            return 0
        if times % 2 or not field.is_real(Ratio(factor, field.one.den)):
            sign *= field.sign(factor)
    return sign


def _vanishes_nowhere(field: Field, ratio: Ratio) -> bool:
    return all(
        field.nonzero(factor)
        for polynomial in (ratio.num, ratio.den)
        for factor, _ in field.factors(polynomial)[1]
    )
