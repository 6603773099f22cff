"""Late days are days on the calendar of the course, whatever the clocks do at night."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from millivolt.gradebook.lateness import (
    Extension,
    LatePolicy,
    PenaltyOf,
    days_later,
    due_for,
    late_days,
    penalised,
    spend_free_days,
)

ZURICH = ZoneInfo("Europe/Zurich")
INSTANT = timedelta(microseconds=1)
PLACES = "Europe/Zurich America/New_York Australia/Lord_Howe Pacific/Apia Asia/Kolkata UTC"
ZONES = [ZoneInfo(name) for name in [*PLACES.split(), "America/Sao_Paulo", "Africa/Casablanca"]]

moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.sampled_from(ZONES))
zones = st.sampled_from(ZONES)


def upto(**most):
    return st.timedeltas(timedelta(0), timedelta(**most))


@given(moments, zones)
def test_at_the_due_moment_it_is_on_time_and_an_instant_later_it_is_late(due, zone):
    assert late_days(due, due, zone) == 0
    assert late_days(due.astimezone(UTC) + INSTANT, due, zone) == 1


@given(moments, zones, st.integers(1, 40))
def test_the_nth_day_ends_at_the_same_time_on_the_clock(due, zone, n):
    end = days_later(due, n, zone)
    assume(end > days_later(due, n - 1, zone))  # Samoa once had no such day.
    assert late_days(end, due, zone) == n
    assert late_days(end + INSTANT, due, zone) == n + 1
    assert end.astimezone(zone).date() >= due.astimezone(zone).date() + timedelta(days=n)


@given(moments, zones, upto(days=60), upto(days=3))
def test_handing_in_later_is_never_less_late(due, zone, after, more):
    received = due.astimezone(UTC) + after
    assert late_days(received, due, zone) <= late_days(received + more, due, zone)


@given(moments, zones, upto(days=60))
def test_calendar_days_differ_from_24_hours_by_one_day_at_most(due, zone, after):
    plain = -(-after // timedelta(hours=24))
    assert abs(late_days(due.astimezone(UTC) + after, due, zone) - plain) <= 1


@given(moments, zones, upto(days=9), upto(hours=9))
def test_grace_moves_every_boundary(due, zone, after, grace):
    received = due.astimezone(UTC) + after
    assert late_days(received + grace, due, zone, grace) == late_days(received, due, zone)


@pytest.mark.parametrize(
    ("due", "received", "days"),
    [
        # Clocks go forward in the night to 29 March 2026: this day has 23 hours.
        ("2026-03-28T23:59", "2026-03-29T23:59", 1),
        ("2026-03-28T23:59", "2026-03-30T00:00", 2),
        # Clocks go back in the night to 25 October 2026: 24.5 hours are still the first day.
        ("2026-10-24T23:59", "2026-10-25T23:59", 1),
        ("2026-10-24T23:59", "2026-10-26T00:00", 2),
        # A due time that the next day does not have, or has twice.
        ("2026-03-28T02:30", "2026-03-29T03:30", 1),
        ("2026-03-28T02:30", "2026-03-29T03:31", 2),
        ("2026-10-24T02:30", "2026-10-25T02:30", 1),
    ],
)
def test_days_over_the_change_of_clocks_in_zurich(due, received, days):
    at = [datetime.fromisoformat(text).replace(tzinfo=ZURICH) for text in (received, due)]
    assert late_days(*at, ZURICH) == days


def test_the_second_time_around_in_the_doubled_hour_is_still_the_first_day():
    due = datetime(2026, 10, 24, 2, 30, tzinfo=ZURICH)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=ZURICH, fold=1)
    assert late_days(second, due, ZURICH) == 1
    assert late_days(second.astimezone(UTC) + INSTANT, due, ZURICH) == 2


def test_due_in_the_doubled_hour_the_later_clock_is_late():
    due = datetime(2026, 10, 25, 2, 30, tzinfo=ZURICH)
    assert late_days(due.replace(fold=1), due, ZURICH) == 1
    assert late_days(due, due.replace(fold=1), ZURICH) == 0


def test_a_day_that_a_country_skipped_costs_nothing():
    """Samoa had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    due = datetime(2011, 12, 29, 12, 0, tzinfo=apia)
    assert late_days(datetime(2011, 12, 31, 11, 0, tzinfo=apia), due, apia) == 1


