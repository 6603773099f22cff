"""Limits and series: Laurent expansion at a point, dominance of exponentials at infinity."""

from __future__ import annotations

from collections.abc import Mapping

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import in_field, proved_zero
from millivolt.symbolic.arithmetic.field import Singular
from millivolt.symbolic.arithmetic.fuel import TooHard
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.calculus.dominance import direction, dominant
from millivolt.symbolic.calculus.expansion import Expansion, NoSeries, TooShort, plain_values
from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
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
    invert,
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
from millivolt.symbolic.formula.lowering import lower

DEPTHS = (4, 8, 12)


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
    expansion = Expansion(name, target, domains)
    found = _constant_term(expansion, body)
    if found is None and (tamed := _tamed(expansion, body)) is not None:
        found = _constant_term(expansion, tamed)
    return found


def series(
    body: Node, name: str, centre: Node, order: int, domains: Mapping[str, Domain]
) -> Node | None:
    """The Taylor (Laurent) polynomial up to the given order; None when there is none."""
    expansion = Expansion(name, lower(centre), domains)
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


def _constant_term(expansion: Expansion, body: Node) -> Node | None:
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


def _tamed(expansion: Expansion, body: Node) -> Node | None:
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


def grows(body: Node, name: str, domains: Mapping[str, Domain]) -> bool:
    """Whether the formula is proved to have no limit at infinity because it leaves all bounds."""
    match body:
        case Sum(terms):
            loose = [term for term in terms if _at_infinity(term, name, domains) is None]
            if len(loose) == 1:
                return grows(loose[0], name, domains)
        case Product(factors):
            loose = [factor for factor in factors if name in symbols_of(factor)]
            if len(loose) == 1 and loose[0] != body:
                return grows(loose[0], name, domains)
        case Call("ln", (Call("abs", (u,)),)) | Call("ln", (u,)):
            return (
                bool(tends_to_infinity(u, name, domains))
                or limit(u, name, INFINITY, domains) == ZERO
            )
    return bool(tends_to_infinity(body, name, domains))


def _dies_away(body: Node, name: str, domains: Mapping[str, Domain]) -> bool:
    """Whether this is exp(u) with u to minus infinity, times what a power of x bounds."""
    factors = body.factors if isinstance(body, Product) else (body,)
    falling = [factor for factor in factors if _falls(factor, name, domains)]
    if not falling:
        return False
    rest = multiply(*(factor for factor in factors if factor not in falling))
    try:
        Expansion(name, None, domains).of(rest, DEPTHS[0])
    except (NoSeries, TooShort, Unsupported):
        return False
    return True


def _falls(node: Node, name: str, domains: Mapping[str, Domain]) -> bool:
    match node:
        case Call("exp", (argument,)):
            return tends_to_infinity(argument, name, domains) < 0
        case Power(Call("exp", (argument,)), Num(times)):
            return tends_to_infinity(multiply(number(times), argument), name, domains) < 0
        case _:
            return False


def tends_to_infinity(body: Node, name: str, domains: Mapping[str, Domain]) -> int:
    """1 or -1 when the formula is proved to grow beyond bounds as the symbol does, else 0."""
    try:
        return in_field(domains, lambda field: direction(field, body, name))
    except (TooHard, Singular):
        return 0


def _at_infinity(body: Node, name: str, domains: Mapping[str, Domain]) -> Node | None:
    expansion = Expansion(name, None, domains)
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
    if _dies_away(body, name, domains):
        return ZERO
    if isinstance(body, Sum | Product | Call | Power) and not (
        isinstance(body, Call) and len(body.args) != 1
    ):
        parts = [
            _at_infinity(part, name, domains) if name in symbols_of(part) else part
            for part in children(body)
        ]
        if all(part is not None for part in parts):
            return plain_values(rebuild(body, tuple(part for part in parts if part is not None)))
    return None
