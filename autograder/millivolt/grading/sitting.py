"""One submission's time in the box: its cells are run, its answers captured, its functions called.

A cell or a call that reaches a limit ends the confined process. The rest of the notebook is
then run again without the cell at fault, so that one endless loop costs its own answer only.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from millivolt.isolation import Box, Captured, Cell, CellRun, Fault, Limits, Stopped

if TYPE_CHECKING:
    from millivolt.grading.student import Call, Outcome
    from millivolt.isolation import Session

__all__ = ["Sitting"]

RERUNS = 2
"""How often a notebook is run again without the cells that reached a limit."""

REOPENED = 3
"""How often a notebook is run again because a call ended its process."""


class Sitting:
    """The cells of one notebook in a confined process, opened when first needed."""

    def __init__(self, box: Box, cells: Sequence[Cell], limits: Limits, seed: int = 0) -> None:
        self._box = box
        self._cells = tuple(cells)
        self._limits = limits
        self._seed = seed
        self._session: Session | None = None
        self._open_session = ExitStack()
        self._at_fault: set[str] = set()
        self._reopened = 0
        self.runs: dict[str, CellRun] = {}
        self.captured: dict[str, Captured] = {}
        self.ended: Stopped | None = None

    def run(self) -> None:
        """Run the cells; what they did is in ``runs``, ``captured`` and ``ended``.

        A failure of the box itself says nothing about the student: everything is run once more.

        Raises:
            Fault: the box failed twice.
        """
        try:
            self._run()
        except Fault:
            self._at_fault.clear()
            self.runs.clear()
            self._run()

    def _run(self) -> None:
        for _ in range(1 + RERUNS):
            self._open()
            assert self._session is not None
            culprits = {run.id for run in self.runs.values() if run.status == "stopped"}
            self.ended = self._session.ended
            if self.ended is None or culprits <= self._at_fault:
                return
            self._at_fault |= culprits
        self._open()

    def call(self, name: str, calls: Sequence[Call]) -> list[Outcome]:
        """Call a captured function; a process that an earlier call ended is opened anew."""
        if self._session is None or self._session.ended is not None:
            if self._reopened == REOPENED:
                return [self.ended or Stopped("wall", "Your code was stopped too often.")]
            self._reopened += 1
            self._open()
        assert self._session is not None
        return list(self._session.call(name, calls))

    def close(self) -> None:
        """End the confined process."""
        self._session = None
        self._open_session.close()

    def _open(self) -> None:
        self.close()
        session = self._box.session(limits=self._limits, seed=self._seed)
        self._session = self._open_session.enter_context(session)
        cells = [cell for cell in self._cells if cell.id not in self._at_fault]
        for run in self._session.run(cells):
            # A cell at fault keeps the record of the run in which it reached the limit.
            self.runs[run.id] = run
        self.captured = dict(self._session.captured)
