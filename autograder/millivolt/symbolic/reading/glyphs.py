"""The many characters in which one sign arrives, folded to those that the scanner knows.

Word processors, formula editors, browsers and phones send dashes, wide and slanted letters,
spaces without width, and quotes around what is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_SIGNS = {
    **dict.fromkeys("−–—‐‑‒―➖", "-"),
    **dict.fromkeys("·⋅×∙•∗⨯✕✖⁎", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("∶", ":"),
    **dict.fromkeys("≤⩽≦", "<="),
    **dict.fromkeys("≥⩾≧", ">="),
    **dict.fromkeys("〖⟨❨⦅⟮", "("),  # the first pair: invisible brackets of Word's formula editor
    **dict.fromkeys("〗⟩❩⦆⟯", ")"),
    **dict.fromkeys("’‘ʹ", "′"),
    "≠": "!=",
    "→": "->",
    "∣": "|",
    "➕": "+",
    **dict.fromkeys("\u0304\u0305", "bar"),
}
_ONE_LETTER = frozenset(("<font>", "<wide>", "<narrow>", "<small>"))  # kinds of decomposition
_APPLIED = frozenset("\u2061\u2062\u2063\u2064")  # invisible: function of, times, comma, plus
_AROUND = frozenset(' \t\r\n"“”„`')  # what may stand around a formula that was copied
_CODE = re.compile(r"\s*(?:return\b|(?:\w+\s*=\s*)?lambda\b[\w\s,]*:|=(?!=))")
_COMMENT = re.compile(r"(?<!\\)#.*")


def fold(text: str) -> tuple[str, Sequence[int] | None]:
    """The text in the scanner's characters, and where each of them stood if any has moved."""
    text = _bare(text)
    if text.isascii():
        return text, None
    folded = [_folded(letter) for letter in text]
    if all(len(letter) == 1 for letter in folded):
        return "".join(folded), None
    places = [at for at, letter in enumerate(folded) for _ in letter]
    return "".join(folded), [*places, len(text)]


def _bare(text: str) -> str:
    """Blanks for quotes, marks of code and a full stop around the formula."""
    start, end = 0, len(text)
    while start < end and text[start] in _AROUND:
        start += 1
    if (code := _CODE.match(text, start)) and code.end() < end:
        start = code.end()
    if (comment := _COMMENT.search(text, start)) and "\n" not in text[comment.end() :].strip():
        end = comment.start()
    while end > start and (text[end - 1] in _AROUND or text[end - 1] in ".;,"):
        end -= 1
    return " " * start + text[start:end] + " " * (len(text) - end)


@lru_cache(maxsize=1024)
def _folded(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter.isspace() or letter in _APPLIED:
        return " "
    if unicodedata.category(letter) == "Cf":
        return ""
    kind, _, rest = unicodedata.decomposition(letter).partition(" ")
    if rest == "0304":  # a bar above: the maximal conductance ḡ
        return f"{chr(int(kind, 16))}bar"
    if kind == "<square>":  # ㏑ and ㎷ are single characters of eastern keyboards
        return unicodedata.normalize("NFKC", letter)
    if kind in _ONE_LETTER:
        plain = unicodedata.normalize("NFKC", letter)
        return _SIGNS.get(plain, plain) if len(plain) == 1 else letter
    return letter
