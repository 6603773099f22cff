"""Answers in words: kept for a person, whatever their length or language."""

from __future__ import annotations

from typing import Any

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.items import FreeText, State, Verdict


def check_free_text(part: FreeText, value: Any) -> Verdict:
    """Always a verdict that calls for a person, with the rubric for their eyes only."""
    if not isinstance(value, str):
        raise unreadable(Code.WRONG_TYPE, wanted="A text", got=described(value))
    return Verdict.without_credit(
        State.NEEDS_REVIEW, finding(Code.FOR_A_PERSON, private=f"Rubric:\n{part.scheme}")
    )
