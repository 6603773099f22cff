"""Checking one number with its unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from millivolt.checks.amount import Amount, read_amount, wrong_dimension
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.judgement import Judgement, judge, within
from millivolt.items import Finding, Numeric, Verdict
from millivolt.quantities import format as in_print
from millivolt.quantities import unit

FIGURES_COST = Fraction(1, 10)
"""What a right value in the wrong number of significant figures loses, where they are asked."""

SHOWN_FIGURES = 6


def check_numeric(part: Numeric, value: Any) -> Verdict:
    """The verdict on one number. Value and unit are scored apart where the part says so."""
    amount = read_amount(value)
    wanted = unit(part.unit)
    share = Fraction(part.unit_share, 100)
    if amount.unit is None and part.unit and not part.bare:
        return _without_unit(part, amount, share)
    exact = amount.within(wanted)
    if exact is None:
        findings = [wrong_dimension(amount, wanted)]
        if within(float(amount.number), part.answer, part.tolerance):
            findings.insert(0, _wrong_unit(amount))
            return Verdict.of(1 - share if share else 0, *findings)
        return Verdict.of(0, *findings)
    understood = _understood(float(exact), part.unit)
    is_temperature = bool(wanted.offset) or part.unit == "K"
    judgement = judge(
        float(exact),
        part.answer,
        part.tolerance,
        part.misconceptions,
        is_temperature=is_temperature,
    )
    if judgement.right:
        return _right(part, amount, understood)
    return _wrong(part, amount, judgement, understood, share)


def _understood(value: float, symbol: str) -> Finding:
    shown = in_print(float(f"{value:.{SHOWN_FIGURES}g}"), symbol)
    return finding(
        Code.UNDERSTOOD, evidence={"value": value, "unit": symbol, "shown": shown}, shown=shown
    )


def _right(part: Numeric, amount: Amount, understood: Finding) -> Verdict:
    quantity, wanted = amount.quantity, part.figures
    # Only a typed number has figures; one that was computed prints as many as it likes.
    if quantity is None or wanted is None:
        return Verdict.of(1, understood)
    most, least = quantity.significant_figures, quantity.least_significant_figures
    if most < wanted:
        code, got = Code.TOO_FEW_FIGURES, most
    elif least > wanted:
        code, got = Code.TOO_MANY_FIGURES, least
    else:
        return Verdict.of(1, understood)
    return Verdict.of(1 - FIGURES_COST, understood, finding(code, wanted=wanted, got=got))


def _wrong(
    part: Numeric, amount: Amount, judgement: Judgement, understood: Finding, share: Fraction
) -> Verdict:
    if amount.unit is not None and within(float(amount.number), part.answer, part.tolerance):
        return Verdict.of(1 - share if share else 0, understood, _wrong_unit(amount))
    findings = (understood, *judgement.findings)
    if amount.unit is not None and share:
        return Verdict.of(share, *findings, finding(Code.UNIT_RIGHT))
    return Verdict.of(0, *findings)


def _without_unit(part: Numeric, amount: Amount, share: Fraction) -> Verdict:
    """A bare number where the unit is part of the answer: only the number can be scored."""
    if not share:
        raise unreadable(Code.UNIT_MISSING)
    missing = finding(Code.UNIT_MISSING)
    judgement = judge(float(amount.number), part.answer, part.tolerance, part.misconceptions)
    return Verdict.of(1 - share if judgement.right else 0, missing, *judgement.findings)


def _wrong_unit(amount: Amount) -> Finding:
    symbol = amount.unit.symbol if amount.unit else ""
    return finding(Code.WRONG_UNIT, evidence={"unit": symbol}, unit=symbol)
