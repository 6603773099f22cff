"""How many answers simulated learners need until they master a topic: advised, or at random.

    python benchmarks/advice.py [--learners 60] [--topic equilibrium] [--misled 0.5]

Each learner practises twelve answers a day with items of the built-in bank, once with each way
to choose the next item, from the same start. Prints for each way the mean number of answers to
mastery (with a 95 % confidence interval), and what advice saves against chance, learner by
learner.

The learners are not made after the advice: they have an ability for the topic, a hidden
familiarity with every item, items that are hard for reasons nobody wrote down, prerequisites,
wrong ideas that several items share, forgetting that slows down with spaced repetition, and
careless errors. Mastery: the chance of a right answer is 0.7 in nine of ten items.
"""

import argparse
import math
import random
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import mean, stdev

from millivolt.bank import load_bank
from millivolt.items import LEVELS
from millivolt.practice.advice import advise
from millivolt.practice.ideas import shown_by
from millivolt.practice.progress import Answered

MASTERED, SHARE = 0.7, 0.9
PER_DAY, MOST = 12, 1500
START = datetime(2026, 3, 2, 17, tzinfo=UTC)
FIRST = 1000
"""The learners before this one were looked at while the constants of the advice were chosen."""

SLIP = 0.05
"""Careless errors: nobody is always right."""


@cache
def bank_items(topic):
    """The items of ``topic``, or of the whole bank, with the wrong ideas that each can show."""
    families = [f for f in load_bank() if topic in ("", f.item.topic)]
    return [(f.item, shown_by(f.item)) for f in families]


class Learner:
    """Somebody who practises. Everything random about the start follows from ``seed``."""

    def __init__(self, items, seed, misled):
        dice = random.Random(f"start {seed}")
        self.dice = random.Random(f"luck {seed}")
        self.items = items
        self.ability = dice.gauss(-0.2, 0.8)
        self.pace = math.exp(dice.gauss(-0.2, 0.35))
        self.hardness = {
            item.id: 0.55 * (LEVELS.index(item.level) - 2) + dice.gauss(0, 0.7) for item, _ in items
        }
        self.familiar = dict.fromkeys(self.hardness, 0.0)
        self.strength = dict.fromkeys(self.hardness, 1.0)
        self.seen = {}
        known = sorted(frozenset().union(*(ideas for _, ideas in items)))
        self.wrong_ideas = {idea for idea in known if dice.random() < misled * 0.4}
        self.claimed = {item.id: ideas for item, ideas in items}

    def skill(self, item, now):
        """Log odds of a right answer, careless errors and wrong ideas aside."""
        missing = sum(self.familiar.get(name, 1.0) < 0.3 for name in item.prerequisites)
        return (
            self.ability + self._remembered(item.id, now)
            - self.hardness[item.id] - 0.5 * min(missing, 2)
        )  # fmt: skip

    def chance(self, item, now):
        """The chance of a right answer."""
        led_astray = len(self.wrong_ideas & self.claimed[item.id])
        return (1 - SLIP) * 0.75**led_astray / (1 + math.exp(-self.skill(item, now)))

    def masters_all(self, now):
        """Whether nine of ten items would succeed."""
        right = [self.chance(item, now) >= MASTERED for item, _ in self.items]
        return mean(right) >= SHARE

    def answer(self, item, now):
        """The record of an answer; it teaches, most where the outcome is open."""
        chance = self.chance(item, now)
        right = self.dice.random() < chance
        shown = ()
        led = sorted(self.wrong_ideas & self.claimed[item.id])
        if not right and led and self.dice.random() < 0.7:
            shown = (self.dice.choice(led),)
            # It is explained; sometimes that settles it everywhere.
            if self.dice.random() < 0.4:
                self.wrong_ideas.discard(shown[0])
        openness = 4 * chance * (1 - chance)
        memory = self._remembered(item.id, now)
        lately = now - self.seen.get(item.id, START - timedelta(days=9))
        if right and lately > timedelta(hours=12):
            self.strength[item.id] *= 1.8
        self.familiar[item.id] = memory + self.pace * (0.15 + 0.75 * openness)
        self.ability += 0.05 * self.pace * openness
        self.seen[item.id] = now
        state = "correct" if right else "incorrect"
        return Answered(
            item.id, item.topic, "E", "1", state, float(right), 0, now, misconceptions=shown
        )

    def _remembered(self, name, now):
        if name not in self.seen:
            return 0.0
        days = (now - self.seen[name]) / timedelta(days=1)
        return self.familiar[name] * (0.4 + 0.6 * 2 ** (-days / (4 * self.strength[name])))


def answers_to_mastery(choose, learner):
    """How many answers ``learner`` needs; ``choose(items, answered, now)`` says what is next."""
    items, done, now = [item for item, _ in learner.items], [], START
    while len(done) < MOST:
        if learner.masters_all(now):
            return len(done)
        done.append(learner.answer(choose(items, done, now), now))
        now += timedelta(minutes=4)
        if len(done) % PER_DAY == 0:
            now = START + timedelta(days=len(done) // PER_DAY)
    return MOST


def advised(seed):
    """The way under test."""
    del seed
    return lambda items, done, now: advise(items, done, now, shown_by).item


def at_random(seed):
    """Any item, each as likely."""
    dice = random.Random(f"choice {seed}")
    return lambda items, done, now: dice.choice(items)


def in_order(seed):
    """The order of the bank, again and again."""
    del seed
    return lambda items, done, now: items[len(done) % len(items)]


WAYS = {"advised": advised, "at random": at_random, "in order": in_order}


def compare(topic, learners, misled, ways=WAYS):
    """Answers to mastery, learner by learner, for each way."""
    items = bank_items(topic)
    return {
        name: [
            answers_to_mastery(way(n), Learner(items, n, misled))
            for n in range(FIRST, FIRST + learners)
        ]
        for name, way in ways.items()
    }


def interval(values):
    """Mean and the half width of its 95 % confidence interval."""
    return mean(values), 1.96 * stdev(values) / math.sqrt(len(values))


def saved(found, against="at random"):
    """The share of answers that advice saves, and the ends of its 95 % confidence interval.

    Paired by learner and averaged as ratios are, by their logarithms: else two equal ways would
    seem to differ.
    """
    pairs = zip(found["advised"], found[against], strict=True)
    centre, half = interval([math.log(a / b) for a, b in pairs])
    return tuple(1 - math.exp(centre + shift) for shift in (0, half, -half))


def main(topic, learners, misled):
    """Prints the comparison."""
    found = compare(topic, learners, misled)
    print(f"{topic or 'the whole bank'}, {learners} learners, {len(bank_items(topic))} items")
    for name, counts in found.items():
        centre, half = interval(counts)
        late = sum(count == MOST for count in counts)
        print(f"  {name:<10} {centre:6.1f} ± {half:4.1f} answers to mastery ({late} never)")
    for against in ("at random", "in order"):
        share, low, high = (100 * x for x in saved(found, against))
        print(
            f"  advice saves {share:.0f} % of the answers {against} (from {low:.0f} to {high:.0f})"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=60)
    parser.add_argument("--topic", default="equilibrium", help="empty for the whole bank")
    parser.add_argument("--misled", type=float, default=0.5, help="0: nobody has wrong ideas")
    arguments = parser.parse_args()
    main(arguments.topic, arguments.learners, arguments.misled)
