"""The student's functions as a test sees them: every call goes into the box and brings a value.

A test that uses them runs outside, beside the reference; only values cross the border.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from millivolt.isolation import Raised, Returned, Stopped

__all__ = ["Outcome", "Recorded", "Student", "StudentRaised", "StudentStopped"]

Outcome = Returned | Raised | Stopped
Call = tuple[Sequence[Any], Mapping[str, Any]]


class StudentRaised(Exception):
    """The student's own code raised; ``error`` tells what, and in which of their lines."""

    def __init__(self, error: Raised, call: str) -> None:
        self.error = error
        self.call = call
        super().__init__(f"{call} raised {error.type}: {error.message}")


class StudentStopped(Exception):
    """The student's code was ended by a limit."""

    def __init__(self, stop: Stopped, call: str) -> None:
        self.stop = stop
        self.call = call
        super().__init__(f"{call} was stopped: {stop.message}")


class Callee(Protocol):
    """Whatever can call a captured function many times in one round trip."""

    def call(self, name: str, calls: Sequence[Call]) -> Sequence[Outcome]: ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call that a test made, and what came of it."""

    args: tuple[Any, ...]
    keywords: Mapping[str, Any]
    outcome: Outcome


KEPT_CALLS = 200
"""So many calls are recorded for each function; more would tell nothing new."""


class Student:
    """``student.nernst(...)`` calls the student's function and returns its value.

    Raises:
        StudentRaised: when their code raised.
        StudentStopped: when a limit ended it.
    """

    def __init__(self, sitting: Callee, record: list[Recorded]) -> None:
        self._sitting = sitting
        self._record = record

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **keywords: Any) -> Any:
            (outcome,) = self.batch(name, [(args, keywords)])
            return value_of(outcome, shown(name, args, keywords))

        return call

    def batch(self, name: str, calls: Iterable[Call]) -> list[Outcome]:
        """Many calls in one round trip; nothing is raised, every call has its outcome."""
        asked = list(calls)
        outcomes = list(self._sitting.call(name, asked))
        for (args, keywords), outcome in zip(asked, outcomes, strict=False):
            if len(self._record) < KEPT_CALLS:
                self._record.append(Recorded(tuple(args), keywords, outcome))
        return outcomes

    def raises(self, name: str, expected: type[Exception], *args: Any, **keywords: Any) -> None:
        """Require that the call raises ``expected`` (or a class of that name derived from it)."""
        (outcome,) = self.batch(name, [(args, keywords)])
        call = shown(name, args, keywords)
        if isinstance(outcome, Stopped):
            raise StudentStopped(outcome, call)
        if isinstance(outcome, Returned):
            raise AssertionError(
                f"{call} should raise {expected.__name__}; it returned {brief(outcome.value)}"
            )
        if expected.__name__ not in outcome.ancestry:
            raise StudentRaised(outcome, call)


def value_of(outcome: Outcome, call: str) -> Any:
    """The value of ``outcome``, or its failure as an exception that names ``call``."""
    if isinstance(outcome, Returned):
        return outcome.value
    if isinstance(outcome, Raised):
        raise StudentRaised(outcome, call)
    raise StudentStopped(outcome, call)


def shown(name: str, args: Sequence[Any], keywords: Mapping[str, Any]) -> str:
    """A call as its author would type it, for example ``nernst(5.0, 140.0, 1, 310.15)``."""
    given = [brief(value) for value in args]
    given += [f"{key}={brief(value)}" for key, value in keywords.items()]
    return f"{name}({', '.join(given)})"


def brief(value: Any, limit: int = 80) -> str:
    """``value`` in one short line."""
    tolist = getattr(value, "tolist", None)
    text = " ".join(repr(tolist() if tolist else value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
