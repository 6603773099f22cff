"""Do the student's function and the reference agree on many inputs?

The inputs come from Hypothesis strategies with a fixed seed, so a regrade asks the same
questions. They travel to the box in one batch; only when one fails is the counterexample
shrunk, call by call.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from millivolt.grading.student import (
    Student,
    StudentRaised,
    StudentStopped,
    brief,
    shown,
    value_of,
)

__all__ = ["Agreement", "Disagreement", "close"]

EXAMPLES = 60
SHRINK_CALLS = 150
"""Calls into the box that shrinking one counterexample may take."""

Inputs = tuple[Any, ...]


class Disagreement(AssertionError):
    """The smallest inputs found on which the student's function and the reference differ."""

    def __init__(self, call: str, got: Any, expected: Any) -> None:
        self.call = call
        self.got = got
        self.expected = expected
        super().__init__(f"{call} gives {brief(got)}; it should give {brief(expected)}")


class Agreement:
    """The fixture ``agree``: ``agree("nernst", rel=1e-9, c_out=..., c_in=..., z=..., T=...)``.

    The strategies are given in the order of the function's arguments, which are passed by
    position. Raises ``Disagreement`` with a shrunk counterexample, or what the student's code
    raised.
    """

    def __init__(self, student: Student, reference: Callable[..., Any]) -> None:
        self._student = student
        self._reference = reference

    def __call__(
        self, name: str, rel: float, abs: float = 0.0, **strategies: st.SearchStrategy[Any]
    ) -> None:
        asked = Arguments(strategies)
        examples = drawn(asked)
        outcomes = self._student.batch(name, [(inputs, {}) for inputs in examples])
        for inputs, outcome in zip(examples, outcomes, strict=False):
            call = shown(name, inputs, {})
            try:
                self._compare(call, inputs, value_of(outcome, call), rel, abs)
            except StudentStopped:
                # Another endless call would cost as much again and tell nothing new.
                raise
            except (Disagreement, StudentRaised) as failure:
                self._shrink(name, asked, inputs, rel, abs, type(failure))

    def _compare(self, call: str, inputs: Inputs, got: Any, rel: float, abs: float) -> None:
        expected = self._reference(*inputs)
        if not close(got, expected, rel, abs):
            raise Disagreement(call, got, expected)

    def _again(self, name: str, inputs: Inputs, rel: float, abs: float) -> None:
        got = getattr(self._student, name)(*inputs)
        self._compare(shown(name, inputs, {}), inputs, got, rel, abs)

    def _shrink(
        self,
        name: str,
        asked: Arguments,
        failing: Inputs,
        rel: float,
        abs: float,
        failure: type[Exception],
    ) -> None:
        """Raise the failure again, on the simplest inputs that still show it."""
        calls = 0

        def fails(inputs: Inputs) -> bool:
            nonlocal calls
            calls += 1
            if calls > SHRINK_CALLS:
                return False
            try:
                self._again(name, inputs, rel, abs)
            except failure:
                return True
            except (Disagreement, StudentRaised):
                return False
            return False

        with suppress(NoSuchExample):
            self._again(name, find(asked.together, fails, settings=QUIETLY), rel, abs)
        self._again(name, failing, rel, abs)
        raise AssertionError(
            f"{shown(name, failing, {})} gave different values when called again; "
            "a function of these arguments should not"
        )


QUIETLY = settings(
    max_examples=SHRINK_CALLS // 3,
    database=None,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


class Arguments:
    """A strategy for each argument; equal when written alike, so that inputs are drawn once."""

    def __init__(self, named: Mapping[str, st.SearchStrategy[Any]]) -> None:
        self.together: st.SearchStrategy[Inputs] = st.tuples(*named.values())
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
    @given(asked.together)
    def keep(inputs: Inputs) -> None:
        kept.append(inputs)

    keep()
    return tuple(kept)


def close(got: Any, expected: Any, rel: float, abs: float = 0.0) -> bool:
    """Whether ``got`` is ``expected`` within ``rel`` of it (or ``abs``), shape included.

    Truth values and texts are no numbers; nan and infinities agree only with themselves.
    """
    if isinstance(expected, list | tuple):
        if isinstance(got, np.ndarray):
            got = got.tolist()
        return (
            isinstance(got, list | tuple)
            and len(got) == len(expected)
            and all(close(g, e, rel, abs) for g, e in zip(got, expected, strict=True))
        )
    if isinstance(expected, bool | str | type(None)):
        return type(got) is type(expected) and bool(got == expected)
    if isinstance(expected, np.ndarray) and expected.ndim:
        return _same_array(got, expected, rel, abs)
    if isinstance(got, np.ndarray) and got.ndim == 0:
        got = got.item()
    if type(got) not in (int, float):
        return False
    if math.isnan(expected):
        return math.isnan(got)
    return math.isclose(got, float(expected), rel_tol=rel, abs_tol=abs)


def _same_array(got: Any, expected: np.ndarray, rel: float, abs: float) -> bool:
    if not isinstance(got, np.ndarray):
        return False
    if got.shape != expected.shape or got.dtype.kind not in "iuf":
        return False
    return bool(np.allclose(got, expected, rtol=rel, atol=abs, equal_nan=True))
