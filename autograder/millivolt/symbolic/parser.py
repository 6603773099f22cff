"""Reading a formula: tokens and declarations to a tree, with notes on every ambiguity.

``parse`` is the door: it never raises on what a student typed, and never evaluates it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from .domain import Symbol, Symbols, as_symbols
from .expression import (
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
)
from .functions import ARITY, BARE, BINDERS, canonical
from .scanner import FormulaError, Token, scan
from .spelling import Spelling

MAX_DEPTH = 60
_RELATIONS = {"=": "=", "==": "=", ":=": "=", "<": "<", ">": ">", "<=": "<=", "=<": "<="}
_RELATIONS |= {">=": ">=", "!=": "!=", "<>": "!="}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: ``tree`` is None exactly when ``error`` is set.

    ``notes`` are sentences on the readings chosen where the text was ambiguous; ``position`` is
    the offset of the error in ``text``.
    """

    text: str
    tree: Node | None
    notes: tuple[str, ...] = ()
    error: str | None = None
    position: int | None = None

    @property
    def ok(self) -> bool:
        return self.tree is not None

    def to_latex(self) -> str:
        """LaTeX of the reading taken, for a preview; empty when there is none."""
        from .notation import to_latex

        return "" if self.tree is None else to_latex(self.tree)

    def to_mathml(self) -> str:
        """Presentation MathML of the reading taken; empty when there is none."""
        from .notation import to_mathml

        return "" if self.tree is None else to_mathml(self.tree)


class Vocabulary:
    """The declared names of one item, prepared once and reused for every formula."""

    def __init__(self, symbols: Symbols, *, derivatives: bool = False) -> None:
        self.symbols: dict[str, Symbol] = as_symbols(symbols)
        self.spelling = Spelling(self.symbols)
        self.derivatives = derivatives or self.spelling.find("d") is None
        self.differentials = derivatives
        self.complex = any(not _real(symbol) for symbol in self.symbols.values())

    def parse(self, text: str) -> Parsed:
        """Read one formula or statement."""
        if not isinstance(text, str) or not text.strip():
            return Parsed(str(text), None, (), "There is no formula here.", 0)
        reader = None
        try:
            reader = _Reader(scan(text), self)
            tree = reader.read()
        except FormulaError as error:
            notes = tuple(reader.notes) if reader else ()
            return Parsed(text, None, notes, error.message, error.position)
        return Parsed(text, tree, tuple(dict.fromkeys(reader.notes)))


def _real(symbol: Symbol) -> bool:
    from .domain import as_domain

    return as_domain(symbol).real


def parse(text: str, symbols: Symbols) -> Parsed:
    """Read a formula, equation or inequality typed by a person.

    ``symbols`` declares every name that may occur. The result holds the tree, notes on ambiguous
    passages, or one error sentence with its position; nothing is ever executed.
    """
    return vocabulary(symbols).parse(text)


def vocabulary(symbols: Symbols, *, derivatives: bool = False) -> Vocabulary:
    """The (cached) vocabulary of some declarations."""
    try:
        return _cached(tuple(symbols.items()), derivatives)
    except TypeError:  # an unhashable declaration, such as a list for an interval
        return Vocabulary(symbols, derivatives=derivatives)


@lru_cache(maxsize=256)
def _cached(items: tuple[tuple[str, object], ...], derivatives: bool) -> Vocabulary:
    return Vocabulary(dict(items), derivatives=derivatives)  # type: ignore[arg-type]


