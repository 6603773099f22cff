"""What to practise next, and the file that remembers."""

import math
import random
import stat
from datetime import UTC, datetime, timedelta
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.bank import load_bank
from millivolt.errors import MillivoltError
from millivolt.items import LEVELS
from millivolt.practice.advice import TARGET, advise, harder, standings
from millivolt.practice.progress import Answered, ProgressFile

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
    twice = standings(ITEMS, [answer(item), answer(item)])[item.id]
    assert twice.due > once.due > NOW
    assert advise(ITEMS, [answer(item)], NOW).item.id != item.id
    assert advise([item], [answer(item, ago=100)], NOW).why.startswith("Right 1 times")


def test_a_failure_is_offered_again():
    item = next(i for i in ITEMS if not i.prerequisites)
    others = [answer(i) for i in ITEMS if i.id != item.id]
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


def test_nothing_to_practise_gives_no_advice():
    assert advise([], [], NOW) is None


def answers_until_mastery(choose, rng, most=400):
    """How many answers a simulated learner needs until 90 % of a topic is mastered.

    An item is mastered when its chance of success reaches the target. An answer teaches the
    more, the less predictable its outcome: hardly anything far above or below one's skill.
    """
    topic = [i for i in ITEMS if i.topic == "equilibrium"]
    skill = {i.id: rng.gauss(-0.3 - 0.5 * (LEVELS.index(i.level) - 2), 0.8) for i in topic}
    done, now = [], NOW

    def chance(item):
        return 1 / (1 + math.exp(-skill[item.id]))

    for count in range(most):
        if mean(chance(item) >= TARGET for item in topic) >= 0.9:
            return count
        item = choose(topic, done, now)
        right = rng.random() < chance(item)
        skill[item.id] += 1.6 * chance(item) * (1 - chance(item))
        state = "correct" if right else "incorrect"
        done.append(Answered(item.id, item.topic, "E", "1", state, float(right), 0, now))
        now += timedelta(hours=2)
    return most


def test_advice_leads_to_mastery_sooner_than_chance():
    gains = []
    for seed in range(30):
        dice = random.Random(f"choices {seed}")
        advised = answers_until_mastery(
            lambda items, done, now: advise(items, done, now).item, random.Random(seed)
        )
        at_random = answers_until_mastery(
            lambda items, done, now, dice=dice: dice.choice(items), random.Random(seed)
        )
        gains.append(at_random - advised)
    error = stdev(gains) / math.sqrt(len(gains))
    assert mean(gains) - 1.96 * error > 0, (mean(gains), error)


@given(st.lists(answers, max_size=8))
def test_progress_survives_the_way_to_the_file_and_back(tmp_path_factory, done):
    file = ProgressFile(tmp_path_factory.mktemp("p") / "deep" / "progress.jsonl")
    assert file.read() == ()
    file.add(done[:3])
    file.add(done[3:])
    assert file.read() == tuple(done)


def test_progress_is_private_and_a_torn_last_line_loses_only_itself(tmp_path):
    file = ProgressFile(tmp_path / "progress.jsonl")
    file.add([answer(ITEMS[0]), answer(ITEMS[1])])
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    whole = file.path.read_text()
    file.path.write_text(whole[:-20])
    assert file.read() == (answer(ITEMS[0]),)


def test_a_damaged_line_in_the_middle_is_told(tmp_path):
    file = ProgressFile(tmp_path / "progress.jsonl")
    file.path.write_text("{}\n{}\n")
    with pytest.raises(MillivoltError, match=r"progress\.jsonl:1 is damaged"):
        file.read()
