"""What to practise next: a small model that can say why.

Each item has a success estimate, the share of credit over its answers with recent ones counting
more, drawn towards that of its topic while there are few. An answer with hints counts less. An
item that succeeds comes back after a pause that doubles with each success in a row; one that
fails comes back soon. Among what is due, an item that is mastered (its chance of success has
reached the target) waits behind those that are not; of these, the one nearest to an even chance
is best: hard enough to learn from, easy enough to go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from millivolt.items import LEVELS, Item
from millivolt.practice.progress import Answered

__all__ = ["TARGET", "Advice", "Standing", "advise", "harder", "standings"]

TARGET = 0.7
"""From this chance of success on, an item counts as mastered."""

EVEN = 0.5
"""The chance of success that is best to learn from."""

FADE = 0.7
"""How much less each older answer counts."""

PRIOR = 2.0
"""Answers that the topic's estimate is worth."""

FIRST_PAUSE = timedelta(hours=8)
HINT_COST = 0.15
LEVEL_STEP = 0.12
"""How much less likely success is at each higher level, before anything is known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a student stands with one item: chance of success, streak, when it is due again."""

    item: str
    chance: float
    answers: int
    streak: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Advice:
    """The item to practise next, and why, in one sentence."""

    item: Item
    why: str


def standings(items: Iterable[Item], answered: Sequence[Answered]) -> dict[str, Standing]:
    """The standing of every item, by id."""
    chosen = list(items)
    by_item: dict[str, list[Answered]] = {}
    for answer in answered:
        by_item.setdefault(answer.item, []).append(answer)
    topics = {
        topic: _topic_chance([a for a in answered if a.topic == topic])
        for topic in {item.topic for item in chosen}
    }
    return {item.id: _standing(item, by_item.get(item.id, []), topics) for item in chosen}


def advise(items: Sequence[Item], answered: Sequence[Answered], now: datetime) -> Advice | None:
    """The best item to practise now; ``None`` when there are no items."""
    if not items:
        return None
    found = standings(items, answered)
    last = answered[-1].item if answered else None
    best = min(items, key=lambda item: (_cost(item, found, now, last), item.id))
    return Advice(best, _why(best, found[best.id], now))


def harder(items: Sequence[Item], item: Item, answered: Sequence[Answered]) -> Item | None:
    """An item of the same topic that is less likely to succeed; ``None`` when there is none."""
    found = standings(items, answered)
    own = (found[item.id].chance, -LEVELS.index(item.level))
    above = [
        other
        for other in items
        if other.topic == item.topic
        and other.id != item.id
        and (found[other.id].chance, -LEVELS.index(other.level)) < own
    ]
    return max(above, key=lambda other: found[other.id].chance, default=None)


def _topic_chance(answers: Sequence[Answered]) -> float:
    """The success in a topic, from a neutral start."""
    return (0.6 * PRIOR + sum(map(_credit, answers))) / (PRIOR + len(answers))


def _credit(answer: Answered) -> float:
    return max(0.0, answer.share - HINT_COST * answer.hints)


def _standing(item: Item, answers: Sequence[Answered], topics: Mapping[str, float]) -> Standing:
    expected = topics[item.topic] - LEVEL_STEP * (LEVELS.index(item.level) - 2)
    weight, earned = PRIOR, PRIOR * min(0.95, max(0.05, expected))
    for age, answer in enumerate(reversed(answers)):
        weight += FADE**age
        earned += FADE**age * _credit(answer)
    streak = 0
    for answer in reversed(answers):
        if _credit(answer) < TARGET:
            break
        streak += 1
    due = answers[-1].when + FIRST_PAUSE * 2 ** (streak - 1) if streak else None
    return Standing(item.id, earned / weight, len(answers), streak, due)


def _cost(item: Item, found: Mapping[str, Standing], now: datetime, last: str | None) -> float:
    standing = found[item.id]
    cost = abs(standing.chance - EVEN)
    if standing.due is not None and standing.due > now:
        cost += 2.0
    if standing.answers and standing.chance >= TARGET:
        cost += 1.0
    for name in item.prerequisites:
        before = found.get(name)
        if before is not None and before.streak == 0 and before.chance < TARGET:
            cost += 0.3
    if item.id == last:
        cost += 0.05
    return cost


def _why(item: Item, standing: Standing, now: datetime) -> str:
    if standing.answers == 0:
        return f"New to you, and about right for where you stand in {item.topic}."
    if standing.streak == 0:
        return "The last answer here was not right yet; another variant will settle it."
    if standing.due is not None and standing.due <= now:
        return f"Right {standing.streak} times in a row; a while ago, so it is time to look again."
    return "Everything else is fresh in your mind; this one is the best exercise now."
