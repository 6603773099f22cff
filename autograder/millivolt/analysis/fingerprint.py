"""What remains of a text when layout, comments and names are taken away."""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from dataclasses import dataclass

__all__ = ["Fingerprint", "fingerprint"]

_FEWEST_WORDS = 25
"""Shorter texts are too alike to tell anything."""

_LAYOUT = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
        tokenize.ENCODING,
    }
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``words``: the text without layout and comments. ``shape``: also without its own names."""

    words: str
    shape: str


def fingerprint(text: str) -> Fingerprint | None:
    """The fingerprint of code or prose; ``None`` for a text too short to tell anything.

    What does not read as Python is taken word by word, and its shape is the words in lower
    case without punctuation.
    """
    try:
        tokens = [
            (token.type, token.string)
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type not in _LAYOUT
        ]
    except (tokenize.TokenError, SyntaxError):
        words = text.split()
        if len(words) < _FEWEST_WORDS:
            return None
        letters = ("".join(c for c in word.casefold() if c.isalnum()) for word in words)
        return Fingerprint(" ".join(words), " ".join(letters))
    if len(tokens) < _FEWEST_WORDS:
        return None
    names: dict[str, str] = {}
    shape = [
        names.setdefault(word, f"name{len(names)}") if _is_own_name(kind, word) else word
        for kind, word in tokens
    ]
    return Fingerprint(" ".join(word for _, word in tokens), " ".join(shape))


def _is_own_name(kind: int, word: str) -> bool:
    return kind == tokenize.NAME and not keyword.iskeyword(word) and not hasattr(builtins, word)
