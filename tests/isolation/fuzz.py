"""Fuzzes the decoder of the wire format, guided by the lines of code that inputs reach.

    python tests/isolation/fuzz.py --inputs 1000000

Mutates frames; an input that takes the decoder along a new pair of lines joins the corpus.
Fails if anything but a refusal comes out, or if memory grows by more than 64 MB.
"""

import argparse
import json
import random
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import sympy

from millivolt.isolation import wire
from millivolt.isolation.limits import Limits
from millivolt.isolation.records import Cell
from millivolt.isolation.replies import read_calls, read_cell
from millivolt.isolation.wire.decode import Decoder
from millivolt.isolation.wire.encode import Encoder
from millivolt.isolation.wire.frames import HEADER, WireError, pack, parse_head, sizes

MEMORY_MB = 64
TRACED_EVERY = 5
"""Tracing lines is slow, so most inputs run without it."""

WATCHED = (str(Path(wire.__file__).parent), "replies.py")
NONCE = "0" * 16
CELLS = [Cell("a", "x = 1\ny = 2", ("x",))]
TAGS = [
    "[",
    "(",
    "{",
    "s",
    "f",
    "c",
    "i",
    "n",
    "a",
    "?",
    "x",
    "F",
    "P",
    "<f8",
    "|b1",
    "<c16",
    "Symbol",
]
EDGES = [0, 1, -1, 8, 2**31, 2**63, 10**19, 1e308, 0.5, True, None, "", "nan", "0x1f", [], {}]


def seeds():
    """Honest frames of every kind of value, and honest replies around them."""
    x = sympy.Symbol("x")
    samples = [
        [1, 2.5, "text", None, True, float("nan"), 1 + 2j, 1 << 70],
        {"V": -65.0, 1: (2, 3), x: sympy.sin(x) / 3},
        np.arange(6.0).reshape(2, 3),
        np.array([True, False]),
        list(range(20)),
        sympy.Eq(x, sympy.Float("1.5") * sympy.pi),
        sympy.Function("f")(x).diff(x),
    ]
    for sample in samples:
        encoder = Encoder()
        form = encoder.encode(sample)
        yield pack(form, encoder.buffers)
        error = {"type": "E", "message": "m", "frames": [[0, 1, "f"]], "ancestry": ["E"]}
        result = {"error": error, "value": form, "seconds": 0.1}
        yield pack({"n": NONCE, "results": [result]}, encoder.buffers)
        cell = {
            "n": NONCE, "k": 0, "error": None, "seconds": 0, "warnings": ["w"],
            "captured": [["x", "float", form]], "rich": [["text/html", 2]],
        }  # fmt: skip
        yield pack(cell, encoder.buffers + b"hi")


def read(frame):
    """What the grader does with the bytes of a frame, by every reader."""
    if len(frame) < HEADER.size:
        return
    head_size, buffer_size = sizes(frame[: HEADER.size])
    head = parse_head(frame[HEADER.size : HEADER.size + head_size])
    buffers = frame[HEADER.size + head_size :][:buffer_size]
    for reader in (
        lambda values: values.decode(head),
        lambda values: read_calls(head, values, NONCE, 2, CELLS, Limits()),
        lambda values: read_cell(head, values, NONCE, 0, ("x",), CELLS, Limits()),
    ):
        values = Decoder(buffers)
        with suppress(WireError):
            reader(values)
            values.finish()


def mutate(frame, draw):
    """Another frame: other bytes, or another structure that is still JSON."""
    kind = draw.random()
    if kind < 0.2 or len(frame) < HEADER.size:
        data = bytearray(frame)
        for _ in range(draw.randint(1, 4)):
            if data:
                data[draw.randrange(len(data))] = draw.randrange(256)
        return bytes(data)
    head_size, _ = HEADER.unpack_from(frame)
    body = frame[HEADER.size :]
    try:
        head = json.loads(body[:head_size])
    except ValueError:
        head = draw.choice(EDGES)
    buffers = body[head_size:]
    if kind < 0.3:
        buffers = buffers[: draw.randint(0, len(buffers))] + draw.randbytes(draw.randint(0, 16))
    for _ in range(draw.randint(1, 3)):
        head = change(head, draw)
    text = json.dumps(head).encode()[: 64 << 10]
    return HEADER.pack(len(text), len(buffers)) + text + buffers


def change(form, draw, depth=0):
    """The form with one place in it changed."""
    if depth > 30 or draw.random() < 0.15 or not isinstance(form, (list, dict)) or not form:
        return new_form(draw)
    if isinstance(form, dict):
        key = draw.choice(list(form))
        return {**form, key: change(form[key], draw, depth + 1)}
    position = draw.randrange(len(form))
    action = draw.random()
    if action < 0.6:
        return [*form[:position], change(form[position], draw, depth + 1), *form[position + 1 :]]
    if action < 0.75:
        return form[:position] + form[position + 1 :]
    if action < 0.9:
        return [*form[:position], new_form(draw), *form[position:]]
    return (form * draw.randint(2, 40))[:5000]


def new_form(draw):
    kind = draw.random()
    if kind < 0.4:
        return draw.choice(EDGES)
    if kind < 0.7:
        return draw.choice(TAGS)
    return [draw.choice(TAGS), *(draw.choice([*EDGES, *TAGS]) for _ in range(draw.randint(0, 3)))]


class Coverage:
    """Pairs of lines that were run one after the other in the watched files."""

    def __init__(self):
        self.pairs = set()
        self._last = None

    def trace(self, frame, event, argument):
        if event == "call":
            name = frame.f_code.co_filename
            return self.trace if name.startswith(WATCHED[0]) or name.endswith(WATCHED[1]) else None
        if event == "line":
            here = (frame.f_code.co_name, frame.f_lineno)
            self.pairs.add((self._last, here))
            self._last = here
        return self.trace

    def reaches_more(self, frame):
        known = len(self.pairs)
        self._last = None
        sys.settrace(self.trace)
        try:
            with suppress(WireError):
                read(frame)
        finally:
            sys.settrace(None)
        return len(self.pairs) > known


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(inputs, seed):
    """Runs the fuzzer; raises what the decoder should not have raised."""
    draw = random.Random(seed)
    corpus = list(seeds())
    coverage = Coverage()
    for frame in corpus:
        read(frame)
        coverage.reaches_more(frame)
    before, started = peak_mb(), time.monotonic()
    for number in range(inputs):
        frame = mutate(draw.choice(corpus), draw)
        if number % TRACED_EVERY:
            with suppress(WireError):
                read(frame)
        elif coverage.reaches_more(frame):
            corpus.append(frame)
    grown = peak_mb() - before
    seconds = time.monotonic() - started
    print(
        f"{inputs} inputs in {seconds:.0f} s, none crashed the reader; corpus {len(corpus)}, "
        f"{len(coverage.pairs)} pairs of lines reached, memory grew by {grown:.1f} MB"
    )
    if grown > MEMORY_MB:
        raise SystemExit(f"memory grew by more than {MEMORY_MB} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    main(arguments.inputs, arguments.seed)
