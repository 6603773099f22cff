"""Checks: pure functions from a part and an observed response to a verdict.

Here live one checker for each kind of response, the closed catalogue of findings, the guard
of follow-through credit, and the responses that every part manufactures for itself. Nothing
here runs a student's code: function parts are graded by pytest files in `grading`.
"""

from millivolt.checks.catalogue import MESSAGES, Code, every_message, finding
from millivolt.checks.dispatch import CHECKERS, check
from millivolt.checks.figure import names_unit
from millivolt.checks.follow_through import Earlier, earlier_values, follow_through
from millivolt.checks.manufacture import Kind, Specimen, specimens

__all__ = [
    "CHECKERS",
    "MESSAGES",
    "Code",
    "Earlier",
    "Kind",
    "Specimen",
    "check",
    "earlier_values",
    "every_message",
    "finding",
    "follow_through",
    "names_unit",
    "specimens",
]
