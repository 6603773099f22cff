"""The grammar of formulas: recursive descent, one method per level of binding strength."""

from __future__ import annotations

from collections.abc import Callable

from millivolt.symbolic.formula.expression import (
    MINUS_ONE,
    Call,
    Logic,
    Node,
    Power,
    Product,
    Relation,
    Sum,
    Var,
    children,
    is_statement,
    walk,
)
from millivolt.symbolic.formula.functions import canonical
from millivolt.symbolic.formula.typed import flat, negative, raised, typed_number
from millivolt.symbolic.reading.integrals import Integrals, ends_integral
from millivolt.symbolic.reading.naming import Options
from millivolt.symbolic.reading.scanner import FormulaError, Token

_RELATIONS = {"=": "=", "==": "=", ":=": "=", "<": "<", ">": ">", "<=": "<=", "=<": "<="}
_RELATIONS |= {">=": ">=", "!=": "!=", "<>": "!="}

__all__ = ["Options", "Reader"]


class Reader(Integrals):
    """Reads a whole formula from its tokens; ``notes`` collects the ambiguities met."""

    def read(self) -> Node:
        node = self.over(self.statement())
        if self.operator(",", ";") and is_statement(node):
            message = "Write “and” or “or” between two statements."
            raise FormulaError(message, self.token.position)
        if self.token.kind != "end":
            raise self.fail()
        if self.enclosed:
            self.refuse_misplaced(node)
        return node

    def refuse_misplaced(self, tree: Node) -> None:
        """Refuse a statement in brackets that is a part of something to be calculated."""
        within = [
            part for node in walk(tree) if not isinstance(node, Logic) for part in children(node)
        ]
        for position, statement in self.enclosed:
            if any(part is statement for part in within):
                message = "An equation or inequality cannot stand inside a formula."
                raise FormulaError(message, position)

    def statement(self) -> Node:
        return self.joined("or", self.conjunction)

    def conjunction(self) -> Node:
        return self.joined("and", self.relation)

    def joined(self, word: str, level: Callable[[], Node]) -> Node:
        parts, place = [level()], self.token.position
        while self.word(word):
            parts.append(level())
            if not all(is_statement(part) for part in parts):
                message = f"“{word}” joins equations or inequalities, as in x > 1 {word} y = 2."
                raise FormulaError(message, place)
            place = self.token.position
        return parts[0] if len(parts) == 1 else Logic(word, tuple(parts))

    def word(self, text: str) -> bool:
        if self.token.text == text and self.token.kind in ("name", "operator"):
            self.take()
            return True
        return False

    def relation(self) -> Node:
        sides = [self.nested(self.sum)]
        ops = []
        while self.token.kind == "operator" and self.token.text in _RELATIONS:
            ops.append(_RELATIONS[self.take().text])
            sides.append(self.nested(self.sum))
        links: list[Node] = [
            Relation(op, a, b) for op, a, b in zip(ops, sides, sides[1:], strict=False)
        ]
        if not links:
            return sides[0]
        return links[0] if len(links) == 1 else Logic("and", tuple(links))

    def sum(self) -> Node:
        terms = [self.term()]
        while self.operator("+", "-"):
            minus = self.take().text == "-"
            term = self.term()
            terms.append(negative(term) if minus else term)
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def term(self) -> Node:
        factors = [self.unary()]
        divided = False
        while True:
            if self.operator("*"):
                self.take()
                factors.append(self.unary())
                divided = False
            elif self.operator("/", ":"):
                self.note_root()
                if self.take().text == ":":
                    self.notes.append("I read “:” as “divided by”.")
                factors.append(Power(self.denominator(), MINUS_ONE))
                divided = True
            elif self.starts_factor():
                if self.token.kind == "number" and self.tokens[self.at - 1].kind == "number":
                    raise FormulaError(
                        "Two numbers stand side by side; write the operation between them.",
                        self.token.position,
                    )
                ambiguous = divided and self.tokens[self.at - 1].text != ")"
                if ambiguous and not self.at_differential() and self.note_division():
                    below = factors[-1]
                    assert isinstance(below, Power)
                    factors[-1] = Power(Product((below.base, self.power())), MINUS_ONE)
                else:
                    factors.append(self.power())
            else:
                break
            if ends_integral(factors):
                break
        return factors[0] if len(factors) == 1 else Product(tuple(flat(factors)))

    def note_division(self) -> bool:
        """Whether what follows a quotient without a sign belongs to its denominator."""
        name = self.token.kind in ("name", "number", "ion") and not self.is_function(
            self.token.text
        )
        if name and self.doubtful("quotient"):
            self.notes.append("I read “a/b c” as a/(b·c).")
            return True
        self.notes.append(
            "“a/b c” is ambiguous: I read it as (a/b)·c. Write a/(b·c) if you mean the other."
        )
        return False

    def note_root(self) -> None:
        """In x^1/2 and x^-1/2 only the 1 is the exponent."""
        *before, one = (token.text for token in self.tokens[: self.at])
        minus = "-" if before[-1:] == ["-"] else ""
        raising = before[-2:-1] if minus else before[-1:]
        below = self.tokens[self.at + 1].text
        if one == "1" and raising and raising[0] in ("^", "**") and below.isdigit():
            self.notes.append(
                f"I read “^{minus}1/{below}” as the power {minus}1, divided by {below}. "
                f"Write ^({minus}1/{below}) for the root."
            )

    def denominator(self) -> Node:
        """What a slash divides by: names and numbers typed without a space stay together."""
        node = self.unary()
        parts = [node]
        while self.token.glued and self.token.kind in ("name", "number", "ion"):
            if self.token.kind == "name" and self.is_function(self.token.text):
                break
            if self.at_differential():
                break
            if self.tokens[self.at - 1].text == ")":
                break
            if self.doubtful("glued"):
                self.notes.append("I read “a/bc” as (a/b)·c.")
                break
            parts.append(self.power())
        if len(parts) > 1:
            self.notes.append("In “a/bc” I read all that is glued behind the slash as divided by.")
            return Product(tuple(flat(parts)))
        if isinstance(node, Product) and self.tokens[self.at - 1].text != ")":
            typed = self.tokens[self.at - 1].text
            self.notes.append(f"I read “…/{typed}” as divided by all of “{typed}”.")
        return node

    def is_function(self, name: str) -> bool:
        return canonical(name) is not None and self.spelling.find(name) is None

    def starts_factor(self) -> bool:
        token = self.token
        if token.kind == "name":
            return token.text not in ("and", "or")
        if token.kind in ("number", "ion"):
            return True
        return token.kind == "operator" and (
            token.text in ("(", "frac", "int", "root") or (token.text == "|" and not self.bars)
        )

    def unary(self) -> Node:
        if self.operator("-"):
            self.take()
            return negative(self.nested(self.unary))
        if self.operator("+"):
            self.take()
            return self.nested(self.unary)
        return self.power()

    def power(self) -> Node:
        base = self.atom()
        glued_run = isinstance(base, Product) and self.tokens[self.at - 1].kind == "name"
        while self.operator("!"):
            self.take()
            base = Call("factorial", (base,))
        if self.operator("^", "**"):
            self.take()
            exponent = self.nested(self.unary)
            if glued_run and isinstance(base, Product):  # zF^2 squares only F
                return Product((*base.factors[:-1], raised(base.factors[-1], exponent)))
            return raised(base, exponent)
        return base

    def atom(self) -> Node:
        if self.at_differential():
            return self.mark()
        token = self.take()
        if token.kind == "number":
            return typed_number(token.text)
        if token.kind == "ion":
            species, _, side = token.text.partition(" ")
            name = self.spelling.ion(species, side)
            if name is None:
                shown = f"[{species}]{'_' if side else ''}{side}"
                raise FormulaError(f"There is no concentration {shown} here.", token.position)
            return Var(name)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            inner, self.bars = self.bars, 0
            node = self.enclosed_formula(token)
            self.bars = inner
            self.close(token)
            return node
        if token.text == "|":
            self.bars += 1
            node = self.nested(self.sum)
            self.close(token, "|")
            self.bars -= 1
            return Call("abs", (node,))
        if token.text == "frac":
            return self.fraction()
        if token.text == "root":
            degree = self.nested(self.group)
            return Call("root", (self.nested(self.group), degree))
        if token.text == "int":
            return self.integral(token)
        self.at -= token.kind != "end"
        raise self.fail()

    def group(self) -> Node:
        """One LaTeX argument: a group in braces, or a single digit or name."""
        token = self.token
        if self.operator("("):
            return self.atom()
        if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
            self.tokens[self.at] = Token(token.kind, token.text[1:], token.position + 1, True)
            return typed_number(token.text[0])
        return self.atom()

    def fraction(self) -> Node:
        start = self.at
        if self.options.derivatives and (node := self.latex_derivative()):
            return node
        self.at = start
        top = self.nested(self.group)
        return Product((top, Power(self.nested(self.group), MINUS_ONE)))
