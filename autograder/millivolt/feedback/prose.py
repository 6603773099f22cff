"""Prose in Markdown, with formulas between dollar signs, as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from millivolt.feedback.formula import mathml

__all__ = ["phrase", "prose", "unreadable_formulas"]

WIDE = 28
"""Signs that a formula may have before it can be too wide for a phone."""

_SCROLLED = 'role="group" aria-label="Formula" tabindex="0"'
_UNSEEN = re.compile(r"\\[A-Za-z]+|[\\{}^_,;\s]")


def prose(markdown: str) -> Markup:
    """``markdown`` as HTML blocks. HTML in it is text; images are left out."""
    return Markup(_reader().render(markdown))


def phrase(markdown: str) -> Markup:
    """One line of ``markdown`` as HTML without a paragraph around it."""
    return Markup(_reader().renderInline(markdown))


def unreadable_formulas(markdown: str) -> tuple[str, ...]:
    """A sentence for each formula of ``markdown`` that would be shown as its source."""
    problems = []
    for token in _reader().parse(markdown):
        for inner in (token, *(token.children or ())):
            if inner.type.startswith("math"):
                try:
                    mathml(inner.content)
                except ValueError as problem:
                    problems.append(str(problem))
    return tuple(problems)


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.use(dollarmath_plugin, double_inline=True)
    for kind, block in (("inline", False), ("inline_double", True), ("block", True)):
        reader.add_render_rule(f"math_{kind}", _display if block else _inline)
    reader.add_render_rule("fence", _program)
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", _table_close)
    # Headings in prose would break the page's own outline.
    for level in ("heading_open", "heading_close"):
        reader.add_render_rule(level, _heading)
    return reader


def _inline(_reader: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    tex = tokens[place].content
    formula = _formula(tex, block=False)
    if len(_UNSEEN.sub("", tex)) < WIDE:
        return formula
    # Browsers do not break formulas; on a phone a long one would push the page apart.
    return f'<span class="wide-formula" {_SCROLLED}>{formula}</span>'


def _display(_reader: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    # A span, because a displayed formula may stand inside a paragraph. It can be reached by
    # keyboard, because a wide one scrolls.
    formula = _formula(tokens[place].content, block=True)
    return f'<span class="display" {_SCROLLED}>{formula}</span>'


def _table_open(*_: object) -> str:
    return '<div class="scrolls" role="group" aria-label="Table" tabindex="0"><table>\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _program(_reader: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    code = escape(tokens[place].content)
    return f'<pre class="code" tabindex="0"><code>{code}</code></pre>\n'


@lru_cache(maxsize=4096)  # a class's pages repeat the same formulas
def _formula(tex: str, *, block: bool) -> str:
    try:
        return mathml(tex, block=block)
    except ValueError:
        return f"<code>{escape(tex)}</code>"


def _heading(_reader: object, tokens: Sequence[Token], place: int, *_: object) -> str:
    return '<p class="heading">' if tokens[place].nesting > 0 else "</p>\n"
