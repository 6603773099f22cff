"""A proof by sympy that two formulas are the same, for what our own arithmetic leaves open.

Loading sympy takes most of a second and nobody can say how long it thinks, so only ``worker`` asks.
It is asked about formulas that agree wherever they were looked at, and can prove, not refute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from millivolt.symbolic.comparison.formulas import as_expressions
from millivolt.symbolic.comparison.readings import both_read
from millivolt.symbolic.formula.domain import Domain, Symbols, domains_of
from millivolt.symbolic.formula.expression import (
    Call,
    Const,
    Node,
    Num,
    Power,
    Product,
    Sum,
    Var,
    symbols_of,
)
from millivolt.symbolic.formula.lowering import lower
from millivolt.symbolic.reading.parser import vocabulary

_SAME_NAME = (
    "exp sqrt sign erf erfc gamma floor sin cos tan sec csc cot asin acos atan sinh cosh tanh "
    "sech csch coth asinh acosh atanh re im conjugate"
)
_NAMES = {name: name for name in _SAME_NAME.split()} | {
    "ln": "log",
    "abs": "Abs",
    "max": "Max",
    "min": "Min",
}


class _Unknown(Exception):
    """There is no sympy form of this formula."""


def prove(student: str | Sequence[object], reference: str, symbols: Symbols) -> bool:
    """Whether sympy shows that two answers are the same (see ``compare`` for the arguments).

    False says nothing: it may not know, or be asked about statements that it is not asked about.
    """
    words = vocabulary(symbols)
    given, wanted = (formula.tree for formula in both_read(student, reference, words))
    if given is None or wanted is None:
        return False
    sides = as_expressions(given, wanted)
    return sides is not None and _vanishes(*sides, domains_of(symbols))


def _vanishes(left: Node, right: Node, domains: Mapping[str, Domain]) -> bool:
    import sympy

    table = symbols_for(symbols_of(left) | symbols_of(right), domains)
    try:
        one, other = to_sympy(left, table), to_sympy(right, table)
        return bool(sympy.simplify(one - other) == 0)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # sympy raises what it likes where it cannot go on
        return False


def symbols_for(names: frozenset[str], domains: Mapping[str, Domain]) -> dict[str, Any]:
    """A sympy symbol, or its one value, for every name."""
    import sympy

    table = {}
    for name in names:
        domain = domains[name]
        value = domain.fixed
        table[name] = (
            sympy.Dummy(name, **_assumptions(domain))
            if value is None
            else sympy.Rational(value.numerator, value.denominator)
        )
    return table


def _assumptions(domain: Domain) -> dict[str, bool]:
    true = {
        "real": domain.real,
        "complex": not domain.real,
        "integer": domain.integer,
        "negative": domain.negative,
        "nonzero": domain.nonzero,
        "positive": domain.positive and domain.kind != "nonnegative",
        "nonnegative": domain.kind == "nonnegative",
    }
    return {name: True for name, holds in true.items() if holds}


def to_sympy(node: Node, table: Mapping[str, Any]) -> Any:
    """The formula as a sympy expression; integrals, sums and derivatives are worked out."""
    import sympy

    def convert(part: Node) -> Any:
        return to_sympy(part, table)

    match node:
        case Num(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Var(name):
            return table[name]
        case Const(name):
            return {"pi": sympy.pi, "i": sympy.I, "inf": sympy.oo}[name]
        case Sum(terms):
            return sympy.Add(*map(convert, terms))
        case Product(factors):
            return sympy.Mul(*map(convert, factors))
        case Power(base, exponent):
            return sympy.Pow(convert(base), convert(exponent))
        case Call("integrate" | "sum" as kind, (body, Var(name), low, high)):
            # The bound variable runs over its range, whatever was declared for its name.
            bound = sympy.Dummy(name, real=True, integer=True if kind == "sum" else None)
            inner = to_sympy(body, {**table, name: bound})
            work_out = sympy.summation if kind == "sum" else sympy.integrate
            return work_out(inner, (bound, convert(low), convert(high)))
        case Call("diff", (body, Var(name), *order)):
            return sympy.diff(convert(body), table[name], *map(convert, order))
        case Call(name, args) if name in _NAMES:
            return getattr(sympy, _NAMES[name])(*map(convert, args))
        case Call():
            plain = lower(node)
            if plain != node:
                return convert(plain)
    raise _Unknown(node)
