"""Limits and series: Laurent expansion at a point, dominance of exponentials at infinity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from .balls import Unsupported
from .conversion import element, in_field, proved_zero
from .differentiation import differentiate
from .domain import REAL, Domain
from .dominance import direction, dominant
from .expression import (
    INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Call,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    add,
    children,
    divide,
    exp,
    invert,
    larger_than,
    ln,
    multiply,
    negate,
    number,
    power,
    rebuild,
    substitute,
    subtract,
    symbols_of,
    transform,
    walk,
)
from .field import Singular
from .fuel import TooHard
from .lowering import lower
from .points import points
from .problem import look, names_of

DEPTHS = (4, 8, 12)
MAX_COEFFICIENT = 600  # nodes of a coefficient's tree
MAX_PRODUCTS = 6000  # products of coefficients in one expansion


class NoSeries(ArithmeticError):
    """There is no expansion of this kind at the point."""


class TooShort(ArithmeticError):
    """All computed terms vanish; more are needed."""


def limit(body: Node, name: str, target: Node, domains: Mapping[str, Domain]) -> Node | None:
    """The limit of a lowered tree as the symbol tends to ``target``; None if it is not found.

    ``target`` is a tree or ``inf`` / ``-inf``.
    """
    target = lower(target)
    if target == INFINITY:
        return _at_infinity(body, name, domains)
    if target == multiply(MINUS_ONE, INFINITY):
        flipped = substitute(body, {name: multiply(MINUS_ONE, Var(name))})
        return _at_infinity(flipped, name, _flipped(name, domains))
    if INFINITY in walk(target) or name in symbols_of(target):
        return None
    expansion = _Expansion(name, target, domains)
    found = _constant_term(expansion, body)
    if found is None and (tamed := _tamed(expansion, body)) is not None:
        found = _constant_term(expansion, tamed)
    return found


def series(
    body: Node, name: str, centre: Node, order: int, domains: Mapping[str, Domain]
) -> Node | None:
    """The Taylor (Laurent) polynomial up to the given order; None when there is none."""
    expansion = _Expansion(name, lower(centre), domains)
    step = subtract(Var(name), centre)
    for depth in DEPTHS:
        expansion.products = 0
        try:
            found = expansion.of(body, depth + order)
        except TooShort:
            continue
        except (NoSeries, Unsupported):
            return None
        if found.start + len(found.terms) <= order:
            continue
        return add(
            *(
                multiply(term, power(step, number(found.start + k)))
                for k, term in enumerate(found.terms)
                if found.start + k <= order
            )
        )
    return None


def _flipped(name: str, domains: Mapping[str, Domain]) -> Mapping[str, Domain]:
    return {**domains, name: REAL}


def _constant_term(expansion: _Expansion, body: Node) -> Node | None:
    for depth in DEPTHS:
        expansion.products = 0
        try:
            found = expansion.of(body, depth)
        except TooShort:
            continue
        except (NoSeries, Unsupported):
            return None
        if found.start < 0:
            return None
        if found.start + len(found.terms) > 0:
            return found.terms[0] if found.start == 0 else ZERO
    return None


@dataclass(frozen=True, slots=True)
class Laurent:
    """sum of ``terms[k] * h**(start + k)``; the first term is not zero unless all are unknown."""

    start: int
    terms: tuple[Node, ...]


class _Expansion:
    """Expands trees in h, where the symbol is ``centre + h`` (or 1/h at infinity)."""

    def __init__(self, name: str, centre: Node | None, domains: Mapping[str, Domain]) -> None:
        self.name = name
        self.centre = centre
        self.domains = domains
        self.tidied: dict[Node, Node] = {}
        self.products = 0

    def tidy(self, node: Node) -> Node:
        """The coefficient in canonical form; exact zero when it is proved to vanish."""
        if isinstance(node, Num | Var):
            return node
        if larger_than(node, MAX_COEFFICIENT):
            raise NoSeries
        if node not in self.tidied:
            try:
                self.tidied[node] = in_field(
                    self.domains, lambda field: field.tree(element(field, node))
                )
            except (TooHard, Singular):
                raise NoSeries from None
        return self.tidied[node]

    def normal(self, start: int, terms: Sequence[Node], *, keep_zero: bool = False) -> Laurent:
        """Strip leading terms that are zero; raise when one can be neither zero nor not."""
        tidy = [self.tidy(term) for term in terms]
        while tidy and tidy[0] == ZERO:
            tidy.pop(0)
            start += 1
        if not tidy and not keep_zero:
            raise TooShort
        if tidy and not isinstance(tidy[0], Num | Var) and not self.certainly_nonzero(tidy[0]):
            raise NoSeries
        return Laurent(start, tuple(tidy))

    def certainly_nonzero(self, node: Node) -> bool:
        stream = points(names_of(node), self.domains)
        return any(look(node, ZERO, p).relation == "apart" for p in islice(stream, 2))

    def of(self, node: Node, depth: int) -> Laurent:
        if self.name not in symbols_of(node):
            return Laurent(0, (node, *[ZERO] * (depth - 1)))
        match node:
            case Var():
                if self.centre is None:
                    return Laurent(-1, (ONE, *[ZERO] * (depth - 1)))
                if self.tidy(self.centre) == ZERO:
                    return Laurent(1, (ONE, *[ZERO] * (depth - 1)))
                return Laurent(0, (self.centre, ONE, *[ZERO] * (depth - 2)))
            case Sum(parts):
                return self.sum([self.of(part, depth) for part in parts])
            case Product(parts):
                total = self.of(parts[0], depth)
                for part in parts[1:]:
                    total = self.product(total, self.of(part, depth))
                return total
            case Power(base, exponent):
                if self.name in symbols_of(exponent):
                    return self.of(exp(multiply(exponent, ln(base))), depth)
                return self.power(self.of(base, depth), exponent)
            case Call(name, (argument,)):
                return self.call(name, self.of(argument, depth))
            case _:
                raise NoSeries

    def sum(self, parts: list[Laurent]) -> Laurent:
        start = min(part.start for part in parts)
        end = min(part.start + len(part.terms) for part in parts)
        terms = []
        for k in range(start, end):
            terms.append(
                add(*(p.terms[k - p.start] for p in parts if 0 <= k - p.start < len(p.terms)))
            )
        return self.normal(start, terms)

    def spend(self, products: int) -> None:
        """Count the products of coefficients; give up when there are too many."""
        self.products += products
        if self.products > MAX_PRODUCTS:
            raise NoSeries

    def product(self, a: Laurent, b: Laurent) -> Laurent:
        count = min(len(a.terms), len(b.terms))
        self.spend(count * count)
        terms = [
            add(*(multiply(a.terms[i], b.terms[k - i]) for i in range(k + 1))) for k in range(count)
        ]
        return self.normal(a.start + b.start, terms)

    def power(self, base: Laurent, exponent: Node) -> Laurent:
        """base**e = lead**e h**(start e) (1 + u)**e with the binomial series."""
        start = multiply(number(base.start), exponent)
        if not (isinstance(start, Num) and start.value.denominator == 1):
            raise NoSeries
        lead = base.terms[0]
        u = Laurent(0, (ZERO, *(divide(term, lead) for term in base.terms[1:])))
        coefficients: list[Node] = [ONE]
        for k in range(1, len(base.terms)):
            last = coefficients[-1]
            step = divide(subtract(exponent, number(k - 1)), number(k))
            coefficients.append(multiply(last, step))
        inside = self.compose(coefficients, u)
        scale = power(lead, exponent)
        return self.normal(int(start.value), [multiply(scale, term) for term in inside])

    def call(self, name: str, argument: Laurent) -> Laurent:
        if name == "ln":
            if argument.start != 0:
                raise NoSeries
            lead = argument.terms[0]
            u = Laurent(0, (ZERO, *(divide(t, lead) for t in argument.terms[1:])))
            logs: list[Node] = [ln(lead)]
            logs += [number(Fraction((-1) ** (k + 1), k)) for k in range(1, len(argument.terms))]
            return self.normal(0, self.compose(logs, u))
        if argument.start < 0:
            raise NoSeries
        padded = (*[ZERO] * argument.start, *argument.terms)
        at = padded[0]
        u = Laurent(0, (ZERO, *padded[1:]))
        variable = Var("#t")
        derivative: Node = Call(name, (variable,))
        coefficients: list[Node] = []
        factorial = Fraction(1)
        for k in range(len(argument.terms)):
            value = substitute(derivative, {"#t": at})
            coefficients.append(multiply(number(1 / factorial), _plain_values(value)))
            derivative = differentiate(derivative, "#t")
            factorial *= k + 1
        if name in ("abs", "sign"):
            raise NoSeries
        return self.normal(0, self.compose(coefficients, u))

    def compose(self, coefficients: Sequence[Node], u: Laurent) -> list[Node]:
        """sum of c_k u**k for a series u without constant term, by Horner's rule."""
        count = len(coefficients)
        inner = [self.tidy(term) for term in (*u.terms, *[ZERO] * count)[:count]]
        total: list[Node] = [coefficients[-1], *[ZERO] * (count - 1)]
        for coefficient in reversed(coefficients[:-1]):
            self.spend(count * count)
            total = [
                self.tidy(add(*(multiply(total[i], inner[k - i]) for i in range(k + 1))))
                for k in range(count)
            ]
            total[0] = add(total[0], coefficient)
        return total


