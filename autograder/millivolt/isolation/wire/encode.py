"""Values to the wire. What has no place on it is written as the name of its type.

Scalars travel as JSON scalars; everything else is a JSON array with a tag in front, and numeric
data follow as raw buffers in the order in which their tags occur.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from . import figure, tables
from .bounds import MAX_DEPTH, MAX_INTEGER_BITS, MAX_KEYS, MAX_TYPE_NAME, shape_fits
from .expression import encode_expression
from .frames import WireError
from .tree import read_tree
from .values import Frame, Opaque, SymbolicTree

PACK_FROM: Final = 16
"""Lists of at least this many plain numbers travel as one buffer."""

_INNER_LEVELS: Final = 8
"""Levels kept free for the parts of figures and tables."""

BUFFER_KINDS: Final = "biufc"


class Encoder:
    """Writes the values of one frame and collects their buffers."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    @property
    def buffers(self) -> bytes:
        """The raw bytes behind the tags written so far."""
        return b"".join(self._parts)

    def add_buffer(self, data: bytes) -> None:
        """Appends raw bytes; the decoder takes them back in the same order."""
        self._parts.append(data)

    def encode_or_name(self, value: Any) -> Any:
        """The JSON form of `value`, or of the name of its type when its own code fails."""
        kept = len(self._parts)
        try:
            return self.encode(value)
        except Exception:
            # Its buffers would be taken for those of the next value.
            del self._parts[kept:]
            return ["?", _clean(type(value).__name__[:MAX_TYPE_NAME])]

    def encode(self, value: Any, depth: int = 0) -> Any:
        """The JSON form of `value`; a value it does not know becomes the name of its type."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return _clean(value)
        if depth > MAX_DEPTH - _INNER_LEVELS:
            return ["?", "nested too deeply"]
        write = _PLAIN.get(kind)
        if write is not None:
            return write(self, value, depth)
        return self._encode_other(value, depth)

    def _encode_other(self, value: Any, depth: int) -> Any:
        if isinstance(value, tuple):
            return _encode_tuple(self, value, depth)
        if isinstance(value, list):
            return _encode_list(self, value, depth)
        if isinstance(value, dict):
            return _encode_dict(self, value, depth)
        for module_name, write in _LIBRARIES:
            module = sys.modules.get(module_name)
            if module is not None:
                form = write(self, module, value, depth)
                if form is not None:
                    return form
        return ["?", _clean(type(value).__name__[:MAX_TYPE_NAME])]


def is_whole(form: Any) -> bool:
    """Whether no part of an encoded value is only the name of its type."""
    return type(form) is not list or (form[:1] != ["?"] and all(map(is_whole, form)))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _encode_int(encoder: Encoder, value: int, depth: int) -> Any:
    if -(1 << 62) < value < 1 << 62:
        return value
    if value.bit_length() <= MAX_INTEGER_BITS:
        return ["i", hex(value)]
    return ["?", "an integer of thousands of digits"]


def encode_float(value: float) -> Any:
    """A float as JSON can hold it: NaN and infinities are tagged."""
    return value if math.isfinite(value) else ["f", str(value)]


def _encode_complex(encoder: Encoder, value: complex, depth: int) -> Any:
    return ["c", encode_float(value.real), encode_float(value.imag)]


def _encode_list(encoder: Encoder, value: list[Any], depth: int) -> Any:
    if len(value) >= PACK_FROM:
        kinds = set(map(type, value))
        if kinds == {float}:
            encoder.add_buffer(array("d", value).tobytes())
            return ["n", "<f8", len(value)]
        if kinds == {int} and min(value) > -(1 << 62) and max(value) < 1 << 62:
            encoder.add_buffer(array("q", value).tobytes())
            return ["n", "<i8", len(value)]
    return ["[", *(encoder.encode(item, depth + 1) for item in list.__iter__(value))]


def _encode_tuple(encoder: Encoder, value: tuple[Any, ...], depth: int) -> Any:
    return ["(", *(encoder.encode(item, depth + 1) for item in tuple.__iter__(value))]


def _encode_dict(encoder: Encoder, value: dict[Any, Any], depth: int) -> Any:
    if len(value) > MAX_KEYS:
        return ["?", f"a mapping of {len(value)} entries"]
    form: list[Any] = ["{"]
    for key, item in dict.items(value):
        form.append(_encode_key(encoder, key, depth + 1))
        form.append(encoder.encode(item, depth + 1))
    return form


def _encode_set(encoder: Encoder, value: set[Any] | frozenset[Any], depth: int) -> Any:
    if len(value) > MAX_KEYS:
        return ["?", f"a set of {len(value)} entries"]
    # In an order of their own: the one in which a set goes over its entries changes between runs.
    return ["s", *sorted((_encode_key(encoder, item, depth + 1) for item in value), key=repr)]


def _encode_key(encoder: Encoder, key: Any, depth: int) -> Any:
    """A key's form, with a name in place of what could not be a key on the other side."""
    if isinstance(key, tuple):
        return ["(", *(_encode_key(encoder, part, depth + 1) for part in tuple.__iter__(key))]
    form = encoder.encode(key, depth)
    if type(form) is list and form[0] not in "fcixs?":
        raise ValueError("a key that cannot be a key outside")
    return form


