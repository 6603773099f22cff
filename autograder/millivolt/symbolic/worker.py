"""Comparisons in a process of their own, which is ended when it takes too long or too much memory.

The functions it runs are the pure ones of this room. Grading calls those directly: their exact work
is bounded by fuel and their integrals by a number of evaluations, alike on every machine, whereas
a verdict that depends on a clock could change with a regrade. The worker is for programs that read
formulas of strangers and cannot wait. ``python -m millivolt.symbolic.worker`` is the other end of
the pipe and not meant for people.
"""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any, BinaryIO

from .comparison import compare
from .derivation import check_derivation
from .domain import Domain, Symbol, Symbols, as_symbols
from .findings import Finding
from .outcome import Comparison
from .report import DerivationReport, Step

TIMEOUT = 2.0
MEMORY = 600 * 2**20
TOO_LONG = "This took too long to check; a person will look at it."


class Worker:
    """A process that compares formulas and checks derivations, restarted when it had to be ended.

    ``timeout`` in seconds per question, ``memory`` in bytes of address space. Use it as a context
    manager, or call ``close``.
    """

    def __init__(self, timeout: float = TIMEOUT, memory: int = MEMORY) -> None:
        self.timeout = timeout
        self.memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def compare(self, student: Any, reference: str, symbols: Symbols) -> Comparison:
        """``compare`` in the worker; ``undecided`` when it had to be ended."""
        answer = self._ask("compare", [student, reference, _encode_symbols(symbols)])
        if answer is None:
            return Comparison("undecided", TOO_LONG, how="timeout")
        return _comparison(answer)

    def check_derivation(
        self,
        lines: Sequence[str],
        premises: Sequence[str],
        goal: str | None,
        symbols: Symbols,
        solved_for: str | None = None,
        forbidden: Sequence[str] = (),
    ) -> DerivationReport:
        """``check_derivation`` in the worker; every line ``undecided`` when it had to be ended."""
        question = [list(lines), list(premises), goal, _encode_symbols(symbols)]
        answer = self._ask("derivation", [*question, solved_for, list(forbidden)])
        if answer is None:
            steps = tuple(Step(i, str(t), "undecided", TOO_LONG) for i, t in enumerate(lines))
            every = tuple(range(len(steps)))
            return DerivationReport(steps, None, False, None, TOO_LONG, Fraction(0), every)
        return _report(answer)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def _ask(self, name: str, args: list[Any]) -> Any:
        """The answer, None when the worker was ended; ``ValueError`` when it reports one."""
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._process = _start(self.memory)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps([name, args]).encode() + b"\n")
            process.stdin.flush()
            line = _read_line(process.stdout, self.timeout)
        except (BrokenPipeError, TimeoutError):
            line = b""
        if not line:
            self.close()
            return None
        kind, value = json.loads(line)
        if kind == "error":
            raise ValueError(value)
        return None if kind == "memory" else value


def compare_safely(
    student: Any, reference: str, symbols: Symbols, timeout: float = TIMEOUT
) -> Comparison:
    """One comparison in a process of its own (see ``Worker`` for many)."""
    with Worker(timeout=timeout + 1.0) as worker:
        return worker.compare(student, reference, symbols)


def _start(memory: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "millivolt.symbolic.worker", str(memory)]
    search = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, "PYTHONPATH": search}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )


def _read_line(stream: Any, timeout: float) -> bytes:
    """One line from the worker, ``TimeoutError`` when it does not come in time."""
    data = b""
    while not data.endswith(b"\n"):
        ready, _, _ = select.select([stream], [], [], timeout)
        if not ready:
            raise TimeoutError
        chunk = os.read(stream.fileno(), 1 << 16)
        if not chunk:
            return b""
        data += chunk
    return data


# -- what goes through the pipe -------------------------------------------------------------------


def _encode_symbols(symbols: Symbols) -> list[list[Any]]:
    rows = []
    for name, symbol in as_symbols(symbols).items():
        domain = symbol.domain
        assert isinstance(domain, Domain)
        ends = [None if end is None else str(end) for end in (domain.low, domain.high)]
        rows.append([name, domain.kind, *ends, symbol.unit, list(symbol.aliases), symbol.typical])
    return rows


def _decode_symbols(rows: Sequence[Sequence[Any]]) -> Symbols:
    table = {}
    for name, kind, low, high, unit, aliases, typical in rows:
        ends = (None if end is None else Fraction(end) for end in (low, high))
        domain = Domain(kind, *ends)
        table[name] = Symbol(
            name, domain, unit, tuple(aliases), None if typical is None else tuple(typical)
        )
    return table


def _plain(value: Any) -> Any:
    if isinstance(value, complex):
        return {"re": value.real, "im": value.imag}
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _numbers(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"re", "im"}:
        return complex(value["re"], value["im"])
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    return value


def _comparison(answer: Mapping[str, Any]) -> Comparison:
    known = {key: _numbers(value) for key, value in answer.items()}
    known["findings"] = tuple(Finding(**finding) for finding in answer["findings"])
    known["notes"] = tuple(answer["notes"])
    return Comparison(**known)


def _report(answer: Mapping[str, Any]) -> DerivationReport:
    steps = []
    for step in answer["steps"]:
        step = {**step, "notes": tuple(step["notes"])}
        steps.append(Step(**{key: _numbers(value) for key, value in step.items()}))
    rest = {key: value for key, value in answer.items() if key not in ("steps", "share")}
    rest["undecided"] = tuple(rest["undecided"])
    return DerivationReport(steps=tuple(steps), share=Fraction(answer["share"]), **rest)


def _answer(name: str, args: list[Any]) -> list[Any]:
    try:
        if name == "compare":
            student, reference, symbols = args
            return ["ok", _plain(asdict(compare(student, reference, _decode_symbols(symbols))))]
        lines, premises, goal, symbols, solved_for, forbidden = args
        table = _decode_symbols(symbols)
        report = check_derivation(lines, premises, goal, table, solved_for, forbidden)
        return ["ok", _plain(asdict(report))]
    except ValueError as error:
        return ["error", str(error)]
    except (MemoryError, RecursionError):
        return ["memory", None]


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer questions, one JSON line each, until the source ends."""
    for line in source:
        name, args = json.loads(line)
        target.write(json.dumps(_answer(name, args)).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)
