"""Formulas in TeX as MathML, which browsers show without a script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring, tostring

from latex2mathml.converter import convert_to_element

__all__ = ["mathml", "refuse_foreign"]

_FUNCTIONS = frozenset({"ln", "log", "exp", "lim", "min", "max", "sin", "cos", "tanh", "sinh"})
_SIGNS = frozenset("+−")
# A sign behind one of these adds or subtracts: it does not belong to what follows.
_ENDS = frozenset(")]}|‖!′%")
# What a formula may consist of: no links, no styles, no colours.
_ELEMENTS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mstyle", "mpadded", "mphantom"),
    *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mtable", "mtr", "mtd", "menclose"),
}
_ATTRIBUTES = {
    *("xmlns", "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "symmetric"),
    *("fence", "form", "separator", "largeop", "movablelimits", "accent", "accentunder"),
    *("minsize", "maxsize", "width", "height", "depth", "voffset", "lspace", "rspace"),
    *("linethickness", "linebreak", "columnalign", "columnspacing", "columnlines"),
    *("rowalign", "rowspacing", "rowlines", "frame", "notation"),
}
# Elements whose children have fixed roles, between which nothing can be inserted.
_FIXED_CHILDREN = frozenset(
    {"mfrac", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mroot", "mtable", "mtr"}
)
# The converter knows ``align*`` and lays it out the same way.
_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|gathered|split)\}")
# The converter forgets that a letter stands upright when it is alone: 310 K would become K.
_LONE_LETTER = re.compile(r"\\mathrm\{([A-Za-z])\}")


def mathml(tex: str, *, block: bool = False) -> str:
    """``tex`` as a ``<math>`` element, with the TeX itself for those who listen or copy.

    Raises:
        ValueError: when the formula cannot be read or uses an unknown command.
    """
    source = _ALIGNED.sub(r"\\\1{align*}", _LONE_LETTER.sub(r"\\mathrm{{\1}}", tex.strip()))
    try:
        math = convert_to_element(source, display="block" if block else "inline")
    except Exception as problem:  # the converter's errors have no common base
        raise ValueError(f"the formula ${tex}$ cannot be read ({type(problem).__name__})") from None
    for element in tuple(math.iter()):
        _check(element, tex)
    for element in tuple(math.iter()):
        _join_letters(element)
        _space_functions(element)
        _attach_signs(element)
    math.set("alttext", tex.strip())
    return tostring(math, encoding="unicode")


def refuse_foreign(markup: str) -> None:
    """Raise ``ValueError`` when ``markup`` is not MathML of the plain kind that is shown here."""
    for element in fromstring(markup).iter():
        if foreign := _foreign(element.tag.rpartition("}")[2], element.attrib):
            raise ValueError(f"a formula holds {foreign}, which is not shown here")


def _foreign(tag: str, attributes: Iterable[str]) -> str:
    """What of an element is not allowed; empty when all is."""
    return min({tag} - _ELEMENTS | set(attributes) - _ATTRIBUTES, default="")


def _check(element: Element, tex: str) -> None:
    """The converter writes entities as text, and lets unknown commands through."""
    text = element.text = unescape(element.text or "")
    if text.startswith("\\") and len(text) > 1:
        raise ValueError(f"the formula ${tex}$ uses {text}, which is not known here")
    if text == "&":
        raise ValueError(f"the formula ${tex}$ has a stray &")
    if foreign := _foreign(element.tag, element.attrib):
        raise ValueError(f"the formula ${tex}$ asks for {foreign}, which is not shown here")


def _join_letters(element: Element) -> None:
    """One upright word (``mV``, ``in``) is one identifier, not a product of letters."""
    letters = [] if element.tag in _FIXED_CHILDREN else list(element)
    if len(letters) > 1 and all(
        child.tag == "mi" and child.get("mathvariant") == "normal" for child in letters
    ):
        word = Element("mi")
        word.text = "".join(child.text or "" for child in letters)
        element[:] = [word]


def _space_functions(element: Element) -> None:
    """Browsers set no space between a function and what it is applied to."""
    if element.tag in _FIXED_CHILDREN:
        return
    children = list(element)
    for place in range(len(children) - 1, 0, -1):
        if _is_function(children[place - 1]) and children[place].tag not in ("mo", "mspace"):
            element.insert(place, Element("mspace", {"width": "0.1667em"}))


def _attach_signs(element: Element) -> None:
    """Browsers take every sign for a sum unless it comes first: ``z = + 1``, ``( − 3)``."""
    children = [] if element.tag in _FIXED_CHILDREN else list(element)
    for before, sign in pairwise(children):
        if sign.tag == before.tag == "mo" and sign.text in _SIGNS and before.text not in _ENDS:
            sign.set("form", "prefix")


def _is_function(element: Element) -> bool:
    name = next(iter(element), element) if element.tag in ("msub", "munder") else element
    return name.tag in ("mi", "mo") and name.text in _FUNCTIONS
