"""Makes hostile text harmless to look at: no terminal codes, no hidden or reordering characters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TERMINAL_CODE: Final = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # operating system commands: titles, links
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # device control and other strings
    r"|[\x1b\x9b]\[?[0-?]*[ -/]*[@-~]"  # colours, cursor movement
)
_LINE_ENDINGS: Final = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_KEPT: Final = "\n\t"
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS: Final = "\u200d\ufe0f"

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def clean(text: str, most: int | None = None) -> str:
    """The text without terminal codes, control, bidirectional and invisible characters.

    What is removed outright is formatting; a control character that is left over shows as a
    replacement mark, so that nothing disappears unseen. Markup is not touched: escaping it is
    for whoever writes the page.

    Args:
        text: anything a student's program printed or named.
        most: characters to keep; an ellipsis shows that there were more.
    """
    plain = _LINE_ENDINGS.sub("\n", _TERMINAL_CODE.sub("", text))
    if not plain.isascii() or not plain.isprintable():
        plain = "".join(_shown(character) for character in plain)
    if most is not None and len(plain) > most:
        plain = plain[:most] + "…"
    return plain


def _shown(character: str) -> str:
    if character in _KEPT or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category not in _HIDDEN_CATEGORIES:
        return character
    return "" if category == "Cf" else REPLACEMENT
