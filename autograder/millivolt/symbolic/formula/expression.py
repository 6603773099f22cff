"""The tree of a formula: frozen nodes, the constructors that build them, and walks over them.

Nothing here knows how a formula was typed, what its symbols mean or how it is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from operator import attrgetter
from typing import Any


class Compound:
    """A node with parts: what all levels above ask of it is worked out once."""

    __slots__ = ("_functions", "_hash", "_names")
    _hash: int
    _names: frozenset[str]
    _functions: frozenset[str]

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            found = hash((type(self), _FIELDS[type(self)](self)))
            object.__setattr__(self, "_hash", found)
            return found

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or hash(self) != hash(other):
            return False
        fields = _FIELDS[type(self)]
        return bool(fields(self) == fields(other))


@dataclass(frozen=True, slots=True)
class Num:
    """An exact rational number.

    ``half`` is half a unit of its last typed digit, if typed; ``measures`` holds the exponents of
    the base units when the number stands for a unit, which was ``typed``.
    """

    value: Fraction
    half: Fraction | None = field(default=None, compare=False)
    measures: tuple[Fraction, ...] | None = field(default=None, compare=False)
    typed: str | None = field(default=None, compare=False)

    def __hash__(self) -> int:
        return hash(self.value.as_integer_ratio())  # a Fraction's own takes a modular inverse

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Num):
            return NotImplemented
        return self.value.as_integer_ratio() == other.value.as_integer_ratio()


@dataclass(frozen=True, slots=True)
class Var:
    """A declared symbol, by its canonical name."""

    name: str


@dataclass(frozen=True, slots=True)
class Const:
    """A mathematical constant: ``pi``, ``i`` or ``inf``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Sum(Compound):
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Product(Compound):
    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Power(Compound):
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call(Compound):
    """A function of the closed list in ``functions``, with its arguments."""

    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Relation(Compound):
    """``left op right`` with op one of ``= < > <= >= !=``."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Compound):
    """``and`` / ``or`` of relations."""

    op: str
    parts: tuple[Node, ...]


Node = Num | Var | Const | Sum | Product | Power | Call | Relation | Logic

ZERO, ONE, MINUS_ONE = Num(Fraction(0)), Num(Fraction(1)), Num(Fraction(-1))
TWO, HALF, TEN = Num(Fraction(2)), Num(Fraction(1, 2)), Num(Fraction(10))
PI, IMAGINARY, INFINITY = Const("pi"), Const("i"), Const("inf")


def number(value: int | Fraction) -> Num:
    """An exact number."""
    return Num(Fraction(value))


def add(*terms: Node) -> Node:
    """The sum, flattened, without zero terms and with its exact numbers folded."""
    total: Num | None = None
    rest: list[Node] = []
    for term in terms:
        for part in term.terms if isinstance(term, Sum) else (term,):
            if not isinstance(part, Num):
                rest.append(part)
            elif part.value:
                total = part if total is None else Num(total.value + part.value)
    if (total is not None and total.value) or not rest:
        rest.append(ZERO if total is None else total)
    return rest[0] if len(rest) == 1 else Sum(tuple(rest))


def multiply(*factors: Node) -> Node:
    """The product, flattened, without unit factors and with its exact numbers folded."""
    scale: Num | None = None
    rest: list[Node] = []
    for factor in factors:
        for part in factor.factors if isinstance(factor, Product) else (factor,):
            if isinstance(part, Num):
                scale = part if scale is None else _folded(scale, part)
            else:
                rest.append(part)
    if scale is not None and not scale.value:
        return ZERO
    if (scale is not None and scale.value != 1) or not rest:
        rest.insert(0, ONE if scale is None else scale)
    return rest[0] if len(rest) == 1 else Product(tuple(rest))


def _folded(one: Num, other: Num) -> Num:
    """The product of two numbers; a sign does not take from a number what was typed of it."""
    value = one.value * other.value
    for number, sign in ((one, other), (other, one)):
        if sign.value in (1, -1):
            return Num(value, number.half, number.measures, number.typed)
    return Num(value)


def power(base: Node, exponent: Node) -> Node:
    """``base ** exponent``, with the exponents 0 and 1 and exact small powers folded."""
    if isinstance(exponent, Num):
        if exponent.value == 1:
            return base
        if exponent.value == 0:
            return ONE
        if isinstance(base, Num) and exponent.value.denominator == 1:
            n = int(exponent.value)
            if abs(n) <= 64 and (n > 0 or base.value != 0):
                return Num(base.value**n)
        if isinstance(base, Power) and isinstance(base.exponent, Num) and exponent == MINUS_ONE:
            return power(base.base, Num(-base.exponent.value))
    return Power(base, exponent)


def negate(node: Node) -> Node:
    return multiply(MINUS_ONE, node)


def subtract(left: Node, right: Node) -> Node:
    return add(left, negate(right))


def invert(node: Node) -> Node:
    return power(node, MINUS_ONE)


def divide(numerator: Node, denominator: Node) -> Node:
    return multiply(numerator, invert(denominator))


def call(name: str, *args: Node) -> Call:
    return Call(name, args)


def exp(node: Node) -> Node:
    return ONE if node == ZERO else Call("exp", (node,))


def ln(node: Node) -> Node:
    return ZERO if node == ONE else Call("ln", (node,))


HIDDEN = "constant "  # begins the names of symbols that nobody typed and nobody is shown


def rate_name(function: str, variable: str) -> str:
    """The name of the symbol for a derivative: dV/dx, and d(dV/dx)/dx for the second."""
    return f"d({function})/d{variable}" if "/" in function else f"d{function}/d{variable}"


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in order."""
    parts = _PARTS.get(type(node))
    return () if parts is None else parts(node)


