"""matplotlib figures and axes as data."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

MAX_AXES: Final = 16
MAX_CURVES: Final = 64


def describe(figures: ModuleType, value: Any) -> tuple[Any, ...] | None:
    """What a Figure (or the figure of an Axes) shows, in the order of `FigureData`'s fields.

    Args:
        figures: the module `matplotlib.figure`.
        value: anything; None comes back unless it is a Figure or an Axes.
    """
    if isinstance(value, figures.Figure):
        return _figure(value, value.axes)
    owner = getattr(value, "figure", None)
    if isinstance(owner, figures.Figure) and hasattr(value, "get_xlim"):
        return _figure(owner, [value])
    return None


def _figure(figure: Any, axes: list[Any]) -> tuple[Any, ...]:
    title = figure._suptitle.get_text() if figure._suptitle is not None else ""
    return (title, tuple(_axes(one) for one in axes[:MAX_AXES]))


def _axes(axes: Any) -> tuple[Any, ...]:
    legend = axes.get_legend()
    return (
        axes.get_title(),
        axes.get_xlabel(),
        axes.get_ylabel(),
        axes.get_xscale(),
        axes.get_yscale(),
        tuple(float(edge) for edge in axes.get_xlim()),
        tuple(float(edge) for edge in axes.get_ylim()),
        tuple(_line(line) for line in axes.lines[:MAX_CURVES]),
        tuple(_cloud(cloud) for cloud in axes.collections[:MAX_CURVES] if _is_cloud(cloud)),
        () if legend is None else tuple(text.get_text() for text in legend.get_texts()),
    )


def _is_cloud(collection: Any) -> bool:
    return type(collection).__name__ == "PathCollection"


def _line(line: Any) -> tuple[Any, ...]:
    return (
        str(line.get_label()),
        _floats(line.get_xdata(orig=False)),
        _floats(line.get_ydata(orig=False)),
    )


def _cloud(cloud: Any) -> tuple[Any, ...]:
    offsets = cloud.get_offsets()
    return (str(cloud.get_label()), _floats(offsets[:, 0]), _floats(offsets[:, 1]))


def _floats(values: Any) -> Any:
    import numpy

    return numpy.ma.filled(numpy.ma.asarray(values, dtype=float), float("nan")).ravel()
