"""Building SVG: a canvas to draw on, which escapes every text and closes every element."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html import escape

from millivolt.pictures.palette import colour, variables

__all__ = ["FONT_SIZE", "Canvas", "dotted", "text_width"]

FONT_SIZE = 13.0
_FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif'
_SUBSCRIPT = re.compile(r"(?<=\b[A-Za-z])_(\w+)")
# Widths as shares of the font size, on the safe side for the usual system fonts.
_WIDE, _NARROW, _USUAL = (
    frozenset("mwMWΩ%@—→←"),
    frozenset("il.,:;|!'()[] \u202f⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄"),
    0.65,
)


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Room that ``text`` takes on one line, estimated on the safe side, in user units."""
    shares = (0.98 if c in _WIDE else 0.45 if c in _NARROW else _USUAL for c in text)
    return size * sum(shares)


class Canvas:
    """An SVG image of ``width`` by ``height`` user units that grows as it is drawn on.

    Colours are names of the palette. Coordinates are rounded to hundredths, so that equal
    pictures are equal to the byte.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._drawn: list[str] = []

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        stroke: str = "ink",
        *,
        thickness: float = 1.0,
        dash: str = "",
    ) -> None:
        """A straight line."""
        attributes = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)}
        self._add("line", attributes | _stroked(stroke, thickness, dash))

    def path(
        self,
        commands: str,
        *,
        fill: str = "",
        stroke: str = "",
        thickness: float = 1.0,
        dash: str = "",
    ) -> None:
        """A path from SVG path ``commands``."""
        self._add("path", {"d": commands} | _filled(fill) | _stroked(stroke, thickness, dash))

    def polyline(self, points: list[tuple[float, float]], stroke: str, dash: str = "") -> None:
        """A curve through ``points``."""
        joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        style = _stroked(stroke, 2.0, dash) | {"stroke-linejoin": "round"}
        self._add("polyline", {"points": joined, "fill": "none"} | style)

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0.0
    ) -> None:
        """A filled rectangle."""
        attributes = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
        if radius:
            attributes["rx"] = _n(radius)
        self._add("rect", attributes | _filled(fill))

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "", stroke: str = ""
    ) -> None:
        """A circle, filled or outlined."""
        attributes = {"cx": _n(x), "cy": _n(y), "r": _n(radius)}
        self._add("circle", attributes | _filled(fill) | _stroked(stroke, 2.0))

    def dots(self, commands: str, radius: float, fill: str) -> None:
        """Filled circles of one size, from the ``commands`` that ``dotted`` gives."""
        self._add("path", {"d": commands} | _stroked(fill, 2 * radius))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        fill: str = "ink",
        *,
        anchor: str = "middle",
        size: float = FONT_SIZE,
        bold: bool = False,
        turned: bool = False,
    ) -> None:
        """``words`` with their baseline at ``y``; ``turned`` reads upwards along the y axis.

        The name of a quantity, such as ``E_K``, is set with its subscript.
        """
        attributes = {"x": _n(x), "y": _n(y), "text-anchor": anchor} | _filled(fill)
        if size != FONT_SIZE:
            attributes["font-size"] = _n(size)
        if bold:
            attributes["font-weight"] = "600"
        if turned:
            attributes["transform"] = f"rotate(-90 {_n(x)} {_n(y)})"
        self._add("text", attributes, _with_subscripts(words))

    def arrow(
        self, x: float, y1: float, y2: float, stroke: str, *, dash: str = "", thickness: float = 2.5
    ) -> None:
        """A vertical arrow from ``y1`` to its tip at ``y2``."""
        head = math.copysign(min(7.0, abs(y2 - y1)), y2 - y1)
        self.line(x, y1, x, y2 - head, stroke, thickness=thickness, dash=dash)
        tip = f"M{_n(x)} {_n(y2)} l-5 {_n(-head)} h10 Z"
        self.path(tip, fill=stroke)

    def markup(self, title: str, description: str, name: str, *, standalone: bool = False) -> str:
        """The finished image, with its title and description for those who do not see it.

        ``name`` makes the ids unique on the page. A standalone image brings its own colours and
        its own paper.
        """
        width, height = _n(self.width), _n(self.height)
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": _FONT,
            "font-size": _n(FONT_SIZE),
            "style": "font-variant-numeric: tabular-nums",
        }
        told = _element("title", {"id": f"{name}-title"}, escape(title, quote=False))
        told += _element("desc", {"id": f"{name}-desc"}, escape(description, quote=False))
        if standalone:
            attributes |= {"width": width, "height": height}
            paper = {"width": "100%", "height": "100%"} | _filled("paper")
            told += _element("style", {}, escape(variables(), quote=False))
            told += _element("rect", paper)
        return _element("svg", attributes, told + self._group())

    def decoration(self) -> str:
        """The image for those who see it only; what it shows must be told beside it."""
        size = {"width": _n(self.width), "height": _n(self.height)}
        box = {"viewBox": f"0 0 {size['width']} {size['height']}", "aria-hidden": "true"}
        return _element("svg", {"xmlns": "http://www.w3.org/2000/svg"} | size | box, self._group())

    def _group(self) -> str:
        return _element("g", {}, "".join(self._drawn))

    def _add(self, tag: str, attributes: dict[str, str], inside: str = "") -> None:
        self._drawn.append(_element(tag, attributes, inside))


def dotted(centres: Iterable[tuple[float, float]]) -> str:
    """The path commands of dots at ``centres``."""
    # Strokes of no length with round caps: one short element, however many dots.
    return "".join(f"M{_n(x)} {_n(y)}h0" for x, y in centres)


def _element(tag: str, attributes: dict[str, str], inside: str = "") -> str:
    """An element around the markup ``inside``; what its attributes hold is escaped here."""
    head = tag + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{head}>{inside}</{tag}>" if inside else f"<{head} />"


def _with_subscripts(words: str) -> str:
    """``words`` as markup; what follows a subscript has to be raised to the baseline again."""
    first, *rest = _SUBSCRIPT.split(words)
    told = escape(first, quote=False)
    for subscript, following in zip(rest[::2], rest[1::2], strict=True):
        low = {"font-size": "75%", "dy": "0.3em"}
        told += _element("tspan", low, escape(subscript, quote=False))
        if following:
            told += _element("tspan", {"dy": "-0.225em"}, escape(following, quote=False))
    return told


def _n(number: float) -> str:
    return f"{round(number, 2) + 0.0:g}" if abs(number) < 1e4 else f"{number:.0f}"


def _filled(name: str) -> dict[str, str]:
    return {"fill": colour(name) if name else "none"}


def _stroked(name: str, thickness: float, dash: str = "") -> dict[str, str]:
    if not name:
        return {}
    attributes = {"stroke": colour(name), "stroke-width": _n(thickness), "stroke-linecap": "round"}
    return attributes | ({"stroke-dasharray": dash} if dash else {})
