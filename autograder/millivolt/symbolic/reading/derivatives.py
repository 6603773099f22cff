"""Derivatives as they are written by hand: ``dE/dT``, ``\\frac{d}{dx} f``, ``d²V/dx²``."""

from __future__ import annotations

from millivolt.symbolic.formula.expression import Call, Node, Var, rate_name
from millivolt.symbolic.reading.naming import Names
from millivolt.symbolic.reading.scanner import Token


class Derivatives(Names):
    """The part of the reader that begins with the d of a derivative."""

    def second_derivative(self, start: int, divided: str) -> Node | None:
        """``d^2V/dx^2`` or, after \\frac, ``(d^2V)(dx^2)`` from a token on: step over it."""
        ahead = [(k, t) for k, t in enumerate(self.tokens[start : start + 16], start)]
        seen = [(k, t.text) for k, t in ahead if t.text not in ("(", ")")]
        texts = [text for _, text in seen]
        if texts[:3] != ["d", "^", "2"] or texts[4 : 4 + len(divided)] != list(divided):
            return None
        function, below = self.spelling.find(texts[3]), texts[4 + len(divided) :]
        split = below[:1] == ["d"]
        if function is None or len(below) < 3 + split or below[1 + split : 3 + split] != ["^", "2"]:
            return None
        variable = self.spelling.find(below[1]) if split else self.differential(below[0])
        if variable is None:
            return None
        end = seen[6 + len(divided) + split][0] + 1
        opened = [t.text for k, t in ahead if k < end]
        self.at = end + opened.count("(") - opened.count(")")
        return Var(rate_name(rate_name(function, variable), variable))

    def latex_derivative(self) -> Node | None:
        if node := self.second_derivative(self.at, ""):
            return node
        if not (self.operator("(") and self.peek(1).kind == "name" and self.peek(2).text == ")"):
            return None
        top, bottom = self.peek(1).text, self.peek(4).text
        if self.peek(3).text != "(" or self.peek(5).text != ")":
            return None
        variable = self.differential(bottom)
        if variable is None:
            return None
        if top == "d":
            self.at += 6
            return Call("diff", (self.power(), Var(variable)))
        function = self.differential(top)
        if function is None:
            return None
        self.at += 6
        return Var(rate_name(function, variable))

    def differential(self, typed: str) -> str | None:
        """The symbol x in a typed ``dx``, unless ``dx`` itself is declared."""
        if len(typed) < 2 or typed[0] != "d" or self.spelling.find(typed):
            return None
        return self.spelling.find(typed[1:])

    def derivative(self, token: Token) -> Node | None:
        """``dE/dT``, ``d/dx(...)`` or ``d(...)/dx`` at the cursor, or None."""
        if token.text == "d" and (node := self.second_derivative(self.at - 1, "/")):
            return node
        if token.text == "d" and self.operator("("):
            start = self.at
            node = self.atom()
            if self.operator("/") and (x := self.differential(self.peek().text)):
                self.at += 2
                return Call("diff", (node, Var(x)))
            self.at = start
            return None
        if not self.operator("/"):
            return None
        variable = self.differential(self.peek().text)
        if variable is None:
            return None
        if token.text == "d":
            self.at += 2
            return Call("diff", (self.power(), Var(variable)))
        function = self.spelling.find(token.text[1:])  # even if "dE" itself is declared
        if function is None:
            return None
        self.at += 2
        return Var(rate_name(function, variable))
