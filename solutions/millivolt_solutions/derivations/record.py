"""A derivation as data: premises, justified steps, goal; as plain text and as sympy objects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sympy
from sympy.parsing.sympy_parser import parse_expr

_ASSUMPTIONS: dict[str, dict[str, bool]] = {
    "positive": {"positive": True},
    "real": {"real": True},
    "nonzero": {"real": True, "nonzero": True},
    "nonzero_integer": {"integer": True, "nonzero": True},
}
_DERIVATIVE = re.compile(r"\bd([A-Za-z]\w*)/d([A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class Step:
    """One line: an equation, why it follows from the line before, and the move that leads to it.

    A `move` is empty for algebra, or a declared operation such as "limit P_Na -> 0", "d/dT" or
    "let P_Na = 0".
    """

    equation: str
    reason: str
    move: str = ""

    @property
    def line(self) -> str:
        """The step as a student would write it: `move: lhs = rhs`."""
        return f"{self.move}: {self.equation}" if self.move else self.equation


@dataclass(frozen=True, slots=True)
class Derivation:
    """A chain from `premises` to its goal.

    `symbols` gives each letter its domain ("positive", "real", "nonzero", "nonzero_integer");
    the goal is solved for `solved_for` (None if it is a relation), and must not contain the
    letters in `forbidden`. Equations read `lhs = rhs` in plain ASCII, with `ln`, `exp`, `sqrt`,
    `asinh` and `integrate(f, x, from, to)`.
    """

    name: str
    title: str
    premises: tuple[str, ...]
    steps: tuple[Step, ...]
    symbols: Mapping[str, str]
    solved_for: str | None
    forbidden: tuple[str, ...] = ()

    @property
    def goal(self) -> str:
        """The last equation."""
        return self.steps[-1].equation

    @property
    def lines(self) -> tuple[str, ...]:
        """The steps as plain text, one line each."""
        return tuple(step.line for step in self.steps)

    @property
    def sympy_premises(self) -> tuple[sympy.Equality, ...]:
        """The premises as unevaluated sympy equations."""
        return tuple(equation(text, self.symbols) for text in self.premises)

    @property
    def sympy_steps(self) -> tuple[sympy.Equality, ...]:
        """The equations of the steps as unevaluated sympy equations."""
        return tuple(equation(step.equation, self.symbols) for step in self.steps)

    @property
    def sympy_goal(self) -> sympy.Equality:
        """The goal as an unevaluated sympy equation."""
        return equation(self.goal, self.symbols)


def sympy_symbol(name: str, domain: str) -> sympy.Symbol:
    """The sympy symbol of a letter, with the assumptions of its domain."""
    return sympy.Symbol(name, **_ASSUMPTIONS[domain])


def equation(text: str, symbols: Mapping[str, str]) -> sympy.Equality:
    """`lhs = rhs` as a sympy equation that is not evaluated to true or false.

    The derivative `dE/dT` becomes a symbol of that name. For the package's own texts only: sympy
    evaluates what it parses. Raises ValueError unless there is exactly one `=`.
    """
    sides = text.split("=")
    if len(sides) != 2:
        raise ValueError(f"{text!r} is not an equation of the form lhs = rhs.")
    names: dict[str, object] = {
        name: sympy_symbol(name, domain) for name, domain in symbols.items()
    }
    names["integrate"] = _integral
    names["ln"] = sympy.log
    for numerator, denominator in _DERIVATIVE.findall(text):
        spelled = f"d{numerator}/d{denominator}"
        names[f"d{numerator}__d{denominator}"] = sympy.Symbol(spelled, real=True)
    left, right = (
        parse_expr(_DERIVATIVE.sub(r"d\1__d\2", side).replace("^", "**"), local_dict=names)
        for side in sides
    )
    return sympy.Eq(left, right, evaluate=False)


def _integral(
    integrand: sympy.Expr, variable: sympy.Symbol, low: sympy.Expr, high: sympy.Expr
) -> sympy.Integral:
    return sympy.Integral(integrand, (variable, low, high))
