"""A right method on an earlier slip keeps its marks, unless the slip took the work away."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from millivolt.checks import Earlier, check, earlier_values, follow_through
from millivolt.checks.follow_through import REMNANT, trivialises
from millivolt.items import (
    Cell,
    Choice,
    Misconception,
    Numeric,
    Observation,
    Option,
    Response,
    State,
    Table,
    Tolerance,
)

KEY_E, V = -89.0, -65.0


def drive(E: float) -> Numeric:
    """The driving force, as the item's own model gives it from E."""
    return Numeric(
        "drive",
        answer=V - E,
        unit="mV",
        tolerance=Tolerance(0.005),
        misconceptions=(Misconception("reversed", E - V, "Tell."),),
    )


def verdict(given: float, answer: object):
    observation = Observation(Response("drive", "the cell"), answer)
    return follow_through(drive(KEY_E), drive(given), observation, {"E": Earlier(KEY_E, given)})


@given(st.floats(-150, 150))
def test_the_right_method_keeps_full_marks_whatever_the_slip(given: float) -> None:
    given = round(given, 3)
    # A slip that all but cancels the key leaves nothing to work out.
    assume(abs(V - given) > REMNANT * abs(V - KEY_E))
    assume(abs(given) not in (0, 1) and abs(given) != abs(V - given))
    result = verdict(given, round(V - given, 3))
    assert (result.state, result.fraction) == (State.CORRECT, 1)


def test_a_followed_answer_says_so_first() -> None:
    result = verdict(89.0, "-154 mV")
    assert [f.code for f in result.findings] == ["followed_through", "understood"]
    assert result.findings[0].message == (
        "This follows correctly from your earlier answer, so the method gets full credit."
    )
    assert result.findings[0].evidence == {"from": ("E",)}


def test_an_answer_that_is_right_as_set_needs_no_following() -> None:
    result = verdict(89.0, "24 mV")
    assert [f.code for f in result.findings] == ["understood"]


def test_a_wrong_method_on_a_slip_stays_wrong() -> None:
    result = verdict(89.0, "154 mV")
    assert result.state is State.INCORRECT
    assert result.fraction == 0
    assert "followed_through" not in [f.code for f in result.findings]


@pytest.mark.parametrize("answer", [None, "furlongs"])
def test_what_cannot_be_judged_is_not_carried(answer: object) -> None:
    assert verdict(89.0, answer).state in (State.NOT_ATTEMPTED, State.UNGRADABLE_INPUT)


@pytest.mark.parametrize("given", [0.0, 1.0, -1.0, V])
def test_values_that_take_the_work_away_carry_nothing(given: float) -> None:
    result = verdict(given, V - given)
    assert result.fraction == 0
    assert result.findings[-1].message == (
        "Your earlier answer makes this question trivial, so it cannot carry credit forward."
    )


def test_a_value_that_is_copied_out_again_carries_nothing() -> None:
    half = V / 2
    assert verdict(half, half).fraction == 0
    assert trivialises(drive(KEY_E), drive(half), {"E": Earlier(KEY_E, half)})


@pytest.mark.parametrize("given", [0.0, 1.0, V, V / 2])
def test_a_value_that_a_misconception_explains_carries_on(given: float) -> None:
    earlier = {"E": Earlier(KEY_E, given, explained=True)}
    assert not trivialises(drive(KEY_E), drive(given), earlier)
    also_chosen = {**earlier, "V": Earlier(-65.0, 0.0)}
    assert trivialises(drive(KEY_E), drive(given), also_chosen)


@pytest.mark.parametrize("answer", ["0 mV", "0.04 mV", -0.04])
def test_a_key_that_is_only_rounding_counts_as_zero(answer: object) -> None:
    """V was taken for E and typed as -65.04: nothing is left of the driving force."""
    observation = Observation(Response("drive", "the cell"), answer)
    earlier = {"E": Earlier(KEY_E, -65.04, explained=True)}
    result = follow_through(drive(KEY_E), drive(-65.04), observation, earlier)
    assert result.fraction == 1
    chosen = {"E": Earlier(KEY_E, -65.04)}
    assert follow_through(drive(KEY_E), drive(-65.04), observation, chosen).fraction == 0


