"""Formulas that were typed in a line, as they are written on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from millivolt.checks.formula import declared, with_constants
from millivolt.feedback.formula import refuse_foreign
from millivolt.feedback.plain import plain
from millivolt.items import SymbolSpec
from millivolt.symbolic import Symbol, parse

__all__ = ["lines_as_read", "scrolling", "typeset"]

_LONGEST = 400
_MOST_LINES = 60


def typeset(text: str, symbols: Iterable[SymbolSpec]) -> Markup | None:
    """``text`` as MathML; ``None`` when it is no formula over ``symbols``, or too long to help."""
    return _typeset(text, declared(symbols))


def _typeset(text: str, symbols: Mapping[str, Symbol]) -> Markup | None:
    if len(text) > _LONGEST:
        return None
    markup = parse(text, symbols).to_mathml()
    if not markup:
        return None
    refuse_foreign(markup)
    return Markup(markup)


def scrolling(formulas: Markup) -> Markup:
    """``formulas`` in a box that scrolls when they are too wide, also by keyboard."""
    box = Markup('<div class="scrolls" role="group" aria-label="Formula" tabindex="0">{}</div>')
    return box.format(formulas)


def lines_as_read(text: str, symbols: Sequence[SymbolSpec]) -> Markup:
    """The lines of a derivation, numbered as findings number them: blank ones do not count.

    A line that is no formula stands as it was typed. Empty when no line is one.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_MOST_LINES]
    known = with_constants(declared(symbols), lines)
    shown = [_typeset(line, known) for line in lines]
    if not any(shown):
        return Markup()
    items = Markup("").join(
        Markup("<li>{}</li>").format(formula or Markup("<code>{}</code>").format(plain(line)))
        for line, formula in zip(lines, shown, strict=True)
    )
    return Markup("<ol>{}</ol>").format(items)
