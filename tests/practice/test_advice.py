"""What to practise next, and why."""

import importlib.util
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.bank import load_bank
from millivolt.items import LEVELS
from millivolt.practice.advice import advise, harder, open_ideas, standings
from millivolt.practice.progress import Answered

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ITEMS = [family.item for family in load_bank()]


def answer(item, share=1.0, *, ago=1.0, hints=0):
    state = "correct" if share == 1 else "incorrect"
    when = NOW - timedelta(hours=ago)
    return Answered(item.id, item.topic, "E", "1", state, share, hints, when)


answers = st.builds(
    answer,
    st.sampled_from(ITEMS),
    st.sampled_from([0.0, 0.5, 1.0]),
    ago=st.floats(0, 1000),
    hints=st.integers(0, 3),
)


@given(st.lists(answers, max_size=30))
def test_every_estimate_is_a_probability_and_every_advice_has_a_reason(done):
    done.sort(key=lambda one: one.when)
    assert all(0 <= s.chance <= 1 for s in standings(ITEMS, done).values())
    assert advise(ITEMS, done, NOW).why.endswith(".")


@given(st.sampled_from(ITEMS), st.lists(answers, max_size=10))
def test_a_right_answer_raises_the_chance_and_a_wrong_one_lowers_it(item, done):
    before = standings(ITEMS, done)[item.id].chance
    right = standings(ITEMS, [*done, answer(item, 1.0)])[item.id].chance
    wrong = standings(ITEMS, [*done, answer(item, 0.0)])[item.id].chance
    assert wrong < before < right or before == pytest.approx(right, abs=0.2)
    assert wrong < right


@given(st.sampled_from(ITEMS))
def test_hints_make_a_success_count_less(item):
    alone = standings(ITEMS, [answer(item)])[item.id].chance
    helped = standings(ITEMS, [answer(item, hints=2)])[item.id].chance
    assert helped < alone


def test_a_success_rests_and_comes_back_after_a_growing_pause():
    item = ITEMS[0]
    once = standings(ITEMS, [answer(item)])[item.id]
    twice = standings(ITEMS, [answer(item, ago=30), answer(item)])[item.id]
    assert twice.due > once.due > NOW
    assert advise(ITEMS, [answer(item)], NOW).item.id != item.id
    assert "a while ago" in advise([item], [answer(item, ago=100)] * 4, NOW).why


def test_a_failure_is_offered_again():
    item = next(i for i in ITEMS if not i.prerequisites)
    others = [answer(i) for i in ITEMS if i.id != item.id for _ in range(5)]
    assert advise(ITEMS, [*others, answer(item, 0.0)], NOW).item.id == item.id


@given(st.sampled_from(ITEMS), st.lists(answers, max_size=10))
def test_harder_is_of_the_same_topic_and_not_easier(item, done):
    found = harder(ITEMS, item, done)
    if found is not None:
        standing = standings(ITEMS, done)
        assert found.topic == item.topic
        easier = standing[found.id].chance > standing[item.id].chance
        assert not easier
        assert found.id != item.id


def test_a_topic_begins_with_something_easy_and_short():
    first = advise(ITEMS, [], NOW)
    assert LEVELS.index(first.item.level) <= LEVELS.index("understand")
    assert first.item.minutes <= min(i.minutes for i in ITEMS if i.level == first.item.level)
    assert not first.item.prerequisites
    assert "a good way into" in first.why
    # Once it is known that the student can do that, what follows is no easier.
    done = [answer(first.item, ago=ago) for ago in (3, 2, 1)]
    after = advise([i for i in ITEMS if i.topic == first.item.topic], done, NOW)
    assert LEVELS.index(after.item.level) > LEVELS.index(first.item.level)


def test_nothing_to_practise_gives_no_advice():
    assert advise([], [], NOW) is None


def test_a_wrong_idea_is_open_until_the_item_where_it_showed_goes_right():
    first, second = ITEMS[0], ITEMS[1]
    misled = replace(answer(first, 0.0), misconceptions=("anion_sign",))
    assert open_ideas([misled]) == ("anion_sign",)
    assert open_ideas([misled, answer(second)]) == ("anion_sign",)
    assert open_ideas([misled, answer(first, hints=1)]) == ("anion_sign",)
    assert open_ideas([misled, answer(first)]) == ()


def test_an_item_that_would_show_an_open_idea_comes_first_and_says_so():
    items = [item for item in ITEMS if not item.prerequisites][:8]
    misled = replace(answer(items[0], 0.0), misconceptions=("anion_sign",))
    for shows in items[1:]:
        advice = advise(
            items, [misled], NOW, lambda item, shows=shows: ["anion_sign"] * (item is shows)
        )
        assert advice.item is shows
        assert "anion sign" in advice.why


def test_when_everything_rests_the_weakest_is_advised_and_nothing_is_said_to_press():
    items = ITEMS[:4]
    done = [answer(item, ago=1) for item in items for _ in range(4)]
    done.append(answer(items[0], ago=0.5))
    advice = advise(items, done, NOW)
    assert all(standing.rests(NOW) for standing in standings(items, done).values())
    weakest = min(standings(items, done).values(), key=lambda standing: standing.chance)
    assert advice.item.id == weakest.item
    assert "fresh" in advice.why


def test_advice_leads_simulated_learners_to_mastery_sooner_than_chance():
    path = Path(__file__).parents[2] / "benchmarks" / "advice.py"
    spec = importlib.util.spec_from_file_location("advice_benchmark", path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    ways = {name: benchmark.WAYS[name] for name in ("advised", "at random")}
    share, low, high = benchmark.saved(benchmark.compare("equilibrium", 24, 0.0, ways))
    assert 0 < low < share < high
