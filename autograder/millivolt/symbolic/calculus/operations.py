"""Carrying out the calculus in a formula: its derivatives, limits, sums and integrals.

What limits and integrals need is imported by the first formula that has one: few have.
"""

from __future__ import annotations

from collections.abc import Mapping

from millivolt.symbolic.arithmetic.balls import Unsupported
from millivolt.symbolic.calculus.differentiation import differentiate
from millivolt.symbolic.formula.domain import Domain
from millivolt.symbolic.formula.expression import (
    ONE,
    ZERO,
    Call,
    Logic,
    Node,
    Num,
    Relation,
    Var,
    add,
    children,
    functions_in,
    larger_than,
    number,
    rebuild,
    substitute,
)
from millivolt.symbolic.formula.functions import BINDERS
from millivolt.symbolic.formula.lowering import lower

MAX_SUM = 60
MAX_BODY = 400  # nodes of what is differentiated


class Dependence:
    """Which symbols are functions of others; here none is."""

    def rates(self, variable: str) -> Mapping[str, Node]:
        """The functions of a variable with the symbols of their derivatives."""
        return {}

    def integral(self, body: Node, variable: str, low: Node, high: Node) -> Node | None:
        """A definite integral that has to do with these functions, None for any other.

        ``Unsupported`` where the functions would have to be known.
        """
        return None


def unfold(node: Node, domains: Mapping[str, Domain], depending: Dependence | None = None) -> Node:
    """Lower a tree and carry out its derivatives, limits, sums and easy integrals.

    ``Unsupported`` when a limit or a sum cannot be carried out.
    """
    return unfold_lowered(lower(node), domains, depending)


def unfold_lowered(
    node: Node, domains: Mapping[str, Domain], depending: Dependence | None = None
) -> Node:
    """``unfold`` of a tree that is lowered already; the tree itself when nothing is to be done."""
    if not BINDERS.isdisjoint(functions_in(node)):
        return _unfold(node, domains, depending or Dependence())
    return node


def _unfold(node: Node, domains: Mapping[str, Domain], depending: Dependence) -> Node:
    parts = children(node)
    if not parts:
        return node
    if isinstance(node, Relation | Logic):
        return rebuild(node, tuple(_unfold(part, domains, depending) for part in parts))
    new = tuple(_unfold(part, domains, depending) for part in parts)
    if new != parts:
        node = rebuild(node, new)
    match node:
        case Call("diff", (body, Var(name), *order)):
            times = order[0] if order else ONE
            if not (isinstance(times, Num) and times.value in (1, 2, 3, 4)):
                raise Unsupported("order of a derivative")
            for _ in range(int(times.value)):
                if larger_than(body, MAX_BODY):
                    raise Unsupported("a derivative of something this long")
                body = differentiate(body, name, depending.rates(name))
            return body
        case Call("limit", (body, Var(name), target)):
            from millivolt.symbolic.calculus.limits import limit

            found = limit(body, name, target, domains)
            if found is None:
                raise Unsupported("a limit that I cannot find")
            return found
        case Call("sum", (body, Var(name), Num(low), Num(high))):
            if high - low > MAX_SUM or low.denominator != 1:
                raise Unsupported("a sum with too many terms")
            return add(
                *(substitute(body, {name: number(k)}) for k in range(int(low), int(high) + 1))
            )
        case Call("integrate", (body, Var(name), low_end, high_end)):
            if low_end == high_end:
                return ZERO
            if (known := depending.integral(body, name, low_end, high_end)) is not None:
                return known
            from millivolt.symbolic.calculus.definite import definite

            value = definite(body, name, (low_end, high_end), domains)
            return node if value is None else value
        case _:
            return node