@given(st.text(max_size=3), moments, zones)
def test_without_extensions_everyone_has_the_same_due_time(student, due, zone):
    other = Extension("someone else", "ps1", days=3)
    assert due_for(student, "ps1", due, [other], zone) == due.astimezone(UTC)


def test_the_most_generous_extension_counts_and_none_shortens():
    due = datetime(2026, 10, 24, 23, 59, tzinfo=ZURICH)
    early = Extension("ada", "ps1", due=due - timedelta(days=2))
    two_days, four_days = Extension("ada", "ps1", days=2), Extension("ada", "ps1", days=4)
    assert due_for("ada", "ps1", due, [early], ZURICH) == due
    given_more = due_for("ada", "ps1", due, [four_days, early, two_days], ZURICH)
    assert given_more == datetime(2026, 10, 28, 22, 59, tzinfo=UTC)
    assert due_for("ada", "ps2", due, [four_days], ZURICH) == due


NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"days": -1}, {"due": NEW_YEAR.replace(tzinfo=None)}, {"due": NEW_YEAR, "days": 1}],
)
def test_an_extension_gives_exactly_one_thing(wrong):
    with pytest.raises(ValueError):
        Extension("ada", "ps1", **wrong)


lates = st.lists(st.integers(0, 9), max_size=6).map(
    lambda days: [(f"ps{i}", n) for i, n in enumerate(days)]
)


@given(lates, st.integers(0, 20))
def test_free_days_pay_as_much_as_they_can_and_no_more(late, free):
    charged = spend_free_days(late, free)
    owed = sum(days for _, days in late)
    assert sum(charged.values()) == max(0, owed - free)
    assert all(0 <= charged[name] <= days for name, days in late)


@given(lates, st.integers(0, 9), st.integers(0, 20))
def test_a_later_assignment_never_changes_what_was_charged(late, more, free):
    before, after = spend_free_days(late, free), spend_free_days([*late, ("last", more)], free)
    assert before.items() <= after.items()


shares, points = st.fractions(0, 1), st.fractions(0, 100)
policies = st.builds(
    LatePolicy,
    per_day=shares,
    of=st.sampled_from(PenaltyOf),
    least=shares,
    last_day=st.none() | st.integers(0, 9),
)


@given(points, points, st.integers(0, 12), policies)
def test_being_late_never_gains_and_never_goes_below_nothing(score, room, days, policy):
    worth = penalised(score, score + room, days, policy)
    assert 0 <= worth <= score
    assert worth >= penalised(score, score + room, days + 1, policy)


@given(points, policies)
def test_work_in_time_loses_nothing(score, policy):
    assert penalised(score, score, 0, policy) == score


@given(points, st.integers(1, 9), policies)
def test_days_that_were_paid_for_cost_nothing_unless_it_is_too_late(score, days, policy):
    too_late = policy.last_day is not None and days > policy.last_day
    assert penalised(score, score, days, policy, charged=0) == (0 if too_late else score)


@pytest.mark.parametrize(
    ("policy", "worth"),
    [
        (LatePolicy(Fraction(1, 10)), "32/5"),
        (LatePolicy(Fraction(1, 10), PenaltyOf.POSSIBLE), "6"),
        (LatePolicy(Fraction(1, 2), least=Fraction(1, 4)), "2"),
        (LatePolicy(Fraction(1, 10), last_day=1), "0"),
        (LatePolicy(Fraction(1, 10), last_day=2), "32/5"),
    ],
)
def test_eight_of_ten_points_two_days_late(policy, worth):
    assert penalised(Fraction(8), Fraction(10), 2, policy) == Fraction(worth)


def test_times_without_a_zone_are_refused():
    aware, naive = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1)
    with pytest.raises(ValueError, match="time zone"):
        late_days(naive, aware, ZURICH)
    with pytest.raises(ValueError, match="time zone"):
        late_days(aware, naive, ZURICH)


@pytest.mark.parametrize(
    "wrong",
    [
        {"per_day": Fraction(2)},
        {"least": Fraction(-1)},
        {"last_day": -1},
        {"grace": -INSTANT},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError):
        LatePolicy(**wrong)
