"""The box: student code that can neither cheat, nor harm, nor slow the grader.

Runs cells in a confined process and hands out typed values, never verdicts. Knows nothing about
notebook files, exercises or grades, and imports none of its neighbours.
"""

from millivolt.errors import EnvironmentProblem

from .box import Box
from .inert import clean
from .inside.source import to_python
from .limits import Limits
from .probes import Probe
from .questions import Answer, Question, Reference
from .records import (
    Captured,
    Cell,
    CellRun,
    Fault,
    Outcome,
    Raised,
    Returned,
    Rich,
    Step,
    Stopped,
)
from .selftest import ModeReport, self_test
from .session import Session
from .wire.values import TOO_LARGE, AxesData, Curve, FigureData, Frame, Opaque, SymbolicTree

__all__ = [
    "TOO_LARGE",
    "Answer",
    "AxesData",
    "Box",
    "Captured",
    "Cell",
    "CellRun",
    "Curve",
    "EnvironmentProblem",
    "Fault",
    "FigureData",
    "Frame",
    "Limits",
    "ModeReport",
    "Opaque",
    "Outcome",
    "Probe",
    "Question",
    "Raised",
    "Reference",
    "Returned",
    "Rich",
    "Session",
    "Step",
    "Stopped",
    "SymbolicTree",
    "clean",
    "self_test",
    "to_python",
]
