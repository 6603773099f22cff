"""A student's Markdown as nbgrader's pages may show it: they show it as HTML, scripts too. Pure."""

from __future__ import annotations

import re

__all__ = ["harmless"]

_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\]([(:])(?=\s*([^\s)]*))")
"""A link or the definition of one, and the address that follows."""

_FORMULA_LINK = re.compile(r"\\(?=href\b)")
_SAFE = re.compile(r"(?:https?://|mailto:|attachment:|#).*|[^:&\\<]*", re.IGNORECASE | re.DOTALL)
"""Addresses that run nothing: of the web, of this notebook, or of a file beside it.

A colon of another scheme may be written as an entity or behind a backslash.
"""


def harmless(markdown: str) -> str:
    """``markdown`` without markup, and without links that could run a program.

    A space after ``<`` makes it a sign, in text, in code and in formulas; one after the bracket
    makes a link its own text.
    """
    text = _FORMULA_LINK.sub(r"\\ ", _MARKUP.sub("< ", markdown))
    return _LINK.sub(_checked, text)


def _checked(link: re.Match[str]) -> str:
    opening, address = link.groups()
    return link[0] if _SAFE.fullmatch(address) else f"] {opening}"
