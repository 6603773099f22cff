"""Placing labels along a line so that none covers another and their order is kept."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["spread"]


def spread(
    wanted: Sequence[float], widths: Sequence[float], low: float, high: float, gap: float = 6.0
) -> tuple[float, ...]:
    """Middles of labels, each as near to its wanted place as the others allow.

    Labels keep the order of ``wanted``, lie ``gap`` apart and between ``low`` and ``high``. The
    sum of squared shifts is least (pool adjacent violators).

    Raises:
        ValueError: when the labels do not fit.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    offsets, needed = [], 0.0
    for i in order:
        offsets.append(needed + widths[i] / 2)
        needed += widths[i] + gap
    room = high - low - (needed - gap if order else 0.0)
    if room < -1e-9:
        raise ValueError("the labels do not fit side by side")
    starts = _increasing(
        [wanted[i] - low - offset for i, offset in zip(order, offsets, strict=True)]
    )
    placed = [0.0] * len(wanted)
    for i, start, offset in zip(order, starts, offsets, strict=True):
        placed[i] = low + min(max(start, 0.0), max(room, 0.0)) + offset
    return tuple(placed)


def _increasing(values: Sequence[float]) -> list[float]:
    """The non-decreasing numbers nearest to ``values`` in least squares."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            earlier, members = blocks.pop()
            total, count = total + earlier, count + members
        blocks.append((total, count))
    return [total / count for total, count in blocks for _ in range(count)]
