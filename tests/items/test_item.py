"""Items: seeds, the separation rule, and loud failure of badly posed families."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.items import (
    SINGLE_LOG,
    AuthorError,
    Draft,
    Misconception,
    Numeric,
    item,
    variant_id,
)
from millivolt.items.adversary import drafts


def potential(name, low, high, claim):
    """A small family: one potential, one claimed misconception made by ``claim``."""

    def family(draw):
        outside, inside = draw.magnitude(low, high), draw.magnitude(low, high)
        E = draw.step("E", 26.7 * log(outside / inside))
        key = Numeric(
            "E",
            answer=E,
            unit="mV",
            tolerance=SINGLE_LOG,
            misconceptions=(Misconception("wrong", claim(E), "You took a wrong turn."),),
        )
        later = Numeric("half", answer=E / 2, unit="mV", tolerance=SINGLE_LOG)
        return Draft(given={"outside": outside, "inside": inside}, parts=[key, later])

    family.__name__ = name
    return item(title=name, objective="o", topic="t", level="apply")(family)


good = potential("good", 1, 500, lambda E: -E)
FROZEN = [
    {"outside": 130.0, "inside": 93.0},
    {"outside": 78.0, "inside": 2.5},
    {"outside": 200.0, "inside": 14.0},
]


@given(st.integers(0, 10**9))
def test_a_seed_gives_the_same_draft_for_ever(seed):
    assert good.draw(seed) == good.draw(seed) == good.draw(str(seed))


def test_the_frozen_draws_of_three_seeds():
    assert [dict(good.draw(seed).draft.given) for seed in (1, 2, 3)] == FROZEN


@given(st.integers(0, 10**9))
def test_a_claimed_misconception_is_never_within_three_tolerances(seed):
    part = good.draw(seed).draft.parts[0]
    (wrong,) = part.misconceptions
    assert abs(wrong.value - part.answer) >= 3 * part.tolerance.allowed(part.answer)


@given(drafts(good))
def test_an_adversary_finds_no_exception_to_the_separation_rule(draft):
    assert not list(draft.parts[0].too_close())


def test_a_family_that_can_never_separate_its_claim_fails_loudly():
    hopeless = potential("hopeless", 1, 500, lambda E: E + 0.01)
    with pytest.raises(AuthorError, match=r"hopeless.*200 draws.*wrong lies within"):
        hopeless.draw(1)


def test_the_rejection_rate_tells_badly_posed_ranges():
    narrow = potential("narrow", 10, 14, lambda E: -E)
    assert good.rejection_rate(50) < 0.1 < narrow.rejection_rate(50)


def test_a_misconception_without_a_finite_value_is_refused():
    broken = potential("broken", 1, 500, lambda E: float("nan"))
    with pytest.raises(AuthorError, match="no finite value"):
        broken.draw(1)


@given(st.integers(0, 10**6), st.floats(-150, 150).filter(lambda E: abs(E) > 1))
def test_a_students_earlier_value_changes_only_what_follows_from_it(seed, mine):
    parts = good.carry_forward(seed, {"E": mine})
    assert parts.parts[1].answer == mine / 2
    assert dict(parts.given) == dict(good.draw(seed).draft.given)


def test_repeated_part_names_are_an_authors_error():
    @item(title="twice", objective="o", topic="t", level="apply")
    def twice(draw):
        part = Numeric("E", answer=1.0, unit="mV", tolerance=SINGLE_LOG)
        return Draft(given={}, parts=[part, part])

    with pytest.raises(AuthorError, match="'E' occurs twice"):
        twice.draw(1)


def test_an_unknown_level_is_an_authors_error():
    with pytest.raises(AuthorError, match="level 'hard'"):
        item(title="x", objective="o", topic="t", level="hard")


@given(st.text(max_size=20), st.integers(1, 9), st.integers(0, 10**9))
def test_variant_ids_are_short_and_follow_from_their_origin(name, version, seed):
    made = variant_id(name, version, seed)
    assert made == variant_id(name, version, str(seed))
    assert made != variant_id(name, version + 1, seed)
    assert len(made) == 10
    assert made.isalnum()
