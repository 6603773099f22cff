"""Statistics of parts agree with their definitions, and their intervals hold the truth."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from millivolt.analysis import alpha, facility, item_rest, wilson

shares = st.floats(0, 1)


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilsons_interval_is_the_one_of_scipy(successes, count):
    successes = min(successes, count)
    ours = wilson(successes / count, count)
    theirs = stats.binomtest(successes, count).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(shares, st.integers(1, 10_000))
def test_wilsons_interval_holds_its_estimate_and_stays_a_share(share, count):
    interval = wilson(share, count)
    assert 0 <= interval.low <= share <= interval.high <= 1
    assert share in interval


@given(shares, st.integers(1, 1000))
def test_more_students_make_the_interval_narrower(share, count):
    few, many = wilson(share, count), wilson(share, 4 * count)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("share", "count"), [(0.5, 0), (-0.1, 5), (1.1, 5), (math.nan, 5)])
def test_wilson_refuses_what_is_no_share_of_trials(share, count):
    with pytest.raises(ValueError, match="share"):
        wilson(share, count)


@given(st.lists(shares, min_size=1, max_size=50))
def test_facility_is_the_mean_credit(credit):
    ease = facility(credit)
    assert ease.estimate == pytest.approx(statistics.fmean(credit))
    assert ease.count == len(credit)


def test_discrimination_is_pearsons_correlation_with_fishers_interval():
    dice = np.random.default_rng(1)
    part, rest = dice.random(30), dice.random(30)
    ours = item_rest(part.tolist(), rest.tolist())
    theirs = stats.pearsonr(part, rest)
    assert ours.estimate == pytest.approx(theirs.statistic)
    interval = theirs.confidence_interval()
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))


def test_discrimination_of_an_all_or_nothing_part_is_the_point_biserial_correlation():
    part = [1, 1, 0, 1, 0, 0, 1, 0]
    rest = [9.0, 7.0, 5.0, 8.0, 6.0, 2.0, 7.5, 3.0]
    theirs = stats.pointbiserialr(part, rest).statistic
    assert item_rest(part, rest).estimate == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("part", "rest"),
    [([1.0] * 9, list(range(9))), (list(range(9)), [2.0] * 9), ([1, 0, 1], [3, 1, 2])],
)
def test_what_does_not_vary_or_is_too_little_has_no_discrimination(part, rest):
    assert item_rest(part, rest) is None


def test_a_perfect_discrimination_has_no_infinite_interval():
    interval = item_rest([0, 1, 2, 3, 4], [1, 2, 3, 4, 5])
    assert (interval.low, interval.estimate, interval.high) == (1, 1, 1)


def test_credits_and_scores_must_pair():
    with pytest.raises(ValueError, match="pair"):
        item_rest([1, 0], [1, 0, 1])


def test_alpha_of_a_textbook_table():
    """Worked by hand: part variances 11/12, 11/12 and 5/3, variance of the totals 10."""
    table = [[1, 2, 1], [2, 3, 3], [3, 4, 4], [1, 2, 2]]
    assert alpha(table).estimate == pytest.approx(3 / 2 * (1 - 3.5 / 10))


def test_alpha_of_identical_parts_is_one_and_of_unrelated_ones_near_zero():
    same = [[n, n, n] for n in range(6)]
    assert alpha(same).estimate == pytest.approx(1)
    dice = np.random.default_rng(2)
    unrelated = alpha(dice.random((400, 10)).tolist())
    assert 0 in unrelated


@pytest.mark.parametrize(
    "table", [[], [[1, 2]], [[1], [2], [3]], [[1, 1], [1, 1], [1, 1]]], ids=str
)
def test_a_table_too_small_or_without_variation_has_no_alpha(table):
    assert alpha(table) is None


def test_alpha_needs_every_score():
    with pytest.raises(ValueError, match="every student"):
        alpha([[1, 2], [1], [2, 2]])


def simulated_class(dice, students=60, difficulties=(-1.5, -0.5, 0.0, 0.5, 1.5)):
    """A Rasch class: ability normal, P(right) = logistic(ability - difficulty)."""
    ability = dice.normal(size=students)
    chance = 1 / (1 + np.exp(-(ability[:, None] - np.array(difficulties))))
    return (dice.random(chance.shape) < chance).astype(float), chance


def test_facilities_of_simulated_classes_are_recovered_at_the_stated_confidence():
    dice, inside, all_parts = np.random.default_rng(3), 0, 0
    # The true facility of a difficulty, over the whole population.
    population = dice.normal(size=200_000)
    truth = [np.mean(1 / (1 + np.exp(-(population - d)))) for d in (-1.5, -0.5, 0.0, 0.5, 1.5)]
    for _ in range(200):
        answers, _ = simulated_class(dice)
        for part, true in enumerate(truth):
            inside += true in facility(answers[:, part].tolist())
            all_parts += 1
    assert 0.93 <= inside / all_parts <= 0.98


def test_discriminations_of_simulated_classes_are_recovered_at_the_stated_confidence():
    dice = np.random.default_rng(4)
    answers, _ = simulated_class(dice, students=200_000)
    truth = [
        item_rest(answers[:, p].tolist(), (answers.sum(1) - answers[:, p]).tolist()).estimate
        for p in range(5)
    ]
    inside = 0
    for _ in range(200):
        answers, _ = simulated_class(dice)
        for part, true in enumerate(truth):
            rest = answers.sum(axis=1) - answers[:, part]
            inside += true in item_rest(answers[:, part].tolist(), rest.tolist())
    assert 0.93 <= inside / 1000 <= 0.98


def test_alpha_of_simulated_classes_is_recovered_at_the_stated_confidence():
    dice = np.random.default_rng(5)
    difficulties = tuple(np.linspace(-1, 1, 12))
    truth = alpha(simulated_class(dice, 100_000, difficulties)[0].tolist()).estimate
    inside = sum(
        truth in alpha(simulated_class(dice, 60, difficulties)[0].tolist()) for _ in range(300)
    )
    assert 0.91 <= inside / 300 <= 0.985
