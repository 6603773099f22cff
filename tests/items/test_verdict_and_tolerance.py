"""Verdicts cannot contradict themselves; tolerances are physical, never an absolute floor."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.items import (
    CONCENTRATION,
    CURRENT,
    MULTI_TERM,
    SINGLE_LOG,
    Finding,
    State,
    Tolerance,
    Verdict,
)

shares = st.fractions(0, 1)
answers = st.floats(allow_nan=False, allow_infinity=False, width=32).filter(bool)


@given(shares)
def test_the_state_follows_from_the_share(share):
    verdict = Verdict.of(share)
    expected = {0: State.INCORRECT, 1: State.CORRECT}.get(share, State.PARTIAL)
    assert verdict.state is expected


@given(st.sampled_from(State), shares)
def test_a_state_that_contradicts_its_share_is_refused(state, share):
    allowed = {State.CORRECT: share == 1, State.PARTIAL: 0 < share < 1}.get(state, share == 0)
    if allowed:
        assert Verdict(state, share).fraction == share
    else:
        with pytest.raises(ValueError):
            Verdict(state, share)


def test_more_than_full_credit_is_refused():
    with pytest.raises(ValueError):
        Verdict(State.CORRECT, Fraction(3, 2))


def test_misconceptions_are_collected_once_in_order():
    a = Finding("misconception", "m", {"misconceptions": ["x", "y"]})
    b = Finding("misconception", "m", {"misconceptions": ["y", "z"]})
    assert Verdict.of(0, a, b).misconceptions == ("x", "y", "z")


@given(answers)
def test_zero_is_never_within_tolerance_of_a_non_zero_key(key):
    assert SINGLE_LOG.allowed(key) < abs(key)


@given(answers, st.sampled_from([1e-3, 1e3, 1e-6, 1e6]))
def test_a_tolerance_scales_with_the_unit(key, scale):
    in_unit = Tolerance(0.005, resolution=0.3).allowed(key)
    in_other = Tolerance(0.005, resolution=0.3 * scale).allowed(key * scale)
    assert in_other == pytest.approx(in_unit * scale, rel=1e-12, abs=0)


@pytest.mark.parametrize("bad", [(-0.1, 0.0), (float("nan"), 0.0), (0.0, 0.0)])
def test_a_tolerance_that_allows_nothing_or_nonsense_is_refused(bad):
    with pytest.raises(ValueError):
        Tolerance(*bad)


def test_a_tolerance_says_why_it_is_refused():
    with pytest.raises(ValueError, match=r"^Tolerance: allow something, relative or resolution$"):
        Tolerance(0.0)


def test_what_the_data_resolve_never_reaches_a_third_of_the_key():
    assert Tolerance(0.01, resolution=5.0).allowed(3.0) == 1.0
    assert Tolerance(0.01, resolution=0.9).allowed(3.0) == 0.9
    assert Tolerance(0.01, resolution=5.0).allowed(0.0) == 5.0


def test_the_classes_are_those_of_the_catalogue():
    classes = [(t.relative, t.resolution, t.close)
               for t in (SINGLE_LOG, MULTI_TERM, CURRENT, CONCENTRATION)]  # fmt: skip
    assert classes == [
        (0.005, 0.3, 0.015), (0.005, 0.5, 0.015), (0.01, 0.0, 0.015), (0.03, 0.0, 0.06),
    ]  # fmt: skip
