"""Totals are exact; dropping and extra credit never cost a student anything."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.gradebook.total import Missing, Result, TotalPolicy, Weigh, combined, total

scores = st.none() | st.integers(0, 40).map(lambda n: Fraction(n, 4))
worths = st.integers(1, 40).map(Fraction)


@st.composite
def classes(draw, *, with_extra=False, least=0):
    extra = st.booleans() if with_extra else st.just(False)
    pairs = draw(st.lists(st.tuples(scores, worths, extra), min_size=least, max_size=6))
    return [
        Result(f"ps{number}", None if score is None else min(score, worth), worth, bonus)
        for number, (score, worth, bonus) in enumerate(pairs)
    ]


policies = st.builds(
    TotalPolicy, st.sampled_from(Weigh), st.integers(0, 4), st.sampled_from(Missing)
)


def best_by_trying(results, policy):
    """The best share over every way to drop, by brute force."""
    known = [r for r in results if r.score is not None or policy.missing is Missing.ZERO]
    keep = max(min(1, len(known)), len(known) - policy.drop)
    unit = {r: Fraction(1) if policy.weigh is Weigh.POINTS else 1 / r.max_score for r in known}

    def share(kept):
        earned = sum((r.score or 0) * unit[r] for r in kept)
        return earned / sum(r.max_score * unit[r] for r in kept)

    return max(map(share, combinations(known, keep))) if known else None


@given(classes(), policies)
def test_what_is_dropped_is_what_costs_most(results, policy):
    found = total(results, policy)
    assert found.share == best_by_trying(results, policy)


@given(classes(), policies)
def test_every_known_result_is_counted_or_dropped(results, policy):
    found = total(results, policy)
    known = {r.assignment for r in results if r.score is not None or policy.missing is Missing.ZERO}
    assert set(found.counted) | set(found.dropped) == known
    assert not set(found.counted) & set(found.dropped)
    assert len(found.dropped) == min(policy.drop, max(0, len(known) - 1))


@given(classes(least=1, with_extra=True), policies)
def test_extra_credit_never_costs(results, policy):
    without = total([r for r in results if not r.extra_credit], policy).share
    found = total(results, policy).share
    assert found == without or found >= without


@given(classes(), policies)
def test_dropping_one_more_never_costs(results, policy):
    more = TotalPolicy(policy.weigh, policy.drop + 1, policy.missing)
    fewer, found = total(results, policy).share, total(results, more).share
    assert found == fewer or found >= fewer


def test_the_lowest_percentage_is_not_always_the_one_to_drop():
    """Of 1/2 and 60/100, dropping the half raises the total least."""
    results = [
        Result("small", Fraction(1), Fraction(2)),
        Result("large", Fraction(60), Fraction(100)),
        Result("full", Fraction(10), Fraction(10)),
    ]
    assert total(results, TotalPolicy(drop=1)).dropped == ("large",)
    assert total(results, TotalPolicy(Weigh.EQUALLY, drop=1)).dropped == ("small",)


def test_a_missing_result_is_nothing_yet_or_zero_by_policy():
    results = [Result("ps1", Fraction(8), Fraction(10)), Result("ps2", None, Fraction(10))]
    assert total(results, TotalPolicy()).share == Fraction(4, 5)
    assert total(results, TotalPolicy(missing=Missing.ZERO)).share == Fraction(2, 5)
    assert total(results, TotalPolicy(missing=Missing.ZERO, drop=1)).share == Fraction(4, 5)


def test_extra_credit_passes_full_marks_unless_capped():
    results = [
        Result("ps1", Fraction(10), Fraction(10)),
        Result("bonus", Fraction(2), Fraction(4), extra_credit=True),
    ]
    assert total(results, TotalPolicy()).share == Fraction(12, 10)
    assert total(results, TotalPolicy(cap=Fraction(1))).share == 1
    assert total(results, TotalPolicy(Weigh.EQUALLY)).share == Fraction(3, 2)


def test_nothing_to_count_is_no_grade_rather_than_zero():
    found = total([Result("ps1", None, Fraction(1))], TotalPolicy(drop=3))
    assert (found.share, found.counted, found.dropped) == (None, (), ())


def test_groups_weigh_by_what_counts_already():
    weights = {"homework": Fraction(2, 5), "exam": Fraction(3, 5)}
    shares = {"homework": Fraction(1, 2), "exam": Fraction(1)}
    assert combined(shares, weights) == Fraction(4, 5)
    assert combined(shares | {"exam": None}, weights) == Fraction(1, 2)
    assert combined({"exam": None}, weights) is None


def test_a_result_out_of_nothing_is_refused():
    with pytest.raises(ValueError, match="worth more"):
        Result("ps1", Fraction(1), Fraction(0))
    with pytest.raises(ValueError, match="negative"):
        TotalPolicy(drop=-1)
