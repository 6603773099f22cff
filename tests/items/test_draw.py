"""Draws: what a family gets when it asks for numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.items import Redraw, SeededDraw

seeds = st.integers(0, 2**32).map(str)


def test_the_stream_never_changes():
    draw = SeededDraw("millivolt|frozen|1|7|0")
    assert [draw.below(1000) for _ in range(8)] == [668, 922, 335, 977, 672, 788, 725, 8]
    assert draw.shuffled(["K", "Na", "Cl", "Ca", "H"]) == ["Na", "Ca", "K", "H", "Cl"]


@given(seeds)
def test_the_same_key_gives_the_same_draws(seed):
    def draws():
        source = SeededDraw(seed)
        return [source.integer(-5, 5), source.magnitude(1e-5, 600, 2), source.number(-90, 60, 0.5)]

    assert draws() == draws()


@given(seeds, st.integers(1, 40))
def test_below_stays_in_range(seed, n):
    assert 0 <= SeededDraw(seed).below(n) < n


def test_every_value_of_a_small_range_is_about_equally_likely():
    source = SeededDraw("fair")
    counts = [0] * 7
    for _ in range(7000):
        counts[source.below(7)] += 1
    # Six sigma of a binomial with p = 1/7.
    assert all(abs(count - 1000) < 6 * (7000 * (1 / 7) * (6 / 7)) ** 0.5 for count in counts)


@given(
    seeds,
    st.decimals(-100, 100, places=1),
    st.decimals(0, 50, places=1),
    st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal(1), Decimal("2.5")]),
)
def test_number_gives_a_multiple_of_its_step_without_hidden_digits(seed, low, span, step):
    high = low + span + step
    value = SeededDraw(seed).number(float(low), float(high), float(step))
    assert low <= Decimal(repr(value)) <= high
    assert Decimal(repr(value)) % step == 0


@given(seeds, st.floats(1e-6, 100), st.floats(1.3, 1e4), st.integers(1, 4))
def test_magnitude_has_no_more_figures_than_asked(seed, low, factor, figures):
    low = float(f"{low:.3g}")
    high = float(f"{low * factor:.3g}")
    try:
        value = SeededDraw(seed).magnitude(low, high, figures)
    except ValueError:
        # A narrow range may hold no number with so few figures.
        assert figures < 3
        return
    assert low <= value <= high
    assert len(Decimal(repr(value)).normalize().as_tuple().digits) <= figures


@given(seeds, st.lists(st.integers(), max_size=12))
def test_shuffled_keeps_every_entry(seed, entries):
    assert sorted(SeededDraw(seed).shuffled(entries)) == sorted(entries)


@given(seeds)
def test_sample_takes_different_entries(seed):
    picked = SeededDraw(seed).sample(range(20), 5)
    assert len(set(picked)) == 5


def test_require_asks_for_another_draw_and_says_why():
    with pytest.raises(Redraw, match="too near zero"):
        SeededDraw("k").require(False, "too near zero")


def test_a_carried_value_replaces_its_step_and_suspends_requirements():
    draw = SeededDraw("k", overrides={"E": -50.0})
    draw.require(False, "would refuse the student's number")
    assert draw.step("E", -89.1) == -50.0
    assert draw.steps == {"E": -89.1}


def test_a_stratum_is_recorded():
    draw = SeededDraw("k")
    chosen = draw.stratum("direction", ["inward", "outward"])
    assert draw.strata == {"direction": chosen}


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: d.choice([]),
        lambda d: d.integer(3, 2),
        lambda d: d.number(0, 1, 0),
        lambda d: d.magnitude(0, 1),
        lambda d: d.sample([1], 2),
        lambda d: d.below(0),
    ],
    ids=["choice", "integer", "number", "magnitude", "sample", "below"],
)
def test_an_impossible_range_is_an_authors_mistake(ask):
    with pytest.raises(ValueError):
        ask(SeededDraw("k"))
