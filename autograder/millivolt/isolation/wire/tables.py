"""pandas tables as plain columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .encode import Encoder


def column(values: Any) -> Any:
    """A Series or Index as an array of numbers or a list of texts."""
    array = values.to_numpy()
    return array if array.dtype.kind in "biufc" else [_cell(item) for item in array.tolist()]


def _cell(item: Any) -> Any:
    return item if item is None or isinstance(item, (bool, int, float, str)) else str(item)


def encode_frame(encoder: Encoder, frame: Any, depth: int) -> list[Any]:
    """The form of a DataFrame: names and columns in turn, then the index."""
    columns: list[Any] = ["("]
    for position, name in enumerate(frame.columns):
        columns.append(encoder.encode(str(name), depth + 1))
        columns.append(encoder.encode(column(frame.iloc[:, position]), depth + 1))
    return ["F", columns, encoder.encode(column(frame.index), depth + 1)]
