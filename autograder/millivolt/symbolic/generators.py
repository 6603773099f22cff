"""The generators of a field, and the ring of polynomials over them that all fields share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from flint import fmpq_mpoly_ctx

from .expression import Node

Polynomial = Any  # fmpq_mpoly: python-flint carries no type information

MAX_GENERATORS = 32


@lru_cache(maxsize=1)
def context() -> Any:
    """The polynomial ring that all fields share."""
    return fmpq_mpoly_ctx.get([f"g{i}" for i in range(MAX_GENERATORS)], "lex")


@lru_cache(maxsize=1)
def generators() -> tuple[Polynomial, ...]:
    return tuple(context().gens())


class Ratio(NamedTuple):
    """``num / den`` in lowest terms, the denominator's leading coefficient 1."""

    num: Polynomial
    den: Polynomial

    @property
    def is_zero(self) -> bool:
        return bool(self.num.is_zero())

    @property
    def constant(self) -> Fraction | None:
        """The value, when it is a rational number."""
        if self.num.is_constant() and self.den.is_constant():
            return Fraction(0) if self.num.is_zero() else fraction(self.num.leading_coefficient())
        return None


@dataclass(slots=True)
class Generator:
    """One generator: what it means (``tree``) and what is known of its values.

    The tree is made when it is asked for: most proofs need none. ``relation`` (q, r) says that the
    q-th power is r. ``log_of``, ``exp_of`` and ``root_of`` hold the argument of a logarithm, of an
    exponential, or the pair (value, order) of a root.
    """

    key: Hashable
    make: Callable[[], Node]
    positive: bool = False
    real: bool = True
    integer: bool = False
    nonzero: bool = False
    relation: tuple[int, Ratio] | None = None
    log_of: Ratio | None = None
    exp_of: Ratio | None = None
    root_of: tuple[Ratio, int] | None = None
    made: Node | None = field(default=None, init=False)

    @property
    def tree(self) -> Node:
        if self.made is None:
            self.made = self.make()
        return self.made


def fraction(value: Any) -> Fraction:
    """An flint rational as a Fraction."""
    return Fraction(int(value.p), int(value.q))
