"""What to practise next: a small model that can say why.

The chance that an item succeeds follows from three things: how its topic went, how the item
itself went, and its level. Every answer moves the first two by how surprising it was, and
practice by itself raises the second (Pavlik, Cen and Koedinger 2009, performance factors). An
answer with hints counts less. An item that is mastered rests, for a pause that doubles with each
success after a pause; then it is due again.

Of what is not mastered, or due, the item whose chance is a little below even is best: hard
enough to learn from, easy enough to go on. One that is built on others waits for them, and one
that would show whether a wrong idea is gone comes first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from millivolt.items import LEVELS, Item
from millivolt.practice.ideas import in_words
from millivolt.practice.progress import Answered

__all__ = [
    "HOW_CHOSEN",
    "TARGET",
    "Advice",
    "Standing",
    "advise",
    "harder",
    "open_ideas",
    "standings",
]

HOW_CHOSEN = (
    "The next exercise is one that you have not mastered yet, or not seen for a while, where you "
    "would succeed a little less than every other time; what it builds on comes before it."
)
"""The model below in one sentence, for the student."""

TARGET = 0.7
"""From this chance of success on, an item counts as mastered."""

BEST = 0.4
"""The chance of success that is best to learn from: just above what succeeds already."""

FIRST = 0.5
"""The same for a topic that was never tried: to begin with, something easier and shorter."""

# The model, in log odds of success.
START = -0.2
LEVEL_STEP = 0.25
"""How much harder an item is at each higher level, before anything is known."""

PRACTICE = 0.4
"""What an answer teaches, whatever came of it."""

SURPRISE = 1.0
TOPIC_SURPRISE, TOPIC_SETTLES = 0.5, 8
"""How much one answer tells about its topic; less, the more answers are known."""

HINT_COST = 0.15
FIRST_PAUSE = timedelta(hours=20)
"""So that what was learnt in one evening is due on the next."""

# What counts besides the chance, on its scale.
RESTING = 1.0
UNREADY = 0.1
SAME_AGAIN = 0.15
OPEN_IDEA = 0.25
SHORTLIST = 10
"""For how many items it is looked up which ideas they show: that draws a variant."""

Ideas = Callable[[Item], Collection[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a student stands with one item.

    ``chance`` is that of success, as it was after the last answer; ``streak`` how many answers
    in a row were right, ``due`` when a mastered item should be looked at again.
    """

    item: str
    chance: float
    answers: int
    streak: int
    due: datetime | None

    def rests(self, now: datetime) -> bool:
        """Whether there is no need to practise the item at ``now``."""
        return self.chance >= TARGET and self.due is not None and self.due > now


@dataclass(frozen=True, slots=True)
class Advice:
    """The item to practise next, and why, in one sentence."""

    item: Item
    why: str


@dataclass
class _Memory:
    """What is known of one item while the answers are gone through."""

    skill: float = 0.0
    answers: int = 0
    streak: int = 0
    pause: timedelta = FIRST_PAUSE
    last: datetime | None = None


def standings(items: Iterable[Item], answered: Iterable[Answered]) -> dict[str, Standing]:
    """The standing of every item, by id."""
    chosen = {item.id: item for item in items}
    topics: dict[str, float] = {}
    counts: dict[str, int] = {}
    memories = {name: _Memory() for name in chosen}
    for answer in answered:
        level = _level(chosen[answer.item]) if answer.item in chosen else 0.0
        memory = memories.setdefault(answer.item, _Memory())
        skill, count = topics.get(answer.topic, START), counts.get(answer.topic, 0)
        surprise = _credit(answer) - _chance(skill + memory.skill - level)
        topics[answer.topic] = skill + TOPIC_SURPRISE / (1 + count / TOPIC_SETTLES) * surprise
        counts[answer.topic] = count + 1
        memory.skill += PRACTICE + SURPRISE * surprise
        _remember(memory, answer)
    return {
        name: _standing(item, memories[name], topics.get(item.topic, START))
        for name, item in chosen.items()
    }


