"""A pytest plugin that runs, for each mutant, the tests that reach the changed statement.

The tests are collected once. A statement that a test does not reach cannot be noticed by it when
changed. What a module assigns can be noticed by any test.
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
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any, TextIO

import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, assignments, function_in, is_assigned, mutated

CPU_SECONDS = 3
"""What a test may take on top of five times what it takes without any change."""
QUICK = 0.3
"""Seconds that a test may take which is not about the changed module. Leaving out the slow ones
can only make more mutants survive."""
MEMORY = 8 * 2**30

FOLLOWING = ("millivolt.quantities", "millivolt.checks")
"""Whose modules assign again what a change of a value leads to. Those of items do not: some of
their values are compared by identity."""
FOLLOWS = 4
"""How many modules, one after the other, a value may go through."""

Lines = set[tuple[str, int]]
Functions = dict[tuple[str, str, int], list[FunctionType]]
Change = partial[None]


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
        self.unchanged: dict[Path, CodeType] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Notes what runs while the modules and the tests are imported."""
        with self._noting(self.on_import):
            return (yield)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Runs every test once without a change, then those of each mutant."""
        seconds: dict[pytest.Item, float] = {}
        tests_of: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            started = time.process_time()
            lines: Lines = set()
            _forget()
            with self._noting(lines):
                passed = _passes(item)
            seconds[item] = time.process_time() - started
            if not passed:
                raise session.Failed(f"{item.nodeid} fails without any change")
            for line in lines:
                tests_of[line].append(item)
            if seconds[item] >= QUICK:
                print("slow", item.nodeid, file=self.output)
        _forget()
        functions = _functions(self.files)
        # So that a fork shares what is there, instead of copying it when it is looked at.
        gc.freeze()
        modules = _modules()
        some_pass = dict.fromkeys((_swap, _assign_again), False)
        for index, mutant in enumerate(self.mutants):
            change = self._change(mutant, functions, modules)
            if change is None:
                print(index, "again", file=self.output)
                continue
            near = self.near[index]
            places = {(str(mutant.path), line) for line in mutant.lines}
            reaching = {test for place in places for test in tests_of.get(place, ())}
            tests = session.items if mutant.function is None else reaching
            chosen = [t for t in tests if t.path.name == near or seconds[t] < QUICK]
            ordered = sorted(chosen, key=lambda t: (t.path.name != near, seconds[t]))
            if not _all_pass(ordered, seconds, change):
                result = "noticed"
            else:
                result = "again" if mutant.function and places & self.on_import else "survived"
                some_pass[change.func] = True
            print(index, result, file=self.output)
        # Where not one mutant survives, it could be the forked process that fails.
        unchanged = [(module, assignments(path)) for module, path in modules]
        for change in (partial(_swap, None, ()), partial(_assign_again, unchanged)):
            if not some_pass[change.func] and not _all_pass(session.items, seconds, change):
                raise session.Failed("the tests fail in a forked process")
        return True

    def _change(
        self, mutant: Mutant, functions: Functions, modules: Sequence[tuple[ModuleType, Path]]
    ) -> Change | None:
        """How the change is made in a process that has imported everything already."""
        if mutant.function is not None:
            code = function_in(mutated(mutant), mutant.function)
            changed = functions.get((str(mutant.path), *mutant.function), [])
            if code is None or not changed or not _fits(code, changed):
                return None
            return partial(_swap, code, changed)
        if not self.unchanged:
            self.unchanged = {path: assignments(path) for _, path in modules}
        if mutant.path not in self.unchanged or not is_assigned(mutant):
            return None
        codes = {**self.unchanged, mutant.path: assignments(mutant)}
        return partial(_assign_again, [(module, codes[path]) for module, path in modules])

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


@functools.cache
def _caches() -> list[Any]:
    kept = (t for t in gc.get_objects() if isinstance(t, functools._lru_cache_wrapper))
    return [cache for cache in kept if str(cache.__module__).startswith("millivolt")]


def _forget() -> None:
    """Empty every cache of the package: a result that is kept hides what a change does."""
    for cache in _caches():
        cache.cache_clear()


def _functions(files: set[str]) -> Functions:
    found = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in files:
            code = thing.__code__
            found[code.co_filename, code.co_name, code.co_firstlineno].append(thing)
    return found


def _modules() -> list[tuple[ModuleType, Path]]:
    """The modules whose values may follow from each other when they are imported."""
    found = [(m, Path(str(getattr(m, "__file__", "")))) for m in list(sys.modules.values())]
    return [
        (module, path)
        for module, path in found
        if module.__name__.startswith(FOLLOWING) or path.name.startswith("test_")
    ]


def _fits(code: CodeType, functions: Sequence[FunctionType]) -> bool:
    return all(len(f.__code__.co_freevars) == len(code.co_freevars) for f in functions)


def _swap(code: CodeType | None, functions: Sequence[FunctionType]) -> None:
    for function in functions:
        if code is not None:
            function.__code__ = code


def _assign_again(codes: Sequence[tuple[ModuleType, CodeType]]) -> None:
    """Do what modules do when they are imported, but for functions and classes, which stay.

    The order of import is not known, so that it is done until all that follows has followed.
    """
    for again in range(FOLLOWS, -1, -1):
        for module, code in codes:
            with contextlib.suppress(*(Exception,) * bool(again)):
                exec(code, vars(module))


def _all_pass(
    tests: Sequence[pytest.Item],
    seconds: Mapping[pytest.Item, float],
    change: Change,
) -> bool:
    """Whether the tests pass in a fork where the change is made."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            change()
            _forget()
            for item in tests:
                signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS + 5 * seconds[item])
                if not _passes(item):
                    os._exit(1)
            os._exit(0)
        os._exit(99)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
