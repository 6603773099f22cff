"""From the outcome of a test to a verdict: nbgrader's rule, without its surprises. Pure.

nbgrader gives full points for nan, for negative numbers and for text in the last line, none for
any warning, and stops at a number above the maximum.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from millivolt.isolation import Raised, Stopped
from millivolt.items import Finding, State, Verdict
from millivolt.legacy.examination import Outcome
from millivolt.legacy.findings import Code, finding
from millivolt.legacy.material import SourceCell
from millivolt.legacy.rehearsal import Kind, kind_of

__all__ = ["credit", "failure"]


def credit(test: SourceCell, shown: Any, expected: Kind | None, *notes: Finding) -> Verdict:
    """The verdict on a test that came to its end.

    ``shown`` is the value of its last line; ``expected`` is what the solution makes it show,
    ``None`` when that is not known. A number is partial credit; anything else means full points
    only where the test is known to show no points.
    """
    kind = kind_of(shown)
    if kind == "nothing" or (kind == "other" and expected in ("other", "nothing")):
        return Verdict.of(1, finding(Code.PASSED), *notes)
    if kind == "other":
        state = State.INCORRECT if expected == "number" else State.NEEDS_REVIEW
        return Verdict.without_credit(state, _no_number(type(shown).__name__), *notes)
    return _partial(test.points, float(shown), notes)


def _partial(worth: Fraction, points: float, notes: tuple[Finding, ...]) -> Verdict:
    if math.isnan(points) or points < 0:
        return Verdict.without_credit(State.INCORRECT, _no_number(f"{points:g}"), *notes)
    # The double nearest to the full points means all of them.
    if points == float(worth):
        return Verdict.of(1, finding(Code.PASSED), *notes)
    if points > worth:
        private = f"{points!r} of {float(worth)!r}"
        found = finding(Code.TOO_MUCH, private=private)
        return Verdict.without_credit(State.NEEDS_REVIEW, found, *notes)
    share = Fraction(repr(points)) / worth
    told = finding(Code.PARTIAL, points=f"{points:g}", worth=f"{float(worth):g}")
    return Verdict.of(share, told, *notes)


def _no_number(shown: str) -> Finding:
    return finding(Code.NO_NUMBER, shown=shown)


def failure(test: SourceCell, outcome: Outcome, *, untouched: bool) -> Verdict:
    """The verdict on a test that did not come to its end."""
    if untouched:
        return Verdict.without_credit(State.NOT_ATTEMPTED, finding(Code.NO_RESPONSE))
    error = outcome.error
    if isinstance(error, Raised):
        return Verdict.without_credit(State.INCORRECT, _raised(test, error))
    why = error.message if isinstance(error, Stopped) else "It did not come to its end."
    detail = error.detail if isinstance(error, Stopped) else ""
    return Verdict.without_credit(State.INCORRECT, finding(Code.STOPPED, why=why, private=detail))


def _raised(test: SourceCell, error: Raised) -> Finding:
    """Says what failed; of a hidden line only the kind of failure, never its text."""
    own = [step for step in error.steps if step.cell_id == test.name]
    private = f"{error.type}: {error.message}"
    if not own or any(step.line in test.hidden for step in own):
        why = "" if error.type == "AssertionError" else f"It ended with {error.type}."
        return finding(Code.FAILED_HIDDEN, why=why, private=private)
    bare = error.type == "AssertionError" and not error.message
    line = own[-1].source_line
    return finding(Code.FAILED, line=line, why="" if bare else private, private=private)
