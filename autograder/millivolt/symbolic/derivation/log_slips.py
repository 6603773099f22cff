"""Corrections of misused logarithms and exponentials: what a student may have meant instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from millivolt.symbolic.formula.expression import (
    MINUS_ONE,
    TEN,
    Call,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    add,
    call,
    divide,
    exp,
    functions_in,
    invert,
    ln,
    multiply,
    negate,
    power,
    subtract,
    transform,
    walk,
)

LN10 = ln(TEN)
LOGARITHMS = ("ln", "log10")
COARSEST = Fraction(1, 20)  # 2.3 is the shortest way to write ln 10
_LN10 = Fraction("2.302585092994046")

Corrected = Iterator[tuple[str, Node]]


def of_logarithm(name: str, argument: Node) -> Corrected:
    """Instead of a logarithm."""
    yield "log10", call("log10" if name == "ln" else "ln", argument)
    yield "inverted", call(name, invert(argument))
    if isinstance(argument, Sum) and len(argument.terms) == 2:
        a, b = argument.terms
        yield "log", call(name, divide(a, negate(b)))
        yield "log", call(name, divide(a, b))
        yield "log", call(name, multiply(a, b))
        yield "log", add(call(name, a), call(name, b))
    if isinstance(argument, Product):
        factors = argument.factors
        if len(factors) == 2:
            a, b = factors
            yield "log", call(name, divide(a, b))
            yield "log", call(name, add(a, invert(b)))
            yield "log", call(name, add(a, b))
        for index, factor in enumerate(factors):
            rest = (*factors[:index], *factors[index + 1 :])
            if isinstance(factor, Sum) and len(factor.terms) == 2:  # ln((a - b)/c)
                a, b = factor.terms
                yield (
                    "log",
                    subtract(call(name, multiply(a, *rest)), call(name, multiply(b, *rest))),
                )
                yield "log", call(name, divide(a, negate(b)))
            if isinstance(factor, Num | Var):  # ln(n x) for n ln x
                yield "log", multiply(factor, call(name, multiply(*rest)))
            if isinstance(factor, Power) and factor.exponent != MINUS_ONE:  # ln(x^n/y)
                inner = call(name, multiply(factor.base, *rest))
                yield "log", multiply(factor.exponent, inner)


def of_power(base: Node, exponent: Node) -> Corrected:
    """Instead of a power: (ln x)^n for ln(x^n), 10^x for e^x."""
    if isinstance(base, Call) and base.name in LOGARITHMS and exponent != MINUS_ONE:
        yield "log", multiply(exponent, base)
    if base == TEN:
        yield "log10", exp(exponent)


def of_exponential(argument: Node) -> Corrected:
    """Instead of an exponential."""
    yield "log10", power(TEN, argument)


def of_sum(terms: Sequence[Node]) -> Corrected:
    """Instead of a sum: its exponentials multiplied, its logarithms joined."""
    if len(terms) == 2:
        a, b = terms
        if any(_is_exponential(term) for term in terms):
            yield "exp", multiply(a, b)
        minus = negate(b)
        if not (isinstance(minus, Num) and minus.value < 0):
            yield "exp", divide(a, minus)
    logs = [found for index, term in enumerate(terms) if (found := _Logarithm.of(index, term))]
    if logs:
        yield from _joined(terms, logs)
    for name in LOGARITHMS:  # log10 x - E/(R T): only the logarithm was taken to the base of ten
        if any(log.name == name for log in logs) and len(logs) < len(terms):
            factor = invert(LN10) if name == "log10" else LN10
            apart = {log.index for log in logs}
            yield (
                "log10",
                add(*(t if i in apart else multiply(factor, t) for i, t in enumerate(terms))),
            )
    for index, term in enumerate(terms):  # ln k = A - E/(R T)
        if not functions_in(term) & {*LOGARITHMS} and not isinstance(term, Num):
            meant = call(logs[0].name if logs else "ln", term)
            yield "log", add(*(meant if i == index else t for i, t in enumerate(terms)))


def of_product(factors: Sequence[Node]) -> Corrected:
    """Instead of a product: the quotient or product of two logarithms, one times the rest."""
    for index, factor in enumerate(factors):
        rest = (*factors[:index], *factors[index + 1 :])
        if factor == LN10:
            yield "log10", multiply(*rest)
        below = _inverse(factor)
        if below is not None and LN10 in (
            below.factors if isinstance(below, Product) else (below,)
        ):
            yield "log10", multiply(*factors, LN10)
            yield "log10", multiply(*factors, LN10, LN10)
        if isinstance(factor, Call) and factor.name in LOGARITHMS:
            for other in factors[index + 1 :]:
                if isinstance(other, Call) and other.name == factor.name:
                    kept = [f for f in factors if f is not factor and f is not other]
                    yield "log", multiply(*kept, add(factor, other))
            yield "log", add(factor, multiply(*rest))
        if isinstance(below, Call) and below.name in LOGARITHMS:
            for other in factors:
                if isinstance(other, Call) and other.name == below.name:
                    kept = [f for f in factors if f is not factor and f is not other]
                    quotient = call(below.name, divide(other.args[0], below.args[0]))
                    yield "log", multiply(*kept, quotient)


def ten_written_out(node: Node) -> Node:
    """A number that stands for ln 10 as such: 2.303, 2.30, 2.3026."""
    if not isinstance(node, Num) or node.half is None or node.half > COARSEST:
        return node
    if abs(abs(node.value) - _LN10) > node.half:
        return node
    return LN10 if node.value > 0 else negate(LN10)


def _inverse(node: Node) -> Node | None:
    return node.base if isinstance(node, Power) and node.exponent == MINUS_ONE else None


def _is_exponential(node: Node) -> bool:
    factors = node.factors if isinstance(node, Product) else (node,)
    return any(
        (isinstance(f, Call) and f.name == "exp") or (isinstance(f, Power) and f.base == TEN)
        for f in factors
    )


@dataclass(frozen=True, slots=True)
class _Logarithm:
    """One term ``factor * ln(argument)`` of a sum, with a minus or without."""

    index: int
    name: str
    factor: Node
    argument: Node
    negative: bool

    @classmethod
    def of(cls, index: int, term: Node) -> _Logarithm | None:
        factors = term.factors if isinstance(term, Product) else (term,)
        logs = [f for f in factors if isinstance(f, Call) and f.name in LOGARITHMS]
        if len(logs) != 1:
            return None
        factor = multiply(*(f for f in factors if f is not logs[0]))
        negative = isinstance(factors[0], Num) and factors[0].value < 0
        if negative:
            factor = negate(factor)
        return cls(index, logs[0].name, factor, logs[0].args[0], negative)


def _joined(terms: Sequence[Node], logs: Sequence[_Logarithm]) -> Corrected:
    """Logarithms with one factor as the logarithm of a sum, a difference or a quotient of sums."""

    def without(gone: Sequence[_Logarithm], *instead: Node) -> tuple[str, Node]:
        indices = {log.index for log in gone}
        kept = [term for index, term in enumerate(terms) if index not in indices]
        return "log", add(*kept, *instead)

    def term(log: _Logarithm, argument: Node) -> Node:
        return multiply(log.factor, call(log.name, argument))

    def joined(a: _Logarithm, b: _Logarithm) -> Iterator[Node]:
        if a.negative != b.negative:
            more, less = (b, a) if a.negative else (a, b)
            yield term(a, subtract(more.argument, less.argument))
        else:
            for argument in (add(a.argument, b.argument), divide(a.argument, b.argument)):
                yield negate(term(a, argument)) if a.negative else term(a, argument)

    same = [log for log in logs if (log.name, log.factor) == (logs[0].name, logs[0].factor)]
    for a, b in combinations(same, 2):
        for one in joined(a, b):
            yield without((a, b), one)
    above = [log.argument for log in same if not log.negative]
    below = [log.argument for log in same if log.negative]
    if len(above) > 1 and below:
        yield without(same, term(same[0], divide(add(*above), add(*below))))
    quotients = [quotient(log.argument) for log in same]
    if len(same) > 1 and not below and all(bottom for _, bottom in quotients):
        tops, bottoms = zip(*quotients, strict=True)
        yield without(same, term(same[0], divide(add(*tops), add(*bottoms))))
    if len(same) == 4:
        first = same[0]
        for partner in same[1:]:
            others = [log for log in same[1:] if log is not partner]
            if first.negative == partner.negative or others[0].negative == others[1].negative:
                continue
            # ln a - ln b - (ln c - ln d) for ln(a - b) - ln(c - d)
            pairs = [sorted(pair, key=lambda log: log.index) for pair in ((first, partner), others)]
            halves = []
            for a, b in pairs:
                inside = subtract(a.argument, b.argument)
                halves.append(negate(term(a, inside)) if a.negative else term(a, inside))
            yield without(same, *halves)


def quotient(node: Node) -> tuple[Node, Node | None]:
    """Numerator and denominator; None for the latter when there is none."""
    factors = node.factors if isinstance(node, Product) else (node,)
    below = [inner for f in factors if (inner := _inverse(f)) is not None]
    above = [f for f in factors if _inverse(f) is None]
    return multiply(*above), multiply(*below) if below else None


def waves(statement: Relation) -> list[Node]:
    """The different exponentials of a line."""
    return list(
        dict.fromkeys(n for n in walk(statement) if isinstance(n, Call) and n.name == "exp")
    )


def everywhere(statement: Relation, old: Node, new: Node) -> Relation:
    sides = (
        transform(side, lambda node: new if node == old else node)
        for side in (statement.left, statement.right)
    )
    return Relation("=", *sides)
