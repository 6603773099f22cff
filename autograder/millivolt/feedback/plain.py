"""Making a student's text inert: what is shown is what was typed, and nothing more happens."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain"]

MOST_CHARACTERS = 4_000
_STAND_IN = "\ufffd"
# Escape sequences of terminals: CSI, the string sequences up to their end, and two-byte ones.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[PX^_\]]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
# Categories of characters that act without being seen: controls, formats (direction marks and
# overrides, joiners, tags), halves of pairs, private and unassigned ones, line separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT = frozenset("\n\t")
_PILED_MARKS = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def plain(text: str, most: int = MOST_CHARACTERS) -> str:
    """``text`` with every unseen character replaced by a visible one; not yet escaped for HTML.

    Escape sequences go, line ends become ``\\n``, piled-up accents are cut at three. What is
    longer than ``most`` characters ends with a note that says how much is left out.
    """
    rest = max(0, len(text) - most)
    kept = _ANSI.sub("", text[:most]).replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(c if c in _KEPT or not _is_unseen(c) else _STAND_IN for c in kept)
    seen = _PILED_MARKS.sub(r"\1", seen)
    return f"{seen}\n… ({rest} more characters)" if rest else seen


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN
