"""Exact points as the decimal text that gradebooks read, and back."""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["PLACES", "decimal", "exact"]

PLACES = 2
"""Decimal places: what Canvas and Moodle show, and enough for any part of a point."""

_NUMBER = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{0,15})?")


def decimal(points: Fraction, places: int = PLACES, point: str = ".") -> str:
    """``points`` rounded to ``places``, halves away from zero, without trailing zeros."""
    scale = 10**places
    whole, rest = divmod(int(abs(points) * scale + Fraction(1, 2)), scale)
    sign = "-" if points < 0 and (whole or rest) else ""
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{whole}{point}{digits}" if digits else f"{sign}{whole}"


def exact(text: str) -> Fraction | None:
    """The number in a cell, with decimal point or comma; ``None`` when it holds none."""
    found = _NUMBER.fullmatch(text.strip())
    return Fraction(found[0].replace(",", ".").rstrip(".")) if found else None
