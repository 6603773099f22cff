"""Formulas as they arrive: text or a sympy tree, and the symbols that an item declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, unreadable
from millivolt.isolation import SymbolicTree
from millivolt.items import Expression, SymbolSpec
from millivolt.symbolic import Symbol

MAX_LENGTH = 2_000

_WORD = r"\\?[^\W\d_]\w{0,31}"
_GROUP = r"\{[^{}=]{0,32}(?:\{[^{}=]{0,32}\}[^{}=]{0,32})?\}"  # as in V_{rev}, E_{\mathrm{K}}
_NAME = re.compile(
    rf"[\s$]*(?:(?:\\Delta|[Δ∆])\s*)?{_WORD}(?:{_GROUP})?(?:/{_WORD})?"
    r"\s*(?:\(\s*\w{1,32}\s*\)\s*)?"
)


def declared(symbols: Iterable[SymbolSpec]) -> dict[str, Symbol]:
    """An item's symbols as `millivolt.symbolic` takes them.

    Where any of them has a unit, those without one are pure numbers.
    """
    specs = tuple(symbols)
    without = "1" if any(s.unit for s in specs) else None
    return {
        s.name: Symbol(s.name, s.domain, s.unit or without, s.aliases, s.typical) for s in specs
    }


def with_constants(symbols: Mapping[str, Symbol], lines: Sequence[str]) -> dict[str, Symbol]:
    """``symbols``, and the constants of integration in ``lines`` that need no declaration.

    Without the premises, declared derivatives tell that something is integrated.
    """
    derivatives = [name for name in symbols if "/d" in name]
    constants = symbolic.undeclared_constants(lines, derivatives, symbols)
    return {**symbols, **{name: Symbol(name) for name in constants}}


def read_formula(value: Any) -> str:
    """The text of a formula; raises `Unreadable` for what is none."""
    if isinstance(value, SymbolicTree):
        value = value.as_text()
    if not isinstance(value, str):
        raise unreadable(Code.WRONG_TYPE, wanted="A formula in quotes", got=described(value))
    if len(value) > MAX_LENGTH:
        raise unreadable(Code.UNREADABLE_FORMULA, reason="This is too long to be one formula.")
    return value


def formula_of(part: Expression, typed: str) -> str:
    """What is compared with the answer: a name before the formula counts in equations only."""
    return typed if "=" in part.answer else without_name(typed, declared(part.symbols))


def without_name(text: str, symbols: Mapping[str, Symbol]) -> str:
    """The formula without a name that a student gave it: ``V = ...``, where V is no symbol."""
    name, sign, formula = text.partition("=")
    named = sign and "=" not in formula and _NAME.fullmatch(name)
    return formula if named and symbolic.parse(name, symbols).tree is None else text
