"""What the cells of a submission showed, for those who show the notebook to people afterwards."""

from __future__ import annotations

from millivolt.gradebook.entry import CellOutput
from millivolt.grading.sitting import Sitting
from millivolt.isolation import CellRun, Raised

__all__ = ["transcript"]


def transcript(sitting: Sitting | None) -> tuple[CellOutput, ...]:
    """The outputs of the cells that ran, in their order; empty when the notebook never ran.

    Of rich output only pictures are kept: markup of a stranger is not for showing.
    """
    return () if sitting is None else tuple(map(_output, sitting.runs.values()))


def _output(run: CellRun) -> CellOutput:
    error = ""
    if isinstance(run.error, Raised):
        line = "" if run.error.line is None else f" (line {run.error.line})"
        error = f"{run.error.type}: {run.error.message}{line}"
    elif run.error is not None:
        error = run.error.message
    pictures = tuple(rich.data for rich in run.rich if rich.mime == "image/png")
    return CellOutput(run.id, run.output, "\n".join(run.warnings), error, pictures)
