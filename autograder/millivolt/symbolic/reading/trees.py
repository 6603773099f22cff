"""Formulas that arrive as nested lists of operator names, such as sympy objects do.

``("Mul", "R", "T", ("log", ("Mul", "c_o", ("Pow", "c_i", -1))))``: the first entry is an operator
or function, strings are symbols, numbers are numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from millivolt.symbolic.formula.domain import Symbols
from millivolt.symbolic.formula.expression import (
    HALF,
    IMAGINARY,
    INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    Call,
    Logic,
    Node,
    Num,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    is_statement,
)
from millivolt.symbolic.formula.functions import ARITY, canonical
from millivolt.symbolic.reading.parser import Parsed, Vocabulary, vocabulary
from millivolt.symbolic.reading.scanner import MAX_DIGITS, MAX_EXPONENT, FormulaError

MAX_DEPTH, MAX_NODES = 60, 2000

_RELATIONS = {
    "Equality": "=",
    "Eq": "=",
    "Unequality": "!=",
    "Ne": "!=",
    "StrictLessThan": "<",
    "Lt": "<",
    "LessThan": "<=",
    "Le": "<=",
    "StrictGreaterThan": ">",
    "Gt": ">",
    "GreaterThan": ">=",
    "Ge": ">=",
}
_CONSTANTS: dict[str, Node] = {
    "Pi": PI,
    "ImaginaryUnit": IMAGINARY,
    "Infinity": INFINITY,
    "Exp1": Call("exp", (ONE,)),
    "Zero": Num(Fraction(0)),
    "One": ONE,
    "NegativeOne": MINUS_ONE,
    "Half": HALF,
}


def from_tree(tree: object, symbols: Symbols) -> Parsed:
    """Read a nested list; like ``parse`` it returns an error instead of raising."""
    words = vocabulary(symbols)
    try:
        node = _Reader(words).read(tree, 0)
    except FormulaError as error:
        return Parsed("", None, (), error.message, error.position)
    from millivolt.symbolic.formula.notation import to_text

    return Parsed(to_text(node), node)


class _Reader:
    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.bound: list[str] = []
        self.count = 0

    def read(self, tree: object, depth: int) -> Node:
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            raise FormulaError("This formula is too large.", 0)
        if isinstance(tree, bool):
            raise FormulaError("True and False are no formulas.", 0)
        if isinstance(tree, int | float | Fraction):
            return Num(_number(tree))
        if isinstance(tree, str):
            return self.symbol(tree)
        if isinstance(tree, list | tuple) and tree and isinstance(tree[0], str):
            return self.operation(tree[0], tree[1:], depth + 1)
        raise FormulaError("I cannot read this object as a formula.", 0)

    def symbol(self, name: str) -> Node:
        if name in self.bound:
            return Var(name)
        if found := self.words.spelling.find(name):
            return Var(found)
        if name == "pi":
            return PI
        near = self.words.spelling.suggestion(name)
        hint = f" Did you mean “{near}”?" if near else ""
        raise FormulaError(f"There is no symbol “{name[:24]}” here.{hint}", 0)

    def operation(self, name: str, args: Sequence[object], depth: int) -> Node:
        if name in ("Symbol", "Dummy") and args and isinstance(args[0], str):
            return self.symbol(args[0])
        if name in ("Integer", "Float", "Rational") and args:
            values = [_number(arg) for arg in args[:2]]
            if name == "Rational" and len(values) == 2:
                if values[1] == 0:
                    raise FormulaError("A fraction with denominator zero.", 0)
                return Num(values[0] / values[1])
            return Num(values[0])
        if not args:
            if name in _CONSTANTS:
                return _CONSTANTS[name]
            raise FormulaError(f"“{name[:24]}” needs arguments.", 0)
        if name in ("Integral", "Derivative", "integrate", "diff", "limit", "Sum"):
            return self.binder(name, args, depth)
        parts = tuple(self.read(arg, depth) for arg in args)
        if any(is_statement(part) for part in parts) and name not in ("And", "Or"):
            raise FormulaError("An equation or inequality cannot stand inside a formula.", 0)
        if name == "Add":
            return Sum(parts) if len(parts) > 1 else parts[0]
        if name == "Mul":
            return Product(parts) if len(parts) > 1 else parts[0]
        if name == "Pow" and len(parts) == 2:
            e = _CONSTANTS["Exp1"]
            return Call("exp", (parts[1],)) if parts[0] == e else Power(*parts)
        if name in _RELATIONS and len(parts) == 2:
            return Relation(_RELATIONS[name], *parts)
        if name in ("And", "Or"):
            if not all(is_statement(part) for part in parts):
                raise FormulaError(f"“{name}” joins equations or inequalities.", 0)
            return Logic(name.lower(), parts)
        function = canonical(name) or canonical(name.lower())
        if function is None:
            raise FormulaError(f"There is no function “{name[:24]}” here.", 0)
        fewest, most = ARITY[function]
        if not fewest <= len(parts) <= most:
            raise FormulaError(f"“{name[:24]}” has the wrong number of arguments.", 0)
        return Call("ln" if function == "log" and len(parts) == 1 else function, parts)

    def binder(self, name: str, args: Sequence[object], depth: int) -> Node:
        """Integral(f, (x, a, b)), Derivative(f, (x, n)), limit(f, x, a), Sum(f, (k, a, b))."""
        rest: list[object] = []
        for arg in args[1:]:
            if isinstance(arg, list | tuple) and arg and arg[0] == "Tuple":
                rest += arg[1:]
            else:
                rest.append(arg)
        function = {"Integral": "integrate", "Derivative": "diff", "Sum": "sum"}.get(name, name)
        variable = rest[0] if rest else None
        if isinstance(variable, list | tuple) and len(variable) > 1:
            variable = variable[1]
        fewest, most = ARITY[function]
        if not isinstance(variable, str) or not fewest <= 1 + len(rest) <= most:
            raise FormulaError(f"I cannot read this {function}.", 0)
        bound = self.words.spelling.find(variable) or variable
        self.bound.append(bound)
        body = self.read(args[0], depth)
        self.bound.pop()
        return Call(function, (body, Var(bound), *(self.read(end, depth) for end in rest[1:])))


def _number(value: object) -> Fraction:
    """An exact number; floats as the decimal they print as."""
    text = repr(value) if isinstance(value, float) else str(value)
    mantissa, _, exponent = text.lower().partition("e")
    try:
        if len(mantissa) > MAX_DIGITS or abs(int(exponent or 0)) > MAX_EXPONENT:
            raise FormulaError("This number is too large or too long.", 0)
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise FormulaError(f"“{text[:24]}” is not a number.", 0) from None
