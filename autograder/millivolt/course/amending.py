"""Correcting a wrong key after release: the printed questions stay, their keys are made anew.

The item is mended in the bank; here every frozen variant of it gets the key that the mended item
gives for the same printed numbers. What was frozen before is kept aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from millivolt.course.course import Course
from millivolt.course.definition import Bank, Family
from millivolt.course.issue import Issue, IssuedQuestion
from millivolt.course.variety import told
from millivolt.errors import AuthorError
from millivolt.items import Part, Variant
from millivolt.items.records import converter

__all__ = ["Amended", "amend"]


@dataclass(frozen=True, slots=True)
class Amended:
    """What a run of ``amend`` did, or would do.

    ``changed`` names the slots that have another key now, for each student who has any.
    ``unmatched`` names the items whose mended version would have printed other numbers for a
    student: their keys stay, and their credit must be set by hand.
    """

    assignment: str
    changed: dict[str, tuple[str, ...]]
    unmatched: dict[str, tuple[str, ...]]
    dry_run: bool


def amend(course: Course, assignment: str, bank: Bank, *, dry_run: bool = False) -> Amended:
    """Give the frozen variants of ``assignment`` the keys of the bank as it is now.

    Questions, prompts and printed numbers never change; keys, known mistakes, hints and worked
    solutions do. Grades change when the assignment is graded again. Running it again changes
    nothing more.

    Raises:
        AuthorError: when an item asks for other parts than before, or cannot be drawn.
        EnvironmentProblem: when a file cannot be written, or the course is being changed.
    """

    @cache
    def as_it_was(item: str, version: int) -> Family:
        return _at_version(bank[item], version)

    changed: dict[str, tuple[str, ...]] = {}
    unmatched: dict[str, tuple[str, ...]] = {}
    with nullcontext() if dry_run else course.lock():
        for issue in course.issues.all(assignment):
            questions, lost = [], []
            for question in issue.questions:
                frozen = question.variant
                drawn = as_it_was(frozen.item_id, frozen.item_version).variant(frozen.seed)
                if told(drawn.given) != told(frozen.given):
                    lost.append(frozen.item_id)
                    drawn = frozen
                questions.append(replace(question, variant=_rekeyed(question, drawn)))
            amended = replace(issue, questions=tuple(questions))
            if lost:
                unmatched[issue.student] = tuple(lost)
            if amended == issue:
                continue
            changed[issue.student] = tuple(_other_keys(issue, amended))
            if not dry_run:
                course.issues.amend(issue, amended)
    return Amended(assignment, changed, unmatched, dry_run)


def _at_version(family: Family, version: int) -> Family:
    """The mended family with the draws of ``version``: the version is part of every seed."""
    if family.item.version == version:
        return family
    mended: Any = family
    made: Family = replace(mended, item=replace(family.item, version=version))
    return made


def _rekeyed(question: IssuedQuestion, drawn: Variant) -> Variant:
    frozen = question.variant
    if [_shape(part) for part in frozen.parts] != [_shape(part) for part in drawn.parts]:
        raise AuthorError(
            f"question {question.number}: {frozen.item_id} asks for other parts now than were "
            "released; mend its keys only"
        )
    prose = replace(frozen.prose, hints=drawn.prose.hints, solution=drawn.prose.solution)
    return replace(frozen, parts=drawn.parts, steps=drawn.steps, prose=prose)


def _shape(part: Part) -> tuple[str, str, int]:
    return part.kind, part.id, part.points


def _other_keys(before: Issue, after: Issue) -> Iterator[str]:
    for old, new in zip(before.parts(), after.parts(), strict=True):
        if converter().unstructure(old.part, Part) != converter().unstructure(new.part, Part):
            yield old.slot
