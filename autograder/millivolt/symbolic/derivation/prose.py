"""The words, marks and arrows around the formulas of a derivation."""

from __future__ import annotations

import re

_WORDS = (
    "so and or therefore thus hence where with since because we get gives give given the "
    "then is are by dividing divide multiplying multiply both sides side from into which "
    "that this yields yield implies follows now using use as at for obtain have has to of "
    "it be it's let us write solve solving rearranging rearrange substituting substitute "
    "inserting taking take exponential logarithm log-rule rule laws law on find finally "
    "result equation eq line an in if when simplify simplifying collect terms put setting "
    "set cancel cancels cancelling common factor definition defining define after before "
    "here also note recall i.e. ie q.e.d. qed"
)
STOP = frozenset(_WORDS.split())
LEAD = re.compile(
    r"^(?:\s*(?:\(\s*(?:\d+[a-z]?|[ivx]+)\s*\)(?!\s*[-+*/^=])|\d+[a-z]?[.):](?=\s)|[•*]\s+(?=\S)|"
    r"\\(?:Rightarrow|implies|therefore|Leftrightarrow|iff|quad|qquad|to)(?![A-Za-z])|"
    r"⇒|⟹|⇔|⟺|∴|=>|<=>|→|&|\\item|>>>|>))+\s*"
)
TAIL = re.compile(
    r"(?:\s*(?:\\tag\{[^}]*\}|\\\\|\(\s*(?:\d+[a-z]?|[ivx]+|\*+)\s*\)|\[\s*\d+\s*\]|"
    r"[.;,]|\\label\{[^}]*\}|∎|□|✓))+\s*$"
)
COMPARED = re.compile(r"[=<>≠≤≥≈]|\\(?:neq?|leq?|geq?|lt|gt)(?![A-Za-z])")
ARROWS = re.compile(
    r"\\(?:Rightarrow|implies|therefore|Leftrightarrow|iff|quad|qquad)(?![A-Za-z])|⇒|⟹|⇔|⟺|∴|<?=>"
)
CONSEQUENCE = re.compile(
    r"[\s,;]+(?:then|so|hence|thus|therefore|gives?|yields?|implies|means|follows|"
    r"(?:we |one |you )?(?:get|have|find|obtain)s?)\b|:\s|⇒|⟹|=>",
    re.IGNORECASE,
)
BEHIND = re.compile(  # "I > 0 for V > E", "V = E (if I = 0)", "V = E as t -> inf"
    r"(?P<said>.*?(?:[=<>≠≤≥≈]|\\(?:neq?|leq?|geq?|approx)(?![A-Za-z])).*?)[\s,(]+"
    r"(?:for|if|when|whenever|as|provided(?: that)?)\s+"
    r"(?P<condition>[^=<>≠≤≥≈→]*(?:[=<>≠≤≥→]|->|\\(?:neq?|leq?|geq?|to)(?![A-Za-z])).*?)\)?[.\s]*$"
)
_MARGIN = re.compile(r"\s+(?:\|\s*[-:÷·*/+^]?[^|=]*|//.*|#\s.*)$")  # "| : zF", "// solved"


def without_margin(text: str) -> str:
    """The line without a note in its margin."""
    return text if text.count("|") > 1 else _MARGIN.sub("", text)
