"""Checking choices: one option, several options, and an answer with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from millivolt.checks.amount import described
from millivolt.checks.catalogue import Code, finding, unreadable
from millivolt.checks.ideas import named
from millivolt.checks.lettering import LETTERS, Lettering, shortened
from millivolt.items import Choice, Finding, Misconception, MultipleChoice, Option, TwoTier, Verdict

NUMBERS = tuple(str(n) for n in range(1, 27))


def check_choice(part: Choice, value: Any) -> Verdict:
    """The verdict on one chosen option."""
    options = Lettering(part.options)
    chosen = options.one(value)
    if chosen == part.answer:
        return Verdict.of(1)
    return Verdict.of(0, *_explained(options, chosen))


def check_multiple_choice(part: MultipleChoice, value: Any) -> Verdict:
    """The verdict on a set of chosen options.

    The credit is the share of right options that were chosen less the share of wrong options
    that were chosen, never below 0: choosing all, none or at random earns nothing on average.
    """
    options = Lettering(part.options)
    if isinstance(value, frozenset):
        value = sorted(value, key=str)
    found = options.several(value)
    if found is None:
        if not isinstance(value, str | list | tuple):
            raise unreadable(Code.WRONG_TYPE, wanted="A list of letters", got=described(value))
        raise unreadable(Code.UNKNOWN_OPTION, typed=shortened(value), letters=options.choices)
    chosen = frozenset(found)
    wrong = [o for o in part.options if o.id in chosen - part.answer]
    left_out = part.answer - chosen
    n_right, n_wrong = len(part.answer), len(part.options) - len(part.answer)
    credit = Fraction(len(chosen & part.answer), n_right) - Fraction(len(wrong), n_wrong)
    findings: list[Finding] = []
    if wrong:
        letters = options.letters([o.id for o in wrong])
        findings.append(finding(Code.WRONGLY_CHOSEN, letters=letters))
        findings += named([o.misconception for o in wrong if o.misconception])
    if left_out:
        count = len(left_out)
        findings.append(
            finding(
                Code.WRONGLY_LEFT_OUT,
                count="One" if count == 1 else count,
                verb="is" if count == 1 else "are",
            )
        )
    return Verdict.of(max(credit, Fraction(0)), *findings)


def check_two_tier(part: TwoTier, value: Any) -> Verdict:
    """The verdict on an answer and the reason for it."""
    answers, reasons = Lettering(part.options), Lettering(part.reasons)
    answer, reason = _tiers(part, value)
    ideas: list[Misconception] = []
    for tier, chosen in ((part.options, answer), (part.reasons, reason)):
        ideas += [o.misconception for o in tier if o.id == chosen and o.misconception]
    if answer == part.answer and reason == part.reason:
        return Verdict.of(1)
    if answer == part.answer:
        share = Fraction(part.answer_share, 100)
        return Verdict.of(share, finding(Code.WRONG_REASON), *named(ideas))
    if reason == part.reason:
        return Verdict.of(0, finding(Code.REASON_WITHOUT_ANSWER), *named(ideas))
    letters = f"{answers.letter(answer)} with {reasons.letter(reason)}"
    return Verdict.of(0, finding(Code.WRONG_CHOICE, letter=letters), *named(ideas))


def _explained(options: Lettering, chosen: str) -> tuple[Finding, ...]:
    option = next(o for o in options.options if o.id == chosen)
    wrong = finding(Code.WRONG_CHOICE, letter=options.letter(chosen))
    return (wrong, *named([option.misconception] if option.misconception else []))


def _tiers(part: TwoTier, value: Any) -> tuple[str, str]:
    """The ids of answer and reason in ``("A", "C")``, ``{"answer": ..., "reason": ...}``,
    ``"A, C"``, ``"AC"`` or ``"A2"``: reasons go by letter or by number."""
    if isinstance(value, Mapping):
        for name in ("answer", "reason"):
            if name not in value:
                raise unreadable(Code.MISSING_NAME, name=name)
        pair: list[Any] = [value["answer"], value["reason"]]
    elif isinstance(value, str):
        pair = [p for p in re.split(r"[\s,;:/&+→>-]+|\bbecause\b", value.strip(" ()[]")) if p]
        if len(pair) == 1 and len(pair[0]) == 2:
            pair = list(pair[0])
    elif isinstance(value, list | tuple):
        pair = list(value)
    else:
        raise unreadable(Code.WRONG_TYPE, wanted="An answer with a reason", got=described(value))
    if len(pair) != 2:
        got = f"{len(pair)} entr{'y' if len(pair) == 1 else 'ies'}"
        raise unreadable(Code.WRONG_SHAPE, wanted="An answer with a reason", got=got)
    return Lettering(part.options).one(pair[0]), _reason(part.reasons, pair[1])


def _reason(reasons: tuple[Option, ...], typed: Any) -> str:
    by_number = Lettering(reasons, NUMBERS).find(typed) if str(typed).isdigit() else None
    return by_number or Lettering(reasons, LETTERS).one(typed)
