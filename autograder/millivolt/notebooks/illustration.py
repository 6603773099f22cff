"""Pictures in a notebook: which may be shown with the question, and how Markdown holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from millivolt.items import Chart, Membrane, Numeric, Part, Picture, Table, Tolerance, VoltageAxis
from millivolt.pictures import data_uri, table

__all__ = ["picture_in_markdown", "public_picture"]


def picture_in_markdown(picture: Picture) -> str:
    """``picture`` as an image with its data inside, and its numbers as a table behind a fold.

    JupyterLab removes SVG elements and resolves no SVG attachments, but shows such an image.
    """
    return (
        f'<img alt="{escape(picture.title)}" src="{data_uri(picture)}">\n\n'
        f"<details><summary>The picture in numbers</summary>{table(picture)}</details>"
    )


def public_picture(picture: Picture, parts: Iterable[Part]) -> Picture | None:
    """What of ``picture`` may stand beside a question that asks ``parts``.

    Nothing, when a number in it is an answer: such a picture belongs into the feedback. A
    membrane is shown without its potential, since the electrical pull drawn beside the diffusion
    tells which way ions and current go. A chart is always shown: it is there to be read.
    """
    if isinstance(picture, Membrane):
        picture = replace(picture, membrane_potential=None)
    shown = list(_numbers(picture))
    tells = any(
        abs(number - key) <= tolerance.allowed(key)
        for key, tolerance in _keys(parts)
        for number in shown
    )
    return None if tells else picture


def _keys(parts: Iterable[Part]) -> Iterator[tuple[float, Tolerance]]:
    for part in parts:
        if isinstance(part, Numeric):
            yield part.answer, part.tolerance
        elif isinstance(part, Table):
            yield from ((cell.answer, cell.tolerance) for cell in part.cells)


def _numbers(picture: Picture) -> Iterator[float]:
    match picture:
        case VoltageAxis():
            yield from (tick.value for tick in picture.ticks)
            if picture.membrane_potential is not None:
                yield picture.membrane_potential
        case Membrane():
            for ion in picture.ions:
                yield from (ion.inside, ion.outside)
        case Chart():
            return
