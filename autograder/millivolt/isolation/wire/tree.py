"""Symbolic trees from the wire: whitelisted operator names, checked names and digits."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from .bounds import MAX_DIGITS, MAX_SYMBOL, MAX_TREE_DEPTH, MAX_TREE_NODES
from .frames import WireError
from .strict import need, read_text
from .values import ATOMS, CONSTANTS, OPERATORS, Node


def read_tree(form: Any) -> Node:
    """A symbolic tree from nested lists.

    Raises:
        WireError: it is too large, or holds something other than mathematics.
    """
    return _Tree().read(form, 0)


class _Tree:
    __slots__ = ("_nodes",)

    def __init__(self) -> None:
        self._nodes = 0

    def read(self, form: Any, depth: int) -> Node:
        self._nodes += 1
        need(depth <= MAX_TREE_DEPTH and self._nodes <= MAX_TREE_NODES, "a large expression")
        need(type(form) is list and len(form) >= 1 and type(form[0]) is str, "a tree's node")
        name = form[0]
        if name in ATOMS:
            return (name, *_ATOMS[name](form[1:]))
        need(name in OPERATORS, "an operator that has no place in a tree")
        if name == "Function":
            need(len(form) >= 2, "a function's name")
            return (name, _identifier(form[1]), *(self.read(c, depth + 1) for c in form[2:]))
        return (name, *(self.read(child, depth + 1) for child in form[1:]))


def _identifier(form: Any) -> str:
    name = read_text(form, MAX_SYMBOL)
    need(name.isidentifier(), "a name")
    return name


def _digits(form: Any) -> str:
    digits = read_text(form, MAX_DIGITS)
    plain = digits.removeprefix("-")
    need(plain.isascii() and plain.isdigit(), "digits")
    return digits


def _decimal(form: Any) -> str:
    digits = read_text(form, MAX_DIGITS)
    need(set(digits) <= set("0123456789+-.e"), "a decimal number")
    try:
        need(math.isfinite(float(digits)), "a finite decimal number")
    except ValueError:
        raise WireError("a decimal number") from None
    return digits


def _symbol(form: Any) -> str:
    name = read_text(form, MAX_SYMBOL)
    need(name.isprintable() and name.strip() != "", "a symbol's name")
    return name


def _constant(form: Any) -> str:
    need(type(form) is str and form in CONSTANTS, "a constant")
    return str(form)


def _exactly(*readers: Callable[[Any], str]) -> Callable[[list[Any]], Node]:
    def read(parts: list[Any]) -> Node:
        need(len(parts) == len(readers), "a leaf of a tree")
        return tuple(reader(part) for reader, part in zip(readers, parts, strict=True))

    return read


_ATOMS: Final[dict[str, Callable[[list[Any]], Node]]] = {
    "Symbol": _exactly(_symbol),
    "Integer": _exactly(_digits),
    "Rational": _exactly(_digits, _digits),
    "Float": _exactly(_decimal),
    "Constant": _exactly(_constant),
}
