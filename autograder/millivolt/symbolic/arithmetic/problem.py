"""One comparison problem: domains, physical ranges, and two formulas evaluated at points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from flint import acb

from millivolt.symbolic.arithmetic.balls import (
    Ball,
    Imprecise,
    Undefined,
    Unsupported,
    ball,
    contains_zero,
    precision,
)
from millivolt.symbolic.arithmetic.conversion import Known
from millivolt.symbolic.arithmetic.evaluation import evaluate
from millivolt.symbolic.arithmetic.points import Typical, Value, points
from millivolt.symbolic.formula.domain import (
    Domain,
    Symbol,
    Symbols,
    as_domain,
    as_fraction,
    as_symbols,
)
from millivolt.symbolic.formula.expression import Node, symbols_of
from millivolt.symbolic.formula.units import parse_unit

PRECISIONS = (128, 320, 900)
MOST_DRAWN = 200  # sets of symbols for which points are kept
MOST_VALUES = 16  # values kept at one point
PHYSICAL = 16  # points of the lab at which a difference is looked for
TINY = 2.0**-200  # a gap known to be below this is zero: 10**-60 of any unit of measurement


class Place(dict[str, Value]):
    """A point at which many formulas are tried: its balls and what references are there are kept.

    The keys of both begin with a precision in bits.
    """

    __slots__ = ("balls", "there")

    def __init__(self, point: Mapping[str, Value]) -> None:
        super().__init__(point)
        self.balls: dict[int, dict[str, Ball]] = {}
        self.there: dict[tuple[int, Node], Ball | None] = {}

    def balls_at(self, bits: int) -> dict[str, Ball]:
        if bits not in self.balls:
            self.balls[bits] = balls_at(self)
        return self.balls[bits]

    def value(self, node: Node, bits: int) -> Ball | None:
        key = bits, node
        if key not in self.there:
            if len(self.there) >= MOST_VALUES:
                self.there.clear()
            self.there[key] = _value(node, self.balls_at(bits))
        return self.there[key]


@dataclass(frozen=True, slots=True)
class Setting:
    """The declared symbols, made ready for sampling."""

    symbols: Mapping[str, Symbol]
    domains: Mapping[str, Domain]
    typical: Mapping[str, Typical]
    known: Known = field(compare=False, repr=False)
    drawn: dict[tuple[object, ...], tuple[list[Place], Iterator[dict[str, Value]]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, declared: Symbols) -> Setting:
        """Read the declarations; ``ValueError`` for a domain or unit that does not exist."""
        symbols = as_symbols(declared)
        typical = {}
        for name, symbol in symbols.items():
            if symbol.typical is not None:
                low, high = (as_fraction(end) for end in symbol.typical)
                factor = parse_unit(symbol.unit).factor if symbol.unit else Fraction(1)
                typical[name] = (low, high, factor)
        domains = {name: as_domain(symbol) for name, symbol in symbols.items()}
        return cls(symbols, domains, typical, Known(domains))

    @property
    def measured(self) -> bool:
        """Whether some symbol has a unit."""
        return any(symbol.unit for symbol in self.symbols.values())

    def is_constant(self, name: str) -> bool:
        """A constant of nature: declared with a single value or a typical range of one value."""
        domain, typical = self.domains.get(name), self.typical.get(name)
        if domain is None or domain.integer:
            return False
        return domain.fixed is not None or (typical is not None and typical[0] == typical[1])

    def points(self, names: Sequence[str], seed: int = 20) -> Iterator[dict[str, Value]]:
        """Points of the domain over these symbols, physical ones first.

        Every formula over the same symbols is tried at the same points, so they are drawn once.
        """
        key = (*names, seed)
        if key not in self.drawn and len(self.drawn) >= MOST_DRAWN:
            self.drawn.clear()
        kept, fresh = self.drawn.setdefault(
            key, ([], points(names, self.domains, typical=self.typical, seed=seed))
        )
        at = 0
        while True:
            if at == len(kept):
                kept.append(Place(next(fresh)))
            yield kept[at]
            at += 1

    def physical(self, names: Sequence[str]) -> Iterator[dict[str, Value]]:
        """The first points whose values are those of the lab, if typical ranges are declared."""
        if any(name in self.typical and not self.is_constant(name) for name in names):
            yield from islice(self.points(names), 0, 2 * PHYSICAL, 2)

    def shown(self, point: Mapping[str, Value]) -> dict[str, float | int | complex]:
        """The point as ordinary numbers in the declared units."""
        return {name: self._number(name, value) for name, value in point.items()}

    def unit_factor(self, name: str) -> float:
        """The declared unit of a symbol in SI units, 1 without one."""
        symbol = self.symbols.get(name)
        return float(parse_unit(symbol.unit).factor) if symbol is not None and symbol.unit else 1.0

    def _number(self, name: str, value: Value) -> float | int | complex:
        if isinstance(value, tuple):
            return complex(float(value[0]), float(value[1]))
        symbol = self.symbols.get(name)
        if symbol is not None and symbol.unit:
            value = value / parse_unit(symbol.unit).factor
        return int(value) if value.denominator == 1 and abs(value) < 10**15 else float(value)


def balls_at(point: Mapping[str, Value]) -> dict[str, Ball]:
    """The balls of a point at the current precision."""
    return {
        name: acb(ball(value[0]), ball(value[1])) if isinstance(value, tuple) else ball(value)
        for name, value in point.items()
    }


def names_of(*nodes: Node) -> list[str]:
    """The free symbols of some formulas, sorted."""
    return sorted(frozenset().union(*(symbols_of(node) for node in nodes)))


@dataclass(frozen=True, slots=True)
class Sight:
    """What two formulas do at one point.

    ``relation`` is ``apart`` (certified), ``close`` (agree to many digits), ``left_undefined``,
    ``right_undefined``, ``undefined`` (both) or ``unclear``.
    """

    relation: str
    left: Ball | None = None
    right: Ball | None = None


def look(left: Node, right: Node, point: Mapping[str, Value]) -> Sight:
    """Compare two lowered formulas at one exact point, with as much precision as needed."""
    for bits in PRECISIONS:
        with precision(bits):
            try:
                if isinstance(point, Place):
                    a, b = _value(left, point.balls_at(bits)), point.value(right, bits)
                else:
                    values = balls_at(point)
                    a, b = _value(left, values), _value(right, values)
                if a is None or b is None:
                    return Sight(
                        "undefined"
                        if a is b
                        else "left_undefined"
                        if a is None
                        else "right_undefined",
                        a,
                        b,
                    )
                gap = a - b
                if not contains_zero(gap):
                    return Sight("apart", a, b)
                size, radius = abs(a) + abs(b), _radius(gap)
                if size.is_zero() or radius < size.mid() * 2.0**-40 or radius < TINY:
                    return Sight("close", a, b)
            except Imprecise:
                continue
            except Unsupported:
                return Sight("unclear")
    return Sight("unclear")


def _value(node: Node, values: Mapping[str, Ball]) -> Ball | None:
    try:
        return evaluate(node, values)
    except Undefined:
        return None


def _radius(value: Ball) -> Ball:
    if isinstance(value, acb):
        return value.real.rad() + value.imag.rad()
    return value.rad()
