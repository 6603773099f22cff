"""The records that a value may arrive as when it is not a plain Python or numpy value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column: TypeAlias = NDArray[np.generic] | list[Any]

Node: TypeAlias = tuple[Any, ...]

ATOMS: Final = frozenset({"Symbol", "Integer", "Rational", "Float", "Constant"})

CONSTANTS: Final = frozenset({"pi", "E", "I", "oo", "-oo", "zoo", "nan", "True", "False"})

_OPERATOR_NAMES: Final = """
Add Mul Pow Equality Unequality StrictLessThan LessThan StrictGreaterThan GreaterThan
And Or Not Tuple Matrix Function exp log sin cos tan cot sec csc asin acos atan acot
atan2 sinh cosh tanh coth asinh acosh atanh Abs sign floor ceiling re im conjugate arg
Max Min Heaviside DiracDelta erf erfc gamma factorial LambertW Derivative Integral Limit
Sum Piecewise ExprCondPair
"""

OPERATORS: Final = frozenset(_OPERATOR_NAMES.split())
"""The names a symbolic tree may be built of; `Function` is an undefined function, name first."""

_INFIX: Final = {
    "Add": " + ",
    "Mul": "*",
    "Pow": "**",
    "Equality": " = ",
    "Unequality": " != ",
    "StrictLessThan": " < ",
    "LessThan": " <= ",
    "StrictGreaterThan": " > ",
    "GreaterThan": " >= ",
}


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value the box does not look into; only the name of its type came out."""

    type_name: str


TOO_LARGE: Final = Opaque("a value too large to hand over")
"""Stands for a value that would not fit the channel, whatever its type."""


@dataclass(frozen=True, slots=True)
class SymbolicTree:
    """A sympy expression as nested tuples, the operator's name first.

    Leaves are ``("Symbol", name)``, ``("Integer", digits)``, ``("Rational", p, q)``,
    ``("Float", digits)`` and ``("Constant", name)``; every other name is one of `OPERATORS`.
    """

    root: Node

    @property
    def symbols(self) -> frozenset[str]:
        """The names of the symbols that occur in the expression."""
        found: set[str] = set()
        stack: list[Any] = [self.root]
        while stack:
            node = stack.pop()
            if node[0] == "Symbol":
                found.add(node[1])
            elif node[0] not in ATOMS:
                stack.extend(child for child in node[1:] if isinstance(child, tuple))
        return frozenset(found)

    def as_text(self) -> str:
        """The expression as a student would type it, with every bracket written out."""
        return _text(self.root)


def _text(node: Node) -> str:
    name, rest = node[0], node[1:]
    if name in ("Symbol", "Constant"):
        return str(rest[0])
    if name in ("Integer", "Float"):
        return f"({rest[0]})" if rest[0].startswith("-") else str(rest[0])
    if name == "Rational":
        return f"({rest[0]}/{rest[1]})"
    if name == "Function":
        return f"{rest[0]}({', '.join(_text(child) for child in rest[1:])})"
    operands = [_text(child) for child in rest]
    if name in ("Equality", "Unequality"):
        return _INFIX[name].join(operands)
    if name in _INFIX:
        return "(" + _INFIX[name].join(operands) + ")"
    if name == "Tuple":
        return "(" + ", ".join(operands) + ("," if len(operands) == 1 else "") + ")"
    return f"{name}({', '.join(operands)})"


@dataclass(frozen=True, slots=True)
class Frame:
    """A pandas table: its columns in order, and its index."""

    columns: Mapping[str, Column]
    index: Column


@dataclass(frozen=True, slots=True)
class Curve:
    """One line or one cloud of points in a plot, in data coordinates."""

    label: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AxesData:
    """What one pair of axes shows."""

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    lines: tuple[Curve, ...]
    points: tuple[Curve, ...]
    legend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureData:
    """A matplotlib figure as data: what is drawn, not how it looks."""

    title: str
    axes: tuple[AxesData, ...]
