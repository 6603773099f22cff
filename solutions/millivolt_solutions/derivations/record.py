"""A derivation as data: premises, justified steps, goal; as plain text and as sympy objects."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import sympy
from sympy.parsing.sympy_parser import parse_expr

_ASSUMPTIONS: dict[str, dict[str, bool]] = {
    "positive": {"positive": True},
    "real": {"real": True},
    "nonzero": {"real": True, "nonzero": True},
    "nonzero_integer": {"integer": True, "nonzero": True},
}
_DERIVATIVE = re.compile(r"\bd([A-Za-z]\w*)/d([A-Za-z]\w*)\b(?!\()")
_OPERATOR = re.compile(r"\bd/d([A-Za-z]\w*)\(")
_NO_FUNCTIONS: Mapping[str, str] = MappingProxyType({})


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
    letters in `forbidden`. `functions` names the letters that depend on another one, as the
    concentration in the membrane does on the depth. Equations read `lhs = rhs` in plain ASCII,
    with `ln`, `exp`, `sqrt`, `sinh` and `asinh`, derivatives `dc/dx` and `d/dx(...)`, and values
    `c(0)`.
    """

    name: str
    title: str
    premises: tuple[str, ...]
    steps: tuple[Step, ...]
    symbols: Mapping[str, str]
    solved_for: str | None
    forbidden: tuple[str, ...] = ()
    functions: Mapping[str, str] = field(default_factory=lambda: _NO_FUNCTIONS)

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
        return tuple(equation(text, self.symbols, self.functions) for text in self.premises)

    @property
    def sympy_steps(self) -> tuple[sympy.Equality, ...]:
        """The equations of the steps as unevaluated sympy equations."""
        return tuple(equation(step.equation, self.symbols, self.functions) for step in self.steps)

    @property
    def sympy_goal(self) -> sympy.Equality:
        """The goal as an unevaluated sympy equation."""
        return equation(self.goal, self.symbols, self.functions)


def sympy_symbol(name: str, domain: str) -> sympy.Symbol:
    """The sympy symbol of a letter, with the assumptions of its domain."""
    return sympy.Symbol(name, **_ASSUMPTIONS[domain])


def equation(
    text: str, symbols: Mapping[str, str], functions: Mapping[str, str] = _NO_FUNCTIONS
) -> sympy.Equality:
    """`lhs = rhs` as a sympy equation that is not evaluated to true or false.

    A letter in `functions` becomes an applied function of its variable, and its derivatives
    become sympy's. The derivative of any other letter (`dE/dT`) becomes a symbol of that name.
    For the package's own texts only: sympy evaluates what it parses. Raises ValueError unless
    there is exactly one `=`.
    """
    sides = text.split("=")
    if len(sides) != 2:
        raise ValueError(f"{text!r} is not an equation of the form lhs = rhs.")
    names: dict[str, object] = {
        name: sympy_symbol(name, domain) for name, domain in symbols.items()
    }
    names |= {name: sympy.Function(name) for name in functions}
    names["ln"] = sympy.log
    for variable in {*functions.values()}:
        names[f"d__d{variable}"] = _derivative_by(names[variable])
    for numerator, denominator in _DERIVATIVE.findall(text):
        if numerator not in functions:
            spelled = f"d{numerator}/d{denominator}"
            names[f"d{numerator}__d{denominator}"] = sympy.Symbol(spelled, real=True)
    left, right = (parse_expr(_in_python(side, functions), local_dict=names) for side in sides)
    return sympy.Eq(left, right, evaluate=False)


def _in_python(side: str, functions: Mapping[str, str]) -> str:
    """One side of an equation in the spelling that sympy parses."""
    side = _OPERATOR.sub(r"d__d\1(", side.replace("^", "**"))
    side = _DERIVATIVE.sub(
        lambda found: (
            f"d__d{found[2]}({found[1]})" if found[1] in functions else f"d{found[1]}__d{found[2]}"
        ),
        side,
    )
    for name, variable in functions.items():
        side = re.sub(rf"\b{name}\b(?!\()", f"{name}({variable})", side)
    return side


def _derivative_by(variable: object) -> Callable[[sympy.Expr], sympy.Derivative]:
    return lambda expression: sympy.Derivative(expression, variable)
