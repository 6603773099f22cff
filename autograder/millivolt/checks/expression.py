"""Checking a formula by its meaning: any equal formula is right, in the form that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from millivolt import symbolic  # its names are loaded when they are used
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.formula import declared, formula_of, read_formula
from millivolt.checks.ideas import named
from millivolt.items import Expression, Finding, State, Verdict
from millivolt.symbolic import Comparison, Symbol
from millivolt.symbolic.formula.domain import domains_of
from millivolt.symbolic.formula.expression import Node

FORM_SHARE = Fraction(1, 2)
"""What a right formula earns that is not in the form that is asked for."""


def check_expression(part: Expression, value: Any) -> Verdict:
    """The verdict on a formula: proved right, refuted by an example, or left to a person."""
    typed = read_formula(value)
    symbols = declared(part.symbols)
    text = formula_of(part, typed)
    comparison, tree = symbolic.compare_and_read(text, part.answer, symbols)
    if tree is None or comparison.verdict == "invalid":
        left_out = len(typed) - len(text)
        at = comparison.position
        where = {"position": at if at is None else at + left_out}
        raise unreadable(Code.UNREADABLE_FORMULA, evidence=where, reason=comparison.message)
    if comparison.verdict == "undecided":
        found = finding(Code.UNDECIDED, private=comparison.message)
        return Verdict.without_credit(State.NEEDS_REVIEW, found)
    if comparison.verdict == "different":
        return _wrong(part, text, symbols, comparison)
    lacking = _lacking(part, tree, symbols)
    notes = _notes(comparison)
    if comparison.verdict == "probable":
        notes = (finding(Code.PROBABLY_EQUAL), *notes)
    return Verdict.of(FORM_SHARE if lacking else 1, *lacking, *notes)


def _lacking(part: Expression, tree: Node, symbols: Mapping[str, Symbol]) -> tuple[Finding, ...]:
    """What a right formula lacks of the form that is asked for; nothing if all is well."""
    form = symbolic.Form(
        solved_for=part.solved_for,
        free_of=part.forbidden,
        **dict.fromkeys(part.forms, True),
    )
    return tuple(
        finding(Code.WRONG_FORM, reason=f.message, evidence={"form": f.code})
        for f in symbolic.form_findings(tree, form, domains_of(symbols))
    )


def _wrong(
    part: Expression,
    text: str,
    symbols: Mapping[str, Symbol],
    comparison: Comparison,
) -> Verdict:
    ideas = [m for m in part.misconceptions if symbolic.compare(text, m.value, symbols).accepted]
    different = finding(
        Code.DIFFERENT_FORMULA,
        reason=comparison.message,
        evidence={
            "counterexample": comparison.counterexample,
            "student_value": comparison.student_value,
            "reference_value": comparison.reference_value,
        },
    )
    return Verdict.of(0, different, *named(ideas), *_notes(comparison))


def _notes(comparison: Comparison) -> tuple[Finding, ...]:
    """What else was noticed about the formula and is not said already."""
    return tuple(
        finding(Code.FORMULA_NOTE, reason=f.message, evidence={"note": f.code})
        for f in comparison.findings
        if f.message != comparison.message
    )
