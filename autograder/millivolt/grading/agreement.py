"""Do the student's function and the reference agree on many inputs?

The questions travel to the box in one batch; only when one fails are simpler ones asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from hypothesis import strategies as st

from millivolt.grading.drawing import Arguments, Inputs, drawn, simplest
from millivolt.grading.student import (
    Outcome,
    Student,
    StudentRaised,
    StudentStopped,
    brief,
    shown,
    value_of,
)
from millivolt.isolation import Stopped

__all__ = ["Agreement", "Disagreement", "close"]


class Disagreement(AssertionError):
    """The smallest inputs found on which the student's function and the reference differ."""

    def __init__(self, call: str, got: Any, expected: Any, rel: float, abs: float) -> None:
        self.call = call
        self.got = got
        self.expected = expected
        super().__init__(_told(call, *_first_difference(got, expected, rel, abs)))


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
        right = answered(self._reference, asked)
        outcomes = self._student.batch(name, [(inputs, {}) for inputs in examples])
        for inputs, outcome, expected in zip(examples, outcomes, right, strict=False):
            call = shown(name, inputs, {})
            try:
                agreed(call, value_of(outcome, call), expected, rel, abs)
            except StudentStopped:
                # Another endless call would cost as much again and tell nothing new.
                raise
            except (Disagreement, StudentRaised) as failure:
                self._simplify(name, asked, inputs, rel, abs, type(failure))

    def on(self, name: str, *args: Any, rel: float, abs: float = 0.0) -> None:
        """The same for one call. Where an array is expected, a list of its numbers is as good."""
        call = shown(name, args, {})
        (outcome,) = self._student.batch(name, [(args, {})])
        expected = self._reference(*args)
        agreed(call, value_of(outcome, call), _listed(expected), rel, abs)

    def _simplify(
        self,
        name: str,
        asked: Arguments,
        failing: Inputs,
        rel: float,
        abs: float,
        failure: type[Exception],
    ) -> None:
        """Raise the failure again, on the simplest inputs that still show it."""

        def fail(many: Sequence[Inputs]) -> list[bool]:
            return [
                isinstance(self._failure(name, inputs, outcome, rel, abs), failure)
                for inputs, outcome in zip(many, self._outcomes(name, many), strict=True)
            ]

        for inputs in (simplest(asked, failing, fail), failing):
            (outcome,) = self._outcomes(name, [inputs])
            again = self._failure(name, inputs, outcome, rel, abs)
            if again is not None:
                raise again
        raise AssertionError(
            f"{shown(name, failing, {})} gave different values when called again; "
            "a function of these arguments should not"
        )

    def _outcomes(self, name: str, many: Sequence[Inputs]) -> list[Outcome]:
        outcomes = self._student.batch(name, [(inputs, {}) for inputs in many])
        for inputs, outcome in zip(many, outcomes, strict=True):
            if isinstance(outcome, Stopped):
                raise StudentStopped(outcome, shown(name, inputs, {}))
        return outcomes

    def _failure(
        self, name: str, inputs: Inputs, outcome: Outcome, rel: float, abs: float
    ) -> Disagreement | StudentRaised | None:
        call = shown(name, inputs, {})
        try:
            agreed(call, value_of(outcome, call), self._reference(*inputs), rel, abs)
        except (Disagreement, StudentRaised) as failure:
            return failure
        return None


@lru_cache(maxsize=256)
def answered(reference: Callable[..., Any], asked: Arguments) -> tuple[Any, ...]:
    """What ``reference`` gives for the inputs that every student's function is asked."""
    return tuple(reference(*inputs) for inputs in drawn(asked))


def agreed(call: str, got: Any, expected: Any, rel: float, abs: float) -> None:
    """Raise ``Disagreement`` when a call did not give what it should."""
    if not close(got, expected, rel, abs):
        raise Disagreement(call, got, expected, rel, abs)


def _told(call: str, where: Sequence[int], got: Any, expected: Any) -> str:
    right, yours = brief(_rounded(expected)), brief(_rounded(got))
    if right == yours:
        right, yours = brief(expected), brief(got)
    entry = f" at {list(where)}" if where else ""
    return f"It should give {right}{entry} for {call}; yours gives {yours}."


def _first_difference(
    got: Any, expected: Any, rel: float, abs: float
) -> tuple[tuple[int, ...], Any, Any]:
    """The place of the first entries that do not agree, and both; the whole where shapes differ."""
    got, expected = _listed(got), _listed(expected)
    both = isinstance(got, list | tuple) and isinstance(expected, list | tuple)
    if both and len(got) == len(expected):
        for index, (g, e) in enumerate(zip(got, expected, strict=True)):
            if not close(g, e, rel, abs):
                where, *values = _first_difference(g, e, rel, abs)
                return (index, *where), *values
    return (), got, expected


def _listed(value: Any) -> Any:
    """``value``, with a NumPy array or number as Python's own."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def _rounded(value: Any) -> Any:
    """``value`` with six figures, which tell enough."""
    if isinstance(value, list | tuple):
        return type(value)(_rounded(each) for each in value)
    return float(f"{value:.6g}") if isinstance(value, float) else value


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
