"""Do the student's function and the reference agree on many inputs?

The inputs come from Hypothesis strategies with a fixed seed, so a regrade asks the same
questions. They travel to the box in one batch; only when one fails is the counterexample
shrunk, call by call.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from millivolt.grading.student import (
    Outcome,
    Student,
    StudentRaised,
    StudentStopped,
    brief,
    shown,
    value_of,
)
from millivolt.isolation import Raised, Returned
from millivolt.items import Misconception

__all__ = ["Agreement", "Disagreement", "close"]

EXAMPLES = 60
SHRINK_CALLS = 300

Example = dict[str, Any]


class Disagreement(AssertionError):
    """The smallest inputs found on which the student's function and the reference differ.

    ``ideas`` are the misconceptions whose own functions gave what the student's gave, on every
    input.
    """

    def __init__(
        self, call: str, got: Any, expected: Any, ideas: tuple[Misconception, ...] = ()
    ) -> None:
        self.call = call
        self.got = got
        self.expected = expected
        self.ideas = ideas
        super().__init__(f"{call} gives {brief(got)}; it should give {brief(expected)}")


class Agreement:
    """The fixture ``agree``: ``agree("nernst", rel=1e-9, c_out=..., c_in=..., z=..., T=...)``.

    The strategies are given in the order of the function's arguments, which are passed by
    position. Raises ``Disagreement`` with a shrunk counterexample, or what the student's code
    raised.
    """

    def __init__(
        self,
        student: Student,
        reference: Callable[..., Any],
        misconceptions: Sequence[Misconception] = (),
    ) -> None:
        self._student = student
        self._reference = reference
        self._misconceptions = misconceptions

    def __call__(
        self, name: str, rel: float, abs: float = 0.0, **strategies: st.SearchStrategy[Any]
    ) -> None:
        examples = drawn(Strategies(strategies))
        outcomes = self._student.batch(name, [(tuple(e.values()), {}) for e in examples])
        for example, outcome in zip(examples, outcomes, strict=False):
            try:
                self._compare(name, example, value_of(outcome, ""), rel, abs)
            except StudentStopped as stop:
                raise StudentStopped(stop.stop, shown(name, (*example.values(),), {})) from None
            except StudentRaised as failure:
                self._shrink(name, strategies, example, rel, abs, type(failure))
            except Disagreement:
                try:
                    self._shrink(name, strategies, example, rel, abs, Disagreement)
                except Disagreement as smallest:
                    smallest.ideas = self._explained_by(name, examples, outcomes, rel, abs)
                    raise

    def _explained_by(
        self,
        name: str,
        examples: Sequence[Example],
        outcomes: Sequence[Outcome],
        rel: float,
        abs: float,
    ) -> tuple[Misconception, ...]:
        """The misconceptions whose functions do what the student's does, right or wrong."""

        def same(idea: Misconception) -> bool:
            mistaken = function_in(str(idea.value), name)
            for example, outcome in zip(examples, outcomes, strict=False):
                try:
                    expected = mistaken(*example.values())
                except Exception as error:
                    if not isinstance(outcome, Raised) or outcome.type != type(error).__name__:
                        return False
                    continue
                if not isinstance(outcome, Returned):
                    return False
                if not close(outcome.value, expected, max(rel, 1e-9), abs):
                    return False
            return True

        return tuple(idea for idea in self._misconceptions if same(idea))

    def _compare(
        self,
        name: str,
        example: Example,
        got: Any,
        rel: float,
        abs: float,
    ) -> None:
        expected = self._reference(*example.values())
        if not close(got, expected, rel, abs):
            raise Disagreement(shown(name, tuple(example.values()), {}), got, expected)

    def _shrink(
        self,
        name: str,
        strategies: Mapping[str, st.SearchStrategy[Any]],
        failing: Example,
        rel: float,
        abs: float,
        failure: type[BaseException],
    ) -> None:
        """Raise the failure again, on the simplest inputs that still show it."""

        def fails(example: Example) -> bool:
            try:
                self._once(name, example, rel, abs)
            except failure:
                return True
            except (AssertionError, StudentRaised):
                return False
            return False

        try:
            smallest = find(
                st.fixed_dictionaries(dict(strategies)),
                fails,
                settings=settings(
                    max_examples=SHRINK_CALLS,
                    database=None,
                    derandomize=True,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except NoSuchExample:
            smallest = failing
        self._once(name, smallest, rel, abs)
        # The simplest inputs no longer fail: the function is not deterministic.
        self._once(name, failing, rel, abs)
        raise AssertionError(
            f"{shown(name, tuple(failing.values()), {})} gave different values when called again; "
            "a function of these arguments should not"
        )

    def _once(self, name: str, example: Example, rel: float, abs: float) -> None:
        got = getattr(self._student, name)(*example.values())
        self._compare(name, example, got, rel, abs)


class Strategies:
    """Named strategies, equal when they are written alike: the key under which inputs are kept."""

    def __init__(self, named: Mapping[str, st.SearchStrategy[Any]]) -> None:
        self.named = dict(named)
        self._written = tuple((name, repr(strategy)) for name, strategy in named.items())

    def __hash__(self) -> int:
        return hash(self._written)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Strategies) and self._written == other._written


@lru_cache(maxsize=256)
def function_in(source: str, name: str) -> Callable[..., Any]:
    """The function ``name`` in ``source``, which is the bank's own: never a student's."""
    namespace: dict[str, Any] = {}
    exec(compile(source, f"<misconception of {name}>", "exec"), namespace)
    found: Callable[..., Any] = namespace[name]
    return found


@lru_cache(maxsize=256)
def drawn(strategies: Strategies) -> tuple[Example, ...]:
    """Inputs for every student alike, drawn once with a fixed seed."""
    kept: list[Example] = []

    @seed(20261122)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.fixed_dictionaries(strategies.named))
    def keep(example: Example) -> None:
        kept.append(example)

    keep()
    return tuple(kept)


def close(got: Any, expected: Any, rel: float, abs: float = 0.0) -> bool:
    """Whether ``got`` is ``expected`` within ``rel`` of it (or ``abs``), shape included.

    Truth values and texts are no numbers; nan and infinities agree only with themselves.
    """
    if isinstance(expected, list | tuple):
        return (
            isinstance(got, list | tuple | np.ndarray)
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
    return math.isclose(got, float(expected), rel_tol=rel, abs_tol=abs)


def _same_array(got: Any, expected: np.ndarray, rel: float, abs: float) -> bool:
    if not isinstance(got, np.ndarray):
        return False
    if got.shape != expected.shape or got.dtype.kind not in "iuf":
        return False
    return bool(np.allclose(got, expected, rtol=rel, atol=abs, equal_nan=True))
