"""The characters that students' keyboards, phones and word processors put into a number."""

import re
import unicodedata

# Hyphens and dashes that word processors make of a typed minus.
MINUS_SIGNS = "-\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"
MINUS = re.escape(MINUS_SIGNS)  # to stand inside a character class
TYPOGRAPHIC_SPACES = "\u00a0\u2007\u2009\u202f\u2002\u2003\u2005\u2008\u200a"
SPACES = " \t\n\r" + TYPOGRAPHIC_SPACES
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"


def first_invisible(text: str) -> int | None:
    """Where the first character stands that nobody can see (control, zero-width, bidi)."""
    for position, character in enumerate(text):
        if character not in SPACES and unicodedata.category(character) in _INVISIBLE:
            return position
    return None


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