def _encode_range(encoder: Encoder, value: range, depth: int) -> Any:
    if len(value) > 1 << 20:
        return ["?", "range"]
    return _encode_list(encoder, list(value), depth)


def _encode_tree(encoder: Encoder, value: SymbolicTree, depth: int) -> Any:
    return ["x", _as_lists(value.root)]


def _as_lists(node: Any) -> Any:
    return [_as_lists(child) for child in node] if isinstance(node, tuple) else node


def _encode_record(encoder: Encoder, value: Frame, depth: int) -> Any:
    cells = [part for column in value.columns.items() for part in column]
    return ["F", encoder.encode(tuple(cells), depth), encoder.encode(value.index, depth)]


def _encode_numpy(encoder: Encoder, numpy: ModuleType, value: Any, depth: int) -> Any:
    if isinstance(value, numpy.generic):
        scalar = value.item()
        known = isinstance(scalar, (bool, int, float, complex, str))
        return encoder.encode(scalar, depth) if known else None
    if not isinstance(value, numpy.ndarray):
        return None
    if isinstance(value, numpy.ma.MaskedArray) or not shape_fits(value.shape):
        return None
    plain = numpy.asarray(value).view(numpy.ndarray)
    if plain.ndim == 0:
        # What `where` and its like make of plain numbers.
        return encoder.encode(plain[()], depth)
    if plain.dtype.kind in "US":
        return encoder.encode(plain.astype(str).tolist(), depth)
    if plain.dtype.kind == "O":
        return encoder.encode(plain.tolist(), depth)
    if plain.dtype.kind not in BUFFER_KINDS:
        return None
    if plain.dtype.itemsize > (16 if plain.dtype.kind == "c" else 8):
        plain = plain.astype(complex if plain.dtype.kind == "c" else float)
    plain = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
    encoder.add_buffer(plain.tobytes())
    return ["a", plain.dtype.str, list(plain.shape)]


def _encode_fraction(encoder: Encoder, fractions: ModuleType, value: Any, depth: int) -> Any:
    if not isinstance(value, fractions.Fraction):
        return None
    return _accepted(lambda: ["Rational", str(value.numerator), str(value.denominator)])


def _encode_decimal(encoder: Encoder, decimal: ModuleType, value: Any, depth: int) -> Any:
    if not isinstance(value, decimal.Decimal):
        return None
    if not value.is_finite():
        return encode_float(float(value))
    return _accepted(lambda: ["Float", f"{value:e}"])


def _encode_sympy(encoder: Encoder, sympy: ModuleType, value: Any, depth: int) -> Any:
    if not isinstance(value, (sympy.Basic, sympy.MatrixBase)):
        return None
    return _accepted(lambda: encode_expression(sympy, value))


def _accepted(made: Callable[[], list[Any]]) -> Any:
    """The form of a tree, or ``None`` when none can be made that is accepted outside."""
    try:
        form = made()
        read_tree(form)
    except (ValueError, RecursionError, WireError):
        return None
    return ["x", form]


def _encode_pandas(encoder: Encoder, pandas: ModuleType, value: Any, depth: int) -> Any:
    if isinstance(value, pandas.DataFrame):
        columns = encoder.encode(tables.cells(value), depth)
        return ["F", columns, encoder.encode(tables.column(value.index), depth + 1)]
    if isinstance(value, (pandas.Series, pandas.Index)):
        return encoder.encode(tables.column(value), depth)
    return None


def _encode_matplotlib(encoder: Encoder, figures: ModuleType, value: Any, depth: int) -> Any:
    form = figure.describe(figures, value)
    return None if form is None else ["P", encoder.encode(form, depth + 1)]


_Write = Callable[[Encoder, Any, int], Any]
_WriteForeign = Callable[[Encoder, ModuleType, Any, int], Any]

_PLAIN: Final[dict[type, _Write]] = {
    int: _encode_int,
    float: lambda encoder, value, depth: encode_float(value),
    complex: _encode_complex,
    list: _encode_list,
    tuple: _encode_tuple,
    dict: _encode_dict,
    set: _encode_set,
    frozenset: _encode_set,
    range: _encode_range,
    SymbolicTree: _encode_tree,
    Frame: _encode_record,
    Opaque: lambda encoder, value, depth: ["?", _clean(value.type_name)],
}

_LIBRARIES: Final[tuple[tuple[str, _WriteForeign], ...]] = (
    ("numpy", _encode_numpy),
    ("fractions", _encode_fraction),
    ("decimal", _encode_decimal),
    ("sympy", _encode_sympy),
    ("pandas", _encode_pandas),
    ("matplotlib.figure", _encode_matplotlib),
)
