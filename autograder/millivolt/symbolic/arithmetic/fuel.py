"""Bounds of exact work in fuel, not by a clock: the same question always gets the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

FUEL = 400_000
START = 300  # opening a field costs this much fuel (about 0.2 microseconds a unit)
OPERATION = 40  # and so much every arithmetic operation


class TooHard(ArithmeticError):
    """The exact computation would exceed its bounds; nothing is proved."""


class Tank:
    """Fuel that several fields share."""

    def __init__(self, left: int) -> None:
        self.left = left


_TANK: ContextVar[Tank | None] = ContextVar("shared_fuel", default=None)


@contextmanager
def shared_fuel(amount: int) -> Iterator[None]:
    """Bound the exact work of everything inside the block, however many fields it opens."""
    token = _TANK.set(Tank(amount))
    try:
        yield
    finally:
        _TANK.reset(token)


def shared() -> Tank | None:
    """The tank of the innermost ``shared_fuel`` block, if any."""
    return _TANK.get()
