"""pandas tables as plain columns."""

from __future__ import annotations

from typing import Any


def column(values: Any) -> Any:
    """A Series or Index as an array of numbers or a list of texts."""
    array = values.to_numpy()
    return array if array.dtype.kind in "biufc" else [_cell(item) for item in array.tolist()]


def cells(frame: Any) -> tuple[Any, ...]:
    """The names and columns of a DataFrame in turn."""
    return tuple(
        cell
        for position, name in enumerate(frame.columns)
        for cell in (str(name), column(frame.iloc[:, position]))
    )


def _cell(item: Any) -> Any:
    return item if item is None or isinstance(item, (bool, int, float, str)) else str(item)
