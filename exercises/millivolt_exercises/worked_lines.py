"""Worked solutions of others in numbered lines, one of them wrong: asking for the line."""

from __future__ import annotations

from millivolt.items import Choice, Option

__all__ = ["which_line"]


def which_line(count: int, wrong: int) -> Choice:
    """Which of the lines 1 to ``count`` is the first wrong one? Every line may be drawn."""
    return Choice(
        "line",
        options=tuple(Option(f"line{n}", f"line {n}") for n in range(1, count + 1)),
        answer=f"line{wrong}",
    )
