"""The top of a student's page: what is right, and the one thing to mend first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from millivolt.course.shown import Shown
from millivolt.items import Part, State, Verdict

__all__ = ["Focus", "Judged", "focus", "summary"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A part with its verdict, under its name on the page (``2b``)."""

    name: str
    part: Part
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Focus:
    """The one thing to mend first: in which part, and why this one."""

    name: str
    reason: str


def summary(judged: Sequence[Judged], shown: Shown) -> str:
    """What is right; of a receipt, how much was answered."""
    states = Counter(one.verdict.state for one in judged)
    total = len(judged)
    if not shown.verdicts:
        answered = total - states[State.NOT_ATTEMPTED]
        return f"{_share(answered, total)} answered. The results are shown later."
    right, partly = states[State.CORRECT], states[State.PARTIAL]
    if right == total:
        return "Everything is right. Well done."
    return f"{_share(right, total)} right{f', {partly} partly right' if partly else ''}."


def focus(judged: Sequence[Judged], shown: Shown) -> Focus | None:
    """The idea behind several answers, else the first part of the kind that is mended soonest."""
    if not shown.verdicts:
        return None
    if shown.misconceptions and (shared := _shared_idea(judged)):
        return shared
    for state, reason in _IN_TURN.items():
        for one in judged:
            if one.verdict.state is state:
                return Focus(one.name, reason)
    return None


_IN_TURN: Mapping[State, str] = {
    State.UNGRADABLE_INPUT: "The answer could not be read, which is soon mended.",
    State.PARTIAL: "Part of it is right already.",
    State.INCORRECT: "What was found is told there.",
    State.NOT_ATTEMPTED: "There is no answer yet, and an attempt is worth making.",
}


def _shared_idea(judged: Sequence[Judged]) -> Focus | None:
    """The misconception that explains most answers by itself, if it explains several."""
    alone = [one for one in judged if len(one.verdict.misconceptions) == 1]
    counted = Counter(one.verdict.misconceptions[0] for one in alone)
    for idea, times in counted.most_common(1):
        first = next(one for one in alone if one.verdict.misconceptions == (idea,))
        told = next((m.tell for m in first.part.claims() if m.id == idea), "")
        if times > 1 and told:
            return Focus(first.name, f"One idea explains {times} of your answers. {told}")
    return None


def _share(number: int, total: int) -> str:
    if total == 1:
        return "The answer is" if number else "The answer is not yet"
    return f"{number} of {total} parts {'is' if number == 1 else 'are'}"
