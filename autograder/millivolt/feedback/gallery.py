"""The gallery: every exercise of a bank on one page, for an instructor to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from millivolt.bank import Family
from millivolt.feedback.answers import right_answer
from millivolt.feedback.page import render
from millivolt.feedback.prose import prose
from millivolt.items import Misconception, Part, Variant
from millivolt.notebooks.slot import asked_in
from millivolt.pictures import draw, table

__all__ = ["gallery"]


@dataclass(frozen=True, slots=True)
class _PartView:
    kind: str
    prompt: Markup
    key: Markup
    ideas: tuple[Misconception, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    family: Family
    variant: Variant
    question: Markup
    picture: Markup
    data: Markup
    parts: tuple[_PartView, ...]
    hints: tuple[Markup, ...]
    solution: Markup


def gallery(title: str, families: Iterable[Family], *, seed: int | str = 1) -> str:
    """The page: topics in the order of the bank, each family with one variant, key and solution.

    For instructors: it shows answers. ``seed`` chooses the variants.
    """
    topics: dict[str, list[_Entry]] = {}
    for family in families:
        topics.setdefault(family.item.topic, []).append(_entry(family, family.variant(seed)))
    return render("gallery.html", title=title, topics=topics)


def _entry(family: Family, variant: Variant) -> _Entry:
    picture = variant.picture
    return _Entry(
        family=family,
        variant=variant,
        question=prose(variant.prose.question),
        picture=Markup(draw(picture, name=variant.id)) if picture is not None else Markup(),
        data=Markup(table(picture)) if picture is not None else Markup(),
        parts=tuple(_part(part, variant) for part in variant.parts),
        hints=tuple(prose(hint) for hint in variant.prose.hints),
        solution=prose(variant.prose.solution),
    )


def _part(part: Part, variant: Variant) -> _PartView:
    ideas = {idea.id: idea for idea in part.claims()}
    kind = part.kind.replace("_", " ")
    return _PartView(
        kind, prose(asked_in(variant, part).words), right_answer(part), tuple(ideas.values())
    )
