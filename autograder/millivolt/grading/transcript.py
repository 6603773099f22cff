"""What the cells of a submission showed, for those who show the notebook to people afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from millivolt.gradebook.entry import CellOutput
from millivolt.isolation import CellRun, Raised

__all__ = ["transcript"]


def transcript(runs: Iterable[CellRun], notebook: str = "") -> tuple[CellOutput, ...]:
    """The outputs of ``runs``, cells of ``notebook``.

    Of rich output only pictures are kept: markup of a stranger is not for showing.
    """
    return tuple(_output(run, notebook) for run in runs)


def _output(run: CellRun, notebook: str) -> CellOutput:
    error = ""
    if isinstance(run.error, Raised):
        line = "" if run.error.line is None else f" (line {run.error.line})"
        error = f"{run.error.type}: {run.error.message}{line}"
    elif run.error is not None:
        error = run.error.message
    pictures = tuple(rich.data for rich in run.rich if rich.mime == "image/png")
    warned = "\n".join(run.warnings)
    return CellOutput(run.id, run.output, warned, error, pictures, notebook)
