"""Values from the wire as the libraries' own objects again, for code that computes with them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..wire.values import Frame, SymbolicTree


def thaw(value: Any, known: Mapping[str, Any]) -> Any:
    """`value` with sympy expressions and pandas tables in place of their records.

    Args:
        known: names whose symbols are used, so that what was assumed of them still holds.
    """
    kind = type(value)
    if kind is list:
        return [thaw(item, known) for item in value]
    if kind is tuple:
        return tuple(thaw(item, known) for item in value)
    if kind is dict:
        return {key: thaw(item, known) for key, item in value.items()}
    if kind is SymbolicTree:
        return _expression(importlib.import_module("sympy"), value.root, known)
    if kind is Frame:
        pandas = importlib.import_module("pandas")
        return pandas.DataFrame(dict(value.columns), index=value.index)
    return value


def _expression(sympy: Any, node: Any, known: Mapping[str, Any]) -> Any:
    name, *rest = node
    leaf = _LEAVES.get(name)
    if leaf is not None:
        return leaf(sympy, rest, known)
    if name == "Function":
        children = [_expression(sympy, child, known) for child in rest[1:]]
        return sympy.Function(rest[0])(*children)
    children = [_expression(sympy, child, known) for child in rest]
    if name == "Matrix":
        return sympy.Matrix([list(row) for row in children])
    return getattr(sympy, _RENAMED.get(name, name))(*children)


def _symbol(sympy: Any, rest: list[str], known: Mapping[str, Any]) -> Any:
    (name,) = rest
    found = dict.get(known, name) if isinstance(known, dict) else known.get(name)
    if isinstance(found, sympy.Symbol) and found.name == name:
        return found
    return sympy.Symbol(name)


def _constant(sympy: Any, rest: list[str], known: Mapping[str, Any]) -> Any:
    (name,) = rest
    if name in ("True", "False"):
        return sympy.true if name == "True" else sympy.false
    return -sympy.oo if name == "-oo" else getattr(sympy, name)


_Leaf = Callable[[Any, list[str], Mapping[str, Any]], Any]

_LEAVES: Final[dict[str, _Leaf]] = {
    "Symbol": _symbol,
    "Constant": _constant,
    "Integer": lambda sympy, rest, known: sympy.Integer(int(rest[0])),
    "Rational": lambda sympy, rest, known: sympy.Rational(int(rest[0]), int(rest[1])),
    "Float": lambda sympy, rest, known: sympy.Float(rest[0]),
}

_RENAMED: Final = {"ExprCondPair": "Tuple"}
