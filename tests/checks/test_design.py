"""A design is right when it does what is asked, whatever values were chosen."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.checks import check
from millivolt.isolation import Frame
from millivolt.items import (
    Constraint,
    Design,
    Misconception,
    Observation,
    Response,
    State,
    Variable,
)

INF = float("inf")


def part(**more) -> Design:
    options = {
        "variables": (Variable("K_o", "mM", 1.0, 20.0), Variable("T", "K", 280.0, 320.0)),
        "constraints": (
            Constraint("E", "86.17/1000*T*ln(K_o/140)", -90.0, -80.0, "mV", "the potential"),
            Constraint("cold", "T", -INF, 312.0, "K"),
        ),
        "example": (5.0, 300.0),
        "misconceptions": (Misconception("doubled", (10.0, 300.0), "Tell."),),
        **more,
    }
    return Design("cell", **options)


def verdict(value: object, design: Design | None = None):
    design = design or part()
    return check(design, Observation(Response(design.id, "the cell"), value))


@pytest.mark.parametrize(
    "value",
    [
        {"K_o": 5, "T": 300},
        {"K_o": "5 mM", "T": "26.85 °C"},
        {"K_o": "0.005 M", "T": 300.0, "note": "x"},
        [5.0, 300.0],
        (5.0, "300 K"),
        np.array([5.0, 300.0]),
        {"K_o": (5, "mM"), "T": 300},
        Frame({"K_o": np.array([5.0]), "T": [300.0]}, [0]),
    ],
    ids=lambda v: str(v)[:50],
)
def test_a_design_that_works_is_right_in_any_shape(value: object) -> None:
    result = verdict(value)
    assert (result.state, result.findings) == (State.CORRECT, ())


@given(st.floats(1.0, 20.0), st.floats(280.0, 320.0))
def test_the_verdict_is_the_one_of_the_constraints(K_o: float, T: float) -> None:
    E = 86.17 / 1000 * T * np.log(K_o / 140)
    met = int(-90 <= E <= -80) + int(T <= 312)
    if min(abs(E + 90), abs(E + 80)) < 1e-9:
        return
    credit = {2: Fraction(1), 1: Fraction(1, 4), 0: Fraction(0)}[met]
    if abs(K_o - 10) > 0.1:
        assert verdict({"K_o": K_o, "T": T}).fraction == credit


def test_what_is_missed_is_told_with_its_value() -> None:
    result = verdict({"K_o": 15.0, "T": 315.0})
    assert result.fraction == 0
    assert [f.message for f in result.findings] == [
        "the potential comes out as −60.628\u202fmV; it must lie between −90\u202fmV and "
        "−80\u202fmV.",
        "cold comes out as 315\u202fK; it must lie below 312\u202fK.",
    ]
    assert result.findings[0].evidence == {
        "constraint": "E",
        "value": pytest.approx(-60.628, abs=1e-3),
    }


def test_a_bound_on_one_side_is_told_as_one() -> None:
    above = part(
        constraints=(Constraint("warm", "T", 310.0, INF, "K"),), misconceptions=(),
        example=(5.0, 315.0),
    )  # fmt: skip
    assert [f.message for f in verdict([5.0, 300.0], above).findings] == [
        "warm comes out as 300\u202fK; it must lie above 310\u202fK."
    ]


def test_a_choice_that_an_idea_leads_to_names_it_and_earns_nothing() -> None:
    result = verdict({"K_o": "10.005 mM", "T": 300.1})
    assert (result.fraction, result.misconceptions) == (0, ("doubled",))
    assert verdict({"K_o": 10.015, "T": 300.0}).misconceptions == ()
    assert verdict({"K_o": 10.0, "T": 303.0}).misconceptions == ()


def test_values_out_of_bounds_earn_nothing() -> None:
    result = verdict({"K_o": 25.0, "T": 200.0})
    assert (result.state, [f.message for f in result.findings]) == (
        State.INCORRECT,
        ["K_o must lie between 1 and 20 mM.", "T must lie between 280 and 320 K."],
    )
    assert verdict({"K_o": 20.0, "T": 280.0}).findings[0].code == "constraint_missed"
    assert verdict({"K_o": 0.999, "T": 300.0}).findings[0].code == "out_of_bounds"


def test_where_a_constraint_has_no_value_that_is_told() -> None:
    odd = part(
        constraints=(Constraint("E", "ln(K_o - 10)", -9.0, 9.0, ""),), misconceptions=(),
        example=(15.0, 300.0),
    )  # fmt: skip
    result = verdict([5.0, 300.0], odd)
    assert (result.state, [f.message for f in result.findings]) == (
        State.INCORRECT,
        ["With these values E cannot be worked out."],
    )


def test_the_ends_of_bounds_and_constraints_are_within_them() -> None:
    single = Design(
        "cell", variables=(Variable("T", "K", 280.0, 320.0),),
        constraints=(Constraint("warm", "T", 300.0, 310.0, "K"),), example=(305.0,),
    )  # fmt: skip
    for temperature, right in ((300, True), (310, True), (299.99, False), (310.01, False)):
        assert (verdict(temperature, single).state is State.CORRECT) is right
    for temperature, code in ((280, "constraint_missed"), (320, "constraint_missed"),
                              (279.99, "out_of_bounds"), (320.01, "out_of_bounds")):  # fmt: skip
        assert [f.code for f in verdict(temperature, single).findings] == [code]


def test_a_single_variable_may_be_a_plain_number() -> None:
    single = Design(
        "cell", variables=(Variable("T", "K", 280.0, 320.0),),
        constraints=(Constraint("warm", "T", 300.0, 310.0, "K"),), example=(305.0,),
    )  # fmt: skip
    assert verdict("33 °C", single).state is State.CORRECT
    assert verdict(305, single).state is State.CORRECT
    assert verdict([305], single).state is State.CORRECT
    assert verdict({"T": 305}, single).state is State.CORRECT
    assert verdict((305, "K"), single).state is State.CORRECT
    assert verdict([32, "°C"], single).state is State.CORRECT
    assert verdict(np.array([305.0]), single).state is State.CORRECT
    assert verdict([305, 306], single).findings[0].message == (
        "One number is asked for here, and this has 2 values."
    )


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ({"K_o": 5.0}, "missing_name", "“T” is missing from the answer."),
        ([5.0], "wrong_shape", "A value for each of K_o, T is asked for here, and this has "
         "1 values."),
        (3.7, "wrong_type", "A dict with K_o, T is asked for here, and this is a number."),
        ({"K_o": "5 mV", "T": 300}, "wrong_dimension", "mV does not measure a concentration."),
        ({"K_o": "large", "T": 300}, "unreadable_quantity",
         "“large” cannot be read as a number. Write it like −12.3 or 1.5e-3."),
        ({"K_o": float("nan"), "T": 300}, "not_finite",
         "The answer contains nan, which is not a finite number."),
    ],
)  # fmt: skip
def test_what_is_no_design_is_ungradable(value: object, code: str, message: str) -> None:
    result = verdict(value)
    assert result.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in result.findings] == [(code, message)]
