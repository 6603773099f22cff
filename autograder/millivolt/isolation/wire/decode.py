"""Values from the wire, strictly: every byte is taken to be hostile.

Only the types listed in `values` and plain Python and numpy values can come out. Buffers are
taken in order and must be used up exactly, so no byte is read twice and the memory used is
bounded by the size of the frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeVar

from .bounds import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_INTEGER_BITS,
    MAX_KEYS,
    MAX_NODES,
    MAX_TYPE_NAME,
    shape_fits,
)
from .frames import WireError
from .strict import need, read_text
from .tree import read_tree
from .values import AxesData, Curve, FigureData, Frame, Opaque, SymbolicTree

DTYPES: Final = frozenset(
    {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8"}
    | {"<c8", "<c16"}
)

_T = TypeVar("_T")


class Decoder:
    """Reads the values of one frame.

    Args:
        buffers: the raw bytes that follow the head.
        writable: whether arrays come out as copies that may be changed; otherwise they are
            read-only views.
    """

    __slots__ = ("_buffers", "_nodes", "_position", "writable")

    def __init__(self, buffers: bytes = b"", *, writable: bool = False) -> None:
        self._buffers = buffers
        self.writable = writable
        self._position = 0
        self._nodes = 0

    def finish(self) -> None:
        """Asserts that every byte of the buffers belonged to a value.

        Raises:
            WireError: bytes are left over.
        """
        need(self._position == len(self._buffers), "the buffers hold more than the head says")

    def take(self, size: int) -> bytes:
        """The next `size` bytes of the buffers.

        Raises:
            WireError: there are not that many.
        """
        end = self._position + size
        need(end <= len(self._buffers), "the buffers hold less than the head says")
        data = self._buffers[self._position : end]
        self._position = end
        return data

    def decode(self, form: Any, depth: int = 0) -> Any:
        """The value behind a JSON form.

        Raises:
            WireError: the form is not one that the encoder writes.
        """
        self._nodes += 1
        need(self._nodes <= MAX_NODES, "too many values")
        kind = type(form)
        if form is None or kind is bool or kind is int:
            return form
        if kind is float:
            need(math.isfinite(form), "a float out of range")
            return form
        if kind is str:
            return read_text(form)
        need(kind is list and len(form) > 0 and type(form[0]) is str, "an unknown form")
        need(depth <= MAX_DEPTH, "values nested too deeply")
        read = _READERS.get(form[0])
        if read is None:
            raise WireError("an unknown tag")
        return read(self, form, depth)


def _count(form: Any, most: int) -> int:
    if type(form) is not int:
        raise WireError("a count expected")
    need(0 <= form <= most, "a count out of range")
    return form


def _real(decoder: Decoder, form: Any, depth: int) -> float:
    value = decoder.decode(form, depth + 1)
    if type(value) not in (int, float):
        raise WireError("a real number expected")
    return float(value)


def _read_float(decoder: Decoder, form: list[Any], depth: int) -> float:
    need(len(form) == 2 and form[1] in ("nan", "inf", "-inf"), "a tagged float")
    return float(form[1])


def _read_complex(decoder: Decoder, form: list[Any], depth: int) -> complex:
    need(len(form) == 3, "a complex number")
    return complex(_real(decoder, form[1], depth), _real(decoder, form[2], depth))


def _read_int(decoder: Decoder, form: list[Any], depth: int) -> int:
    need(len(form) == 2, "a long integer")
    digits = read_text(form[1], MAX_INTEGER_BITS)
    need(digits.removeprefix("-").startswith("0x"), "a long integer")
    try:
        return int(digits, 16)
    except ValueError:
        raise WireError("a long integer") from None


def _read_list(decoder: Decoder, form: list[Any], depth: int) -> list[Any]:
    return [decoder.decode(item, depth + 1) for item in form[1:]]


def _read_tuple(decoder: Decoder, form: list[Any], depth: int) -> tuple[Any, ...]:
    return tuple(decoder.decode(item, depth + 1) for item in form[1:])


def _read_dict(decoder: Decoder, form: list[Any], depth: int) -> dict[Any, Any]:
    need(len(form) % 2 == 1 and len(form) // 2 <= MAX_KEYS, "a mapping")
    result: dict[Any, Any] = {}
    for key_form, item_form in zip(form[1::2], form[2::2], strict=True):
        key = decoder.decode(key_form, depth + 1)
        item = decoder.decode(item_form, depth + 1)
        try:
            result[key] = item
        except TypeError:
            raise WireError("a key that cannot be a key") from None
    return result


def _read_set(decoder: Decoder, form: list[Any], depth: int) -> frozenset[Any]:
    need(len(form) - 1 <= MAX_KEYS, "a set")
    try:
        return frozenset([decoder.decode(item, depth + 1) for item in form[1:]])
    except TypeError:
        raise WireError("an entry that cannot be in a set") from None


def _read_numbers(decoder: Decoder, form: list[Any], depth: int) -> list[Any]:
    import numpy

    need(len(form) == 3 and form[1] in ("<f8", "<i8"), "a list of numbers")
    count = _count(form[2], MAX_ELEMENTS)
    numbers: list[Any] = numpy.frombuffer(decoder.take(8 * count), dtype=form[1]).tolist()
    return numbers


def _read_array(decoder: Decoder, form: list[Any], depth: int) -> Any:
    import numpy

    need(len(form) == 3 and type(form[1]) is str and form[1] in DTYPES, "an array")
    need(type(form[2]) is list, "an array's shape")
    shape = [_count(length, MAX_ELEMENTS) for length in form[2]]
    need(shape_fits(shape), "an array's size")
    dtype = numpy.dtype(form[1])
    data = decoder.take(math.prod(shape) * dtype.itemsize)
    if dtype.kind == "b":
        values = numpy.frombuffer(data, dtype=numpy.uint8).reshape(shape).astype(bool)
    else:
        values = numpy.frombuffer(data, dtype=dtype).reshape(shape)
    if decoder.writable:
        return values.copy()
    values.flags.writeable = False
    return values


def _read_opaque(decoder: Decoder, form: list[Any], depth: int) -> Opaque:
    need(len(form) == 2, "an opaque value")
    return Opaque(read_text(form[1], MAX_TYPE_NAME))


def _read_expression(decoder: Decoder, form: list[Any], depth: int) -> SymbolicTree:
    need(len(form) == 2, "an expression")
    return SymbolicTree(read_tree(form[1]))


def _fields(value: Any, *kinds: type) -> tuple[Any, ...]:
    if type(value) is not tuple or len(value) != len(kinds):
        raise WireError("a record with other fields")
    need(all(type(v) is kind for v, kind in zip(value, kinds, strict=True)), "a field's type")
    return value


def _each(values: tuple[Any, ...], build: Callable[[Any], _T]) -> tuple[_T, ...]:
    return tuple(build(value) for value in values)


def _curve(value: Any) -> Curve:
    import numpy

    label, x, y = _fields(value, str, numpy.ndarray, numpy.ndarray)
    need(x.dtype.str == y.dtype.str == "<f8" and x.ndim == y.ndim == 1, "a curve's data")
    return Curve(label, x, y)


def _edges(value: Any) -> tuple[float, float]:
    low, high = _fields(value, float, float)
    return low, high


def _axes(value: Any) -> AxesData:
    kinds = (str, str, str, str, str, tuple, tuple, tuple, tuple, tuple)
    title, xlabel, ylabel, xscale, yscale, xlim, ylim, *drawn = _fields(value, *kinds)
    lines, points, legend = drawn
    return AxesData(
        title,
        xlabel,
        ylabel,
        xscale,
        yscale,
        _edges(xlim),
        _edges(ylim),
        _each(lines, _curve),
        _each(points, _curve),
        _each(legend, read_text),
    )


def _read_figure(decoder: Decoder, form: list[Any], depth: int) -> FigureData:
    need(len(form) == 2, "a figure")
    title, axes = _fields(decoder.decode(form[1], depth + 1), str, tuple)
    return FigureData(title, _each(axes, _axes))


def _read_frame(decoder: Decoder, form: list[Any], depth: int) -> Frame:
    import numpy

    need(len(form) == 3, "a table")
    cells = decoder.decode(form[1], depth + 1)
    need(type(cells) is tuple and len(cells) % 2 == 0, "a table's columns")
    index = decoder.decode(form[2], depth + 1)
    columns: dict[str, Any] = {}
    for name, column in zip(cells[::2], cells[1::2], strict=True):
        need(type(column) in (list, numpy.ndarray), "a table's column")
        columns[read_text(name)] = column
    need(type(index) in (list, numpy.ndarray), "a table's index")
    return Frame(columns, index)


_READERS: Final[dict[str, Callable[[Decoder, list[Any], int], Any]]] = {
    "f": _read_float,
    "c": _read_complex,
    "i": _read_int,
    "[": _read_list,
    "(": _read_tuple,
    "{": _read_dict,
    "s": _read_set,
    "n": _read_numbers,
    "a": _read_array,
    "?": _read_opaque,
    "x": _read_expression,
    "F": _read_frame,
    "P": _read_figure,
}
