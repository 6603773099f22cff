"""Checking a formula by its meaning: any equal formula is right, in the form that is asked for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.form import lacking_form
from millivolt.checks.formula import declared, read_formula
from millivolt.checks.ideas import named
from millivolt.items import Expression, Finding, State, Verdict
from millivolt.symbolic import Comparison, Symbol, compare

FORM_SHARE = Fraction(1, 2)
"""What a right formula earns that is not in the form that is asked for."""


def check_expression(part: Expression, value: Any) -> Verdict:
    """The verdict on a formula: proved right, refuted by an example, or left to a person."""
    text = read_formula(value)
    symbols = declared(part.symbols)
    comparison = compare(text, part.answer, symbols)
    notes = tuple(Finding(f"formula.{f.code}", f.message) for f in comparison.findings)
    match comparison.verdict:
        case "invalid":
            where = {"position": comparison.position}
            raise unreadable(Code.UNREADABLE_FORMULA, evidence=where, reason=comparison.message)
        case "undecided":
            found = finding(Code.UNDECIDED, private=comparison.message)
            return Verdict.without_credit(State.NEEDS_REVIEW, found, *notes)
        case "different":
            return _wrong(part, text, symbols, comparison)
        case "probable":
            notes = (finding(Code.PROBABLY_EQUAL), *notes)
    lacking = lacking_form(part, text, symbols)
    return Verdict.of(FORM_SHARE if lacking else 1, *lacking, *notes)


def _wrong(
    part: Expression, text: str, symbols: dict[str, Symbol], comparison: Comparison
) -> Verdict:
    ideas = [m for m in part.misconceptions if compare(text, m.value, symbols).accepted]
    different = finding(
        Code.DIFFERENT_FORMULA,
        where=f" {comparison.message}",
        evidence={
            "counterexample": comparison.counterexample,
            "student_value": comparison.student_value,
            "reference_value": comparison.reference_value,
        },
    )
    return Verdict.of(0, different, *named(ideas))
