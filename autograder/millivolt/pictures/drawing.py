"""From a picture record to its SVG."""

from __future__ import annotations

import base64
import hashlib

from millivolt.items import Chart, Mark, Membrane, Picture, VoltageAxis
from millivolt.pictures.chart import describe_chart, draw_chart
from millivolt.pictures.membrane import describe_membrane, draw_membrane
from millivolt.pictures.voltage_axis import describe_axis, draw_axis

__all__ = ["data_uri", "draw"]

WIDTH = 360.0
"""Usual width in user units: on a phone a unit is about a pixel."""


def draw(
    picture: Picture,
    *,
    answer: Mark | None = None,
    key: Mark | None = None,
    width: float = WIDTH,
    standalone: bool = False,
    name: str = "",
) -> str:
    """``picture`` as an SVG element that takes its colours from the page around it.

    ``answer`` and ``key`` (in mV) are shown on a voltage axis and nowhere else. ``width`` is in
    user units; the image is wider when its labels would not fit otherwise. ``name`` distinguishes
    equal pictures of one page. A ``standalone`` image has its own colours and paper.
    """
    match picture:
        case VoltageAxis():
            canvas = draw_axis(picture, answer, key, width)
            description = describe_axis(picture, answer, key)
        case Membrane():
            canvas, description = draw_membrane(picture, width), describe_membrane(picture)
        case Chart():
            canvas, description = draw_chart(picture, width), describe_chart(picture)
    # A hash, so that the name can be an id whatever characters it has.
    seed = f"{name}|{picture!r}|{answer!r}|{key!r}".encode()
    unique = "mv" + hashlib.sha256(seed).hexdigest()[:10]
    return canvas.markup(picture.title, description, unique, standalone=standalone)


def data_uri(picture: Picture, *, width: float = WIDTH) -> str:
    """``picture`` as the address of an image, for Markdown that allows no inline SVG."""
    image = draw(picture, width=width, standalone=True)
    return f"data:image/svg+xml;base64,{base64.b64encode(image.encode()).decode()}"
