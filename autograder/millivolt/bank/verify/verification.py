"""Verifying a family: many variants, every promise, one report."""

from __future__ import annotations

import math
import re
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from millivolt.bank.family import Family
from millivolt.bank.freeze import changes
from millivolt.bank.verify.equalities import exact_numbers, false_equalities, leads_to
from millivolt.bank.verify.measures import distinct, guesses, margins, strata
from millivolt.bank.verify.recall import (
    copied,
    copied_from_tables,
    known_logarithms,
    question,
    recalled,
)
from millivolt.bank.verify.report import FamilyReport, Guess, Margin, Problem
from millivolt.bank.verify.responses import misjudged
from millivolt.errors import AuthorError
from millivolt.items import Draft, Drawn, Function, Numeric, Part, Prose, Variant

__all__ = ["verify_family"]

LEAST_MARGIN = 3.0
MOST_REJECTED = 0.6
BEST_NUMBER = 0.2
BEST_CHOICE = 0.65
BEST_RECALLED = 0.15
BEST_COPIED = 1 / 3
LEAST_PER_SECOND = 50
LEAST_DISTINCT = 4
PROBLEMS_SHOWN = 3
READ = 1000
"""How many of the variants are read word by word; all are drawn and measured."""
RESPONSES = 3
"""How many of the first variants have their own responses graded, and of each hundred after."""

_STRANGE = re.compile(
    r"\b(?:nan|inf|None|True|False|Undefined)\b|np\.float|\{\{|%\}| ,| \.(?=\s|$)"
)

Judge = Callable[[Part], Iterator[str]]


def verify_family(
    family: Family,
    variants: int = 200,
    *,
    examples: int = 50,
    judge: Judge | None = misjudged,
) -> FamilyReport:
    """The report on ``family`` over the seeds 0 to ``variants - 1``.

    ``examples`` is the effort of the adversarial search (0 leaves it out). ``judge`` grades the
    responses that a part manufactures for itself and says what is wrong with the verdicts
    (``None`` leaves that out).
    """
    problems: list[Problem] = []
    start = time.process_time()
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            drawn = [family.item.draw(seed) for seed in range(variants)]
            rendered = [family.variant(seed) for seed in range(min(variants, READ))]
    except AuthorError as problem:
        # One check is not passed, and without variants there is nothing to check further.
        prose = problem.file == str(family.prose_file)
        found = Problem("prose" if prose else "draw", str(problem))
        return _unmeasured(family, found)
    seconds = time.process_time() - start
    per_variant = seconds / (len(drawn) + len(rendered))
    problems += [Problem("draw", f"warns: {warning.message}") for warning in warned]
    table, best = margins(drawn), guesses(drawn)
    rejection = _rejection(drawn)
    different = distinct(drawn)
    for number, variant in enumerate(rendered):
        for check, message in _read(variant, drawn[number].draft):
            problems.append(Problem(check, message, str(number)))
    problems += _measured(table, best, rejection, different, per_variant, variants)
    problems += _without_computing(drawn, rendered)
    if judge is not None:
        for number, variant in enumerate(rendered):
            if number % 100 >= RESPONSES:
                continue
            for part in variant.parts:
                for message in judge(part):
                    problems.append(Problem("verdict", f"{part.id}: {message}", str(number)))
    problems += [Problem("files", message) for message in _missing(family, rendered[0])]
    problems += [Problem("frozen", message) for message in changes(family)]
    if examples:
        problems += [Problem("search", message) for message in _searched(family, examples)]
    return FamilyReport(
        id=family.id,
        version=family.item.version,
        variants=variants,
        distinct=different,
        rejection=rejection,
        milliseconds=1000 * per_variant,
        margins=table,
        guesses=best,
        strata=strata(drawn),
        problems=tuple(_shortened(problems)),
    )


def _unmeasured(family: Family, problem: Problem) -> FamilyReport:
    return FamilyReport(family.id, family.item.version, 0, 0, 0.0, 0.0, problems=(problem,))


def _rejection(drawn: Sequence[Drawn]) -> float:
    refused = sum(variant.attempt for variant in drawn)
    return refused / (refused + len(drawn))


def _read(variant: Variant, draft: Draft) -> Iterator[tuple[str, str]]:
    """What is wrong with the words and the printed numbers of one variant."""
    yield from _words(variant.prose)
    yield from _printed_calculations(variant.prose, variant.parts, draft.given)
    exact = exact_numbers(draft.given)
    for message in copied(variant.parts, question(variant), exact):
        yield "leak", message
    for message in known_logarithms(variant.parts, variant.prose.solution, exact):
        yield "recall", message


