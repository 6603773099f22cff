"""What the pytest functions of a part said, and the verdict that follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from millivolt.checks.ideas import named
from millivolt.grading.agreement import Disagreement
from millivolt.grading.findings import Code, finding
from millivolt.grading.student import StudentRaised, StudentStopped, brief
from millivolt.items import Finding, Misconception, State, Verdict

__all__ = ["TestOutcome", "outcome_of", "verdict_on_function"]

Status = Literal["passed", "failed", "skipped", "broken"]


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """How one pytest function ended, and what it was worth."""

    __test__ = False

    name: str
    worth: int
    status: Status
    finding: Finding


def outcome_of(
    name: str, says: str, worth: int, visible: bool, failure: BaseException | None
) -> TestOutcome:
    """The outcome of a test that ended with ``failure`` (``None``: it passed).

    A hidden test shows the behaviour that it asks for, never the inputs that it used.
    """
    if failure is None:
        return TestOutcome(name, worth, "passed", finding(Code.TEST_PASSED, says=says))
    return TestOutcome(name, worth, *_failed(says, visible, failure))


def _failed(says: str, visible: bool, failure: BaseException) -> tuple[Status, Finding]:
    if isinstance(failure, StudentRaised):
        error = failure.error
        where = f" (line {error.line} of the cell)" if error.line else ""
        call = failure.call if visible else "your function"
        return "failed", finding(
            Code.TEST_RAISED,
            says=says,
            call=call,
            type=error.type,
            error=error.message,
            where=where,
            private=failure.call,
        )
    if isinstance(failure, StudentStopped):
        why = failure.stop.message
        return "failed", finding(
            Code.TEST_STOPPED,
            says=says,
            why=why,
            evidence={"limit": failure.stop.limit},
            private=f"{failure.call}: {failure.stop.detail}",
        )
    if isinstance(failure, AssertionError):
        why = str(failure).strip().splitlines()[0] if str(failure).strip() else ""
        evidence: dict[str, Any] = {}
        if isinstance(failure, Disagreement) and visible:
            evidence = {
                "call": failure.call,
                "got": brief(failure.got),
                "expected": brief(failure.expected),
            }
        code = Code.TEST_FAILED if visible else Code.TEST_FAILED_HIDDEN
        return "failed", finding(code, says=says, why=why, evidence=evidence, private=why)
    return "broken", finding(Code.TOOL_FAULT, private=f"{says}: {failure!r}")


def verdict_on_function(
    outcomes: Iterable[TestOutcome], ideas: Sequence[Misconception] = ()
) -> Verdict:
    """Credit by the worth of the tests that passed; a broken test asks for a person.

    ``ideas`` are the misconceptions that explain what the function does.
    """
    done = tuple(outcomes)
    findings = tuple(outcome.finding for outcome in done)
    if ideas and any(outcome.status == "failed" for outcome in done):
        findings = (*named(ideas), *findings)
    total = sum(outcome.worth for outcome in done)
    if total == 0 or any(outcome.status == "broken" for outcome in done):
        return Verdict.without_credit(State.NEEDS_REVIEW, *findings)
    earned = sum(outcome.worth for outcome in done if outcome.status == "passed")
    return Verdict.of(Fraction(earned, total), *findings)
