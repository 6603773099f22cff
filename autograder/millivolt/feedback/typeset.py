"""Formulas that were typed in a line, as they are written on paper."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from millivolt.checks.formula import declared
from millivolt.feedback.formula import refuse_foreign
from millivolt.items import SymbolSpec
from millivolt.symbolic import parse

__all__ = ["typeset"]

_LONGEST = 400


def typeset(text: str, symbols: Iterable[SymbolSpec]) -> Markup | None:
    """``text`` as MathML; ``None`` when it is no formula over ``symbols``, or too long to help."""
    if len(text) > _LONGEST:
        return None
    markup = parse(text, declared(symbols)).to_mathml()
    if not markup:
        return None
    refuse_foreign(markup)
    return Markup(markup)