def _words(prose: Prose) -> Iterator[tuple[str, str]]:
    texts = {"the question": prose.question, "the solution": prose.solution}
    texts |= {f"the prompt {part}": text for part, text in prose.prompts.items()}
    texts |= {f"hint {number}": text for number, text in enumerate(prose.hints, start=1)}
    for where, text in texts.items():
        outside_code = re.sub(r"```.*?```|`[^`]*`", "code", text, flags=re.DOTALL)
        plain = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "formula", outside_code, flags=re.DOTALL)
        if strange := _STRANGE.search(plain):
            yield "prose", f"{where} says {strange[0].strip()!r}"
        if not text and where != "the question":
            yield "prose", f"{where} is empty"
    if not prose.hints:
        yield "prose", "there are no hints"


def _printed_calculations(
    prose: Prose, parts: Sequence[Part], given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    exact = exact_numbers(given)
    for text in (prose.solution, *prose.hints):
        for message in false_equalities(text, exact):
            yield "equality", message
    for part in parts:
        if isinstance(part, Numeric) and not leads_to(part, prose.solution, exact):
            yield "route", f"no printed calculation arrives at {part.id} = {part.answer:.6g}"


def _measured(
    table: Sequence[Margin],
    best: Sequence[Guess],
    rejection: float,
    different: int,
    per_variant: float,
    variants: int,
) -> Iterator[Problem]:
    for margin in table:
        if margin.least < LEAST_MARGIN:
            yield Problem(
                "separation",
                f"{margin.part}: {margin.misconception} comes within {margin.least:.2f} tolerances",
            )
    for guess in best:
        if _surely(guess.rate, variants) > (BEST_NUMBER if guess.number else BEST_CHOICE):
            yield Problem(
                "guess", f"{guess.part}: always {guess.answer} is right in {guess.rate:.0%}"
            )
    if rejection > MOST_REJECTED:
        yield Problem("rejection", f"{rejection:.0%} of the draws are refused: widen the ranges")
    if different < min(LEAST_DISTINCT, variants):
        yield Problem("distinct", f"{variants} seeds give only {different} different variants")
    if per_variant > 1 / LEAST_PER_SECOND:
        yield Problem("speed", f"a variant takes {1000 * per_variant:.0f} ms")


def _without_computing(drawn: Sequence[Drawn], rendered: Sequence[Variant]) -> Iterator[Problem]:
    for part, value, rate in recalled(drawn):
        if _surely(rate, len(drawn)) > BEST_RECALLED:
            yield Problem("recall", f"{part}: {value}, known by heart, is right in {rate:.0%}")
    for part, place, rate in copied_from_tables(rendered):
        if _surely(rate, len(rendered)) > BEST_COPIED:
            yield Problem("leak", f"{part}: {place} is right in {rate:.0%}")


def _surely(rate: float, variants: int) -> float:
    """A rate that was found in ``variants``, less what luck may have added."""
    return rate - 2 * math.sqrt(rate * (1 - rate) / variants)


def _missing(family: Family, variant: Variant) -> Iterator[str]:
    for part in variant.parts:
        if not isinstance(part, Function):
            continue
        if family.tests is None:
            yield f"{part.id}: {family.module.with_name(part.tests).name} is missing"
        elif family.tests.name != part.tests:
            yield f"{part.id}: names {part.tests}, but the tests are in {family.tests.name}"


def _searched(family: Family, examples: int) -> Iterator[str]:
    """What Hypothesis finds when it looks for a variant that reads wrong."""
    from hypothesis import HealthCheck, find, settings
    from hypothesis.errors import NoSuchExample, Unsatisfiable

    from millivolt.items.adversary import drafts

    def wrong(draft: Draft) -> bool:
        return bool(_first_fault(family, draft))

    try:
        draft = find(
            drafts(family.item),
            wrong,
            settings=settings(
                max_examples=examples,
                database=None,
                derandomize=True,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except (NoSuchExample, Unsatisfiable):
        return
    given = ", ".join(f"{name} = {value}" for name, value in draft.given.items())
    yield f"{_first_fault(family, draft)} (given {given})"


def _first_fault(family: Family, draft: Draft) -> str:
    try:
        prose = family.prose.render(draft)
    except AuthorError as problem:
        return str(problem)
    faults = (*_words(prose), *_printed_calculations(prose, draft.parts, draft.given))
    return next((f"{check}: {message}" for check, message in faults), "")


def _shortened(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The first few problems of each check: the others would say the same."""
    for check in dict.fromkeys(problem.check for problem in problems):
        yield from islice((p for p in problems if p.check == check), PROBLEMS_SHOWN)
