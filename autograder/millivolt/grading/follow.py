"""Credit for a right method on one's own earlier slip.

The item's own model is run again from the student's earlier values; a part that was wrong
against the key is judged once more against what those values lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from millivolt.bank import Family, NothingFollows
from millivolt.checks import earlier_values, follow_through
from millivolt.course.issue import IssuedPart
from millivolt.errors import AuthorError
from millivolt.grading.findings import Code, finding
from millivolt.items import Observation, Part, State, Verdict

__all__ = ["carried_verdict"]


def carried_verdict(
    issued: IssuedPart,
    observation: Observation,
    verdict: Verdict,
    before: Iterable[tuple[Part, Verdict]],
    family: Callable[[IssuedPart], Family],
) -> Verdict:
    """``verdict``, or full method marks when only an earlier slip went on.

    ``before`` are the numbers asked for before ``issued`` in its question, with their verdicts;
    ``family`` finds the family of a part, and is asked only when there was a slip.
    """
    variant = issued.question.variant
    earlier = earlier_values(before, variant.steps)
    if not earlier:
        return verdict
    try:
        given = {step: values.given for step, values in earlier.items()}
        carried = family(issued).carry_forward(variant, given)
    except NothingFollows:
        return verdict
    except AuthorError as changed:
        note = finding(Code.CHANGED_BANK, private=str(changed))
        return Verdict.without_credit(State.NEEDS_REVIEW, *verdict.findings, note)
    (own,) = (part for part in carried if part.id == issued.part.id)
    return follow_through(issued.part, own, observation, earlier)
