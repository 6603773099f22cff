"""The door to all checks: from a part and what came of the response to a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from millivolt.checks.arrangement import check_matching, check_ordering
from millivolt.checks.catalogue import Code, Unreadable, finding
from millivolt.checks.choice import check_choice, check_multiple_choice, check_two_tier
from millivolt.checks.derivation import check_derivation_part
from millivolt.checks.design import check_design
from millivolt.checks.expression import check_expression
from millivolt.checks.figure import check_figure
from millivolt.checks.free_text import check_free_text
from millivolt.checks.numeric import check_numeric
from millivolt.checks.series import check_series
from millivolt.checks.table import check_table
from millivolt.isolation import Opaque
from millivolt.items import (
    Choice,
    Derivation,
    Design,
    Expression,
    Figure,
    FreeText,
    Matching,
    MultipleChoice,
    Numeric,
    Observation,
    Ordering,
    Part,
    Series,
    State,
    Table,
    TwoTier,
    Verdict,
)

Checker = Callable[[Any, Any], Verdict]

CHECKERS: Mapping[type[Part], Checker] = MappingProxyType(
    {
        Numeric: check_numeric,
        Table: check_table,
        Series: check_series,
        Choice: check_choice,
        MultipleChoice: check_multiple_choice,
        Ordering: check_ordering,
        Matching: check_matching,
        TwoTier: check_two_tier,
        Design: check_design,
        Expression: check_expression,
        Derivation: check_derivation_part,
        Figure: check_figure,
        FreeText: check_free_text,
    }
)
"""The checker of each kind of part. Functions have none: pytest files grade them."""

PLACEHOLDERS = frozenset({"", "...", "…", "*write your answer here.*"})


def check(part: Part, observation: Observation) -> Verdict:
    """The verdict on one response.

    A pure function of its arguments. Never raises for what a student did; raises `TypeError`
    for a kind of part that is not checked here.
    """
    try:
        checker = CHECKERS[type(part)]
    except KeyError:
        raise TypeError(f"parts of the kind {part.kind} are not graded by a check") from None
    verdict = _unanswered(part, observation)
    if verdict is None:
        try:
            verdict = checker(part, _answer(part, observation))
        except Unreadable as problem:
            verdict = Verdict.without_credit(State.UNGRADABLE_INPUT, problem.finding)
    return Verdict(verdict.state, verdict.fraction, (*verdict.findings, *observation.notes))


def _answer(part: Part, observation: Observation) -> Any:
    if isinstance(part, FreeText) and not observation.bound:
        return observation.response.text
    return observation.value


def _unanswered(part: Part, observation: Observation) -> Verdict | None:
    """The verdict when there is nothing to judge; None when there is an answer."""
    answer = _answer(part, observation)
    bound = observation.bound or (isinstance(part, FreeText) and answer is not None)
    if bound and not _is_placeholder(answer):
        return None
    if observation.error is not None:
        where = f" in line {observation.error.line}" if observation.error.line else ""
        found = finding(
            Code.STUDENT_ERROR,
            where=where,
            type=observation.error.type,
            error=observation.error.message,
            evidence={"line": observation.error.line, "source": observation.error.source_line},
        )
        return Verdict.without_credit(State.UNGRADABLE_INPUT, found)
    if observation.notes:
        # Something, a time limit say, came in the way of the answer; its note tells what.
        return Verdict.without_credit(State.UNGRADABLE_INPUT)
    gone = observation.response.text is None
    found = finding(Code.ANSWER_MISSING if gone else Code.NO_ANSWER)
    return Verdict.without_credit(State.NOT_ATTEMPTED, found)


def _is_placeholder(value: Any) -> bool:
    """Whether a value is what the answer's cell held when it was handed out, or as good as."""
    if isinstance(value, str):
        return value.strip().casefold() in PLACEHOLDERS
    if isinstance(value, list | tuple | frozenset):
        return all(map(_is_placeholder, value))
    if isinstance(value, dict):
        return all(map(_is_placeholder, value.values()))
    return value is None or (isinstance(value, Opaque) and value.type_name == "ellipsis")
