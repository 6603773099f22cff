"""What of a verdict's findings a policy lets a student read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from millivolt.course.shown import Shown
from millivolt.feedback.plain import plain
from millivolt.feedback.wording import Badge
from millivolt.items import Finding, State, Verdict

__all__ = ["Told", "told"]

_DIAGNOSES = frozenset({"wrong_sign", "power_of_ten", "kelvin_celsius", "wrong_unit", "close"})
_PASSED = Badge("passed", "tick", "right")
_FAILED = Badge("not yet", "diamond", "wrong")
# The findings about one test of a function, which are shown as a list to tick off.
_TESTS = MappingProxyType(
    {
        "test_passed": _PASSED,
        "test_failed": _FAILED,
        "test_failed_hidden": _FAILED,
        "test_raised": _FAILED,
        "test_stopped": _FAILED,
        "test_skipped": Badge("not checked", "dash", "muted"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence for the student; with a badge when it is the result of one test."""

    text: str
    badge: Badge | None = None


def told(verdict: Verdict, shown: Shown) -> tuple[Told, ...]:
    """The findings that may be read, in order.

    What is found about an answer that was not judged is no verdict and is always told. How an
    answer was read is told elsewhere on the page.
    """
    sentences = tuple(_sentences(verdict, shown))
    if verdict.state is State.INCORRECT and shown.verdicts and not sentences:
        return (Told("This is not the right answer."),)
    return sentences


def _sentences(verdict: Verdict, shown: Shown) -> Iterator[Told]:
    for finding in verdict.findings:
        if finding.code != "understood" and _may_be_told(finding, verdict, shown):
            yield Told(plain(finding.message), _TESTS.get(finding.code))


def _may_be_told(finding: Finding, verdict: Verdict, shown: Shown) -> bool:
    judges = verdict.state.judges or finding.code in _TESTS
    explains = finding.code in _DIAGNOSES or "misconceptions" in finding.evidence
    if explains:
        return shown.misconceptions
    return shown.verdicts or not judges
