"""An item: the template from which variants are drawn, and the rule that makes them fair."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from millivolt.errors import AuthorError
from millivolt.items.draw import Draw, Redraw, SeededDraw
from millivolt.items.part import Part, refuse_repeats
from millivolt.items.picture import Picture

__all__ = ["LEVELS", "MAX_REDRAWS", "Collection", "Draft", "Item", "item"]

LEVELS = ("remember", "understand", "apply", "analyze", "evaluate", "create")
MAX_REDRAWS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What a family makes of its draws.

    ``given`` holds the parameters as printed in the question, ``values`` what the worked
    solution prints besides them.
    """

    given: Mapping[str, Any]
    parts: Sequence[Part]
    values: Mapping[str, Any] = field(default_factory=dict)
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft that was accepted, with how it came about."""

    seed: str
    draft: Draft
    attempt: int
    strata: Mapping[str, str]
    steps: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Item:
    """A template: from a seed it gives a variant. Made by the decorator ``item``.

    ``id`` is the function's name with hyphens, ``codes`` are catalogue numbers that name it too.
    ``version`` changes whenever its draws, its key or its wording change.
    """

    id: str
    codes: tuple[str, ...]
    title: str
    objective: str
    topic: str
    level: str
    passages: tuple[str, ...]
    prerequisites: tuple[str, ...]
    minutes: int
    version: int
    family: Callable[[Draw], Draft] = field(repr=False)

    def draft(self, draw: Draw) -> Draft:
        """One draft from ``draw``; raises ``Redraw`` when the numbers make a poor exercise.

        The separation rule: no claimed misconception may come within three tolerances of the
        key, so that a wrong method is never marked right by luck.
        """
        draft = self._run(draw)
        for part in draft.parts:
            for reason in part.too_close():
                raise Redraw(f"{part.id}: {reason}")
        return draft

    def draw(self, seed: int | str) -> Drawn:
        """The accepted draft of ``seed``, the same on every machine and for ever.

        Raises:
            AuthorError: when ``MAX_REDRAWS`` draws in a row were refused; it tells the reasons.
        """
        reasons: Counter[str] = Counter()
        for attempt in range(MAX_REDRAWS):
            source = SeededDraw(self._key(seed, attempt))
            try:
                draft = self.draft(source)
            except Redraw as again:
                reasons[again.reason] += 1
                continue
            return Drawn(str(seed), draft, attempt, source.strata, source.steps)
        most = ", ".join(f"{reason} ({n})" for reason, n in reasons.most_common(3))
        raise AuthorError(
            f"item {self.id}: all {MAX_REDRAWS} draws for seed {seed} were refused: {most}. "
            "Widen the ranges that the family draws from, or claim fewer misconceptions.",
            file=self.file,
        )

    def rejection_rate(self, variants: int = 100) -> float:
        """Share of refused draws over the seeds 0 to ``variants - 1``."""
        refused = sum(self.draw(seed).attempt for seed in range(variants))
        return refused / (refused + variants)

    def carry_forward(self, seed: int | str, earlier: Mapping[str, float]) -> Draft:
        """The draft of ``seed`` with named steps replaced by a student's own values.

        This is how follow-through credit is computed: the item's own model runs again, so later
        parts get the keys, and the misconceptions' values, that follow from ``earlier``.
        """
        attempt = self.draw(seed).attempt
        return self._run(SeededDraw(self._key(seed, attempt), overrides=earlier))

    @property
    def file(self) -> str:
        """The module's file, for messages to the author."""
        return inspect.getsourcefile(self.family) or "<unknown>"

    def _key(self, seed: int | str, attempt: int) -> str:
        return f"millivolt|{self.id}|{self.version}|{seed}|{attempt}"

    def _run(self, draw: Draw) -> Draft:
        try:
            draft = self.family(draw)
            refuse_repeats(f"item {self.id}: part", (part.id for part in draft.parts))
        except ValueError as problem:
            raise AuthorError(f"item {self.id}: {problem}", file=self.file) from problem
        return draft


def item(
    *,
    title: str,
    objective: str,
    topic: str,
    level: str,
    codes: Sequence[str] = (),
    passages: Sequence[str] = (),
    prerequisites: Sequence[str] = (),
    minutes: int = 5,
    version: int = 1,
) -> Callable[[Callable[[Draw], Draft]], Item]:
    """Make an ``Item`` of a function that draws numbers and returns a ``Draft``.

    ``level`` is a level of Bloom's taxonomy (``LEVELS``); ``passages`` are the passages of the
    seed text that the item covers; ``prerequisites`` are ids of items to do before.
    """
    if level not in LEVELS:
        raise AuthorError(f"level {level!r} of {title!r}: choose one of {', '.join(LEVELS)}")

    def make(family: Callable[[Draw], Draft]) -> Item:
        return Item(
            id=family.__name__.replace("_", "-"),
            codes=tuple(codes),
            title=title,
            objective=objective,
            topic=topic,
            level=level,
            passages=tuple(passages),
            prerequisites=tuple(prerequisites),
            minutes=minutes,
            version=version,
            family=family,
        )

    return make


@dataclass(frozen=True, slots=True)
class Collection:
    """A bank as its package announces it: a name, and the package whose modules hold items.

    ``topics`` is the order in which they are taught; topics that it leaves out come last.
    """

    name: str
    title: str
    version: str
    package: str
    topics: tuple[str, ...] = ()
