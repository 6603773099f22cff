"""The words and shapes of a verdict, and the one next step after it.

Every state has a word, a shape and a tone; the tone is only a colour and never stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from millivolt.course.shown import Shown
from millivolt.items import State, Verdict

__all__ = ["RECEIVED", "Badge", "badge", "next_step", "points"]


@dataclass(frozen=True, slots=True)
class Badge:
    """How a state looks. ``shape`` names a drawing in the templates, ``tone`` a colour."""

    word: str
    shape: str
    tone: str


_BADGES = MappingProxyType(
    {
        State.CORRECT: Badge("Right", "tick", "right"),
        State.PARTIAL: Badge("Partly right", "half", "partial"),
        State.INCORRECT: Badge("Not right yet", "diamond", "wrong"),
        State.UNGRADABLE_INPUT: Badge("Could not be read", "query", "partial"),
        State.NOT_ATTEMPTED: Badge("No answer", "ring", "muted"),
        State.NEEDS_REVIEW: Badge("A person will look", "dots", "muted"),
        State.SKIPPED: Badge("Not checked", "dash", "muted"),
    }
)
RECEIVED = Badge("Handed in", "dots", "muted")


def badge(verdict: Verdict, shown: Shown) -> Badge:
    """How ``verdict`` is shown; a judgement that is not shown yet looks like any other."""
    if verdict.state.judges and not shown.verdicts:
        return RECEIVED
    return _BADGES[verdict.state]


def next_step(verdict: Verdict, shown: Shown, *, hints: bool, asked: bool) -> str:
    """One thing to do now, in one sentence; empty when there is nothing to do.

    ``hints`` tells whether the question has hints, ``asked`` whether what was told of the
    answer ends in a question.
    """
    state = verdict.state
    if state.judges and not shown.verdicts:
        return ""
    hints = hints and shown.hints
    match state:
        case State.CORRECT:
            return ""
        case State.NEEDS_REVIEW:
            return "You need to do nothing: a person will read this answer."
        case State.SKIPPED:
            return "Mend the part that this one builds on, and it will be checked too."
        case State.UNGRADABLE_INPUT:
            return (
                "Write the answer in the form that is asked for; what you mean may well be right."
            )
        case State.NOT_ATTEMPTED if hints:
            return "Open a hint below. A first line is a good start."
        case State.NOT_ATTEMPTED:
            return "Write down what is given and what is asked. A first line is a good start."
        case State.PARTIAL:
            return "Keep what is right and mend only the point above."
    if asked:
        return "Answer that question on paper, then redo the line in which it matters."
    if shown.solution:
        return "Find the first line of the worked solution that differs from yours."
    if hints:
        return "Open a hint below and go on from there."
    return "Write each line with its units once more; they often show where it went another way."


def points(value: Fraction) -> str:
    """``value`` points with at most two decimals: 8, 7.5, 3.33."""
    hundredths = round(value * 100)
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".").replace("-", "−")
