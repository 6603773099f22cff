"""What grading itself can find, beyond what the checks say of a value: a closed list.

Findings about tests of a function, limits of the box, notebooks that cannot be read, and
faults of the tool.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from millivolt.items import Finding
from millivolt.items.observation import StudentError

__all__ = ["MESSAGES", "Code", "finding"]


class Code(StrEnum):
    """Codes are stored in grade logs and counted; they never change their meaning."""

    TEST_PASSED = "test_passed"
    TEST_FAILED = "test_failed"
    TEST_FAILED_HIDDEN = "test_failed_hidden"
    TEST_RAISED = "test_raised"
    TEST_STOPPED = "test_stopped"
    TEST_SKIPPED = "test_skipped"
    NOT_DEFINED = "not_defined"
    NOT_A_FUNCTION = "not_a_function"
    LIMIT = "limit"
    BAD_NOTEBOOK = "bad_notebook"
    OTHER_NOTEBOOK = "other_notebook"
    CHANGED_BANK = "changed_bank"
    TOOL_FAULT = "tool_fault"


MESSAGES: dict[Code, str] = {
    Code.TEST_PASSED: "{says}: yes.",
    Code.TEST_FAILED: "{says}: not yet. {why}",
    Code.TEST_FAILED_HIDDEN: "{says}: not yet.",
    Code.TEST_RAISED: "{says}: {call} stopped with {type}: {error}{where}",
    Code.TEST_STOPPED: "{says}: {why}",
    Code.TEST_SKIPPED: "{says}: not checked, because it builds on “{needs}”.",
    Code.NOT_DEFINED: (
        "No function named {name} was found. Define it with the signature {signature}."
    ),
    Code.NOT_A_FUNCTION: "{name} is not a function here. Something later replaced it.",
    Code.LIMIT: "{why}",
    Code.BAD_NOTEBOOK: "{why}",
    Code.OTHER_NOTEBOOK: (
        "This notebook was issued to somebody else. Your instructor will look at it."
    ),
    Code.CHANGED_BANK: (
        "This question has changed since it was issued. Your instructor will look at it."
    ),
    Code.TOOL_FAULT: "The grader could not judge this part. Your instructor will look at it.",
}


def finding(
    code: Code, *, evidence: dict[str, Any] | None = None, private: str = "", **words: str
) -> Finding:
    """The finding of ``code`` with its message filled in."""
    return Finding(code.value, MESSAGES[code].format(**words), evidence or {}, private)


def where(error: StudentError) -> str:
    """In which of the student's lines, as a clause; empty when that is not known."""
    if error.line is None:
        return ""
    line = f" in line {error.line} of the cell"
    return f"{line} ({error.source_line.strip()})" if error.source_line else line
