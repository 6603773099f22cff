"""The judgement on a derivation, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """The judgement on one line.

    ``verdict`` is ``valid`` (proved), ``probable``, ``invalid``, ``undecided`` or ``unreadable``.
    A line after the first bad one is judged on the strength of the line before it
    (``follows_error`` is then True). ``superfluous`` lines do no harm and earn nothing.
    """

    index: int
    text: str
    verdict: str
    message: str
    move: str | None = None
    counterexample: dict[str, float | int | complex] | None = None
    slip: str | None = None
    superfluous: bool = False
    follows_error: bool = False
    notes: tuple[str, ...] = ()
    position: int | None = None

    @property
    def ok(self) -> bool:
        return self.verdict in ("valid", "probable")


@dataclass(frozen=True, slots=True)
class DerivationReport:
    """The judgement on a derivation.

    ``first_bad`` is the index of the first line that does not follow (or cannot be read), None when
    there is none; ``slip`` the kind of mistake in it, if it has a name; ``reached_goal`` whether
    the goal was derived in the required form; ``share`` the share of steps that matter which are
    valid, the goal counting as one step; ``undecided`` the lines that could not be checked.
    """

    steps: tuple[Step, ...]
    first_bad: int | None
    reached_goal: bool
    slip: str | None
    message: str
    share: Fraction
    undecided: tuple[int, ...] = ()


def summary(
    steps: Sequence[Step], reached: bool, has_goal: bool, solved_for: str | None
) -> DerivationReport:
    """The report on all steps; ``reached`` tells whether some line was the goal."""
    bad = next((step for step in steps if step.verdict in ("invalid", "unreadable")), None)
    matter = [step for step in steps if not step.superfluous]
    right = sum(step.ok for step in matter)
    total = len(matter) + has_goal
    done = reached if has_goal else all(step.ok for step in steps)
    return DerivationReport(
        tuple(steps),
        bad.index if bad else None,
        bad is None and done,
        bad.slip if bad else None,
        _message(steps, bad, reached or not has_goal, solved_for),
        Fraction(right + (has_goal and reached), total) if total else Fraction(0),
        tuple(step.index for step in steps if step.verdict == "undecided"),
    )


def _message(steps: Sequence[Step], bad: Step | None, done: bool, solved_for: str | None) -> str:
    if bad is not None:
        return f"Line {bad.index + 1}: {bad.message}"
    if not steps:
        return "There is no derivation yet."
    if any(step.verdict == "undecided" for step in steps):
        return "Not every line could be checked."
    if done:
        return "Every line follows."
    if solved_for:
        return f"Every line follows, but the result {solved_for} = … is not reached yet."
    return "Every line follows, but the goal is not reached yet."