def open_ideas(answered: Iterable[Answered]) -> tuple[str, ...]:
    """The wrong ideas that showed and were not refuted since, the latest first.

    An idea is refuted by a right answer, without hints, to an item in which it showed.
    """
    found: dict[str, set[str]] = {}
    for answer in answered:
        for idea in answer.misconceptions:
            found.setdefault(idea, set()).add(answer.item)
            found[idea] = found.pop(idea)
        if _credit(answer) >= 1:
            found = {idea: items for idea, items in found.items() if answer.item not in items}
    return tuple(reversed(found))


def advise(
    items: Sequence[Item],
    answered: Sequence[Answered],
    now: datetime,
    ideas: Ideas = lambda item: (),
) -> Advice | None:
    """The best item to practise now; ``None`` when there are no items.

    ``ideas`` tells which wrong ideas an item would show; it is asked for a few items only.
    """
    if not items:
        return None
    found = standings(items, answered)
    last = answered[-1].item if answered else None
    begun = {answer.topic for answer in answered}
    costs = {item.id: _cost(item, found, now, last, item.topic in begun) for item in items}
    # To begin with, the shortest of equals.
    ranked = sorted(
        items, key=lambda one: (costs[one.id], 0 if one.topic in begun else one.minutes, one.id)
    )
    best, shown = ranked[0], None
    if wrong := open_ideas(answered):
        for item in ranked[:SHORTLIST]:
            idea = next((one for one in wrong if one in ideas(item)), None)
            if idea is not None and costs[item.id] - OPEN_IDEA <= costs[best.id]:
                best, shown = item, idea
                break
    return Advice(best, _why(best, found[best.id], now, shown, best.topic in begun))


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


def _level(item: Item) -> float:
    return LEVEL_STEP * (LEVELS.index(item.level) - 2)


def _chance(skill: float) -> float:
    return 1 / (1 + math.exp(-skill))


def _credit(answer: Answered) -> float:
    return max(0.0, answer.share - HINT_COST * answer.hints)


def _remember(memory: _Memory, answer: Answered) -> None:
    memory.answers += 1
    if _credit(answer) < TARGET:
        memory.streak, memory.pause = 0, FIRST_PAUSE
    else:
        if memory.last is not None and answer.when - memory.last >= memory.pause:
            memory.pause *= 2
        memory.streak += 1
    memory.last = answer.when


def _standing(item: Item, memory: _Memory, topic: float) -> Standing:
    chance = _chance(topic + memory.skill - _level(item))
    due = memory.last + memory.pause if memory.last is not None and memory.streak else None
    return Standing(item.id, chance, memory.answers, memory.streak, due)


def _cost(
    item: Item, found: Mapping[str, Standing], now: datetime, last: str | None, begun: bool
) -> float:
    standing = found[item.id]
    if standing.rests(now):
        cost = RESTING + standing.chance
    else:
        cost = abs(min(standing.chance, TARGET) - (BEST if begun else FIRST))
    for name in item.prerequisites:
        before = found.get(name)
        if before is not None and before.chance < TARGET:
            cost += UNREADY
    if item.id == last:
        cost += SAME_AGAIN
    return cost


def _why(item: Item, standing: Standing, now: datetime, idea: str | None, begun: bool) -> str:
    topic = item.topic.replace("-", " ")
    if idea is not None:
        return f"It shows whether “{in_words(idea)}” still leads you astray."
    if not begun:
        return f"New to you, and a good way into {topic}."
    if standing.answers == 0:
        return f"New to you, and about right for where you stand in {topic}."
    if standing.rests(now):
        return "All else is fresh in your mind too; this one is the best exercise now."
    if standing.streak == 0:
        return "The last answer here was not right yet; another variant will settle it."
    times = {1: "once", 2: "twice"}.get(standing.streak, f"{standing.streak} times in a row")
    if standing.chance >= TARGET:
        return f"Right {times}, a while ago: time to look whether it is still there."
    return f"Right {times}; once more makes it sure."