class _Reader:
    """Recursive descent, one method per level of binding strength."""

    def __init__(self, tokens: list[Token], words: Vocabulary) -> None:
        self.tokens = tokens
        self.words = words
        self.at = 0
        self.depth = 0
        self.bars = 0
        self.notes: list[str] = []
        self.bound: list[str] = []

    # -- tokens ---------------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def operator(self, *texts: str) -> bool:
        return self.token.kind == "operator" and self.token.text in texts

    def take(self) -> Token:
        token = self.token
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def close(self, opened: Token, mark: str = ")") -> None:
        if not self.operator(mark):
            if self.token.kind == "end":
                raise FormulaError(
                    f"“{opened.text}” is opened here but not closed.", opened.position
                )
            raise FormulaError(f"I expected “{mark}” here.", self.token.position)
        self.take()

    def nested(self, level: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("This formula is nested too deeply.", self.token.position)
        node = level()
        self.depth -= 1
        return node

    def fail(self) -> FormulaError:
        token = self.token
        if token.kind == "end":
            return FormulaError(
                "The formula stops too early: something is missing here.", token.position
            )
        return FormulaError(f"I did not expect “{token.text}” here.", token.position)

    # -- levels ---------------------------------------------------------------------------

    def read(self) -> Node:
        node = self.statement()
        if self.token.kind != "end":
            raise self.fail()
        return node

    def statement(self) -> Node:
        parts = [self.conjunction()]
        while self.word("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Logic("or", tuple(parts))

    def conjunction(self) -> Node:
        parts = [self.relation()]
        while self.word("and"):
            parts.append(self.relation())
        return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))

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
            terms.append(_negative(term) if minus else term)
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))

    def term(self) -> Node:
        factors = [self.unary()]
        divided = False
        while True:
            if self.operator("*"):
                self.take()
                factors.append(self.unary())
                divided = False
            elif self.operator("/"):
                self.take()
                factors.append(Power(self.denominator(), MINUS_ONE))
                divided = True
            elif self.starts_factor():
                if self.token.kind == "number" and self.tokens[self.at - 1].kind == "number":
                    raise FormulaError(
                        "Two numbers stand side by side; write the operation between them.",
                        self.token.position,
                    )
                if divided and self.tokens[self.at - 1].text != ")":
                    self.note_division()
                factors.append(self.power())
            else:
                break
        return factors[0] if len(factors) == 1 else Product(tuple(_flat(factors)))

    def note_division(self) -> None:
        self.notes.append(
            "“a/b c” is ambiguous: I read it as (a/b)·c. Write a/(b·c) if you mean the other."
        )

    def denominator(self) -> Node:
        """What a slash divides by: names and numbers typed without a space stay together."""
        node = self.unary()
        parts = [node]
        while self.token.glued and self.token.kind in ("name", "number", "ion"):
            if self.token.kind == "name" and self.is_function(self.token.text):
                break
            if self.tokens[self.at - 1].text == ")":
                break
            parts.append(self.power())
        if len(parts) > 1:
            self.notes.append("In “a/bc” I read everything glued behind the slash as divided by.")
            return Product(tuple(_flat(parts)))
        if isinstance(node, Product) and self.tokens[self.at - 1].text != ")":
            typed = self.tokens[self.at - 1].text
            self.notes.append(f"I read “…/{typed}” as divided by all of “{typed}”.")
        return node

    def is_function(self, name: str) -> bool:
        return canonical(name) is not None and self.words.spelling.find(name) is None

    def starts_factor(self) -> bool:
        token = self.token
        if token.kind == "name":
            return token.text not in ("and", "or")
        if token.kind in ("number", "ion"):
            return True
        return token.kind == "operator" and (
            token.text in ("(", "frac") or (token.text == "|" and not self.bars)
        )

    def unary(self) -> Node:
        if self.operator("-"):
            self.take()
            return _negative(self.nested(self.unary))
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
                return Product((*base.factors[:-1], _power(base.factors[-1], exponent)))
            return _power(base, exponent)
        return base

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "ion":
            species, _, side = token.text.partition(" ")
            name = self.words.spelling.ion(species, side)
            if name is None:
                shown = f"[{species}]{'_' if side else ''}{side}"
                raise FormulaError(
                    f"The concentration {shown} is not declared here.", token.position
                )
            return Var(name)
        if token.kind == "name":
            return self.name(token)
        if token.text == "(":
            inner, self.bars = self.bars, 0
            node = self.nested(self.statement)
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
        if token.text == "int":
            raise FormulaError("Write an integral as integrate(f, x, from, to).", token.position)
        self.at -= token.kind != "end"
        raise self.fail()

    def group(self) -> Node:
        """One LaTeX argument: a group in braces, or a single digit or name."""
        token = self.token
        if self.operator("("):
            return self.atom()
        if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
            self.tokens[self.at] = Token(token.kind, token.text[1:], token.position + 1, True)
            return _number(token.text[0])
        return self.atom()

    def fraction(self) -> Node:
        start = self.at
        if self.words.derivatives and (node := self.latex_derivative()):
            return node
        self.at = start
        top = self.nested(self.group)
        return Product((top, Power(self.nested(self.group), MINUS_ONE)))

    # -- derivatives and integrals ----------------------------------------------------------

    def latex_derivative(self) -> Node | None:
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
        return Var(f"d{function}/d{variable}")

    def differential(self, typed: str) -> str | None:
        """The symbol x in a typed ``dx``, unless ``dx`` itself is declared."""
        if len(typed) < 2 or typed[0] != "d" or self.words.spelling.find(typed):
            return None
        return self.words.spelling.find(typed[1:])

    def derivative(self, token: Token) -> Node | None:
        """``dE/dT``, ``d/dx(...)`` or ``d(...)/dx`` at the cursor, or None."""
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
        function = self.differential(token.text)
        if function is None:
            return None
        self.at += 2
        return Var(f"d{function}/d{variable}")

    # -- names -----------------------------------------------------------------------------

    def name(self, token: Token) -> Node:
        typed = token.text
        spelling = self.words.spelling
        if typed in self.bound:
            return Var(typed)
        if self.words.derivatives and typed[0] == "d" and (node := self.derivative(token)):
            return node
        if found := spelling.find(typed):
            if found.rstrip("_") != typed:
                self.notes.append(f"I read “{typed}” as {found}.")
            return Var(found)
        if function := canonical(typed):
            return self.function(function, token)
        if typed.startswith("log_") and typed[4:].isdigit() and len(typed) < 9:
            return Call("log", (self.argument(token), _number(typed[4:])))
        if constant := self.constant(typed):
            return constant
        if self.words.differentials and (x := self.differential(typed)):
            return Var(f"d{x}")
        reading = spelling.cut(typed)
        if reading is None:
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

    def constant(self, typed: str) -> Node | None:
        if typed == "pi":
            return PI
        if typed == "e":
            return Call("exp", (ONE,))
        if typed in ("i", "j", "I") and self.words.complex:
            return IMAGINARY
        if typed in ("inf", "infinity", "oo"):
            return INFINITY
        return None

    def unknown(self, token: Token) -> FormulaError:
        near = self.words.spelling.suggestion(token.text)
        hint = f" Did you mean “{near}”?" if near else ""
        shown = token.text[:24]
        if self.operator("("):
            return FormulaError(f"There is no function “{shown}” here.{hint}", token.position)
        return FormulaError(f"The symbol “{shown}” is not declared here.{hint}", token.position)

    def function(self, name: str, token: Token) -> Node:
        exponent: Node | None = None
        if self.operator("^", "**") and name in BARE:  # sin^2(x)
            self.take()
            exponent = self.nested(self.exponent_of_function)
        if self.operator("("):
            node = self.arguments(name, token)
        elif name in BARE:
            node = Call(name, (self.argument(token),))
        else:
            raise FormulaError(f"“{token.text}” needs its argument in parentheses.", token.position)
        if name == "log" and len(node.args) == 1:
            self.notes.append("I read “log” as the natural logarithm; write log10 for base 10.")
            node = Call("ln", node.args)
        if name == "sqrt":
            return (
                _power(Power(node.args[0], HALF), exponent)
                if exponent
                else Power(node.args[0], HALF)
            )
        return node if exponent is None else Power(node, exponent)

    def exponent_of_function(self) -> Node:
        if self.token.kind == "number":
            return _number(self.take().text)
        if self.operator("("):
            return self.atom()
        raise FormulaError("I expected a number as the power of the function.", self.token.position)

    def argument(self, token: Token) -> Node:
        """The argument of a function written without parentheses: the next tight product."""
        if self.operator("("):
            return self.atom()
        if self.operator("-"):
            self.take()
            return _negative(self.argument(token))
        if not self.starts_factor():
            raise FormulaError(f"“{token.text}” needs an argument.", token.position)
        parts = [self.nested(self.power)]
        while self.token.glued and self.token.kind in ("name", "number"):
            parts.append(self.power())
        if self.operator("/") or (self.starts_factor() and not self.operator("(")):
            self.notes.append(
                f"“{token.text} a/b” without parentheses is read as ({token.text} a)/b; "
                f"write {token.text}(a/b) if you mean that."
            )
        return parts[0] if len(parts) == 1 else Product(tuple(_flat(parts)))

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
            args.append(self.nested(self.statement))
        self.close(opened)
        if bound:
            self.bound.pop()
        self.bars = marks
        fewest, most = ARITY[name]
        if not fewest <= len(args) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise FormulaError(
                f"“{token.text}” takes {wanted} argument{'s' if most > 1 else ''}, not {len(args)}.",
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
                    return self.words.spelling.find(following.text) or following.text
                break
        return ""


def _number(typed: str) -> Num:
    text = typed.replace(",", ".")
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    unit = Fraction(10) ** (int(exponent or 0) - decimals)
    return Num(Fraction(text), unit / 2)


def _negative(node: Node) -> Node:
    if isinstance(node, Num):
        return Num(-node.value, node.half)
    return Product((MINUS_ONE, *(node.factors if isinstance(node, Product) else (node,))))


def _power(base: Node, exponent: Node) -> Node:
    if base == Call("exp", (ONE,)):  # the typed letter e
        return Call("exp", (exponent,))
    return Power(base, exponent)


def _flat(factors: list[Node]) -> list[Node]:
    flat: list[Node] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else (factor,))
    return flat
