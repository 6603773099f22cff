"""One submission in the box: cells run in order, answers captured, functions called."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Any, Final

from . import messages
from .child import Child, Flood, Gone, TimeUp
from .inert import clean
from .limits import Limits
from .questions import Answering, answer_frame, is_question, read_question
from .records import (
    Captured,
    Cell,
    CellRun,
    CellStatus,
    Fault,
    Limit,
    Outcome,
    Raised,
    Returned,
    Stopped,
)
from .replies import read_calls, read_cell
from .scratch import ScratchFull
from .wire.decode import Decoder
from .wire.encode import Encoder, is_whole
from .wire.frames import VALUES_ONLY, Bounds, WireError, cell_mark, pack

GRACE_SECONDS: Final = 1.0
"""How long interrupted code has to come back before everything is ended."""

CELL_BOUNDS: Final = Bounds(buffers=24 << 20)
"""A cell's reply may carry pictures beside the captured values."""


class _Over(Exception):
    """The session has ended; `Session.ended` says why."""


class Session:
    """One confined process that runs one submission.

    Attributes:
        limits: what the submission may use.
        ended: why it is over before its time, or None.
        call_output: what calls printed. For the instructor only: it may repeat hidden inputs.
    """

    def __init__(
        self, child: Child, seed: int, idle_kb: int, answering: Answering | None = None
    ) -> None:
        self.limits: Limits = child.limits
        self.ended: Stopped | None = None
        self.call_output = ""
        self._child = child
        self._idle_kb = idle_kb
        self._answering = answering
        self._waited = 0.0
        self._cells: list[Cell] = []
        self._captured: dict[str, Captured] = {}
        begin = {
            "op": "begin",
            "seed": seed,
            "figures": self.limits.figures,
            "output_bytes": self.limits.output_kb << 10,
            "asks": answering is not None,
        }
        try:
            child.send(pack(begin), child.clock() + GRACE_SECONDS)
        except (Gone, TimeUp, WireError, Flood) as error:
            raise Fault(f"a child did not take its first request: {error!r}") from error

    @property
    def captured(self) -> Mapping[str, Captured]:
        """The captured values by name. A captured function is `Opaque("function")`."""
        return MappingProxyType(self._captured)

    @property
    def seconds(self) -> float:
        """How long the student's code took so far, waiting for a processor not counted."""
        return self._waited

    def run(self, cells: Iterable[Cell], theirs: Iterable[str] = ()) -> tuple[CellRun, ...]:
        """Runs cells in order. A cell that fails does not keep the later ones from running.

        A cell that reaches its time limit is interrupted; the session ends only when it does
        not react. Cells after the end of the session are skipped.

        Args:
            cells: what to run.
            theirs: in a session that may ask, the names that are asked for anew.

        Raises:
            Fault: the box failed; nothing is known about the submission.
        """
        asked = tuple(cells)
        runs: list[CellRun] = []
        if self.ended is None and asked:
            first = len(self._cells)
            self._cells.extend(asked)
            before = self._waited
            try:
                # Sent together, so that the student's process need not wait between cells.
                nonce = self._send_cells(asked, first, theirs)
                for position, cell in enumerate(asked, first):
                    runs.append(self._await_cell(cell, nonce, position))
                    before = self._waited
            except _Over:
                last = asked[len(runs)]
                seconds = self._waited - before
                stopped = CellRun(last.id, "stopped", self.ended, self._output(), seconds=seconds)
                runs.append(stopped)
        runs += [CellRun(cell.id, "skipped") for cell in asked[len(runs) :]]
        return tuple(runs)

    def _send_cells(self, cells: Sequence[Cell], first: int, theirs: Iterable[str]) -> str:
        nonce = secrets.token_hex(8)
        forms = [
            {"index": index, "source": cell.source, "captures": cell.captures}
            for index, cell in enumerate(cells, first)
        ]
        request = {
            "op": "cells",
            "n": nonce,
            "patience": self.limits.cell_wall / 2,
            "cells": forms,
            "theirs": list(theirs),
        }
        with self._watching():
            self._send(pack(request))
        return nonce

    def _await_cell(self, cell: Cell, nonce: str, position: int) -> CellRun:
        head, values, late = self._answered(nonce)
        with self._watching():
            reply = read_cell(
                head, values, nonce, position, cell.captures, self._cells, self.limits
            )
            values.finish()
        error = self._judge(reply.error, late, "cell_wall")
        for name, value, type_name in reply.captured:
            self._captured[name] = Captured(name, cell.id, value, type_name)
        return CellRun(
            cell.id,
            _status(error),
            error,
            self._output(cell_mark(nonce, position)),
            reply.rich,
            reply.seconds,
            reply.warnings,
        )

    def _answered(self, nonce: str) -> tuple[Any, Decoder, bool]:
        """The next frame that is no question; what is asked before is answered.

        The time that an answer takes is not the asking cell's.
        """
        late = False
        while True:
            with self._watching():
                head, values, overdue = self._receive(
                    "cell_wall", self.limits.cell_wall, CELL_BOUNDS
                )
                late = late or overdue
                if self._answering is None or not is_question(head):
                    return head, values, late
                question = read_question(head, values, nonce)
            answer = self._answering(question)
            with self._watching():
                self._send(answer_frame(answer))
            if late:
                # The interrupt came while the cell waited for an answer, and was not heard.
                self._child.interrupt()

    def call(
        self, name: str, calls: Sequence[tuple[Sequence[Any], Mapping[str, Any]]]
    ) -> list[Outcome]:
        """Calls a captured function once for each pair of arguments and keywords.

        Arguments may be plain values and numpy arrays; the function gets its own copies. A call
        that reaches its time limit is interrupted and the next one is made. After the end of
        the session, every call that is left is `Stopped` for the same reason.

        Raises:
            KeyError: nothing was captured under this name.
            TypeError: an argument is of a kind that cannot be handed over.
            Fault: the box failed.
        """
        if name not in self._captured:
            raise KeyError(f"nothing was captured under the name {name!r}")
        outcomes: list[Outcome] = []
        if self.ended is None:
            with suppress(_Over):
                for outcome in self._ask_calls(name, calls):
                    outcomes.append(outcome)
            self.call_output += self._output()
        if self.ended is not None:
            outcomes += [self.ended] * (len(calls) - len(outcomes))
        return outcomes

    def _ask_calls(
        self, name: str, calls: Sequence[tuple[Sequence[Any], Mapping[str, Any]]]
    ) -> Iterator[Outcome]:
        nonce = secrets.token_hex(8)
        encoder = Encoder()
        forms = [[encoder.encode(tuple(a)), encoder.encode(dict(k))] for a, k in calls]
        if not all(is_whole(form) for pair in forms for form in pair):
            raise TypeError(f"an argument for {name!r} is of a kind that cannot be handed over")
        patience = self.limits.call_wall / 2
        request = {"op": "call", "n": nonce, "patience": patience, "name": name, "calls": forms}
        with self._watching():
            self._send(pack(request, encoder.buffers))
        left = len(calls)
        while left > 0:
            with self._watching():
                head, values, late = self._receive("call_wall", self.limits.call_wall, VALUES_ONLY)
                replies = read_calls(head, values, nonce, left, self._cells, self.limits)
                values.finish()
            left -= len(replies)
            for reply in replies:
                error = self._judge(reply.error, late, "call_wall")
                yield Returned(reply.value, reply.seconds) if error is None else error

    def _judge(self, error: Raised | None, late: bool, limit: Limit) -> Raised | Stopped | None:
        if late and error is not None and error.type == "Interrupted":
            return messages.stopped(limit, self.limits)
        return error

    def _send(self, frame: bytes) -> None:
        self._child.send(frame, self._child.clock() + self.limits.cell_wall)

    def _receive(self, limit: Limit, seconds: float, bounds: Bounds) -> tuple[Any, Decoder, bool]:
        """The next frame, and whether the code had to be interrupted for it."""
        left = self.limits.wall - self._waited
        late = False
        try:
            head, buffers = self._child.receive(self._child.clock() + min(seconds, left), bounds)
        except TimeUp:
            if left <= seconds:
                self._end(messages.stopped("wall", self.limits))
            late = True
            self._child.interrupt()
            try:
                head, buffers = self._child.receive(self._child.clock() + GRACE_SECONDS, bounds)
            except TimeUp:
                self._end(messages.stopped(limit, self.limits, "it did not react to an interrupt"))
        return head, Decoder(buffers), late

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """Counts the time spent waiting, and turns what went wrong into the session's end."""
        started = self._child.clock()
        limits = self.limits
        try:
            yield
        except Gone:
            self._end(self._why_gone())
        except TimeUp:
            self._end(messages.stopped("wall", limits, "the child did not take the request"))
        except Flood as flood:
            self._end(messages.stopped("output", limits, str(flood)))
        except ScratchFull as full:
            self._end(messages.stopped("scratch", limits, str(full)))
        except WireError as error:
            self._end(messages.stopped("protocol", limits, str(error)))
        finally:
            self._waited += self._child.clock() - started

    def _why_gone(self) -> Stopped:
        try:
            ending = self._child.wait_end(GRACE_SECONDS)
        except Fault:
            # Student code can close the channel and live on; anything else is a fault of the box.
            self._child.kill()
            self._child.wait_end()
            return messages.stopped("protocol", self.limits, "the channel was closed")
        return messages.why_it_ended(ending, self.limits, self._idle_kb)

    def _end(self, reason: Stopped) -> None:
        self.ended = reason
        self._child.kill()
        raise _Over

    def _output(self, mark: bytes = b"") -> str:
        return clean(self._child.take_output(mark))


def _status(error: Raised | Stopped | None) -> CellStatus:
    if error is None:
        return "ok"
    return "stopped" if isinstance(error, Stopped) else "raised"
