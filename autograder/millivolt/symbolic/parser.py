"""The door for typed formulas: text and declarations to a tree, with notes on ambiguities.

``parse`` never raises on what a student typed, and never evaluates it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .domain import Symbol, Symbols, as_domain, as_symbols
from .expression import Node
from .grammar import Options, Reader
from .scanner import FormulaError, scan
from .spelling import Spelling


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
        self.reading = Options(
            derivatives=derivatives or self.spelling.find("d") is None,
            differentials=derivatives,
            imaginary=any(not as_domain(symbol).real for symbol in self.symbols.values()),
            units=any(symbol.unit for symbol in self.symbols.values()),
        )

    def parse(self, text: str) -> Parsed:
        """Read one formula or statement."""
        if not isinstance(text, str) or not text.strip():
            return Parsed(str(text), None, (), "There is no formula here.", 0)
        reader = None
        try:
            reader = Reader(scan(text), self.spelling, self.reading)
            tree = reader.read()
        except FormulaError as error:
            notes = tuple(reader.notes) if reader else ()
            return Parsed(text, None, notes, error.message, error.position)
        return Parsed(text, tree, tuple(dict.fromkeys(reader.notes)))


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
