"""Credit for a right method on one's own earlier slip.

The item's own model is run again from the student's earlier values; a part that was wrong
against the key is judged once more against what those values lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from millivolt.checks.follow_through import Earlier, follow_through
from millivolt.course.issue import IssuedPart
from millivolt.errors import AuthorError
from millivolt.grading.findings import Code, finding
from millivolt.items import Numeric, Observation, Part, State, Verdict

if TYPE_CHECKING:
    from millivolt.grading.marking import Marking

__all__ = ["carried_verdict", "earlier_values"]


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
    except AuthorError as changed:
        note = finding(Code.CHANGED_BANK, private=str(changed))
        return Verdict.without_credit(State.NEEDS_REVIEW, *verdict.findings, note)
    (own,) = (part for part in carried if part.id == issued.part.id)
    return follow_through(issued.part, own, observation, earlier)


def earlier_values(
    judged: Iterable[tuple[Part, Verdict]], steps: Mapping[str, float]
) -> dict[str, Earlier]:
    """The student's own wrong values among ``judged`` parts on which the item's model builds."""
    earlier: dict[str, Earlier] = {}
    for part, verdict in judged:
        if not isinstance(part, Numeric) or verdict.state is not State.INCORRECT:
            continue
        value = _number_in(verdict)
        if value is not None and part.id in steps:
            earlier[part.id] = Earlier(steps[part.id], value, bool(verdict.misconceptions))
    return earlier


def _before(marking: Marking, issued: IssuedPart) -> Iterator[tuple[Part, Verdict]]:
    """The numbers asked for before ``issued`` in its question, with their verdicts."""
    for other in marking.issue.parts():
        if other.slot == issued.slot:
            return
        if other.question is issued.question and isinstance(other.part, Numeric):
            yield other.part, marking.judge(other)


def _number_in(verdict: Verdict) -> float | None:
    """The number that the checker read, in the part's own unit."""
    for found in verdict.findings:
        value = found.evidence.get("value")
        if found.code == "understood" and isinstance(value, int | float):
            return float(value)
    return None
