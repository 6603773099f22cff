"""The student's process: takes requests for cells and calls, answers with values.

Untrusted from the first cell on: student code shares this interpreter. It only has to be
convenient; nothing that grading relies on for safety is decided here.
"""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from ..wire.decode import Decoder
from ..wire.encode import Encoder, is_whole
from ..wire.frames import HEADER, MAX_BUFFERS, MAX_HEAD, cell_mark, pack, parse_head
from ..wire.values import TOO_LARGE
from . import stdio
from .batch import Batch
from .desk import Desk
from .notebook import Interrupted, Notebook, describe_error
from .thaw import thaw

_TOO_LARGE: Final = ["?", TOO_LARGE.type_name]


def live(channel: int, own_code: tuple[str, ...]) -> None:
    """Answers requests on the channel until it is closed."""
    # Notebooks find modules in their own folder first; here that is the scratch folder.
    sys.path[:] = [str(Path.cwd()), *(entry for entry in sys.path if entry not in own_code)]
    sys.argv = ["notebook"]
    gc.enable()
    _rehearse()
    student = Student(channel)
    student.say_ready()
    student.serve()


def _rehearse() -> None:
    """Runs a small notebook that leaves nothing behind.

    A forked process pays for each page of memory that it first touches. The spare child pays
    while it waits, so that the submission it gets does not.
    """
    stage = Notebook()
    stage.begin(figures=0)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        stage.namespace["np"] = numpy
        numpy.random.seed(0)
    for index, source in enumerate(_REHEARSAL):
        try:
            stage.run(index, source)
        except Exception as error:
            pack(describe_error(error))
    encoder = Encoder()
    forms = [encoder.encode(value) for _, value, _ in stage.capture(["f", "x", "y"])]
    head = pack(forms)[HEADER.size :]
    values = Decoder(encoder.buffers, writable=True)
    for form in parse_head(head):
        values.decode(form)


_REHEARSAL: Final = (
    "%matplotlib inline\nimport math",
    "def f(a, b=2.0):\n    return a * b + math.log(b)",
    "x = {'a': [f(1.0), 'text'], 'b': (1, None)}\nx;",
    "y = np.log(np.linspace(1.0, 2.0, 5))\n1 / 0",
)


