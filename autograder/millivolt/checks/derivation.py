"""Checking a derivation line by line: credit for the steps that follow, the first bad one named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.formula import declared, read_formula
from millivolt.checks.ideas import named
from millivolt.items import Derivation, Misconception, State, Verdict
from millivolt.symbolic import DerivationReport, Symbol

MAX_LINES = 60


def check_derivation_part(part: Derivation, value: Any) -> Verdict:
    """The verdict on a derivation; its credit is the share of the steps that matter."""
    lines = _lines(value)
    symbols = declared(part.symbols)
    report = _report(part, lines, symbols)
    if all(step.verdict == "unreadable" for step in report.steps):
        raise unreadable(Code.UNREADABLE_FORMULA, reason=report.message)
    if report.first_bad is None:
        if report.undecided:
            found = finding(Code.UNDECIDED, private=report.message)
            return Verdict.without_credit(State.NEEDS_REVIEW, found)
        if report.reached_goal:
            return Verdict.of(1)
        ideas = [m for m in part.misconceptions if _ends_like(part, m, lines, symbols)]
        return Verdict.of(report.share, finding(Code.GOAL_NOT_REACHED), *named(ideas))
    bad = report.steps[report.first_bad]
    found = finding(
        Code.BAD_STEP,
        line=report.first_bad + 1,
        reason=bad.message,
        evidence={
            "line": report.first_bad + 1,
            "slip": report.slip,
            "counterexample": bad.counterexample,
        },
    )
    ideas = [m for m in part.misconceptions if _fails_like(m, bad.text, symbols)]
    return Verdict.of(report.share, found, *named(ideas))


def _lines(value: Any) -> list[str]:
    """The lines of a derivation, given as one text or as a list; blank ones do not count."""
    if isinstance(value, str):
        entries: Sequence[Any] = value.splitlines()
    elif isinstance(value, list | tuple):
        entries = value
    else:
        raise unreadable(Code.WRONG_TYPE, wanted="A text of equations", got=described(value))
    lines = [text for entry in entries if (text := read_formula(entry)).strip()]
    if len(lines) > MAX_LINES:
        wanted = f"A derivation of at most {MAX_LINES} lines"
        raise unreadable(Code.WRONG_SHAPE, wanted=wanted, got=f"{len(lines)} lines")
    return lines


def _report(part: Derivation, lines: Sequence[str], symbols: dict[str, Symbol]) -> DerivationReport:
    return symbolic.check_derivation(
        lines, part.premises, part.goal, symbols, part.solved_for, part.forbidden
    )


def _fails_like(idea: Misconception, bad_line: str, symbols: dict[str, Symbol]) -> bool:
    """Whether the first bad line is one that a misconception leads to.

    The bad line may be any of the misconception's lines: students skip steps. None of its good
    lines can be meant, because those follow and the bad line does not.
    """
    return any(_same(bad_line, str(line), symbols) for line in idea.value)


def _ends_like(
    part: Derivation, idea: Misconception, lines: Sequence[str], symbols: dict[str, Symbol]
) -> bool:
    """Whether a derivation without a bad line stops where a misconception's does."""
    theirs = [str(line) for line in idea.value]
    return _report(part, theirs, symbols).first_bad is None and _same(
        lines[-1], theirs[-1], symbols
    )


def _same(line: str, other: str, symbols: dict[str, Symbol]) -> bool:
    line, other = (text.rpartition(":")[2] for text in (line, other))
    return symbolic.compare(line, other, symbols).accepted
