"""A feature of the variants that decides the score is found; one that does not is left alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from millivolt.analysis import fairness, holm


def simulated(dice, students=60, effect=0.0):
    """Ability decides the rest of the score, and the credit together with the ion by ``effect``."""
    ability = dice.normal(size=students)
    ion = dice.choice(["K", "Na", "Cl"], size=students)
    chance = 1 / (1 + np.exp(-(ability + effect * (ion == "Cl"))))
    credit = (dice.random(students) < chance).astype(float)
    rest = 10 + 3 * ability + dice.normal(size=students)
    features = [
        {"ion": str(i), "c_out": float(c)}
        for i, c in zip(ion, dice.uniform(3, 6, students), strict=True)
    ]
    return features, credit.tolist(), rest.tolist()


def test_an_ion_that_makes_the_part_hard_is_found_first():
    features, credit, rest = simulated(np.random.default_rng(1), effect=-4)
    first = fairness(features, credit, rest)[0]
    assert first.feature == "ion"
    assert first.p < 0.01
    assert first.means["Cl"] < min(first.means["K"], first.means["Na"])


def test_a_number_that_makes_the_part_hard_is_found_first():
    dice = np.random.default_rng(2)
    numbers = dice.uniform(0, 1, 80)
    credit = (dice.random(80) < numbers).astype(float)
    features = [{"c_out": float(c), "ion": "K"} for c in numbers]
    (only,) = fairness(features, credit.tolist(), dice.random(80).tolist())
    assert only.feature == "c_out"
    assert only.p < 0.01
    assert only.means["upper half"] > only.means["lower half"]


def test_able_students_who_drew_one_ion_do_not_make_it_look_easy():
    """The ion goes with the ability, not with the difficulty."""
    dice = np.random.default_rng(3)
    ability = dice.normal(size=200)
    ion = np.where(ability + 0.5 * dice.normal(size=200) > 0, "K", "Na")
    credit = (dice.random(200) < 1 / (1 + np.exp(-2 * ability))).astype(float)
    plain = fairness([{"ion": str(i)} for i in ion], credit.tolist(), [0.0] * 200)
    fair = fairness([{"ion": str(i)} for i in ion], credit.tolist(), ability.tolist())
    assert plain[0].p < 0.01
    assert fair[0].p > 0.05


def test_without_an_effect_small_probabilities_are_as_rare_as_they_should_be():
    dice = np.random.default_rng(4)
    found = [effect.p for _ in range(150) for effect in fairness(*simulated(dice, students=30))]
    assert len(found) == 300
    assert stats.binomtest(sum(p <= 0.05 for p in found), len(found), 0.05).pvalue > 0.01


def test_the_same_class_gives_the_same_probabilities():
    features, credit, rest = simulated(np.random.default_rng(5))
    assert fairness(features, credit, rest) == fairness(features, credit, rest)


def test_features_that_cannot_tell_anything_are_left_out():
    features = [{"name": f"student{n}", "cell": "axon", "rare": str(n == 0)} for n in range(20)]
    assert fairness(features, [0.0, 1.0] * 10, list(range(20))) == ()


def test_a_class_too_small_or_with_equal_credit_is_not_judged():
    features = [{"ion": "K"}, {"ion": "Na"}] * 10
    assert fairness(features, [1.0] * 20, list(range(20))) == ()
    assert fairness(features[:6], [0, 1, 0, 1, 0, 1], list(range(6))) == ()


def test_every_student_needs_features_a_credit_and_a_rest():
    with pytest.raises(ValueError, match="every student"):
        fairness([{}], [1.0, 0.0], [1.0, 0.0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_adjusts_as_scipys_reference_does(values):
    order = np.argsort(values, kind="stable")
    expected = np.empty(len(values))
    running = 0.0
    for rank, i in enumerate(order):
        running = max(running, min(1.0, (len(values) - rank) * values[i]))
        expected[i] = running
    assert holm(values) == pytest.approx(expected.tolist())


def test_holm_of_one_test_changes_nothing_and_of_two_doubles_the_smaller():
    assert holm([0.03]) == (0.03,)
    assert holm([0.04, 0.01]) == (0.04, 0.02)
