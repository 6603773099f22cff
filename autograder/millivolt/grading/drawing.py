"""Inputs for a function from Hypothesis strategies: many to begin with, then the simplest of all.

The same for every student and every regrade. Arguments are drawn one by one, so any value of one
may stand beside any value of another; that is how a failure is made simple in a few round trips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

__all__ = ["Arguments", "Inputs", "drawn", "simplest"]

EXAMPLES = 60
SHRUNK = 4
"""So many values of an argument are the simplest that its strategy has, in their order."""

RUNGS = 12
"""So many simpler values are tried for an argument."""

PASSES = 3
"""How often each argument is tried again after the others became simpler."""

QUIETLY = settings(
    max_examples=50,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

Inputs = tuple[Any, ...]


class Arguments:
    """A strategy for each argument; equal when written alike, so that inputs are drawn once."""

    def __init__(self, named: Mapping[str, st.SearchStrategy[Any]]) -> None:
        self.strategies = tuple(named.values())
        self._written = tuple((name, repr(strategy)) for name, strategy in named.items())

    def __hash__(self) -> int:
        return hash(self._written)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Arguments) and self._written == other._written


@lru_cache(maxsize=256)
def drawn(asked: Arguments) -> tuple[Inputs, ...]:
    """Inputs for every student alike, drawn once with a fixed seed."""
    kept: list[Inputs] = []

    @seed(20261122)
    @settings(QUIETLY, max_examples=EXAMPLES, derandomize=False, phases=[Phase.generate])
    @given(st.tuples(*asked.strategies))
    def keep(inputs: Inputs) -> None:
        kept.append(inputs)

    with _apart():
        keep()
    return tuple(kept)


def simplest(
    asked: Arguments, failing: Inputs, fail: Callable[[Sequence[Inputs]], Sequence[bool]]
) -> Inputs:
    """Inputs that fail like ``failing`` and are as simple as can be found.

    Argument by argument, the simplest value that still fails; ``fail`` tells of many inputs at
    once whether they do.
    """
    best = list(failing)
    ladders = rungs(asked)
    places = [len(ladder) for ladder in ladders]
    for _ in range(PASSES):
        before = [*places]
        for which, ladder in enumerate(ladders):
            simpler = ladder[: places[which]]
            tried = [(*best[:which], value, *best[which + 1 :]) for value in simpler]
            failed = fail(tried) if tried else []
            for place, (value, still) in enumerate(zip(simpler, failed, strict=True)):
                if still:
                    best[which], places[which] = value, place
                    break
        if places == before:
            break
    return tuple(best)


@lru_cache(maxsize=256)
def rungs(asked: Arguments) -> tuple[tuple[Any, ...], ...]:
    """For each argument, values to put in its place, the simplest first."""
    columns = zip(*drawn(asked), strict=True)
    pairs = zip(asked.strategies, columns, strict=True)
    with _apart():
        return tuple(_ladder(strategy, column) for strategy, column in pairs)


def _ladder(strategy: st.SearchStrategy[Any], column: Sequence[Any]) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    while len(found) < SHRUNK:
        try:
            value = find(strategy, lambda value: repr(value) not in found, settings=QUIETLY)
        except NoSuchExample:
            break
        found[repr(value)] = value
    # What a strategy counts as simple is near its origin; drawn values reach further.
    for value in sorted(column, key=lambda value: (len(repr(value)), repr(value))):
        if len(found) == RUNGS:
            break
        found.setdefault(repr(value), value)
    return tuple(found.values())


@contextmanager
def _apart() -> Iterator[None]:
    """Hypothesis without the numbers that it reads in the source of whatever modules are loaded.

    Each grading process has others, and would ask other questions. There is no setting for it.
    """
    theirs = providers._get_local_constants
    providers._get_local_constants = Constants
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        providers._get_local_constants = theirs
        providers.CONSTANTS_CACHE.cache.clear()
