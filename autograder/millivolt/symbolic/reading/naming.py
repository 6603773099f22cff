"""What a name stands for in a formula: a symbol, a constant, a function call, a derivative."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import dataclass

from millivolt.symbolic.formula.expression import (
    HALF,
    IMAGINARY,
    INFINITY,
    MINUS_ONE,
    ONE,
    PI,
    Call,
    Node,
    Num,
    Power,
    Product,
    Var,
    is_statement,
)
from millivolt.symbolic.formula.functions import ARITY, BARE, BINDERS, canonical
from millivolt.symbolic.formula.spelling import Spelling
from millivolt.symbolic.formula.typed import flat, negative, raised, typed_number
from millivolt.symbolic.reading.measures import unit_ahead
from millivolt.symbolic.reading.scanner import FormulaError, Token
from millivolt.symbolic.reading.stream import TokenStream

_FUNCTION_OF_NUMBER = re.compile(r"(ln|sqrt)(\d{1,4})")  # ln10, sqrt2
_GLUED_FUNCTION = re.compile(  # lnK_o, sinx
    r"(ln|lg|log10|log2|log|exp|sqrt|sinh|cosh|tanh|coth|sin|cos|tan|cot)(\D.*)"
)


@dataclass(frozen=True, slots=True)
class Options:
    """Readings that the declarations allow.

    ``derivatives``: dE/dT is the derivative; ``differentials``: dx alone is one; ``imaginary``: i
    is the imaginary unit; ``units``: the symbols have units, so that 58 mV is 0.058; ``other``:
    the doubtful notations (see ``doubtful``) that are read the less usual way.
    """

    derivatives: bool = True
    differentials: bool = False
    imaginary: bool = False
    units: bool = False
    other: frozenset[str] = frozenset()


class Names(TokenStream):
    """The part of the reader that begins with a name; the levels above come from ``Reader``."""

    def __init__(
        self,
        tokens: list[Token],
        spelling: Spelling,
        options: Options,
        notes: list[str],
        doubts: set[str],
    ) -> None:
        super().__init__(tokens, notes)
        self.spelling = spelling
        self.options = options
        self.bars = 0
        self.doubts = doubts
        self.bound: list[str] = []
        self.enclosed: list[tuple[int, Node]] = []  # statements in brackets, and where these open
        self.open: list[int] = []  # where the integrals that are being read end

    def doubtful(self, notation: str) -> bool:
        """Whether a notation with two usual readings is to be read the second way.

        ``logarithm``: log x to base 10; ``argument``: ln a/b as ln(a/b); ``quotient``: a/b c as
        a/(b c); ``glued``: a/bc as (a/b)c.
        """
        self.doubts.add(notation)
        return notation in self.options.other

    @abstractmethod
    def statement(self) -> Node:
        """A whole formula or statement."""

    @abstractmethod
    def unary(self) -> Node:
        """A factor with its sign."""

    @abstractmethod
    def power(self) -> Node:
        """A factor."""

    @abstractmethod
    def atom(self) -> Node:
        """A name, number or bracket."""

    @abstractmethod
    def term(self) -> Node:
        """A product."""

    @abstractmethod
    def derivative(self, token: Token) -> Node | None:
        """The derivative that begins with a name, or None."""

    @abstractmethod
    def differential(self, typed: str) -> str | None:
        """The symbol x in a typed ``dx``."""

    @abstractmethod
    def under(self, name: str, sign: Token) -> Node:
        """A limit or sum with what is written below its sign."""

    @abstractmethod
    def denominator(self) -> Node:
        """What a slash divides by."""

    @abstractmethod
    def starts_factor(self) -> bool:
        """Whether a factor begins at the cursor."""

    def enclosed_formula(self, opened: Token) -> Node:
        """What stands in brackets: a formula or, around alternatives, a statement."""
        node = self.over(self.nested(self.statement))
        if is_statement(node):
            self.enclosed.append((opened.position, node))
        return node

    def over(self, above: Node) -> Node:
        """A fraction as plain TeX has it: ``{a \\over b}``."""
        if not self.operator("over"):
            return above
        self.take()
        return Product((above, Power(self.nested(self.statement), MINUS_ONE)))

    def name(self, token: Token) -> Node:
        typed = token.text
        spelling = self.spelling
        if typed in self.bound:
            return Var(typed)
        if self.options.derivatives and typed[0] == "d" and (node := self.derivative(token)):
            return node
        if found := spelling.find(typed):
            if typed not in (found, found.rstrip("_")):
                self.notes.append(f"I read “{typed}” as {found}.")
            return Var(found)
        if function := self.function_named(typed):
            return self.function(function, token)
        if typed.startswith("log_") and (base := self.base(typed[4:])):
            return Call("log", (self.argument(token), base))
        if (of_number := _FUNCTION_OF_NUMBER.fullmatch(typed)) and not self.operator("("):
            self.notes.append(f"I read “{typed}” as {of_number[1]}({of_number[2]}).")
            inner = typed_number(of_number[2])
            return Call("ln", (inner,)) if of_number[1] == "ln" else Power(inner, HALF)
        glued = _GLUED_FUNCTION.fullmatch(typed)
        if glued and (spelling.find(glued[2]) or spelling.cut(glued[2])):
            self.notes.append(f"I read “{typed}” as {glued[1]} {glued[2]}.")
            self.tokens.insert(self.at, Token("name", glued[2], token.position, True))
            return self.function(canonical(glued[1]) or glued[1], token._replace(text=glued[1]))
        if constant := self.constant(typed):
            return constant
        if self.options.differentials and (x := self.differential(typed)):
            return Var(f"d{x}")
        reading = spelling.cut(typed)
        if reading is None:
            if unit := self.unit():
                return unit
            raise self.unknown(token)
        if reading.ambiguous:
            self.notes.append(f"I read “{typed}” as {' · '.join(reading.pieces)}.")
        *symbols, last = reading.pieces
        pieces: list[Node] = [Var(name) for name in symbols]
        if spelling.find(last):
            pieces.append(Var(last))
        else:
            pieces.append(self.function(canonical(last) or last, token))
        return Product(tuple(pieces)) if len(pieces) > 1 else pieces[0]

    def base(self, typed: str) -> Node | None:
        """The base of a logarithm that is typed as its subscript."""
        if typed.isdigit() and len(typed) < 5:
            return typed_number(typed)
        name = self.spelling.find(typed)
        return Var(name) if name else None

    def function_named(self, typed: str) -> str | None:
        """The function that a name means; LN, Exp and SQRT as spreadsheets write them."""
        known = canonical(typed)
        if known is None and len(typed) > 1 and not typed.islower():
            known = canonical(typed.lower())
            if known not in BARE and not self.operator("("):
                return None
        return known

    def unit(self) -> Node | None:
        """The unit that begins with the last name: its SI factor if the item declares units."""
        start = self.at - 1
        before = self.tokens[start - 1] if start else self.token
        if before.kind != "number" and before.text != ")":
            return None
        found = unit_ahead(self.tokens, start, lambda name: self.spelling.find(name) is None)
        if found is None:
            return None
        unit, self.at = found
        typed = "".join(token.text for token in self.tokens[start : self.at])
        if self.options.units:
            return Num(unit.factor, measures=unit.exponents, typed=typed)
        self.notes.append(f"I leave out the unit {typed}; the item is written without units.")
        return ONE

    def constant(self, typed: str) -> Node | None:
        if typed == "pi":
            return PI
        if typed == "e":
            return Call("exp", (ONE,))
        if typed in ("i", "j", "I") and self.options.imaginary:
            return IMAGINARY
        if typed in ("inf", "infinity", "oo"):
            return INFINITY
        return None

    def unknown(self, token: Token) -> FormulaError:
        near = self.spelling.suggestion(token.text)
        hint = f" Did you mean “{near}”?" if near else ""
        shown = token.text[:24]
        if self.operator("("):
            return FormulaError(f"There is no function “{shown}” here.{hint}", token.position)
        return FormulaError(f"There is no symbol “{shown}” here.{hint}", token.position)

    def function(self, name: str, token: Token) -> Node:
        if name in ("limit", "sum") and self.operator("_"):
            return self.under(name, token)
        exponent: Node | None = None
        if self.operator("^", "**") and name in BARE:  # sin^2(x)
            self.take()
            exponent = self.nested(self.exponent_of_function)
        if self.operator("("):
            node = self.arguments(name, token)
        elif name in BARE:
            node = Call(name, (self.argument(token),))
        else:
            message = f"“{token.text}” needs its argument in parentheses."
            raise FormulaError(message, token.position)
        if name == "log" and len(node.args) == 1:
            if token.text == "math.log":
                node = Call("ln", node.args)
            elif self.doubtful("logarithm"):
                self.notes.append("I read “log” as the logarithm to base 10; write ln for base e.")
                node = Call("log10", node.args)
            else:
                self.notes.append("I read “log” as the natural logarithm; write log10 for base 10.")
                node = Call("ln", node.args)
        if name == "sqrt":
            return (
                raised(Power(node.args[0], HALF), exponent)
                if exponent
                else Power(node.args[0], HALF)
            )
        return node if exponent is None else Power(node, exponent)

    def exponent_of_function(self) -> Node:
        if self.token.kind == "number":
            return typed_number(self.take().text)
        if self.operator("("):
            return self.atom()
        raise FormulaError("I expected a number as the power of the function.", self.token.position)

    def argument(self, token: Token) -> Node:
        """The argument of a function written without parentheses: the next tight product."""
        if self.operator("("):
            return self.atom()
        if self.operator("-"):
            self.take()
            return negative(self.argument(token))
        if not self.starts_factor():
            raise FormulaError(f"“{token.text}” needs an argument.", token.position)
        parts = [self.nested(self.power)]
        while self.token.glued and self.token.kind in ("name", "number"):
            parts.append(self.power())
        if self.operator("/") and self.doubtful("argument"):
            self.notes.append(f"I read “{token.text} a/b” as {token.text}(a/b).")
            while self.operator("/"):
                self.take()
                parts.append(Power(self.denominator(), MINUS_ONE))
        elif self.operator("/") or (self.starts_factor() and not self.operator("(")):
            self.notes.append(
                f"“{token.text} a/b” without parentheses is read as ({token.text} a)/b; "
                f"write {token.text}(a/b) if you mean that."
            )
        return parts[0] if len(parts) == 1 else Product(tuple(flat(parts)))

    def arguments(self, name: str, token: Token) -> Call:
        opened = self.take()
        marks, self.bars = self.bars, 0
        args: list[Node] = []
        bound = ""
        if name in BINDERS:
            bound = self.binder(name)
            self.bound.append(bound)
        while not self.operator(")"):
            if args:
                if not self.operator(","):
                    self.close(opened)
                self.take()
            args.append(self.enclosed_formula(opened))
        self.close(opened)
        if bound:
            self.bound.pop()
        self.bars = marks
        fewest, most = ARITY[name]
        if not fewest <= len(args) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            plural = "s" if most > 1 else ""
            raise FormulaError(
                f"“{token.text}” takes {wanted} argument{plural}, not {len(args)}.",
                token.position,
            )
        if bound and not isinstance(args[1], Var):
            raise FormulaError(
                f"“{token.text}” needs a variable as second argument.", token.position
            )
        return Call(name, tuple(args))

    def binder(self, name: str) -> str:
        """The variable of an integral, limit or sum: the second argument, read ahead."""
        depth = 0
        for ahead in range(self.at, len(self.tokens)):
            token = self.tokens[ahead]
            depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "operator" else 0
            if depth < 0:
                break
            if depth == 0 and token.text == "," and token.kind == "operator":
                following = self.tokens[min(ahead + 1, len(self.tokens) - 1)]
                if following.kind == "name" and canonical(following.text) is None:
                    return self.spelling.find(following.text) or following.text
                break
        return ""
