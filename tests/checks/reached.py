"""A pytest plugin that runs, for each mutant, the tests that reach the changed statement.

The tests are collected once. A statement that no test reaches unchanged cannot be noticed when
changed, so that leaving out the tests which do not reach it changes no result.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, FrameType, FunctionType
from typing import Any, TextIO

import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, function_in, mutated

CPU_SECONDS = 3
"""What a test may take on top of five times what it takes without any change."""
QUICK = 0.3
"""Seconds that a test may take which is not about the changed module. Leaving out the slow ones
can only make more mutants survive."""
MEMORY = 8 * 2**30

Lines = set[tuple[str, int]]


class Reached:
    """Tells of every mutant, a line each: noticed, survived, or to be imported again.

    Before them, of every test that is slow.
    """

    def __init__(self, mutants: Sequence[Mutant], near: Sequence[str], output: TextIO) -> None:
        self.mutants = mutants
        self.near = near
        self.output = output
        self.files = {str(mutant.path) for mutant in mutants}
        self.on_import: Lines = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Notes what runs while the modules and the tests are imported."""
        with self._noting(self.on_import):
            return (yield)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Runs every test once without a change, then those of each mutant."""
        caches = _caches()
        seconds: dict[pytest.Item, float] = {}
        tests_of: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            started = time.process_time()
            lines: Lines = set()
            for cache in caches:
                cache.cache_clear()
            with self._noting(lines):
                passed = _passes(item)
            seconds[item] = time.process_time() - started
            if not passed:
                raise session.Failed(f"{item.nodeid} fails without any change")
            for line in lines:
                tests_of[line].append(item)
            if seconds[item] >= QUICK:
                print("slow", item.nodeid, file=self.output)
        for cache in caches:
            cache.cache_clear()
        functions = _functions(self.files)
        # So that a fork shares what is there, instead of copying it when it is looked at.
        gc.freeze()
        some_pass = False
        for index, mutant in enumerate(self.mutants):
            name = str(mutant.path)
            places = {(name, line) for line in mutant.lines}
            tests = {test: None for place in places for test in tests_of.get(place, ())}
            near = self.near[index]
            chosen = [t for t in tests if t.path.name == near or seconds[t] < QUICK]
            ordered = sorted(chosen, key=lambda t: (t.path.name != near, seconds[t]))
            code = mutant.function and function_in(mutated(mutant), mutant.function)
            changed = functions.get((name, *mutant.function)) if mutant.function else None
            if not (code and changed and _fits(code, changed)):
                result = "again"
            elif not _all_pass(ordered, seconds, code, changed):
                result = "noticed"
            else:
                result = "again" if places & self.on_import else "survived"
                some_pass = True
            print(index, result, file=self.output)
        # Where not one mutant survives, it could be the forked process that fails.
        if not some_pass and not _all_pass(session.items, seconds):
            raise session.Failed("the tests fail in a forked process")
        return True

    @contextlib.contextmanager
    def _noting(self, lines: Lines) -> Iterator[None]:
        def enter(frame: FrameType, event: str, argument: Any) -> Any:
            return note if frame.f_code.co_filename in self.files else None

        def note(frame: FrameType, event: str, argument: Any) -> Any:
            lines.add((frame.f_code.co_filename, frame.f_lineno))
            return note

        sys.settrace(enter)
        try:
            yield
        finally:
            sys.settrace(None)


def _passes(item: pytest.Item) -> bool:
    # Without a next test all fixtures are torn down, so that each test makes its own.
    reports = runtestprotocol(item, log=False, nextitem=None)
    return not any(report.failed for report in reports)


def _caches() -> list[Any]:
    """Every cache of the package: a result that is kept hides what a change does."""
    kept = (t for t in gc.get_objects() if isinstance(t, functools._lru_cache_wrapper))
    return [cache for cache in kept if cache.__module__.startswith("millivolt")]


def _functions(files: set[str]) -> dict[tuple[str, str, int], list[FunctionType]]:
    found = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in files:
            code = thing.__code__
            found[code.co_filename, code.co_name, code.co_firstlineno].append(thing)
    return found


def _fits(code: CodeType, functions: Sequence[FunctionType]) -> bool:
    return all(len(f.__code__.co_freevars) == len(code.co_freevars) for f in functions)


def _all_pass(
    tests: Sequence[pytest.Item],
    seconds: Mapping[pytest.Item, float],
    code: CodeType | None = None,
    changed: Sequence[FunctionType] = (),
) -> bool:
    """Whether the tests pass in a fork where the functions have other code."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            for function in changed:
                if code is not None:
                    function.__code__ = code
            for item in tests:
                signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS + 5 * seconds[item])
                if not _passes(item):
                    os._exit(1)
            os._exit(0)
        os._exit(99)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
