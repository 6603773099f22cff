"""What the author declares about symbols: name, domain, unit, other spellings, typical range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

KINDS = (
    "positive",
    "nonnegative",
    "real",
    "nonzero",
    "integer",
    "nonzero_integer",
    "positive_integer",
    "complex",
)


@dataclass(frozen=True, slots=True)
class Domain:
    """The set a symbol ranges over: one of ``KINDS``, or the open interval (low, high)."""

    kind: str
    low: Fraction | None = None
    high: Fraction | None = None

    def __post_init__(self) -> None:
        if self.kind == "interval":
            if self.low is None or self.high is None or self.low > self.high:
                raise ValueError(f"an interval needs low <= high, not {self.low}, {self.high}")
        elif self.kind not in KINDS:
            raise ValueError(f"unknown domain {self.kind!r}; one of {', '.join(KINDS)}")

    @property
    def positive(self) -> bool:
        """Positive almost everywhere (``nonnegative`` counts: it differs in one point)."""
        if self.kind == "interval":
            return self.low is not None and self.low >= 0 and self.high != 0
        return self.kind in ("positive", "nonnegative", "positive_integer")

    @property
    def negative(self) -> bool:
        return self.kind == "interval" and self.high is not None and self.high <= 0

    @property
    def nonzero(self) -> bool:
        """Zero is not in the set."""
        if self.kind == "interval":
            assert self.low is not None
            assert self.high is not None
            return self.low >= 0 or self.high <= 0
        return self.kind in ("positive", "nonzero", "nonzero_integer", "positive_integer")

    @property
    def integer(self) -> bool:
        return self.kind in ("integer", "nonzero_integer", "positive_integer")

    @property
    def real(self) -> bool:
        return self.kind != "complex"

    @property
    def fixed(self) -> Fraction | None:
        """The value, when the interval is a single point (a constant of nature, say)."""
        return self.low if self.kind == "interval" and self.low == self.high else None


REAL = Domain("real")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of an item.

    ``unit`` is the unit in which ``typical`` is given and values are shown (``"mV"``, ``"mM"``,
    ``"J/(mol K)"``); ``typical`` is the physical range from which counterexamples are drawn;
    ``aliases`` are further spellings that students may use.
    """

    name: str
    domain: Domain | str | tuple[float, float] = "real"
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    typical: tuple[float, float] | None = None


Declaration = Domain | str | tuple[float, float] | Symbol
Symbols = Mapping[str, Declaration]


def as_fraction(number: float | int | Fraction | str) -> Fraction:
    """The decimal number that was written: 8.314 is 8314/1000, not its binary neighbour."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def as_domain(declared: Declaration) -> Domain:
    """Read any accepted way of declaring a domain; ``ValueError`` when it is none."""
    if isinstance(declared, Symbol):
        return as_domain(declared.domain)
    if isinstance(declared, Domain):
        return declared
    if isinstance(declared, str):
        return Domain(declared)
    if isinstance(declared, tuple | list) and len(declared) == 2:
        return Domain("interval", as_fraction(declared[0]), as_fraction(declared[1]))
    raise ValueError(f"not a domain: {declared!r}")


def as_symbols(declared: Symbols) -> dict[str, Symbol]:
    """Every declaration as a ``Symbol`` whose ``domain`` is a ``Domain``."""
    table = {}
    for name, what in declared.items():
        domain = as_domain(what)
        if isinstance(what, Symbol):
            table[name] = Symbol(name, domain, what.unit, tuple(what.aliases), what.typical)
        else:
            table[name] = Symbol(name, domain)
    return table


def domains_of(declared: Symbols) -> dict[str, Domain]:
    """Name -> domain."""
    return {name: as_domain(what) for name, what in declared.items()}
