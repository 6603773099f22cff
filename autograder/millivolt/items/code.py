"""Responses that are made by code: a function, or a figure that it draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from millivolt.items.misconception import Misconception
from millivolt.items.numbers import SEPARATION
from millivolt.items.part import Part, refuse_unit_one

__all__ = ["Curve", "Figure", "Function"]

SEEN = 0.02
"""How far a curve must go on to either side of its zero crossing, as a share of its x."""


@dataclass(frozen=True, slots=True)
class Function(Part):
    """A function that the student writes, graded by the pytest file ``tests`` of its family.

    ``signature`` is what the prompt promises, for example ``(c_out, c_in, z, T)``. ``doc`` is
    the docstring of the stub in the notebook. ``reference`` says where the right one lives
    (``package:name``); ``solution`` is a right answer's source, and a misconception's value the
    source of a wrong one. ``tests`` is a file name beside the family's module.
    """

    kind: ClassVar[str] = "function"

    name: str
    signature: str
    doc: str
    reference: str
    tests: str
    solution: str
    misconceptions: tuple[Misconception, ...] = ()

    def validate(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"part {self.id}: {self.name!r} is not a function name")
        if not (self.signature.startswith("(") and self.signature.endswith(")")):
            raise ValueError(f"part {self.id}: write the signature with its parentheses")
        if ":" not in self.reference:
            raise ValueError(f"part {self.id}: write the reference as 'package:name'")


@dataclass(frozen=True, slots=True)
class Curve:
    """A relation that a figure must show: ``y`` at ``x``, within ``max_deviation`` of ``y``.

    A misconception's value is the ``y`` that it gives. ``zero_crossing`` asks for a curve that
    crosses zero there, ``rectification`` for one that bends as this one does: its chord
    conductances this far above and below ``zero_crossing`` are compared.
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    max_deviation: float
    zero_crossing: float | None = None
    misconceptions: tuple[Misconception, ...] = ()
    rectification: float | None = None


@dataclass(frozen=True, slots=True)
class Figure(Part):
    """A matplotlib figure, read as data: its lines, labels and scales.

    ``x_unit`` and ``y_unit`` must be named in the axis labels. ``x_scale`` is ``linear`` or
    ``log``. ``solution`` is source that draws a right figure.
    """

    kind: ClassVar[str] = "figure"

    curves: tuple[Curve, ...]
    x_unit: str
    y_unit: str
    solution: str
    x_scale: str = "linear"

    def validate(self) -> None:
        refuse_unit_one(f"part {self.id}", self.x_unit, self.y_unit)
        for curve in self.curves:
            if len(curve.x) != len(curve.y) or len(curve.x) < 2:
                raise ValueError(
                    f"part {self.id}: curve {curve.name} needs as many y as x, at least two"
                )
            if curve.rectification is not None and not _reaches(curve, curve.rectification):
                raise ValueError(
                    f"part {self.id}: curve {curve.name} must reach {curve.rectification:g} to "
                    "either side of its zero crossing"
                )

    def claims(self) -> Iterator[Misconception]:
        for curve in self.curves:
            yield from curve.misconceptions

    def too_close(self) -> Iterator[str]:
        for curve in self.curves:
            seen = SEEN * (max(curve.x) - min(curve.x))
            if curve.zero_crossing is not None and not _reaches(curve, seen):
                yield f"the curve {curve.name} hardly shows where it crosses zero"
            for m in curve.misconceptions:
                distance = max(abs(a - b) for a, b in zip(m.value, curve.y, strict=True))
                if not distance >= SEPARATION * curve.max_deviation:
                    yield f"{m.id} lies within {SEPARATION:g} tolerances of the curve {curve.name}"


def _reaches(curve: Curve, distance: float) -> bool:
    zero = curve.zero_crossing
    return zero is not None and min(curve.x) <= zero - distance < zero + distance <= max(curve.x)
