"""What grading an nbgrader assignment can find: a closed list."""

from __future__ import annotations

from enum import StrEnum

from millivolt.items import Finding

__all__ = ["MESSAGES", "Code", "finding"]


class Code(StrEnum):
    """Codes are stored in grade logs and counted; they never change their meaning."""

    PASSED = "cell_test_passed"
    FAILED = "cell_test_failed"
    FAILED_HIDDEN = "cell_test_failed_hidden"
    STOPPED = "cell_test_stopped"
    PARTIAL = "cell_test_partial"
    NO_NUMBER = "cell_test_no_number"
    TOO_MUCH = "cell_test_too_much"
    DIFFERENT_APART = "cell_test_different_apart"
    UNGUARDED = "cell_test_unguarded"
    DECOY_PASSED = "cell_test_decoy_passed"
    UNUSABLE = "cell_test_unusable"
    SHARED = "cell_test_shared"
    NO_RESPONSE = "no_response"
    FOR_A_PERSON = "for_a_person"
    BAD_NOTEBOOK = "bad_notebook"
    NOT_HANDED_IN = "not_handed_in"
    TOOL_FAULT = "tool_fault"


_LOOK = "Your instructor will look at it."

MESSAGES: dict[Code, str] = {
    Code.PASSED: "The test passed.",
    Code.FAILED: "The test stopped at “{line}”. {why}",
    Code.FAILED_HIDDEN: "A hidden part of the test did not pass. {why}",
    Code.STOPPED: "{why}",
    Code.PARTIAL: "The test gave {points} of {worth}.",
    Code.NO_NUMBER: "The test asks for points but got {shown}, so it gives none.",
    Code.TOO_MUCH: f"The test came to more points than it is worth. {_LOOK}",
    Code.DIFFERENT_APART: f"The test passes only beside your own code. {_LOOK}",
    Code.UNGUARDED: f"This test has to run beside your code, so a person confirms it. {_LOOK}",
    Code.DECOY_PASSED: f"The test passed, and so did one that has to fail. {_LOOK}",
    Code.UNUSABLE: f"This test does not run here. {_LOOK}",
    Code.SHARED: "This test ran beside your code.",
    Code.NO_RESPONSE: "No response.",
    Code.FOR_A_PERSON: "A person reads this answer.",
    Code.BAD_NOTEBOOK: "{why}",
    Code.NOT_HANDED_IN: "The notebook {name} was not handed in.",
    Code.TOOL_FAULT: f"The grader could not run this notebook. {_LOOK}",
}


def finding(code: Code, *, private: str = "", **words: str) -> Finding:
    """The finding of ``code`` with its message filled in; ``private`` is for the instructor."""
    return Finding(code.value, MESSAGES[code].format(**words).strip(), private=private)
