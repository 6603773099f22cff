"""An integral as it is written by hand: its sign, its limits, and the differential that ends it."""

from __future__ import annotations

import re

from millivolt.symbolic.formula.expression import ONE, Call, Node, Product, Sum, Var, walk
from millivolt.symbolic.formula.functions import canonical
from millivolt.symbolic.formula.typed import flat, negative
from millivolt.symbolic.reading.derivatives import Derivatives
from millivolt.symbolic.reading.scanner import FormulaError, Token

_MARK = Var("#d")  # stands for the differential while the integrand is read
_QUOTIENTS = (("", "/", ""), ("frac", "(", "", ")", "(", "", ")"))  # of two differentials
_UNREADABLE = "I cannot read this integral; write it as integrate(f, x, from, to)."


class Integrals(Derivatives):
    """The part of the reader that begins with the sign of an integral, a sum or a limit."""

    def under(self, name: str, sign: Token) -> Node:
        """``\\lim_{t \\to 0} f``, ``\\sum_{n=1}^3 f``: the call that is meant."""
        self.take()
        opened, between = self.token, "->" if name == "limit" else "="
        variable = self.peek()
        if not self.operator("(") or variable.kind != "name" or self.peek(2).text != between:
            shown = "lim_{x->0} f" if name == "limit" else "sum_{n=1}^{3} f"
            raise FormulaError(f"Write what is below “{sign.text}” as in {shown}.", sign.position)
        self.at += 3
        ends = [self.nested(self.term)]
        self.close(opened)
        if name == "sum":
            if not self.operator("^"):
                raise FormulaError("This sum has no upper end.", sign.position)
            self.take()
            ends.append(self.nested(self.atom))
        bound = self.spelling.find(variable.text) or variable.text
        self.bound.append(bound)
        body = self.nested(self.term)
        self.bound.pop()
        return Call(name, (body, Var(bound), *ends))

    def integral(self, sign: Token) -> Node:
        """``∫_0^d u dx``, ``∫ dc/c``: the call of ``integrate`` that is meant."""
        low, high = self.limits()
        at, variable = self.differential_ahead(sign)
        self.open.append(at)
        self.bound.append(variable)
        terms = [self.integrand_term(sign)]
        while self.at <= at:
            if not self.operator("+", "-"):
                raise self.fail()
            minus = self.take().text == "-"
            term = self.integrand_term(sign)
            terms.append(negative(term) if minus else term)
        self.bound.pop()
        self.open.pop()
        body = terms[0] if len(terms) == 1 else Sum(tuple(terms))
        if any(node == _MARK for node in walk(body)):
            raise FormulaError(_UNREADABLE, sign.position)
        return Call("integrate", (body, Var(variable), *(end for end in (low, high) if end)))

    def integrand_term(self, sign: Token) -> Node:
        """One term of the integrand, without the differential."""
        term = self.nested(self.term)
        factors = flat([term])
        if _MARK not in factors:
            return term
        rest = [factor for factor in factors if factor != _MARK]
        if len(rest) < len(factors) - 1:
            raise FormulaError(_UNREADABLE, sign.position)
        return rest[0] if len(rest) == 1 else Product(tuple(rest)) if rest else ONE

    def limits(self) -> tuple[Node | None, Node | None]:
        found: dict[str, Node] = {}
        while self.operator("_", "^") and self.token.text not in found:
            mark = self.take().text
            minus = self.operator("-") and bool(self.take())
            end = self.nested(self.atom)
            found[mark] = negative(end) if minus else end
        if len(found) == 1:
            missing = "upper limit, as in ∫_0^a" if "_" in found else "lower limit, as in ∫_0^a"
            raise FormulaError(f"This integral has no {missing}.", self.token.position)
        return found.get("_"), found.get("^")

    def differential_ahead(self, sign: Token) -> tuple[int, str]:
        """Where the differential of this integral stands, and the symbol in it."""
        inner = 0
        for index in range(self.at, len(self.tokens)):
            if self.tokens[index].text == "int" and self.tokens[index].kind == "operator":
                inner += 1
            found = self.differential_at(index)
            if found is None:
                continue
            if not inner:
                return index + self.cut_off(index), found
            inner -= 1
        raise FormulaError("I miss the differential of this integral, such as dx.", sign.position)

    def differential_at(self, index: int) -> str | None:
        """The x of a ``dx`` at a token; not in ``dc/dx``, nor where ``dx`` is a symbol."""
        token, after = self.tokens[index], self.tokens[min(index + 1, len(self.tokens) - 1)]
        if token.kind != "name" or canonical(token.text) is not None:
            return None
        if self.tokens[index - 1].text in ("_", "^"):
            return None  # a limit
        if token.text == "d":
            named = after.kind == "name" and canonical(after.text) is None
            apart = named and (after.glued or self.spelling.find("d") is None)
            return self.symbol_or_new(after.text) if apart else None
        if self.in_quotient(index):
            return None
        found = re.fullmatch(r"(.*)d([^d].*)", token.text)
        if found is None or self.spelling.find(token.text):
            return None
        before, variable = found.groups()
        if before and not (self.spelling.find(variable) and self.readable(before)):
            return None
        return self.symbol_or_new(variable)

    def in_quotient(self, index: int) -> bool:
        """Whether the token is a part of a derivative: dc/dx, d/dx or \\frac{dc}{dx}."""
        for shape in _QUOTIENTS:
            for place in [k for k, mark in enumerate(shape) if not mark]:
                start = index - place
                tokens = self.tokens[max(start, 0) : start + len(shape)]
                if len(tokens) < len(shape) or start < 0:
                    continue
                top, below = (t.text for t, mark in zip(tokens, shape, strict=True) if not mark)
                marks = all(t.text == mark for t, mark in zip(tokens, shape, strict=True) if mark)
                rate = top == "d" or self.differential(top) is not None
                if marks and rate and self.differential(below) is not None:
                    return True
        return False

    def readable(self, typed: str) -> bool:
        return bool(self.spelling.find(typed) or typed in self.bound or self.spelling.cut(typed))

    def symbol_or_new(self, typed: str) -> str:
        return self.spelling.find(typed) or typed

    def cut_off(self, index: int) -> int:
        """Separate the ``dx`` of a token ``xdx`` from what is glued before it; 1 if it was."""
        token = self.tokens[index]
        start = token.text.rfind("d")
        if token.text == "d" or start == 0:
            return 0
        self.tokens[index : index + 1] = [
            token._replace(text=token.text[:start]),
            Token("name", token.text[start:], token.position + start, True),
        ]
        return 1

    def at_differential(self) -> bool:
        """Whether the differential that ends the innermost integral stands at the cursor."""
        return bool(self.open) and self.at == self.open[-1]

    def mark(self) -> Node:
        """Step over the differential at the cursor."""
        if self.take().text == "d":
            self.take()
        return _MARK


def ends_integral(factors: list[Node]) -> bool:
    """Whether a differential came behind other factors: what follows is outside the integral."""
    return factors[-1] == _MARK and len(factors) > 1
