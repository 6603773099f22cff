"""Which misconception is behind a wrong function: the one whose own function does the same.

Compared on every call that the tests made, so a name is given only when all of them fit.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from millivolt.grading.agreement import close
from millivolt.grading.student import Recorded
from millivolt.isolation import Raised, Returned
from millivolt.items import Function, Misconception

__all__ = ["ideas_behind"]

REL = 1e-6


def ideas_behind(
    part: Function, reference: Callable[..., Any], calls: Sequence[Recorded]
) -> tuple[Misconception, ...]:
    """The claimed misconceptions whose functions explain all of ``calls``.

    The values must be theirs; where all values are right as well, the exceptions must be, too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = [call for call in calls if isinstance(call.outcome, Returned)]
        wrong = any(not _same(reference, call) for call in values)
        explained = []
        for idea in part.misconceptions:
            mistaken = function_in(str(idea.value), part.name)
            asked = values if wrong else calls
            if asked and all(_same(mistaken, call) for call in asked):
                explained.append(idea)
        return tuple(explained)


def _same(function: Callable[..., Any], call: Recorded) -> bool:
    """Whether ``function`` does what the student's did in ``call``."""
    try:
        expected = function(*call.args, **call.keywords)
    except Exception as error:
        return isinstance(call.outcome, Raised) and call.outcome.type == type(error).__name__
    if not isinstance(call.outcome, Returned):
        return False
    return close(call.outcome.value, expected, REL)


@lru_cache(maxsize=256)
def function_in(source: str, name: str) -> Callable[..., Any]:
    """The function ``name`` in ``source``, which is the bank's own: never a student's."""
    namespace: dict[str, Any] = {}
    exec(compile(source, f"<misconception of {name}>", "exec"), namespace)
    found: Callable[..., Any] = namespace[name]
    return found