def _plain_values(node: Node) -> Node:
    """Functions at zero written as numbers."""
    match node:
        case Call("exp" | "cosh" | "cos", (argument,)) if argument == ZERO:
            return ONE
        case Call("sinh" | "sin" | "tanh" | "asinh" | "atanh" | "atan" | "erf", (argument,)) if (
            argument == ZERO
        ):
            return ZERO
        case Sum(parts) | Product(parts):
            return rebuild(node, tuple(_plain_values(part) for part in parts))
        case Power(base, exponent):
            return power(_plain_values(base), exponent)
        case _:
            return node


def _tamed(expansion: _Expansion, body: Node) -> Node | None:
    """The formula with logarithms that stay finite, where the infinite parts of several cancel."""
    logs = [n for n in walk(body) if isinstance(n, Call) and n.name == "ln"]
    logs = [n for n in dict.fromkeys(logs) if expansion.name in symbols_of(n)]
    x = Var(expansion.name)
    step = invert(x) if expansion.centre is None else subtract(x, expansion.centre)
    new: dict[Node, Node] = {}
    finite: dict[str, Node] = {}
    for index, log in enumerate(logs):
        try:
            start = number(expansion.of(log.args[0], DEPTHS[0]).start)
        except (NoSeries, TooShort, Unsupported):
            return None
        new[log] = add(multiply(start, Var("#L")), Var(f"#{index}"))
        finite[f"#{index}"] = ln(multiply(log.args[0], power(step, negate(start))))
    split = transform(body, lambda node: new.get(node, node))
    try:
        slope = differentiate(split, "#L")
    except Unsupported:
        return None
    if "#L" not in symbols_of(split) or not proved_zero(slope, expansion.domains):
        return None
    return substitute(split, {"#L": ZERO, **finite})


