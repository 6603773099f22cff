"""Judging what a form sent, and keeping the verdict."""

from __future__ import annotations

import threading
from typing import NamedTuple

from millivolt.errors import MillivoltError
from millivolt.items import Figure, FreeText, Function, Part, Series
from millivolt.practice.web.desk import Desk, Entry, Sitting
from millivolt.practice.web.reply import Reply, reply

__all__ = ["IN_THE_BOX", "Outcome", "answer"]

IN_THE_BOX = (Function, Figure, Series)
"""Parts whose answer is code, which is run in the box."""

LONGEST_CODE = 100_000

# A second box at the same time would only make both slower.
_box = threading.Lock()


class Outcome(NamedTuple):
    """Whether there is a verdict on what was sent, and what came in the way, usually nothing."""

    judged: bool
    trouble: str = ""


def answer(desk: Desk, sitting: Sitting, part: Part, entry: Entry) -> Outcome:
    """Judge ``entry`` as the answer to ``part``, and remember what came of it.

    An answer after the solution was shown, or to a part that is right already, changes nothing
    that is remembered.
    """
    with sitting.lock:
        sitting.entries[part.id] = {**sitting.entries.get(part.id, {}), **entry}
        was_right = sitting.is_right(part)
        try:
            judged = _judge(sitting, part, reply(part, entry), entry)
        except MillivoltError as problem:
            return Outcome(False, f"This could not be checked: {problem}.")
        try:
            if judged and not (was_right or sitting.solved):
                desk.record(sitting, part)
        except MillivoltError as problem:
            return Outcome(judged, f"Your progress is not kept: {problem}.")
        return Outcome(judged)


def _judge(sitting: Sitting, part: Part, given: Reply, entry: Entry) -> bool:
    """Have ``part`` judged; says whether there is a verdict now."""
    exercise = sitting.exercise
    if isinstance(part, FreeText):
        if "assessed" not in entry:
            return False
        met = entry.get("met", ())
        exercise.assess(part, {n for n in range(len(part.rubric)) if str(n) in met})
    elif isinstance(part, IN_THE_BOX):
        if len(given.typed) > LONGEST_CODE:
            raise MillivoltError("That is too long for one answer.")
        with _box:
            exercise.run(part, given.typed)
    else:
        exercise.answer(part, given.typed, given.value)
    return True
