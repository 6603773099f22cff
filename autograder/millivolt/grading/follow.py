"""Credit for a right method on one's own earlier slip.

The item's own model is run again from the student's earlier values; a part that was wrong
against the key is judged once more against what those values lead to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from millivolt.bank import NothingFollows
from millivolt.checks import earlier_values, follow_through
from millivolt.course.issue import IssuedPart
from millivolt.errors import AuthorError
from millivolt.grading.findings import Code, finding
from millivolt.items import Numeric, Observation, Part, State, Verdict

if TYPE_CHECKING:
    from millivolt.grading.marking import Marking

__all__ = ["carried_verdict"]


def carried_verdict(
    marking: Marking, issued: IssuedPart, observation: Observation, verdict: Verdict
) -> Verdict:
    """``verdict``, or full method marks when only an earlier slip went on."""
    earlier = earlier_values(_before(marking, issued), issued.question.variant.steps)
    if not earlier:
        return verdict
    variant = issued.question.variant
    try:
        given = {step: values.given for step, values in earlier.items()}
        carried = marking.family(issued).carry_forward(variant, given)
    except NothingFollows:
        return verdict
    except AuthorError as changed:
        note = finding(Code.CHANGED_BANK, private=str(changed))
        return Verdict.without_credit(State.NEEDS_REVIEW, *verdict.findings, note)
    (own,) = (part for part in carried if part.id == issued.part.id)
    return follow_through(issued.part, own, observation, earlier)


def _before(marking: Marking, issued: IssuedPart) -> Iterator[tuple[Part, Verdict]]:
    """The numbers asked for before ``issued`` in its question, with their verdicts."""
    for other in marking.issue.parts():
        if other.slot == issued.slot:
            return
        if other.question is issued.question and isinstance(other.part, Numeric):
            yield other.part, marking.judge(other)