# what odd functions tend to at infinity
_LEVELS: Mapping[str, Node] = {"atan": divide(PI, TWO), "erf": ONE, "tanh": ONE}


def tends_to_infinity(body: Node, name: str, domains: Mapping[str, Domain]) -> int:
    """1 or -1 when the formula is proved to grow beyond bounds as the symbol does, else 0."""
    try:
        return in_field(domains, lambda field: direction(field, body, name))
    except (TooHard, Singular):
        return 0


def _at_infinity(body: Node, name: str, domains: Mapping[str, Domain]) -> Node | None:
    expansion = _Expansion(name, None, domains)
    found = _constant_term(expansion, body)
    if found is None and (tamed := _tamed(expansion, body)) is not None:
        found = _constant_term(expansion, tamed)
    if found is not None:
        return found
    try:
        found = in_field(domains, lambda field: dominant(field, body, name))
    except (TooHard, Singular):
        found = None
    if found is not None:
        return found
    if isinstance(body, Call) and body.name in _LEVELS:
        side = tends_to_infinity(body.args[0], name, domains)
        if side:
            return multiply(number(side), _LEVELS[body.name])
    if isinstance(body, Sum | Product | Call | Power) and not (
        isinstance(body, Call) and len(body.args) != 1
    ):
        parts = [
            _at_infinity(part, name, domains) if name in symbols_of(part) else part
            for part in children(body)
        ]
        if all(part is not None for part in parts):
            return _plain_values(rebuild(body, tuple(part for part in parts if part is not None)))
    return None
