"""Fairness of variants: does a feature of the numbers drawn decide how well students do?"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Effect", "fairness", "holm"]

_BATCH = 500
_MOST = 40_000
_ENOUGH = 10
_FEWEST = 8
_FEWEST_IN_GROUP = 3

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """How a feature goes with the credit, after allowing for how able the students are.

    ``means`` gives the mean credit by the feature's value, or by the lower and upper half of a
    number's range. ``p`` is the probability of so strong a link by chance.
    """

    feature: str
    means: Mapping[str, float]
    p: float


def fairness(
    features: Sequence[Mapping[str, Hashable]],
    credit: Sequence[float],
    rest: Sequence[float],
    *,
    seed: int = 0,
) -> tuple[Effect, ...]:
    """The effect of every feature that varies, the least probable by chance first.

    ``features`` holds, for each student, the facts of their variant: numbers or words. The
    credit is first freed from what the ``rest`` of the score predicts (a straight line), since
    able students may have drawn the smaller numbers by luck. The test then permutes students:
    between-group sum of squares for words, the squared slope for numbers; it goes on until ten
    permutations reached what was seen, or to forty thousand (Besag and Clifford, Biometrika 78,
    301 (1991)). ``seed`` fixes the permutations. Features that take one value, or too many
    words, are left out.
    """
    if not len(features) == len(credit) == len(rest):
        raise ValueError("fairness needs features, a credit and a rest score for every student")
    count = len(credit)
    if count < _FEWEST:
        return ()
    shares = np.asarray(credit, dtype=np.float64)
    adjusted = _residual(shares, np.asarray(rest, dtype=np.float64))
    if float(adjusted @ adjusted) <= 1e-12 * count:
        return ()
    dice = np.random.default_rng(seed)
    effects = [
        _effect(name, [facts[name] for facts in features], shares, adjusted, dice)
        for name in sorted(set.intersection(*(set(facts) for facts in features)))
    ]
    return tuple(sorted((e for e in effects if e is not None), key=lambda e: (e.p, e.feature)))


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """``values`` (probabilities of several tests) adjusted so that their smallest can be judged.

    S. Holm, Scand. J. Stat. 6, 65 (1979).
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted, least = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        least = max(least, min(1.0, values[i] * (len(values) - rank)))
        adjusted[i] = least
    return tuple(adjusted)


def _effect(
    name: str, values: Sequence[Hashable], shares: Array, adjusted: Array, dice: np.random.Generator
) -> Effect | None:
    numbers = _numbers(values)
    if numbers is not None and len(set(values)) > 3:
        weights = (numbers - numbers.mean())[:, None]
        middle = float(np.median(numbers))
        upper = numbers > middle if numbers.max() > middle else numbers >= middle
        labels: Sequence[str] = np.where(upper, "upper half", "lower half").tolist()
    else:
        labels = [str(value) for value in values]
        sizes = [labels.count(label) for label in set(labels)]
        if len(sizes) < 2 or min(sizes) < _FEWEST_IN_GROUP:
            return None
        member = np.array([[label == one for one in sorted(set(labels))] for label in labels])
        weights = member / np.sqrt(member.sum(axis=0))
    means = {
        one: math.fsum(s for s, label in zip(shares, labels, strict=True) if label == one)
        / list(labels).count(one)
        for one in sorted(set(labels))
    }
    return Effect(name, means, _probability(adjusted, weights, dice))


def _probability(adjusted: Array, weights: Array, dice: np.random.Generator) -> float:
    """How often a permutation of ``adjusted`` weighs as much as ``adjusted`` itself."""
    seen = float(((adjusted @ weights) ** 2).sum())
    reached = tried = 0
    while reached < _ENOUGH and tried < _MOST:
        shuffled = dice.permuted(np.tile(adjusted, (_BATCH, 1)), axis=1)
        reached += int((((shuffled @ weights) ** 2).sum(axis=1) >= seen * (1 - 1e-9)).sum())
        tried += _BATCH
    # The order that was seen is one of those possible, so that this is never 0.
    return (1 + reached) / (1 + tried)


def _numbers(values: Sequence[Hashable]) -> Array | None:
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return np.array(values, dtype=np.float64)
    return None


def _residual(y: Array, x: Array) -> Array:
    y, x = y - y.mean(), x - x.mean()
    spread = float(x @ x)
    return y - x * (float(x @ y) / spread) if spread > 1e-12 * len(x) else y