def test_a_small_key_that_is_more_than_rounding_stays() -> None:
    observation = Observation(Response("drive", "the cell"), "0 mV")
    earlier = {"E": Earlier(KEY_E, -65.3, explained=True)}
    result = follow_through(drive(KEY_E), drive(-65.3), observation, earlier)
    assert result.fraction == 0


def test_a_key_that_is_a_copy_by_its_nature_may_stay_one() -> None:
    same = {"E": Earlier(-89.0, 40.0)}

    def copy(E: float) -> Numeric:
        return Numeric("again", answer=-E, unit="mV", tolerance=Tolerance(0.01))

    assert not trivialises(copy(-89.0), copy(40.0), same)


def test_a_step_whose_right_value_is_trivial_may_be_so() -> None:
    assert not trivialises(drive(0.0), drive(1.0), {"E": Earlier(0.0, 1.0)})


def test_a_key_that_vanishes_by_itself_may_vanish() -> None:
    assert not trivialises(drive(V), drive(V), {"E": Earlier(V, V)})


def test_a_choice_follows_too() -> None:
    options = (Option("in", "inward"), Option("out", "outward"))
    part, carried = Choice("way", options, "out"), Choice("way", options, "in")
    observation = Observation(Response("way", "the cell"), "A")
    earlier = {"E": Earlier(-89.0, 89.0)}
    assert follow_through(part, carried, observation, earlier).fraction == 1
    assert follow_through(part, part, observation, earlier).fraction == 0
    trivial = {"E": Earlier(-89.0, 0.0)}
    assert follow_through(part, carried, observation, trivial).fraction == 0


def test_partial_credit_as_set_is_never_lowered() -> None:
    part = Numeric("E", answer=50.0, unit="mV", tolerance=Tolerance(0.01), unit_share=20)
    carried = Numeric("E", answer=70.0, unit="mV", tolerance=Tolerance(0.01), unit_share=20)
    observation = Observation(Response("E", "the cell"), "99 mV")
    result = follow_through(part, carried, observation, {"c": Earlier(3.0, 5.0)})
    assert result.fraction == Fraction(1, 5)
    assert "followed_through" not in [f.code for f in result.findings]


def judged(part, answer: object):
    return part, check(part, Observation(Response(part.id, "the cell"), answer))


def wrong_potential(name: str = "E") -> Numeric:
    swapped = Misconception("swapped", 89.0, "Tell.")
    return Numeric(name, KEY_E, "mV", Tolerance(0.005), misconceptions=(swapped,))


@pytest.mark.parametrize(
    ("answer", "given", "explained"),
    [("-55 mV", -55.0, False), ("-0.055 V", -55.0, False), (-55, -55.0, False), (89.0, 89.0, True)],
)
def test_a_wrong_number_goes_on_in_the_unit_of_its_part(
    answer: object, given: float, explained: bool
) -> None:
    found = earlier_values([judged(wrong_potential(), answer)], {"E": KEY_E})
    assert found == {"E": Earlier(KEY_E, given, explained)}


@pytest.mark.parametrize("answer", [KEY_E, "-89 mV", "furlongs", None, "-55 mA"])
def test_what_is_right_or_no_number_in_the_unit_does_not_go_on(answer: object) -> None:
    assert earlier_values([judged(wrong_potential(), answer)], {"E": KEY_E}) == {}


def test_only_numbers_that_the_model_builds_on_go_on() -> None:
    options = (Option("in", "inward"), Option("out", "outward"))
    table = Table("t", row_label="ion", cells=(Cell("K", "E", KEY_E, "mV", Tolerance(0.005)),))
    parts = [
        judged(wrong_potential("E"), -55.0),
        judged(wrong_potential("other"), -55.0),
        judged(Choice("way", options, "out"), "A"),
        judged(table, {"K": {"E": -55.0}}),
        judged(wrong_potential("V"), -50.0),
    ]
    steps = {"E": KEY_E, "V": V, "way": 1.0, "t": 1.0}
    assert earlier_values(parts, steps) == {"E": Earlier(KEY_E, -55.0), "V": Earlier(V, -50.0)}
