"""sympy expressions to trees of whitelisted operator names."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from .bounds import MAX_TREE_DEPTH, MAX_TREE_NODES
from .values import CONSTANTS, OPERATORS


def encode_expression(sympy: ModuleType, expression: Any) -> list[Any]:
    """The tree of a sympy expression, relation or matrix, as nested lists.

    Raises:
        ValueError: it contains something that has no place in a tree.
    """
    return _Walk(sympy).node(expression, 0)


class _Walk:
    __slots__ = ("_nodes", "_sympy")

    def __init__(self, sympy: ModuleType) -> None:
        self._sympy = sympy
        self._nodes = 0

    def node(self, value: Any, depth: int) -> list[Any]:
        self._nodes += 1
        if depth > MAX_TREE_DEPTH or self._nodes > MAX_TREE_NODES:
            raise ValueError("the expression is too large")
        sympy = self._sympy
        if isinstance(value, sympy.MatrixBase):
            rows = [sympy.Tuple(*value.row(i)) for i in range(value.rows)]
            return ["Matrix", *(self.node(row, depth + 1) for row in rows)]
        if value.is_Symbol:
            return ["Symbol", value.name]
        if value.is_Integer:
            return ["Integer", str(int(value))]
        if value.is_Rational:
            return ["Rational", str(value.p), str(value.q)]
        if value.is_Float:
            return ["Float", str(value)]
        if str(value) in CONSTANTS and not value.args:
            return ["Constant", str(value)]
        children = [self.node(child, depth + 1) for child in value.args]
        if isinstance(value, sympy.core.function.AppliedUndef):
            return ["Function", value.func.__name__, *children]
        name = type(value).__name__
        if name not in OPERATORS:
            raise ValueError(f"{name} has no place in a tree")
        return [name, *children]
