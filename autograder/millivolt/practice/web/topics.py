"""The map of topics, how the student stands with each item, and what they did so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from millivolt.feedback.wording import Badge
from millivolt.items import LEVELS, Item
from millivolt.practice.advice import TARGET, Standing
from millivolt.practice.ideas import in_words
from millivolt.practice.progress import Answered

__all__ = ["Day", "Place", "Topic", "days", "ideas", "named", "topics"]

NEW = Badge("new to you", "ring", "muted")
STARTED = Badge("under way", "half", "accent")
DUE = Badge("due again", "dots", "partial")
MASTERED = Badge("mastered", "tick", "right")

DONE = {
    "correct": Badge("Right", "tick", "right"),
    "partial": Badge("Partly right", "half", "partial"),
    "incorrect": Badge("Not right yet", "diamond", "wrong"),
}
UNKNOWN = Badge("Judged by another version", "ring", "muted")


@dataclass(frozen=True, slots=True)
class Place:
    """One item on the map."""

    item: Item
    badge: Badge
    chance: int
    answers: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its items by level, from easy to hard, and how many are mastered."""

    id: str
    name: str
    places: tuple[Place, ...]

    @property
    def mastered(self) -> int:
        """How many items are mastered, due again or not."""
        return sum(place.badge in (MASTERED, DUE) for place in self.places)

    def at(self, level: str) -> tuple[Place, ...]:
        """The items of one level."""
        return tuple(place for place in self.places if place.item.level == level)


@dataclass(frozen=True, slots=True)
class Past:
    """One answer that was given."""

    when: datetime
    item: Item | None
    answered: Answered
    badge: Badge


@dataclass(frozen=True, slots=True)
class Day:
    """The answers of one day, the last one first."""

    day: date
    answers: tuple[Past, ...]

    @property
    def right(self) -> int:
        """How many were right."""
        return sum(past.answered.state == "correct" for past in self.answers)


def named(topic: str) -> str:
    """A topic's id as a reader sees it."""
    return topic.replace("-", " ").capitalize()


def topics(
    items: Iterable[Item], standings: Mapping[str, Standing], now: datetime
) -> tuple[Topic, ...]:
    """The topics of ``items`` in the order of the bank."""
    found: dict[str, list[Place]] = {}
    for item in items:
        found.setdefault(item.topic, []).append(_place(item, standings[item.id], now))
    return tuple(
        Topic(topic, named(topic), tuple(sorted(places, key=_difficulty)))
        for topic, places in found.items()
    )


def days(answered: Sequence[Answered], items: Mapping[str, Item], zone: datetime) -> list[Day]:
    """What was answered, by day, the last day first; ``zone`` is a time in the reader's zone."""
    by_day: dict[date, list[Past]] = {}
    for one in reversed(answered):
        when = one.when.astimezone(zone.tzinfo)
        past = Past(when, items.get(one.item), one, DONE.get(one.state, UNKNOWN))
        by_day.setdefault(when.date(), []).append(past)
    return [Day(day, tuple(answers)) for day, answers in by_day.items()]


def ideas(answered: Iterable[Answered]) -> list[tuple[str, int]]:
    """The ideas that led astray, and how often each did; the most frequent first."""
    counts = Counter(idea for one in answered for idea in one.misconceptions)
    return [(in_words(idea), count) for idea, count in counts.most_common()]


def _place(item: Item, standing: Standing, now: datetime) -> Place:
    chance = round(100 * standing.chance)
    return Place(item, _badge(standing, now), chance, standing.answers)


def _badge(standing: Standing, now: datetime) -> Badge:
    if not standing.answers:
        return NEW
    if standing.chance < TARGET:
        return STARTED
    return DUE if standing.due is None or standing.due <= now else MASTERED


def _difficulty(place: Place) -> tuple[int, int, str]:
    return LEVELS.index(place.item.level), place.item.minutes, place.item.id
