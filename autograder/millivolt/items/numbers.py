"""Responses that are numbers: one quantity, a table of them, a simulated trace, a free design."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from millivolt.items.misconception import Misconception
from millivolt.items.part import Part, refuse_repeats, refuse_unit_one
from millivolt.items.tolerance import Tolerance

__all__ = ["Cell", "Constraint", "Design", "Feature", "Numeric", "Series", "Table", "Variable"]

SEPARATION = 3.0
"""A claimed misconception lies at least this many tolerances away from the key."""


def _too_close(
    key: float, tolerance: Tolerance, misconceptions: tuple[Misconception, ...]
) -> Iterator[str]:
    reach = SEPARATION * tolerance.allowed(key)
    for m in misconceptions:
        if not math.isfinite(m.value):
            yield f"{m.id} has no finite value"
        elif abs(m.value - key) < reach:
            yield f"{m.id} lies within {SEPARATION:g} tolerances of the key"


@dataclass(frozen=True, slots=True)
class Numeric(Part):
    """One number with its unit.

    ``answer`` and every misconception's value are in ``unit`` (empty for a pure number).
    ``bare`` tells whether a number without a unit is read in ``unit``; the prompt must then name
    it. ``figures`` asks for that many significant figures. ``unit_share`` is the share of the
    credit, in percent, that a right unit earns by itself.
    """

    kind: ClassVar[str] = "numeric"

    answer: float
    unit: str
    tolerance: Tolerance
    misconceptions: tuple[Misconception, ...] = ()
    bare: bool = True
    figures: int | None = None
    unit_share: int = 0

    def validate(self) -> None:
        if not math.isfinite(self.answer):
            raise ValueError(
                f"part {self.id}: the answer must be a finite number, not {self.answer}"
            )
        refuse_unit_one(f"part {self.id}", self.unit)
        if not 0 <= self.unit_share <= 50:
            raise ValueError(f"part {self.id}: unit_share is from 0 to 50 percent")
        refuse_repeats(f"part {self.id}: misconception", (m.id for m in self.misconceptions))

    def too_close(self) -> Iterator[str]:
        return _too_close(self.answer, self.tolerance, self.misconceptions)


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of a table, found by its row and column names."""

    row: str
    column: str
    answer: float
    unit: str
    tolerance: Tolerance
    misconceptions: tuple[Misconception, ...] = ()

    def __post_init__(self) -> None:
        refuse_unit_one(f"cell {self.row}/{self.column}", self.unit)


@dataclass(frozen=True, slots=True)
class Table(Part):
    """Named numbers in rows and columns: a dict of dicts, a list of rows, or a data frame."""

    kind: ClassVar[str] = "table"

    row_label: str
    cells: tuple[Cell, ...]

    def validate(self) -> None:
        if not self.cells:
            raise ValueError(f"part {self.id}: a table needs cells")
        refuse_repeats(f"part {self.id}: cell", (f"{c.row}/{c.column}" for c in self.cells))

    def claims(self) -> Iterator[Misconception]:
        for cell in self.cells:
            yield from cell.misconceptions

    def too_close(self) -> Iterator[str]:
        for cell in self.cells:
            for reason in _too_close(cell.answer, cell.tolerance, cell.misconceptions):
                yield f"{cell.row}/{cell.column}: {reason}"


@dataclass(frozen=True, slots=True)
class Feature:
    """A number read off a trace.

    ``measure`` is ``initial``, ``final``, ``maximum``, ``minimum``, ``time_of_maximum``,
    ``time_of_minimum``, ``half_time``, ``time_constant`` or ``value_at`` (then ``at`` that
    time); for a current over voltage ``zero_crossing`` (where it reverses) and
    ``rectification`` (the chord conductance ``at`` that distance above the reversal, divided by
    the one as far below it); and ``order_of_convergence``, for a part with three runs or more.
    ``answer`` is in the trace's value unit, in its time unit for ``zero_crossing`` and the
    measures of time, and a pure number for ``rectification`` and ``order_of_convergence``.
    """

    name: str
    measure: str
    answer: float
    tolerance: Tolerance
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Series(Part):
    """A simulated trace, compared on its features and point by point.

    The student gives times and values (a dict with both, two arrays, or a data frame); their
    sampling times are theirs. ``times`` and ``values`` are the reference, dense enough that
    linear interpolation between them is far finer than ``max_deviation`` (in ``value_unit``).
    A misconception's value is the trace it gives, at ``times``.

    With ``runs`` above one the student gives a list of so many traces, each computed with half
    the time step of the one before. The last is compared with the reference; how fast the runs
    approach each other shows the order of convergence of the student's method.
    """

    kind: ClassVar[str] = "series"

    time_unit: str
    value_unit: str
    times: tuple[float, ...]
    values: tuple[float, ...]
    max_deviation: float
    features: tuple[Feature, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    names: tuple[str, str] = ("t", "V")
    runs: int = 1

    def validate(self) -> None:
        refuse_unit_one(f"part {self.id}", self.time_unit, self.value_unit)
        if self.runs < 1:
            raise ValueError(f"part {self.id}: ask for at least one run")
        for feature in self.features:
            if feature.measure == "order_of_convergence" and self.runs < 3:
                raise ValueError(f"part {self.id}: an order of convergence takes three runs")
        if len(self.times) < 2 or len(self.times) != len(self.values):
            raise ValueError(f"part {self.id}: a trace needs as many values as times, at least two")
        if any(b <= a for a, b in zip(self.times, self.times[1:], strict=False)):
            raise ValueError(f"part {self.id}: the times of a trace must increase")
        if not self.max_deviation > 0:
            raise ValueError(f"part {self.id}: max_deviation must be positive")

    def too_close(self) -> Iterator[str]:
        for m in self.misconceptions:
            distance = max(abs(a - b) for a, b in zip(m.value, self.values, strict=True))
            if not distance >= SEPARATION * self.max_deviation:
                yield f"{m.id} lies within {SEPARATION:g} tolerances of the trace"


@dataclass(frozen=True, slots=True)
class Variable:
    """A number that the student is free to choose, from ``low`` to ``high`` in ``unit``."""

    name: str
    unit: str
    low: float
    high: float
    meaning: str = ""

    def __post_init__(self) -> None:
        refuse_unit_one(f"variable {self.name}", self.unit)


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a design must achieve: ``formula`` over the variables, from ``low`` to ``high``.

    ``formula`` is text in the syntax of ``millivolt.symbolic``; it gives a number in ``unit``
    (empty for a pure number).
    """

    name: str
    formula: str
    low: float
    high: float
    unit: str
    meaning: str = ""

    def __post_init__(self) -> None:
        refuse_unit_one(f"constraint {self.name}", self.unit)


@dataclass(frozen=True, slots=True)
class Design(Part):
    """Any choice of the variables that meets every constraint is right.

    ``example`` is one choice that does, in the order of ``variables``. A misconception's value
    is a choice too.
    """

    kind: ClassVar[str] = "design"

    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    example: tuple[float, ...]
    misconceptions: tuple[Misconception, ...] = ()

    def validate(self) -> None:
        if len(self.example) != len(self.variables):
            raise ValueError(f"part {self.id}: the example needs one value for each variable")
        for variable, value in zip(self.variables, self.example, strict=True):
            if not variable.low <= value <= variable.high:
                raise ValueError(f"part {self.id}: the example's {variable.name} is out of bounds")
        refuse_repeats(f"part {self.id}: variable", (v.name for v in self.variables))