class Student:
    """One notebook and the channel over which it is asked."""

    def __init__(self, channel: int) -> None:
        self._channel = channel
        self._notebook = Notebook()
        self._desk: Desk | None = None
        self._nonce = ""
        self._busy = False
        self._started = self._patience = 0.0
        signal.signal(signal.SIGINT, self._interrupt)

    def say_ready(self) -> None:
        """Tells the grader that every wall stands; no student code ran before this."""
        self._write(pack({"ready": True}))

    def serve(self) -> None:
        """The request loop; returns when the grader closes the channel."""
        answer: dict[str, Callable[[dict[str, Any], Decoder], None]] = {
            "begin": self._begin,
            "cells": self._cells,
            "call": self._call,
        }
        while True:
            request, values = self._receive()
            answer[request["op"]](request, values)

    def _receive(self) -> tuple[dict[str, Any], Decoder]:
        head_size, buffer_size = HEADER.unpack(self._read(HEADER.size))
        request = parse_head(self._read(head_size))
        return request, Decoder(self._read(buffer_size), writable=True)

    def _begin(self, request: dict[str, Any], values: Decoder) -> None:
        seed = request["seed"]
        random.seed(seed)
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            numpy.random.seed(seed % (1 << 32))
        stdio.install(request["output_bytes"])
        if request["asks"]:
            self._desk = Desk(self._ask)
            self._notebook = Notebook(self._desk)
        self._notebook.begin(figures=request["figures"])

    def _cells(self, request: dict[str, Any], values: Decoder) -> None:
        self._patience = request["patience"]
        self._nonce = request["n"]
        if self._desk is not None:
            self._desk.renew(request["theirs"])
        for cell in request["cells"]:
            self._cell(request["n"], **cell)

    def _cell(self, nonce: str, index: int, source: str, captures: list[str]) -> None:
        started = perf_counter()
        error = self._guarded(lambda: self._notebook.run(index, source))
        seconds = perf_counter() - started
        shown = self._notebook.take_shown()
        stdio.flush()
        stdio.mark(cell_mark(nonce, index))
        encoder = Encoder()
        captured = [
            [name, kind[:80], encoder.encode_or_name(value)]
            for name, value, kind in self._notebook.capture(captures)
        ]
        for _, data in shown:
            encoder.add_buffer(data)
        self._reply(
            {
                "n": nonce,
                "k": index,
                "error": error,
                "seconds": seconds,
                "warnings": self._notebook.take_warnings(),
                "captured": captured,
                "rich": [[mime, len(data)] for mime, data in shown],
            },
            encoder,
        )

    def _call(self, request: dict[str, Any], values: Decoder) -> None:
        function = self._notebook.function(request["name"])
        self._patience = request["patience"]
        batch = Batch(request["n"], self._write, _TOO_LARGE)
        for args, keywords in request["calls"]:
            given = [
                thaw(values.decode(form), self._notebook.namespace) for form in (args, keywords)
            ]
            bound = partial(function, *given[0], **given[1])
            batch.add(*self._call_once(bound))
        batch.flush()

    def _ask(
        self, verb: str, name: str, detail: str = "", args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> dict[str, Any] | None:  # fmt: skip
        """Asks the grader in the middle of a cell; None when an argument is no plain value."""
        encoder = Encoder()
        forms = {"args": encoder.encode_or_name(args), "keywords": encoder.encode(keywords or {})}
        if not (is_whole(forms["args"]) and is_whole(forms["keywords"])):
            return None
        busy, self._busy = self._busy, False
        try:
            question = {"n": self._nonce, "ask": [verb, name, detail], **forms}
            self._write(pack(question, encoder.buffers))
            head, values = self._receive()
        finally:
            self._busy = busy
        if "value" in head:
            head["value"] = values.decode(head["value"])
        return head

    def _call_once(self, function: Callable[[], Any]) -> tuple[dict[str, Any], Encoder]:
        returned: list[Any] = []
        started = perf_counter()
        error = self._guarded(lambda: returned.append(function()))
        seconds = perf_counter() - started
        stdio.flush()
        encoder = Encoder()
        value = encoder.encode_or_name(returned[0]) if returned else None
        return {"error": error, "seconds": seconds, "value": value}, encoder

    def _guarded(self, action: Callable[[], object]) -> dict[str, Any] | None:
        self._started = perf_counter()
        self._busy = True
        try:
            action()
        except BaseException as error:
            self._busy = False
            return describe_error(error)
        finally:
            self._busy = False
        return None

    def _interrupt(self, number: int, frame: object) -> None:
        # A stop that was meant for the code before this one comes too early for it.
        if self._busy and perf_counter() - self._started >= self._patience:
            raise Interrupted

    def _reply(self, head: dict[str, Any], encoder: Encoder) -> None:
        frame = pack(head, encoder.buffers)
        head_size, buffer_size = HEADER.unpack_from(frame)
        if head_size > MAX_HEAD or buffer_size > MAX_BUFFERS:
            frame = pack(_without_values(head))
        self._write(frame)

    def _write(self, frame: bytes) -> None:
        view = memoryview(frame)
        while view:
            view = view[os.write(self._channel, view) :]

    def _read(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = os.read(self._channel, min(size - len(data), 1 << 20))
            if not part:
                os._exit(0)
            data += part
        return bytes(data)


def _without_values(head: dict[str, Any]) -> dict[str, Any]:
    captured = [[name, kind, _TOO_LARGE] for name, kind, _ in head["captured"]]
    return {**head, "captured": captured, "rich": [], "warnings": []}
