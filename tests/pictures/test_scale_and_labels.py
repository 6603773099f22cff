"""Axes are marked at round numbers, and labels keep clear of each other."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from millivolt.pictures.labels import spread
from millivolt.pictures.scale import linear_scale, log_scale, numeral

numbers = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(numbers, min_size=1, max_size=20))
def test_a_linear_scale_holds_every_value_within_its_ends(values):
    scale = linear_scale(values, 0, 100)
    places = [scale.place(value) for value in values]
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)


@given(st.lists(numbers, min_size=2, max_size=20))
def test_a_linear_scale_keeps_the_order_of_values(values):
    scale = linear_scale(values, 0, 100)
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places)


@given(st.lists(numbers, min_size=1, max_size=20), st.integers(2, 10))
def test_a_linear_scale_has_a_handful_of_even_ticks(values, ticks):
    scale = linear_scale(values, 0, 100, ticks=ticks)
    steps = [b - a for a, b in pairwise(scale.ticks)]
    assert 2 <= len(scale.ticks) <= ticks + 3
    assert all(math.isclose(step, scale.step, rel_tol=1e-3) for step in steps)


@given(st.lists(st.floats(-300, 300), min_size=1, max_size=9))
def test_the_step_of_a_linear_scale_is_1_2_or_5_times_a_power_of_ten(values):
    step = linear_scale(values, 0, 100).step
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert any(math.isclose(mantissa, nice, rel_tol=1e-6) for nice in (1, 2, 5))


def test_ticks_are_written_without_the_noise_of_binary_fractions():
    scale = linear_scale([0.0, 0.6], 0, 100)
    assert [scale.label(tick) for tick in scale.ticks] == [
        "0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6",
    ]  # fmt: skip


def test_negative_ticks_have_a_true_minus_and_zero_has_none():
    assert numeral(-50.0, 50.0) == "\u221250"
    assert numeral(-0.0, 50.0) == "0"


def test_long_numbers_are_written_as_powers_of_ten():
    assert numeral(-2.5e7, 5e6) == "\u22122.50 × 10⁷"


@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=10))
def test_a_log_scale_holds_every_value_and_ends_at_powers_of_ten(values):
    scale = log_scale(values, 0, 100)
    assert scale.low <= min(values) * (1 + 1e-9)
    assert scale.high >= max(values) * (1 - 1e-9)
    assert all(math.isclose(math.log10(t), round(math.log10(t)), abs_tol=1e-9) for t in scale.ticks)
    assert len(scale.ticks) <= 8


def test_each_decade_takes_the_same_room_on_a_log_scale():
    scale = log_scale([1.0, 1000.0], 0, 90)
    assert [scale.place(value) for value in (1, 10, 100, 1000)] == pytest.approx([0, 30, 60, 90])


def test_a_log_scale_refuses_a_value_that_is_not_positive():
    with pytest.raises(ValueError, match="positive"):
        log_scale([0.0, 1.0], 0, 100)


labels = st.lists(st.tuples(st.floats(-50, 450), st.floats(1, 60)), min_size=1, max_size=8)


@given(labels)
def test_labels_lie_apart_inside_the_room_and_in_their_order(wanted_and_widths):
    wanted, widths = zip(*wanted_and_widths, strict=True)
    assume(sum(widths) + 6 * (len(widths) - 1) <= 400)
    placed = spread(wanted, widths, 0, 400)
    boxes = sorted((x - w / 2, x + w / 2) for x, w in zip(placed, widths, strict=True))
    assert boxes[0][0] >= -1e-6
    assert boxes[-1][1] <= 400 + 1e-6
    assert all(b[0] - a[1] >= 6 - 1e-6 for a, b in pairwise(boxes))
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    assert [placed[i] for i in order] == sorted(placed)


@given(labels)
def test_a_label_that_is_in_nobodys_way_stays_where_it_is_wanted(wanted_and_widths):
    wanted, widths = zip(*wanted_and_widths, strict=True)
    low, high = min(wanted) - 100, max(wanted) + 100
    boxes = sorted((x - w / 2, x + w / 2) for x, w in zip(wanted, widths, strict=True))
    assume(all(b[0] - a[1] >= 6 for a, b in pairwise(boxes)))
    assert spread(wanted, widths, low, high) == pytest.approx(wanted)


def test_labels_that_cannot_fit_are_refused():
    with pytest.raises(ValueError, match="side by side"):
        spread([10, 20], [60, 60], 0, 100)
