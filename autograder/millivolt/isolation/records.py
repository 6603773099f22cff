"""What goes into the box and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

CellStatus: TypeAlias = Literal["ok", "raised", "stopped", "skipped"]

Limit: TypeAlias = Literal[
    "wall",
    "cpu",
    "cell_wall",
    "call_wall",
    "memory",
    "output",
    "scratch",
    "exit",
    "crash",
    "protocol",
]


class Fault(Exception):
    """The box itself failed. It says nothing about the student and is never a zero."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell to run.

    Attributes:
        id: names the cell in errors and results.
        source: the code as typed.
        captures: names whose values are taken right after the cell ran, if they are bound then.
    """

    id: str
    source: str
    captures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a traceback that lies in the student's own code."""

    cell_id: str
    line: int
    function: str
    source_line: str


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception of student code. `cell_id`, `line` and `source_line` say where, if known.

    `ancestry` holds the names of its class and of the classes that it derives from.
    """

    type: str
    message: str
    cell_id: str | None = None
    line: int | None = None
    source_line: str | None = None
    steps: tuple[Step, ...] = ()
    ancestry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """What a call of a student's function returned, and how long it took."""

    value: Any
    seconds: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """A limit that was reached.

    Attributes:
        limit: which one.
        message: a sentence for the student.
        detail: what was observed, for the instructor.
    """

    limit: Limit
    message: str
    detail: str = ""


Outcome: TypeAlias = Returned | Raised | Stopped


@dataclass(frozen=True, slots=True)
class Rich:
    """Something displayed beside the printed text: a picture, or markup kept as plain bytes.

    Only `image/png` is checked to be what it says. Markup must never be rendered as such.
    """

    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class CellRun:
    """How one cell ran."""

    id: str
    status: CellStatus
    error: Raised | Stopped | None = None
    output: str = ""
    rich: tuple[Rich, ...] = ()
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Captured:
    """The value a name had right after its cell ran."""

    name: str
    cell_id: str
    value: Any
    type_name: str
