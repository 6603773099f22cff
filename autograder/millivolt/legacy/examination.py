"""Running the tests of a sheet: apart from the student's code, or together with it.

Apart, a second confined process runs the instructor's cells alone and asks the student's process
for values; nothing that a student can do reaches the code that decides. Together, everything
runs in one process in nbgrader's manner, and the student's code could touch the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Literal

from millivolt.grading.sitting import Sitting
from millivolt.isolation import (
    Answer,
    Box,
    Cell,
    CellRun,
    Limits,
    Question,
    Raised,
    Session,
    Stopped,
)
from millivolt.legacy.flow import Flow, Test
from millivolt.legacy.workplace import REOPENED, Workplace, files_cell

__all__ = ["Conditions", "Outcome", "apart", "together"]

Ending = Literal["passed", "failed", "stopped", "stuck"]

_CLEAR = "_ = None"
_SHOWN = "_"


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under which every process of a sheet runs: the box, limits, random numbers and files.

    ``files`` are the instructor's. ``own`` are the student's and never reach the tests: Python
    looks for modules among them first.
    """

    box: Box
    limits: Limits
    seed: int = 0
    files: tuple[tuple[str, bytes], ...] = ()
    own: tuple[tuple[str, bytes], ...] = ()

    @property
    def beside_answers(self) -> tuple[tuple[str, bytes], ...]:
        """The files beside the student's code; of one name, the instructor's."""
        return tuple((dict(self.own) | dict(self.files)).items())


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test ended.

    ``shown`` is the value of its last line, ``None`` when there is none. A test is ``stuck``
    when it needs more of the student's objects than their values; ``why`` tells what.
    """

    ending: Ending
    shown: Any = None
    error: Raised | Stopped | None = None
    why: str = ""


def apart(
    flow: Flow, conditions: Conditions, saw: Callable[[Iterable[CellRun]], None] | None = None
) -> dict[str, Outcome]:
    """The outcome of every test, by its id, with no student code in the tests' process.

    ``saw`` hears what each cell of the student's did; with it, those after the last test run too.

    Raises:
        Fault: the box failed.
    """
    with ExitStack() as undo:
        place = Workplace(
            conditions.box,
            flow.cells,
            conditions.limits,
            conditions.seed,
            conditions.beside_answers,
        )
        undo.callback(place.close)
        examiner = _Examiner(conditions, place)
        undo.callback(examiner.close)
        found = {}
        for test in flow.tests:
            place.reach(test.before)
            found[test.cell.name] = examiner.run(test)
        if saw is not None:
            place.reach(len(flow.cells))
            saw(place.runs.values())
        return found


def together(
    flow: Flow,
    conditions: Conditions,
    wanted: Collection[str],
    instead: Mapping[str, str] | None = None,
) -> dict[str, Outcome]:
    """The outcome of the tests ``wanted``, run among the student's cells.

    ``instead`` gives other sources for some tests.

    Raises:
        Fault: the box failed.
    """
    tests = [test for test in flow.tests if test.cell.name in wanted]
    cells: list[Cell] = files_cell(conditions.beside_answers)
    reached = 0
    for number, test in enumerate(tests):
        source = (instead or {}).get(test.cell.name, test.cell.source)
        cells += flow.cells[reached : test.before]
        cells += _asking(_together_id(number), source, f"__mv_shown_{number}")
        reached = test.before
    sitting = Sitting(conditions.box, cells, conditions.limits, conditions.seed)
    try:
        sitting.run()
    finally:
        sitting.close()
    return {
        test.cell.name: _outcome(
            sitting.runs[_together_id(number)],
            found.value if (found := sitting.captured.get(f"__mv_shown_{number}")) else None,
        )
        for number, test in enumerate(tests)
    }


def _together_id(number: int) -> str:
    return f"test {number}"


def _asking(cell_id: str, source: str, name: str) -> list[Cell]:
    """Cells that run a test and keep what its last line showed under a name."""
    return [
        Cell(f"{cell_id} before", _CLEAR),
        Cell(cell_id, source),
        Cell(f"{cell_id} after", f"{name} = {_SHOWN}", (name,)),
    ]


def _outcome(run: CellRun, shown: Any) -> Outcome:
    if run.error is None and run.status == "ok":
        return Outcome("passed", shown)
    if isinstance(run.error, Raised):
        return Outcome("failed", error=run.error)
    return Outcome("stopped", error=run.error)


class _Examiner:
    """The process of the tests, opened again when a test has ended it."""

    def __init__(self, conditions: Conditions, place: Workplace) -> None:
        self._conditions = conditions
        self._place = place
        self._undo = ExitStack()
        self._session: Session | None = None
        self._opened = 0
        self._set_up: list[Cell] = []
        self._stuck = ""
        self._stopped: Stopped | None = None

    def run(self, test: Test) -> Outcome:
        """The outcome of one test."""
        self._prepare(test)
        session = self._session
        assert session is not None
        self._forget()
        cells = [Cell("before", _CLEAR), Cell(test.cell.name, test.cell.source, (_SHOWN,))]
        runs = session.run(cells, test.theirs)
        shown = session.captured.get(_SHOWN)
        outcome = _outcome(runs[-1], shown.value if shown is not None else None)
        # Said by the process of the tests before anything in the test could swallow it.
        if self._stopped is not None:
            return Outcome("stopped", error=self._stopped)
        return replace(outcome, ending="stuck", why=self._stuck) if self._stuck else outcome

    def close(self) -> None:
        """End the process."""
        self._undo.close()

    def _forget(self) -> None:
        self._stuck, self._stopped = "", None

    def _prepare(self, test: Test) -> None:
        if self._session is None or (self._session.ended is not None and self._opened <= REOPENED):
            self._undo.close()
            self._opened += 1
            opened = self._conditions.box.session(
                self._conditions.limits, self._conditions.seed, self._answer
            )
            self._session = self._undo.enter_context(opened)
            self._session.run([*files_cell(self._conditions.files), *self._set_up])
        # No name is theirs yet: what the instructor gave must not be set in the student's process.
        self._session.run(test.setting)
        self._set_up += test.setting

    def _answer(self, question: Question) -> Answer:
        if question.verb == "stuck":
            self._stuck = self._stuck or question.detail
        answer = self._place.answer(question)
        if isinstance(answer, Stopped):
            self._stopped = self._stopped or answer
        return answer
