"""What an assignment was issued as, and in which words it differs from what its file says now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from millivolt.course.assignment import Assignment, Question
from millivolt.errors import AuthorError
from millivolt.items import Item, Variant
from millivolt.items.item import Drawn

__all__ = ["Bank", "Family", "define", "differences", "family"]

Definition = dict[str, Any]


class Family(Protocol):
    """An item in its bank: see ``millivolt.bank.Family``."""

    @property
    def item(self) -> Item: ...
    def variant(self, seed: int | str, /) -> Variant: ...
    def finished(self, drawn: Drawn, /) -> Variant: ...


class Bank(Protocol):
    """Families by id: see ``millivolt.bank.Bank``."""

    def __getitem__(self, name: str, /) -> Family: ...


def family(bank: Bank, assignment: Assignment, question: Question) -> Family:
    """The family that ``question`` names; raises ``AuthorError`` at the question's line."""
    try:
        return bank[question.item]
    except AuthorError as problem:
        raise AuthorError(
            problem.message, file=str(assignment.file), line=question.line
        ) from problem


def define(assignment: Assignment, bank: Bank) -> Definition:
    """What decides the notebooks of ``assignment``, as JSON values."""

    def defined(question: Question) -> Definition:
        item = family(bank, assignment, question).item
        return {
            "item": item.id,
            "version": item.version,
            "points": str(question.points),
            "shared": question.shared,
        }

    return {
        "title": assignment.title,
        "sections": [
            {
                "title": section.title,
                "pick": section.pick,
                "questions": [defined(question) for question in section.questions],
            }
            for section in assignment.sections
        ],
    }


def differences(before: Definition, now: Definition) -> Iterator[str]:
    """In what ``now`` differs from ``before``, one phrase each."""
    if before["title"] != now["title"]:
        yield f"the title was {before['title']!r}, now it is {now['title']!r}"
    old, new = _questions(before), _questions(now)
    if len(old) != len(new):
        yield f"it had {len(old)} questions, now it has {len(new)}"
    for number, (was, is_now) in enumerate(zip(old, new, strict=False), start=1):
        yield from (
            f"question {number}: {what} was {_said(was[what])}, now it is {_said(is_now[what])}"
            for what in was
            if was[what] != is_now[what]
        )


def _questions(definition: Definition) -> list[Mapping[str, Any]]:
    return [
        {**question, "section": section["title"], "pick": section["pick"]}
        for section in definition["sections"]
        for question in section["questions"]
    ]


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
