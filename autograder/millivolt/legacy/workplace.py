"""A student's notebook at work in its own process: run step by step, asked about its names.

A cell or a call that reaches a limit may end the process. It is then opened again without the
cell at fault, so that one endless loop costs what depends on it and nothing else.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from millivolt.isolation import (
    Answer,
    Box,
    Cell,
    CellRun,
    Limits,
    Opaque,
    Question,
    Raised,
    Reference,
    Returned,
    Session,
    Stopped,
)

__all__ = ["Workplace", "files_cell"]

REOPENED = 3
"""How often a notebook is run again because its process was ended."""

_SET, _LAST = "__mv_set", "__mv_last"
_OVER = Stopped("wall", "The notebook was stopped too often.")


class Workplace:
    """The cells of one submission in a confined process of their own.

    ``runs`` tells by cell what each one did when it ran last.
    """

    def __init__(
        self,
        box: Box,
        cells: Sequence[Cell],
        limits: Limits,
        seed: int,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        self._box = box
        self._cells = tuple(cells)
        self._limits = limits
        self._seed = seed
        self._files = tuple(files)
        self._undo = ExitStack()
        self._session: Session | None = None
        self._position = 0
        self._left_out: set[int] = set()
        self.runs: dict[str, CellRun] = {}
        self._opened = 0
        self._aliases = 0

    def reach(self, position: int) -> None:
        """Run the cells before ``position`` that have not run yet."""
        self._position = max(position, self._position)
        if self._working() is not None:
            self._catch_up()

    def answer(self, question: Question) -> Answer:
        """What the notebook says to a question; never raises."""
        if self._working() is None:
            return _OVER
        return _VERBS[question.verb](self, question)

    def close(self) -> None:
        """End the process."""
        self._session = None
        self._undo.close()

    def _working(self) -> Session | None:
        """The process at the present position, opened again if need be."""
        while self._session is None or self._session.ended is not None:
            if self._opened > REOPENED:
                return None
            self.close()
            self._opened += 1
            self._done = 0
            session = self._box.session(limits=self._limits, seed=self._seed)
            self._session = self._undo.enter_context(session)
            self._session.run([*files_cell(self._files), _PRELUDE])
            self._catch_up()
        return self._session

    def _catch_up(self) -> None:
        """Run what is missing up to the present position; a cell that ends all is left out."""
        session = self._session
        assert session is not None
        numbers = [n for n in range(self._done, self._position) if n not in self._left_out]
        runs = session.run([self._cells[number] for number in numbers])
        self._done = self._position
        self.runs |= {run.id: run for run in runs}
        if session.ended is not None:
            self._left_out |= {
                n for n, run in zip(numbers, runs, strict=True) if run.status == "stopped"
            }

    def _look(self, expression: str) -> Answer:
        """The value of an expression, or a reference to the object when it has none."""
        session = self._session
        assert session is not None
        self._aliases += 1
        alias = f"__mv_{self._aliases}"
        # Kept under a name of its own: the student's name may come to mean something else.
        source = (
            f"{alias} = {expression}\n"
            f"def {alias}_call(*args, **keywords):\n"
            f"    global {_LAST}\n"
            f"    {_LAST} = {alias}(*args, **keywords)\n"
            f"    return {_LAST}"
        )
        (run,) = session.run([Cell(alias, source, (alias, f"{alias}_call"))])
        if run.error is not None:
            return run.error
        value = session.captured[alias].value if alias in session.captured else None
        return _told(value, alias)

    def _call(self, question: Question) -> Answer:
        session = self._session
        assert session is not None
        name = f"{question.name}_call"
        if name not in session.captured:
            return Stopped("wall", "The notebook was started again in the meantime.")
        try:
            (outcome,) = session.call(name, [(question.args, question.keywords)])
        except TypeError as problem:
            return Raised("TypeError", str(problem), ancestry=("TypeError",))
        if isinstance(outcome, Returned) and isinstance(outcome.value, Opaque):
            return self._look(_LAST)
        return outcome

    def _set(self, question: Question) -> Answer:
        session = self._session
        assert session is not None
        (outcome,) = session.call(_SET, [((question.name, *question.args), {})])
        return outcome

    def _run(self, source: str) -> Answer:
        session = self._session
        assert session is not None
        (run,) = session.run([Cell("write", source)])
        return Returned(None, 0.0) if run.error is None else run.error


def _told(value: object, path: str) -> Answer:
    if isinstance(value, Opaque):
        return Reference(path, value.type_name)
    return Returned(value, 0.0)


_VERBS: dict[str, Callable[[Workplace, Question], Answer]] = {
    "get": lambda place, asked: place._look(asked.name),
    "attribute": lambda place, asked: place._look(f"{asked.name}.{asked.detail}"),
    "call": Workplace._call,
    "set": Workplace._set,
    "alias": lambda place, asked: place._run(f"{asked.name} = {asked.detail}"),
    "delete": lambda place, asked: place._run(f"del {asked.name}"),
    "stuck": lambda place, asked: Returned(None, 0.0),
}

_PRELUDE = Cell("prelude", f"{_SET} = globals().__setitem__", (_SET,))


def files_cell(files: Sequence[tuple[str, bytes]]) -> list[Cell]:
    """A cell that puts ``files`` into the working folder; none when there are none."""
    if not files:
        return []
    table = {name: base64.b64encode(data).decode("ascii") for name, data in files}
    source = (
        "def _put(files):\n"
        "    import base64, pathlib\n"
        "    for name, data in files.items():\n"
        "        path = pathlib.Path(name)\n"
        "        path.parent.mkdir(parents=True, exist_ok=True)\n"
        "        path.write_bytes(base64.b64decode(data))\n"
        f"_put({table!r})\n"
        "del _put"
    )
    return [Cell("files", source)]
