"""Checks: pure functions from a part and an observed response to a verdict.

Here live one checker for each kind of response, the closed catalogue of findings, the guard
of follow-through credit, and the responses that every part manufactures for itself. Nothing
here runs a student's code: function parts are graded by pytest files in `grading`.
"""

from millivolt.checks.catalogue import MESSAGES, Code, every_message, finding
from millivolt.checks.dispatch import CHECKERS, check

__all__ = ["CHECKERS", "MESSAGES", "Code", "check", "every_message", "finding"]
