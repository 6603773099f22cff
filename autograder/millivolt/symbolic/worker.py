"""Comparisons in a process of their own, which is ended when it takes too long or too much memory.

The functions it runs are the pure ones of this room, and sympy where those found no proof. Grading
calls the pure ones directly: their exact work is bounded by fuel and their integrals by a number of
evaluations, alike on every machine, whereas a verdict that depends on a clock could change with a
regrade. ``python -m millivolt.symbolic.worker`` is the other end of the pipe, not meant for people.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any, BinaryIO

from millivolt.symbolic.comparison.formulas import compare
from millivolt.symbolic.comparison.outcome import Comparison
from millivolt.symbolic.comparison.prover import prove
from millivolt.symbolic.derivation.check import check_derivation
from millivolt.symbolic.derivation.report import DerivationReport, Step
from millivolt.symbolic.formula.domain import Domain, Symbol, Symbols, as_symbols
from millivolt.symbolic.formula.findings import Finding

TIMEOUT = 2.0
GRACE = 5.0  # seconds after which a worker that nobody ended ends by itself
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
        """``compare`` in the worker; ``undecided`` when it had to be ended.

        A ``probable`` becomes ``equal`` when sympy finds a proof in the time that is left.
        """
        end = time.monotonic() + self.timeout
        answer = self._ask("compare", [student, reference, _encode_symbols(symbols)])
        if answer is None:
            return Comparison("undecided", TOO_LONG, how="timeout")
        result = _comparison(answer)
        left = end - time.monotonic()
        if result.verdict == "probable" and self.proves(student, reference, symbols, left):
            return replace(result, verdict="equal", message="The formulas are equal.", how="sympy")
        return result

    def proves(
        self, student: Any, reference: str, symbols: Symbols, timeout: float | None = None
    ) -> bool:
        """Whether sympy shows that two answers are the same; False when it had to be ended."""
        question = [student, reference, _encode_symbols(symbols)]
        return self._ask("prove", question, timeout) is True

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

    def _ask(self, name: str, args: list[Any], timeout: float | None = None) -> Any:
        """The answer, None when the worker was ended; ``ValueError`` when it reports one."""
        seconds = self.timeout if timeout is None else max(timeout, 0.0)
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._process = _start(self.memory)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps([name, args, seconds]).encode() + b"\n")
            process.stdin.flush()
            line = _read_line(process.stdout, seconds)
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
    # -P: the working folder may hold a file with the name of a library.
    command = [sys.executable, "-P", "-W", "ignore", "-m", "millivolt.symbolic.worker", str(memory)]
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


def _compare(student: Any, reference: str, symbols: Sequence[Sequence[Any]]) -> Any:
    return _plain(asdict(compare(student, reference, _decode_symbols(symbols))))


def _prove(student: Any, reference: str, symbols: Sequence[Sequence[Any]]) -> bool:
    return prove(student, reference, _decode_symbols(symbols))


def _derive(
    lines: list[str],
    premises: list[str],
    goal: str | None,
    symbols: Sequence[Sequence[Any]],
    solved_for: str | None,
    forbidden: list[str],
) -> Any:
    table = _decode_symbols(symbols)
    return _plain(asdict(check_derivation(lines, premises, goal, table, solved_for, forbidden)))


_ANSWERS: Mapping[str, Callable[..., Any]] = {
    "compare": _compare,
    "prove": _prove,
    "derivation": _derive,
}


def _answer(name: str, args: list[Any]) -> list[Any]:
    try:
        return ["ok", _ANSWERS[name](*args)]
    except ValueError as error:
        return ["error", str(error)]
    except (MemoryError, RecursionError):
        return ["memory", None]


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer questions, one JSON line each, until the source ends."""
    for line in source:
        name, args, seconds = json.loads(line)
        # Whoever asked may be gone and end it no more.
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        target.write(json.dumps(_answer(name, args)).encode() + b"\n")
        target.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)
