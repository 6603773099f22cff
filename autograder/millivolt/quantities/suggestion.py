"""What somebody may have meant who wrote a unit that is not in the table."""

from difflib import get_close_matches

from millivolt.quantities.dimension import Dimension
from millivolt.quantities.table import SUGGESTIONS, SYMBOLS, WORDS


def suggest(text: str) -> str | None:
    """The printed symbol of a unit that looks like `text`, or None.

    Letters in the wrong case are looked at first ("mv"), then misspelt names ("milivolts").
    """
    if text in SUGGESTIONS:
        return SUGGESTIONS[text]
    lowered = text.lower()
    cased = sorted({atom.symbol for key, atom in SYMBOLS.items() if key.lower() == lowered})
    if cased:
        return " or ".join(cased)
    near = get_close_matches(lowered[:40], WORDS, n=1, cutoff=0.8)
    return WORDS[near[0]].symbol if near else None


def in_other_case(symbol: str, wanted: Dimension) -> str | None:
    """The unit of the wanted dimension that differs from `symbol` in its capitals only.

    ``in_other_case("mm", CONCENTRATION)`` is ``"mM"``: a millimetre was written for a millimolar.
    """
    lowered = symbol.lower()
    found = {
        atom.symbol
        for key, atom in SYMBOLS.items()
        if key.lower() == lowered and key != symbol and atom.dimension == wanted
    }
    return found.pop() if len(found) == 1 else None
