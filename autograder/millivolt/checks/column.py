"""Columns: reading a row of real numbers from whatever a student's slot holds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, unreadable

Column = NDArray[np.float64]


def read_column(value: Any, what: str) -> Column:
    """The numbers in a list, a tuple or an array of one row or column; `what` names them.

    Raises `Unreadable` for anything else, and for values that are not finite.
    """
    if not isinstance(value, list | tuple | np.ndarray):
        raise unreadable(Code.WRONG_TYPE, wanted=f"A list of {what}", got=described(value))
    if isinstance(value, list | tuple) and not all(_is_real(entry) for entry in value):
        odd = next(entry for entry in value if not _is_real(entry))
        raise unreadable(Code.WRONG_TYPE, wanted=f"A list of {what}", got=f"{described(odd)} in it")
    numbers = np.asarray(value)
    if numbers.ndim == 2 and 1 in numbers.shape:
        numbers = numbers.ravel()  # what a solver of one equation gives has the shape (1, n)
    if numbers.ndim != 1:
        shape = " × ".join(map(str, numbers.shape))
        raise unreadable(Code.WRONG_SHAPE, wanted=f"A list of {what}", got=f"the shape {shape}")
    if numbers.dtype.kind not in "iuf":
        got = "complex numbers" if numbers.dtype.kind == "c" else "entries that are not numbers"
        raise unreadable(Code.WRONG_TYPE, wanted=f"A list of {what}", got=got)
    column = numbers.astype(np.float64)
    if not np.isfinite(column).all():
        raise unreadable(Code.NOT_FINITE, got=column[~np.isfinite(column)][0])
    return column


def _is_real(entry: Any) -> bool:
    if isinstance(entry, float | np.floating | np.integer):
        return True
    # An int beyond the floats would stop the conversion to an array.
    return isinstance(entry, int) and not isinstance(entry, bool) and abs(entry) < 1e300
