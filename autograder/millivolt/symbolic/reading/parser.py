"""The door for typed formulas: text and declarations to a tree, with notes on ambiguities.

``parse`` never raises on what a student typed, and never evaluates it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from millivolt.symbolic.formula.domain import Symbol, Symbols, as_domain, as_symbols
from millivolt.symbolic.formula.expression import Logic, Node, is_statement
from millivolt.symbolic.formula.spelling import Spelling
from millivolt.symbolic.reading.grammar import Options, Reader
from millivolt.symbolic.reading.scanner import FormulaError, Token, scan

_TWO_SIGNS = {"±": "+-", "∓": "-+"}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: ``tree`` is None exactly when ``error`` is set.

    ``notes`` are sentences on the readings chosen where the text was ambiguous; ``position`` is
    the offset of the error in ``text``. ``doubts`` are the notations in it that have a second
    usual reading (see ``Names.doubtful``).
    """

    text: str
    tree: Node | None
    notes: tuple[str, ...] = ()
    error: str | None = None
    position: int | None = None
    doubts: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        return self.tree is not None

    def to_latex(self) -> str:
        """LaTeX of the reading taken, for a preview; empty when there is none."""
        from millivolt.symbolic.formula.notation import to_latex

        return "" if self.tree is None else to_latex(self.tree)

    def to_mathml(self) -> str:
        """Presentation MathML of the reading taken; empty when there is none."""
        from millivolt.symbolic.formula.notation import to_mathml

        return "" if self.tree is None else to_mathml(self.tree)


class Vocabulary:
    """The declared names of one item, prepared once and reused for every formula."""

    def __init__(self, symbols: Symbols, *, derivatives: bool = False) -> None:
        self.symbols: dict[str, Symbol] = as_symbols(symbols)
        self.spelling = Spelling(self.symbols)
        self.reading = Options(
            derivatives=derivatives or self.spelling.find("d") is None,
            differentials=derivatives,
            imaginary=any(not as_domain(symbol).real for symbol in self.symbols.values()),
            units=any(symbol.unit for symbol in self.symbols.values()),
        )

    def parse(self, text: str, other: frozenset[str] = frozenset()) -> Parsed:
        """Read one formula or statement; ``other`` doubtful notations the less usual way."""
        if not isinstance(text, str) or not text.strip():
            return Parsed(str(text), None, (), "There is no formula here.", 0)
        notes: list[str] = []
        doubts: set[str] = set()
        reading = replace(self.reading, other=other) if other else self.reading
        try:
            trees = []
            typed = scan(text)
            for tokens in _with_signs(typed):
                reader = Reader(tokens, self.spelling, reading, notes, doubts)
                trees.append(reader.read())
            tree = _either(trees, typed)
        except FormulaError as error:
            message = _as_typed(error, text)
            return Parsed(text, None, tuple(notes), message, error.position)
        return Parsed(text, tree, tuple(dict.fromkeys(notes)), doubts=frozenset(doubts))


def _as_typed(error: FormulaError, text: str) -> str:
    """The message with the bracket that was typed: all kinds are one to the reader."""
    typed = text[error.position : error.position + 1]
    if typed in ("{", "["):
        return error.message.replace("“(”", f"“{typed}”")
    if typed in ("}", "]"):
        return error.message.replace("expect “)”", f"expect “{typed}”")
    return error.message


def _with_signs(tokens: list[Token]) -> list[list[Token]]:
    """The tokens with ``±`` as plus and as minus, all of them together; as they are without one."""
    if not any(token.text in _TWO_SIGNS for token in tokens):
        return [tokens]
    return [
        [
            token._replace(text=_TWO_SIGNS[token.text][way]) if token.text in _TWO_SIGNS else token
            for token in tokens
        ]
        for way in (0, 1)
    ]


def _either(trees: list[Node], tokens: list[Token]) -> Node:
    """One statement or the other, if there are two."""
    first, *others = trees
    if not others:
        return first
    if not is_statement(first):
        message = "“±” gives two values; write an equation, such as x = ±2."
        raise FormulaError(message, next(t.position for t in tokens if t.text in _TWO_SIGNS))
    return Logic("or", (first, *others))


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
