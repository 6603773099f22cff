"""Naming a slip: the one correction of a wrong line that would make it follow.

Every slip has a closed id and a sentence; ``diagnose`` returns the id of the first correction that
works. The corrections act on the student's own line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.arithmetic.conversion import terms_of
from millivolt.symbolic.comparison.elimination import Knowledge, Outcome
from millivolt.symbolic.comparison.rounding import may_be_rounded, rounded_line
from millivolt.symbolic.derivation.dependence import unknown_integrals
from millivolt.symbolic.derivation.fraction_slips import (
    bracketed,
    over_one_sum,
    roots_of_sums,
    upside_down,
)
from millivolt.symbolic.derivation.log_slips import (
    LN10,
    LOGARITHMS,
    everywhere,
    of_exponential,
    of_logarithm,
    of_power,
    of_product,
    of_sum,
    ten_written_out,
    waves,
)
from millivolt.symbolic.formula.domain import Domain, Symbol
from millivolt.symbolic.formula.expression import (
    HALF,
    MINUS_ONE,
    ONE,
    TEN,
    TURNED,
    TWO,
    ZERO,
    Call,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    add,
    children,
    exp,
    functions_in,
    invert,
    ln,
    multiply,
    negate,
    power,
    rebuild,
    substitute,
    subtract,
    symbols_of,
    transform,
)

SLIPS: Mapping[str, str] = {
    "sign": "A sign is wrong, or inside and outside are swapped.",
    "z": "The valence z is lost or stands in the wrong place.",
    "log": "A law of logarithms is misused: ln(a/b) = ln a − ln b, and ln(a + b) does not split.",
    "log10": "ln and log10 are mixed up: ln x = 2.303 log10 x.",
    "RT": "The factor RT is lost or stands in the wrong place.",
    "exp": "A law of exponentials is misused: exp(a − b) = exp(a)/exp(b).",
    "function": "A logarithm or an exponential is lost, or one is too many.",
    "brackets": "Brackets are missing: what stands outside belongs to every term inside.",
    "zero_factor": "Both sides were divided by something that may be zero, which loses a solution.",
    "root": "A law of roots is misused: √(a² + b²) is not a + b, and √(n x) is not n √x.",
    "square": "A square is lost, or one is too many.",
    "fraction": "A fraction is split wrongly: a/(b + c) is not a/b + a/c.",
    "factor": "A factor is lost or stands in the wrong place.",
    "term": "A term is lost, or one is too many.",
    "inverted": "A quotient is upside down.",
    "direction": "Times a negative number, or upside down, an inequality turns round.",
    "limit": "The limit is not carried out in every place.",
}
MOST_CANDIDATES = 240
MOST_ROUNDED = 40  # corrections that are tried with other digits
_USUAL = frozenset(("sign", "z", "log10", "log"))
MOST_PAIRS = 60  # corrections of both sides at once

Correction = tuple[str, Relation]


def diagnose(
    statement: Relation,
    knowledge: Knowledge,
    symbols: Mapping[str, Symbol],
    outcome: Outcome,
    previous: Sequence[Relation],
    unfolded: Callable[[Node], Node],
    follows: Callable[[Node], bool],
    most: int = MOST_CANDIDATES,
) -> str | None:
    """The id of the slip that explains why the statement does not follow, or None.

    ``statement`` is the line as typed, ``knowledge`` what refutes it and ``previous`` what stood
    before it. ``unfolded`` carries out the calculus in a candidate, ``follows`` judges it.
    At most ``most`` candidates are tried.
    """
    if statement.op in TURNED:
        turned = Relation(TURNED[statement.op], statement.left, statement.right)
        return "direction" if follows(unfolded(turned)) else None
    if statement.op != "=":
        return None
    if _lost_solution(statement, knowledge, outcome, unfolded):
        return "zero_factor"
    unknown = unknown_integrals(symbols_of(unfolded(statement)))
    if "integrate" in functions_in(statement) and not unknown:  # each candidate is worked out anew
        most = min(most, MOST_CANDIDATES // 8)
    line = transform(statement, ten_written_out)
    assert isinstance(line, Relation)
    tried: set[Relation] = set()
    nearly: list[Correction] = []  # of a line with a number that may be rounded
    names = symbols_of(statement).union(*(symbols_of(e) for e in knowledge.equations))
    domains = knowledge.setting.domains
    for slip, candidate in _corrections(line, symbols, names, domains, previous):
        if candidate in tried or candidate == line:
            continue
        tried.add(candidate)
        if len(tried) > most:
            break
        if slip in _USUAL and len(nearly) < MOST_ROUNDED:
            nearly.append((slip, candidate))
        try:
            lowered = unfolded(candidate)
        except Unsupported:
            continue
        if not _trivial(lowered) and follows(lowered):
            return slip
    solutions = knowledge.solutions()
    if not may_be_rounded(line) or solutions is None or len(solutions) != 1:
        return None
    for slip, candidate in nearly:
        if rounded_line(candidate, knowledge, solutions[0], unfolded):
            return slip
    return None


def _trivial(node: Node) -> bool:
    """A correction to ``0 = 0`` explains nothing."""
    return isinstance(node, Relation) and node.left == node.right


def _lost_solution(
    statement: Relation,
    knowledge: Knowledge,
    outcome: Outcome,
    unfolded: Callable[[Node], Node],
) -> bool:
    """Several branches, the statement holds on some, and the refuting one sets a factor to zero."""
    solutions = knowledge.solutions()
    if solutions is None or len(solutions) < 2 or outcome.branch is None:
        return False
    if not any(value == ZERO for value in outcome.branch.values()):
        return False
    others = [branch for branch in solutions if branch is not outcome.branch]
    plain = unfolded(statement)
    if any(knowledge.implies_on(branch, plain).holds for branch in others):
        return True
    return may_be_rounded(statement) and any(
        rounded_line(statement, knowledge, branch, unfolded) for branch in others
    )


def _corrections(
    statement: Relation,
    symbols: Mapping[str, Symbol],
    names: frozenset[str],
    domains: Mapping[str, Domain],
    previous: Sequence[Relation],
) -> Iterator[Correction]:
    left, right = statement.left, statement.right

    def scaled(slip: str, factor: Node) -> Correction:
        return slip, Relation("=", left, multiply(factor, right))

    yield "sign", Relation("=", left, negate(right))
    swapped = _sides_swapped(symbols_of(right))
    if swapped:
        yield "sign", Relation("=", left, substitute(right, swapped))
        yield "sign", Relation("=", substitute(left, swapped), right)
    for z in (Var(name) for name in symbols if name == "z" or name.startswith("z_")):
        for n in (-1, 1, -2, 2):
            yield scaled("z", power(z, Num(Fraction(n))))
    yield scaled("log10", LN10)
    yield scaled("log10", invert(LN10))
    if {"R", "T"} <= symbols.keys():
        rt = multiply(Var("R"), Var("T"))
        yield scaled("RT", rt)
        yield scaled("RT", invert(rt))
    yield "inverted", Relation("=", left, invert(right))
    for one in (ONE, negate(ONE)):
        yield "term", Relation("=", left, add(right, one))
    yield "function", Relation("=", left, ln(right))
    yield "function", Relation("=", left, exp(right))
    for side, other in (("right", right), ("left", left)):
        for slip, changed in _inside(other, symbols):
            pair = (left, changed) if side == "right" else (changed, right)
            yield slip, Relation("=", *pair)
    for number in (TWO, HALF):
        yield scaled("factor", number)
    scales = {name: _of_factor(name, symbols) for name in sorted(names) if "/" not in name}
    for name, slip in scales.items():
        yield scaled(slip, Var(name))
        yield scaled(slip, invert(Var(name)))
    yield from _on_both_sides(left, right, symbols)
    if isinstance(left, Sum) or isinstance(right, Sum):
        yield "fraction", Relation("=", upside_down(left), upside_down(right))
    for wave in waves(statement):
        yield "sign", everywhere(statement, wave, invert(wave))
    for line in previous:
        yield from _lost_terms(statement, line, domains)
    if isinstance(right, Sum):
        for index, term in enumerate(right.terms):
            rest = (*right.terms[:index], *right.terms[index + 1 :])
            for name, slip in scales.items():
                for factor in (Var(name), invert(Var(name))):
                    changed = add(*rest, multiply(factor, term))
                    yield slip, Relation("=", left, changed)
            if {"R", "T"} <= names:
                changed = add(*rest, multiply(Var("R"), Var("T"), term))
                yield "RT", Relation("=", left, changed)
    yield from (("term", Relation("=", fewer, right)) for fewer in _one_term_less(left))
    yield from (("term", Relation("=", left, fewer)) for fewer in _one_term_less(right))
    for name in sorted(symbols_of(right) - {"z"}):
        yield "inverted", Relation("=", left, substitute(right, {name: invert(Var(name))}))
    for slip, changed in _factors_inside(right, scales):
        yield slip, Relation("=", left, changed)


def _one_term_less(side: Node) -> Iterator[Node]:
    if isinstance(side, Sum):
        for index in range(len(side.terms)):
            yield add(*side.terms[:index], *side.terms[index + 1 :])


def _factors_inside(node: Node, scales: Mapping[str, str]) -> Iterator[tuple[str, Node]]:
    """A factor put back in one term of a sum somewhere inside."""
    parts = children(node)
    for index, part in enumerate(parts):

        def whole(new: Node, index: int = index) -> Node:
            return rebuild(node, (*parts[:index], new, *parts[index + 1 :]))

        yield from ((slip, whole(new)) for slip, new in _factors_inside(part, scales))
        if isinstance(node, Sum):
            continue  # the outermost sum was looked at before
        if isinstance(part, Sum):
            for k, term in enumerate(part.terms):
                for name, slip in scales.items():
                    new = add(*part.terms[:k], multiply(Var(name), term), *part.terms[k + 1 :])
                    yield slip, whole(new)


def _of_factor(name: str, declared: Container[str]) -> str:
    """The slip that a missing or extra factor of this name is."""
    if name in ("R", "T") and "R" in declared and "T" in declared:  # R alone is a resistance
        return "RT"
    return "z" if name == "z" else "factor"


def _on_both_sides(left: Node, right: Node, symbols: Mapping[str, Symbol]) -> Iterator[Correction]:
    """One law misused on both sides, in the same way."""
    for law in ("log", "exp"):
        sides = [
            [changed for slip, changed in _inside(side, symbols) if slip == law]
            for side in (left, right)
        ]
        pairs = sorted(product(*map(range, map(len, sides))), key=lambda pair: (sum(pair), pair))
        for i, j in pairs[:MOST_PAIRS]:
            yield law, Relation("=", sides[0][i], sides[1][j])


def _lost_terms(
    statement: Relation, line: Relation, domains: Mapping[str, Domain]
) -> Iterator[Correction]:
    """Terms of the line before, multiplied out and put back on the right side."""
    for term in terms_of(subtract(line.left, line.right), domains):
        for signed in (term, negate(term)):
            yield "term", Relation("=", statement.left, add(statement.right, signed))


_IN_OUT = (("_in", "_out"), ("_i", "_o"), ("i", "o"))


def _sides_swapped(names: frozenset[str]) -> dict[str, Node]:
    """Inside symbols for outside ones and the other way round."""
    swap: dict[str, Node] = {}
    for inside, outside in _IN_OUT[:2]:
        for name in names:
            for a, b in ((inside, outside), (outside, inside)):
                if name.endswith(a):
                    swap[name] = Var(name[: -len(a)] + b)
        if swap:
            return swap
    return swap


def _inside(node: Node, symbols: Mapping[str, Symbol]) -> Iterator[tuple[str, Node]]:
    """One correction somewhere in a tree, the nearest to the root first."""
    yield from _here(node, symbols)
    parts = children(node)
    for index, part in enumerate(parts):
        for slip, changed in _inside(part, symbols):
            yield slip, rebuild(node, (*parts[:index], changed, *parts[index + 1 :]))


def _here(node: Node, symbols: Mapping[str, Symbol]) -> Iterator[tuple[str, Node]]:
    match node:
        case Call(name, (argument,)) if name in LOGARITHMS:
            yield from of_logarithm(name, argument)
        case Call("exp", (argument,)):
            yield "sign", exp(negate(argument))
            yield from of_exponential(argument)
            yield from (("factor", exp(multiply(n, argument))) for n in (TWO, HALF))
            if isinstance(argument, Product):
                yield from (("z", exp(multiply(f, argument))) for f in _valences(symbols))
        case Call("abs", (argument,)):
            yield ("z" if argument == Var("z") else "sign"), argument
        case Sum(terms):
            for index in range(len(terms)):
                flipped = [negate(t) if i == index else t for i, t in enumerate(terms)]
                yield "sign", add(*flipped)
            yield from of_sum(terms)
            yield from (("root", one) for one in roots_of_sums(terms))
            yield from (("fraction", one) for one in over_one_sum(terms))
            yield from (("brackets", one) for one in bracketed(terms))
        case Product(factors):
            yield from _product(factors)
            yield from of_product(factors)
        case Power(Var(name), Num(value)) if value in (2, -2):
            slip = "z" if name == "z" else "square"
            yield slip, power(Var(name), Num(value / 2))
        case Power(base, exponent) if base == TEN or (
            isinstance(base, Call) and base.name in LOGARITHMS
        ):
            yield from of_power(base, exponent)
            if exponent == MINUS_ONE:
                yield "inverted", base
        case Power(base, exponent) if not isinstance(exponent, Num):
            yield "inverted", power(base, invert(exponent))
        case Power(base, Num(value)) if value == -1 and isinstance(base, Sum | Call):
            if isinstance(base, Sum):
                yield "fraction", upside_down(base)
            yield "inverted", base
        case Var(name):
            slip = "z" if name == "z" else "square"
            yield slip, power(node, TWO)
            partner = _sides_swapped(frozenset((name,))).get(name)
            if partner is not None and isinstance(partner, Var) and partner.name in symbols:
                yield "sign", partner


def _product(factors: tuple[Node, ...]) -> Iterator[tuple[str, Node]]:
    if any(isinstance(factor, Power) and factor.exponent == MINUS_ONE for factor in factors):
        yield "inverted", multiply(*map(invert, factors))
    for index, factor in enumerate(factors):
        rest = multiply(*factors[:index], *factors[index + 1 :])
        if isinstance(factor, Power) and factor.exponent == HALF:
            yield "root", power(multiply(rest, factor.base), HALF)
            if index:
                before, after = factors[index - 1], factors[: index - 1] + factors[index + 1 :]
                yield "root", multiply(*after, power(multiply(before, factor.base), HALF))
        inverse = isinstance(factor, Power) and factor.exponent == MINUS_ONE
        if inverse and index + 1 < len(factors):  # a/b c for a/(b c)
            below = (invert(behind) for behind in factors[index + 1 :])
            yield "brackets", multiply(*factors[: index + 1], *below)
        base = factor.base if isinstance(factor, Power) and inverse else factor
        if isinstance(base, Var):
            slip = "z" if base.name == "z" else "RT" if base.name in ("R", "T") else "factor"
            yield slip, rest
            yield slip, multiply(rest, invert(factor))
        if inverse and isinstance(base, Product):
            for inner in base.factors:
                if isinstance(inner, Var):
                    slip = "z" if inner.name == "z" else "factor"
                    yield slip, multiply(*factors, inner)


def _valences(symbols: Mapping[str, Symbol]) -> Iterator[Node]:
    for name in symbols:
        if re.fullmatch(r"z(_\w+)?", name):
            yield Var(name)
            yield invert(Var(name))
