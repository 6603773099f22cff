"""A formula in disguise, and a formula with one slip.

Authors and tests use them: every right answer must be recognised in any valid disguise, and every
wrong one must be told from it. The rewritings are valid on the whole declared domain.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise

from millivolt.symbolic.formula.domain import REAL, Domain
from millivolt.symbolic.formula.expression import (
    HALF,
    MINUS_ONE,
    ONE,
    TEN,
    TWO,
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
    ln,
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

Rule = Callable[[Node, random.Random, Mapping[str, Domain]], Node | None]


def is_positive(node: Node, domains: Mapping[str, Domain]) -> bool:
    """Positive by its form: sums, products and powers of positive parts, exponentials."""
    match node:
        case Num(value):
            return value > 0
        case Var(name):
            return domains.get(name, REAL).positive
        case Sum(parts) | Product(parts):
            return all(is_positive(part, domains) for part in parts)
        case Power(base, exponent):
            return is_positive(base, domains) and is_real(exponent, domains)
        case Call("exp" | "cosh", (argument,)):
            return is_real(argument, domains)
        case _:
            return False


def is_real(node: Node, domains: Mapping[str, Domain]) -> bool:
    """Real by its form."""
    match node:
        case Num():
            return True
        case Var(name):
            return domains.get(name, REAL).real
        case Sum(parts) | Product(parts):
            return all(is_real(part, domains) for part in parts)
        case Power(base, Num(value)) if value.denominator == 1:
            return is_real(base, domains)
        case Power(base, exponent):
            return is_positive(base, domains) and is_real(exponent, domains)
        case Call("ln" | "log10", (argument,)):
            return is_positive(argument, domains)
        case Call("exp" | "sinh" | "cosh" | "tanh" | "abs", (argument,)):
            return is_real(argument, domains)
        case _:
            return False


# -- valid rewritings ------------------------------------------------------------------------------


def _shuffle(node: Node, rng: random.Random, _: Mapping[str, Domain]) -> Node | None:
    parts = list(children(node))
    if not isinstance(node, Sum | Product):
        return None
    rng.shuffle(parts)
    return Sum(tuple(parts)) if isinstance(node, Sum) else Product(tuple(parts))


def _split_log(node: Node, _: random.Random, domains: Mapping[str, Domain]) -> Node | None:
    match node:
        case Call("ln", (Product(factors),)) if all(is_positive(f, domains) for f in factors):
            return add(*(ln(factor) for factor in factors))
        case Call("ln", (Power(base, exponent),)) if is_positive(base, domains):
            return multiply(exponent, ln(base)) if is_real(exponent, domains) else None
        case _:
            return None


def _other_log(node: Node, rng: random.Random, domains: Mapping[str, Domain]) -> Node | None:
    if not (isinstance(node, Call) and node.name == "ln"):
        return None
    (argument,) = node.args
    if rng.random() < 0.5 or not is_positive(argument, domains):
        return multiply(ln(TEN), Call("log10", (argument,)))
    return negate(ln(invert(argument)))


def _split_exp(node: Node, rng: random.Random, _: Mapping[str, Domain]) -> Node | None:
    if not (isinstance(node, Call) and node.name == "exp"):
        return None
    (argument,) = node.args
    kind = rng.randrange(4)
    if kind == 0 and isinstance(argument, Sum):
        return multiply(*(exp(term) for term in argument.terms))
    if kind == 1:
        return power(exp(multiply(HALF, argument)), TWO)
    if kind == 2:
        return add(Call("sinh", (argument,)), Call("cosh", (argument,)))
    return invert(exp(negate(argument)))


def _hyperbolic(node: Node, _: random.Random, __: Mapping[str, Domain]) -> Node | None:
    match node:
        case Call("sinh", (u,)):
            return divide(subtract(exp(u), exp(negate(u))), TWO)
        case Call("cosh", (u,)):
            return divide(add(exp(u), exp(negate(u))), TWO)
        case Call("tanh", (u,)):
            return subtract(ONE, divide(TWO, add(exp(multiply(TWO, u)), ONE)))
        case _:
            return None


def _expand(node: Node, rng: random.Random, _: Mapping[str, Domain]) -> Node | None:
    if not isinstance(node, Product):
        return None
    sums = [i for i, factor in enumerate(node.factors) if isinstance(factor, Sum)]
    if not sums:
        return None
    index = rng.choice(sums)
    chosen = node.factors[index]
    rest = (*node.factors[:index], *node.factors[index + 1 :])
    return add(*(multiply(*rest, term) for term in children(chosen)))


def _over_and_under(node: Node, rng: random.Random, domains: Mapping[str, Domain]) -> Node | None:
    """Multiply and divide by a symbol that is never zero, or by an exponential."""
    names = sorted(name for name in symbols_of(node) if domains.get(name, REAL).nonzero)
    if not names or not isinstance(node, Sum):
        return None
    factor: Node = Var(rng.choice(names))
    if rng.random() < 0.3:
        factor = exp(factor)
    return divide(add(*(multiply(factor, term) for term in node.terms)), factor)


def _add_nothing(node: Node, rng: random.Random, _: Mapping[str, Domain]) -> Node | None:
    names = sorted(symbols_of(node))
    if not names or isinstance(node, Num):
        return None
    extra: Node = Var(rng.choice(names))
    return Sum((node, extra, Product((MINUS_ONE, extra))))


def _square_root(node: Node, rng: random.Random, domains: Mapping[str, Domain]) -> Node | None:
    if not is_positive(node, domains) or isinstance(node, Num):
        return None
    kind = rng.randrange(3)
    if kind == 0:
        return Power(Power(node, TWO), HALF)
    if kind == 1:
        return Call("exp", (Call("ln", (node,)),))
    return Call("abs", (node,))


def _negate_twice(node: Node, _: random.Random, __: Mapping[str, Domain]) -> Node | None:
    if not isinstance(node, Sum):
        return None
    return Product((MINUS_ONE, add(*(negate(term) for term in node.terms))))


def _share_denominator(
    node: Node, rng: random.Random, domains: Mapping[str, Domain]
) -> Node | None:
    """a + b = (a c + b c)/c turned round: put a sum over the denominators of its terms."""
    if not isinstance(node, Sum):
        return None
    below = [
        factor.base
        for term in node.terms
        for factor in (term.factors if isinstance(term, Product) else (term,))
        if isinstance(factor, Power) and factor.exponent == MINUS_ONE
    ]
    if not below:
        return None
    common = rng.choice(below)
    return divide(add(*(multiply(term, common) for term in node.terms)), common)


RULES: tuple[Rule, ...] = (
    _shuffle,
    _split_log,
    _other_log,
    _split_exp,
    _hyperbolic,
    _expand,
    _over_and_under,
    _add_nothing,
    _square_root,
    _negate_twice,
    _share_denominator,
)


def disguise(tree: Node, rng: random.Random, domains: Mapping[str, Domain], steps: int = 4) -> Node:
    """The same formula after some random valid rewritings at random places (lowered tree)."""
    for _ in range(steps):
        for _ in range(12):
            places = sum(1 for _ in walk(tree))
            index = rng.randrange(places)
            rule = rng.choice(RULES)
            changed = _change_at(tree, index, partial(_apply, rule, rng, domains))
            if changed is not None:
                tree = changed
                break
    return tree


def _apply(
    rule: Rule, rng: random.Random, domains: Mapping[str, Domain], node: Node
) -> Node | None:
    return rule(node, rng, domains)


def _change_at(tree: Node, index: int, change: Callable[[Node], Node | None]) -> Node | None:
    """Apply a change to the node at a position of the walk; None when it does not apply."""
    if index == 0:
        return change(tree)
    index -= 1
    parts = children(tree)
    for k, part in enumerate(parts):
        count = sum(1 for _ in walk(part))
        if index < count:
            new = _change_at(part, index, change)
            if new is None:
                return None
            return rebuild(tree, (*parts[:k], new, *parts[k + 1 :]))
        index -= count
    return None


# -- slips -----------------------------------------------------------------------------------------


def mutants(tree: Node) -> Iterator[tuple[str, Node]]:
    """(kind of slip, formula with that slip) for every single slip; some may be equal after all."""
    for kind, changed in _slips(tree):
        if changed != tree:
            yield kind, changed
    names = sorted(symbols_of(tree))
    for a, b in pairwise(names):
        yield "swap", substitute(tree, {a: Var(b), b: Var(a)})


def _slips(node: Node) -> Iterator[tuple[str, Node]]:
    yield from _slips_here(node)
    parts = children(node)
    for k, part in enumerate(parts):
        for kind, changed in _slips(part):
            yield kind, rebuild(node, (*parts[:k], changed, *parts[k + 1 :]))


def _slips_here(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Sum(terms):
            for k, term in enumerate(terms):
                yield "sign", add(*terms[:k], negate(term), *terms[k + 1 :])
                yield "term", add(*terms[:k], *terms[k + 1 :])
        case Product(factors):
            for k, factor in enumerate(factors):
                yield "factor", multiply(*factors[:k], *factors[k + 1 :])
                if not isinstance(factor, Num):
                    yield "inverted", multiply(*factors[:k], invert(factor), *factors[k + 1 :])
        case Power(base, Num(value)):
            yield "power", power(base, Num(value + (1 if value != -1 else -1)))
        case Call("exp", (argument,)):
            yield "sign", exp(negate(argument))
            yield "exp", add(ONE, argument)
        case Call("ln", (argument,)):
            yield "log", Call("log10", (argument,))
            yield "log", ln(invert(argument))
            if isinstance(argument, Sum):
                yield "log", add(*(ln(term) for term in argument.terms))
        case Num(value) if value not in (0, 1, -1):
            yield "number", number(value + Fraction(1))
        case Var():
            yield "power", power(node, TWO)
