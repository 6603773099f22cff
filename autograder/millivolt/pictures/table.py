"""The numbers of a picture as an HTML table, for those who read rather than see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from millivolt.items import Chart, Mark, Membrane, Picture, VoltageAxis
from millivolt.pictures.chart import finite_points
from millivolt.pictures.membrane import in_mM
from millivolt.pictures.voltage_axis import millivolts
from millivolt.quantities import format as printed

__all__ = ["table"]

_MOST_ROWS = 12


def table(picture: Picture, *, answer: Mark | None = None, key: Mark | None = None) -> str:
    """The data behind ``picture``; of a long curve, a dozen evenly spaced points."""
    match picture:
        case VoltageAxis():
            marks = sorted(picture.ticks, key=lambda mark: mark.value)
            if picture.membrane_potential is not None:
                marks.append(Mark("V_m", picture.membrane_potential))
            marks += [mark for mark in (answer, key) if mark is not None]
            rows = [(mark.label, millivolts(mark.value)) for mark in marks]
            return _html(picture.title, ("Mark", "Potential"), rows)
        case Membrane():
            concentrations = [
                (
                    ion.name,
                    f"{ion.valence:+d}".replace("-", "−"),
                    in_mM(ion.outside),
                    in_mM(ion.inside),
                )
                for ion in picture.ions
            ]
            return _html(picture.title, ("Ion", "Valence", "Outside", "Inside"), concentrations)
        case Chart():
            points = [
                (line.label, printed(x, sig=3), printed(y, sig=3))
                for line in picture.lines
                for x, y in _spaced(finite_points(line))
            ]
            return _html(picture.title, ("Curve", picture.x_label, picture.y_label), points)


def _html(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(words)}</td>" for words in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


def _spaced(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if len(points) <= _MOST_ROWS:
        return points
    last = _MOST_ROWS - 1
    return [points[round(n * (len(points) - 1) / last)] for n in range(_MOST_ROWS)]
