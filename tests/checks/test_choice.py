"""Choices are found by letter, words or list, and guessing earns nothing on average."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.checks import check
from millivolt.isolation import SymbolicTree
from millivolt.items import (
    Choice,
    Misconception,
    MultipleChoice,
    Observation,
    Option,
    Part,
    Response,
    State,
    TwoTier,
)


def verdict(part: Part, value: object):
    return check(part, Observation(Response(part.id, "the cell"), value))


def codes(part: Part, value: object) -> list[str]:
    return [f.code for f in verdict(part, value).findings]


def options(count: int, *ideas: int) -> tuple[Option, ...]:
    return tuple(
        Option(
            f"id{n}",
            f"Option number {n}",
            Misconception(f"idea{n}", f"id{n}", f"Tell {n}.") if n in ideas else None,
        )
        for n in range(count)
    )


single = Choice("c", options=options(4, 1), answer="id2")


@pytest.mark.parametrize(
    "value", ["C", "c", " C ", "(c)", "C.", "c)", "[C]", "C:", "id2", "Option number 2",
              "option  NUMBER 2", ["C"], ("c",), ["Option number 2"], frozenset({"C"}),
              "'C'", '"c"', "“C”", "{C}", "C,", "; C", "C. Option number 2",
              "(c) option number 2", "C: Option number 2", "C – Option number 2"],
)  # fmt: skip
def test_an_option_is_found_by_letter_id_or_words(value: object) -> None:
    assert verdict(single, value).state is State.CORRECT


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("E", "unknown_option", "“E” is not one of the options. Answer with A, B, C or D."),
        ("none", "unknown_option", "“none” is not one of the options. Answer with A, B, C or D."),
        ("A, C", "several_options", "Choose one option; “A, C” names several."),
        ("A and C", "several_options", "Choose one option; “A and C” names several."),
        ("AC", "several_options", "Choose one option; “AC” names several."),
        ("B. Option number 2", "unknown_option",
         "“B. Option number 2” is not one of the options. Answer with A, B, C or D."),
        (3.7, "wrong_type", "One letter is asked for here, and this is a number."),
        (True, "wrong_type", "One letter is asked for here, and this is True or False."),
        (["A", "C"], "wrong_type", "One letter is asked for here, and this is a list."),
        ({"A": 1}, "wrong_type", "One letter is asked for here, and this is a dict."),
        (("A", "C"), "wrong_type", "One letter is asked for here, and this is a tuple."),
        (SymbolicTree(("Symbol", "C")), "wrong_type",
         "One letter is asked for here, and this is a formula."),
        (frozenset("AC"), "wrong_type", "One letter is asked for here, and this is a set."),
        (np.array(["C"]), "wrong_type",
         "One letter is asked for here, and this is a value of the type ndarray."),
        ("x" * 200, "unknown_option",
         "“" + "x" * 59 + "…” is not one of the options. Answer with A, B, C or D."),
        ("x" * 60, "unknown_option",
         "“" + "x" * 60 + "” is not one of the options. Answer with A, B, C or D."),
    ],
)  # fmt: skip
def test_what_is_not_one_option_is_ungradable(value: object, code: str, message: str) -> None:
    result = verdict(single, value)
    assert result.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in result.findings] == [(code, message)]


def test_a_wrong_option_names_the_idea_behind_it_if_there_is_one() -> None:
    found = verdict(single, "B")
    assert (found.state, found.misconceptions) == (State.INCORRECT, ("idea1",))
    assert [f.message for f in found.findings] == ["B is not right.", "Tell 1."]
    assert codes(single, "D") == ["wrong_choice"]


def test_the_letter_that_is_shown_goes_before_an_id_that_looks_like_one() -> None:
    part = Choice("c", options=(Option("B", "first"), Option("A", "second")), answer="B")
    assert verdict(part, "A").state is State.CORRECT
    assert verdict(part, "B").state is State.INCORRECT


several = MultipleChoice("m", options=options(5, 1, 4), answer=frozenset({"id0", "id2"}))


@pytest.mark.parametrize(
    "value", ["A, C", "C,A", "AC", "ca", "A C", "A; C", "A & C", "A+C", "A and C", "a/c", "(A, C)",
              "[A, C]", ["A", "C"], ("C", "A"), ["id0", "id2"], "A, C, A", "A\nC",
              ["Option number 0", "C"], frozenset({"A", "C"}),
              frozenset({"id0", "Option number 2"}), "{A, C}", "{'A', 'C'}",
              '["A", "C"]', ["A, C"], "“A”, “C”", "'A' and 'C'"],
)  # fmt: skip
def test_a_set_of_options_is_found_in_any_order_and_form(value: object) -> None:
    assert verdict(several, value).state is State.CORRECT


@pytest.mark.parametrize(
    ("value", "fraction", "ideas", "messages"),
    [
        ("A", Fraction(1, 2), (), ["One that should be chosen is missing."]),
        ("A, C, B", Fraction(2, 3), ("idea1",), ["Chosen, but not right: B.", "Tell 1."]),
        ("A, C, D", Fraction(2, 3), (), ["Chosen, but not right: D."]),
        ("A, B", Fraction(1, 6), ("idea1",),
         ["Chosen, but not right: B.", "Tell 1.", "One that should be chosen is missing."]),
        ("B", Fraction(0), ("idea1",),
         ["Chosen, but not right: B.", "Tell 1.", "2 that should be chosen are missing."]),
        ("E, D, B", Fraction(0), ("idea1", "idea4"),
         ["Chosen, but not right: B, D, E.",
          "One of these leads to your answer: (1) Tell 1. (2) Tell 4.",
          "2 that should be chosen are missing."]),
        ("ABCDE", Fraction(0), ("idea1", "idea4"),
         ["Chosen, but not right: B, D, E.",
          "One of these leads to your answer: (1) Tell 1. (2) Tell 4."]),
    ],
)  # fmt: skip
def test_partial_credit_is_hits_less_false_alarms(
    value: str, fraction: Fraction, ideas: tuple[str, ...], messages: list[str]
) -> None:
    found = verdict(several, value)
    assert (found.fraction, found.misconceptions) == (fraction, ideas)
    assert [f.message for f in found.findings] == messages


@given(st.integers(2, 6), st.data())
def test_choosing_without_looking_earns_nothing_before_the_floor(count: int, data) -> None:
    ids = [f"id{n}" for n in range(count)]
    right = data.draw(st.sets(st.sampled_from(ids), min_size=1, max_size=count - 1))
    part = MultipleChoice("m", options=options(count), answer=frozenset(right))
    letters = "ABCDEF"[:count]
    assert verdict(part, letters).fraction == 0
    total = Fraction(0)
    for pattern in product((False, True), repeat=count):
        chosen = [letter for letter, taken in zip(letters, pattern, strict=True) if taken]
        hits = sum(f"id{letters.index(c)}" in right for c in chosen)
        share = Fraction(hits, len(right)) - Fraction(len(chosen) - hits, count - len(right))
        total += share
        if chosen:
            assert verdict(part, chosen).fraction == max(share, 0)
    assert total == 0


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("A, X", "unknown_option",
         "“A, X” is not one of the options. Answer with A, B, C, D or E."),
        ("AXB", "unknown_option", "“AXB” is not one of the options. Answer with A, B, C, D or E."),
        (["A", 3.5], "unknown_option",
         "“['A', 3.5]” is not one of the options. Answer with A, B, C, D or E."),
        (3.5, "wrong_type", "A list of letters is asked for here, and this is a number."),
    ],
)  # fmt: skip
def test_a_set_with_an_unknown_option_is_ungradable(value, code: str, message: str) -> None:
    found = verdict(several, value)
    assert found.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in found.findings] == [(code, message)]


tiers = TwoTier("t", options=options(3, 1), answer="id0", reasons=options(4, 2, 3), reason="id1")


@pytest.mark.parametrize(
    "value", ["A2", "a2", "A 2", "A, 2", "A; 2", "A because 2", "AB", "A, B", "(A, 2)", ("A", 2),
              ["a", "2"], ("A", "b"), "A-2", "A → B", "A -> b",
              {"answer": "A", "reason": 2}, {"answer": "a", "reason": "B"},
              ("Option number 0", "Option number 1")],
)  # fmt: skip
def test_answer_and_reason_are_read_together(value: object) -> None:
    assert verdict(tiers, value).state is State.CORRECT


def test_a_right_answer_with_a_wrong_reason_earns_its_share() -> None:
    found = verdict(tiers, "A3")
    assert (found.fraction, found.misconceptions) == (Fraction(1, 4), ("idea2",))
    assert [f.message for f in found.findings] == [
        "The answer is right and the reason is not.",
        "Tell 2.",
    ]


def test_a_right_reason_with_a_wrong_answer_earns_nothing() -> None:
    found = verdict(tiers, "B2")
    assert (found.state, found.misconceptions) == (State.INCORRECT, ("idea1",))
    assert found.findings[0].message == (
        "The reason is right, and the answer does not follow from it."
    )


def test_both_wrong_names_both_ideas() -> None:
    found = verdict(tiers, "B4")
    assert (found.state, found.misconceptions) == (State.INCORRECT, ("idea1", "idea3"))
    assert found.findings[0].message == "B with D is not right."
    assert codes(tiers, "C1") == ["wrong_choice"]


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        ("A", "wrong_shape", "An answer with a reason is asked for here, and this has 1 entry."),
        ("ABC", "wrong_shape", "An answer with a reason is asked for here, and this has 1 entry."),
        (
            "A, 2, 3",
            "wrong_shape",
            "An answer with a reason is asked for here, and this has 3 entries.",
        ),
        ({"answer": "A"}, "missing_name", "“reason” is missing from the answer."),
        ({"reason": "A"}, "missing_name", "“answer” is missing from the answer."),
        ("A5", "unknown_option", "“5” is not one of the options. Answer with A, B, C or D."),
        ("X2", "unknown_option", "“X” is not one of the options. Answer with A, B or C."),
        (3.7, "wrong_type", "An answer with a reason is asked for here, and this is a number."),
    ],
)
def test_what_is_not_an_answer_with_a_reason_is_ungradable(value, code: str, message: str) -> None:
    found = verdict(tiers, value)
    assert found.state is State.UNGRADABLE_INPUT
    assert [(f.code, f.message) for f in found.findings] == [(code, message)]