_PARTS: Mapping[type, Callable[[Any], tuple[Node, ...]]] = {
    Sum: attrgetter("terms"),
    Product: attrgetter("factors"),
    Call: attrgetter("args"),
    Logic: attrgetter("parts"),
    Power: attrgetter("base", "exponent"),
    Relation: attrgetter("left", "right"),
}


_FIELDS: Mapping[type, Callable[[Any], object]] = {
    **_PARTS,
    Call: attrgetter("name", "args"),
    Logic: attrgetter("op", "parts"),
    Relation: attrgetter("op", "left", "right"),
}


def rebuild(node: Node, parts: tuple[Node, ...]) -> Node:
    """The same node with other direct parts, simplified by the constructors above."""
    match node:
        case Sum():
            return add(*parts)
        case Product():
            return multiply(*parts)
        case Power():
            return power(*parts)
        case Call(name, _):
            return Call(name, parts)
        case Relation(op, _, _):
            return Relation(op, *parts)
        case Logic(op, _):
            return Logic(op, parts)
        case _:
            return node


def transform(node: Node, change: Callable[[Node], Node]) -> Node:
    """Rebuild the tree from the leaves up, passing every node through ``change``."""
    parts = children(node)
    if parts:
        new = tuple(transform(part, change) for part in parts)
        if any(a is not b for a, b in zip(new, parts, strict=True)):
            node = rebuild(node, new)
    return change(node)


def folded(node: Node) -> Node:
    """The same tree with its exact numbers worked out: the exponent 1/3 becomes one number."""
    parts = children(node)
    return rebuild(node, tuple(map(folded, parts))) if parts else node


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, parents first."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(children(top)))


_NONE: frozenset[str] = frozenset()


def symbols_of(node: Node) -> frozenset[str]:
    """Names of the free symbols (the variable of an integral or a sum is bound)."""
    if isinstance(node, Compound):
        try:
            return node._names
        except AttributeError:
            found = _names_in(node)
            object.__setattr__(node, "_names", found)
            return found
    return frozenset((node.name,)) if isinstance(node, Var) else _NONE


def _names_in(node: Node) -> frozenset[str]:
    match node:
        case Call("integrate" | "sum" | "limit", (body, Var(bound), *rest)):
            outer = symbols_of(body) - {bound}
            return outer.union(*map(symbols_of, rest))
        case _:
            return _NONE.union(*map(symbols_of, children(node)))


def functions_in(node: Node) -> frozenset[str]:
    """Names of the functions that the formula calls."""
    if not isinstance(node, Compound):
        return _NONE
    try:
        return node._functions
    except AttributeError:
        found = _NONE.union(*map(functions_in, children(node)))
        if isinstance(node, Call):
            found |= {node.name}
        object.__setattr__(node, "_functions", found)
        return found


def substitute(node: Node, values: Mapping[str, Node]) -> Node:
    """Replace free symbols by trees, all at once."""
    if not values or not (symbols_of(node) & values.keys()):
        return node
    match node:
        case Var(name):
            return values[name]
        case Call("integrate" | "sum" | "limit" as name, (body, Var(bound) as var, *rest)):
            inner = {k: v for k, v in values.items() if k != bound}
            ends = tuple(substitute(part, values) for part in rest)
            return Call(name, (substitute(body, inner), var, *ends))
        case _:
            return rebuild(node, tuple(substitute(part, values) for part in children(node)))


def size(node: Node) -> int:
    """Number of nodes of the tree."""
    return sum(1 for _ in walk(node))


def larger_than(node: Node, limit: int) -> bool:
    """Whether the tree has more nodes than the limit."""
    return next(islice(walk(node), limit, None), None) is not None


def relations_in(node: Node) -> Iterator[Relation]:
    """The relations of a (possibly compound) statement."""
    match node:
        case Relation():
            yield node
        case Logic(_, parts):
            for part in parts:
                yield from relations_in(part)


TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""An order as it is after a multiplication by a negative number."""


def conjuncts(node: Node) -> tuple[Node, ...]:
    """The statements that hold together in one."""
    return node.parts if isinstance(node, Logic) and node.op == "and" else (node,)


def is_statement(node: Node) -> bool:
    """Whether the node is a relation or a combination of relations."""
    return isinstance(node, Relation | Logic)
