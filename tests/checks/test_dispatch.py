"""The door to the checks: what is no answer, what is a student's error, what is passed on."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from millivolt.checks import CHECKERS, check, finding
from millivolt.checks.catalogue import Code
from millivolt.isolation import Opaque
from millivolt.items import (
    MISSING,
    Finding,
    FreeText,
    Numeric,
    Observation,
    Part,
    Response,
    RubricLine,
    State,
    StudentError,
    Verdict,
)


def observe(value: object = MISSING, text: str | None = "the cell", **more) -> Observation:
    return Observation(Response("answer", text), value, **more)


@pytest.mark.parametrize(
    "value",
    [MISSING, None, "", "  \n", "...", "…", [], {}, (), frozenset(), Opaque("ellipsis"),
     {"t": None, "V": ""}, {"K": {"E": None, "I": None}}, [None, ""], {1: "", 2: ""},
     "*Write your answer here.*"],
    ids=repr,
)  # fmt: skip
def test_what_is_as_handed_out_is_not_attempted(value: object, every_part: dict[str, Part]) -> None:
    for part in every_part.values():
        if type(part) in CHECKERS:
            result = check(part, observe(value, ""))
            assert result.state is State.NOT_ATTEMPTED
            assert [f.message for f in result.findings] == ["No answer was given."]


@pytest.mark.parametrize("value", [0, 0.0, False, "0", [0], {"t": 0}, Opaque("x"), np.zeros(0)])
def test_a_zero_is_an_answer(value: object, potential: Numeric) -> None:
    assert check(potential, observe(value)).state is not State.NOT_ATTEMPTED


def test_a_cell_that_is_gone_is_told(potential: Numeric) -> None:
    (found,) = check(potential, observe(text=None)).findings
    assert found.message == "The cell for this answer is not in the notebook any more."


def test_a_student_s_error_is_theirs_with_their_line(potential: Numeric) -> None:
    error = StudentError("NameError", "name 'x' is not defined", 3, "y = x")
    result = check(potential, observe(error=error))
    assert result.state is State.UNGRADABLE_INPUT
    assert result.findings[0].message == (
        "The code stopped in line 3 with NameError: name 'x' is not defined"
    )
    assert result.findings[0].evidence == {"line": 3, "source": "y = x"}
    nowhere = StudentError("ValueError", "{odd} braces")
    assert check(potential, observe(None, error=nowhere)).findings[0].message == (
        "The code stopped with ValueError: {odd} braces"
    )


def test_an_answer_counts_although_an_error_came_after_it(potential: Numeric) -> None:
    error = StudentError("NameError", "name 'x' is not defined", 3)
    assert check(potential, observe("-89.1 mV", error=error)).state is State.CORRECT


def test_notes_made_on_the_way_stay_and_explain_a_missing_answer(potential: Numeric) -> None:
    note = Finding("limit", "The cell ran too long.")
    stopped = check(potential, observe(notes=(note,)))
    assert (stopped.state, stopped.findings) == (State.UNGRADABLE_INPUT, (note,))
    answered = check(potential, observe("-89.1 mV", notes=(note,)))
    assert answered.state is State.CORRECT
    assert answered.findings[-1] == note


words = FreeText(
    "words", rubric=(RubricLine("names the ion", 2), RubricLine("says why")), example="K, because"
)


@pytest.mark.parametrize("text", ["Ja.", "because " * 5000, "因為鉀離子", "<b>x</b>"])
def test_words_of_any_length_and_language_wait_for_a_person(text: str) -> None:
    for seen in (observe(MISSING, text), observe(text, "")):
        result = check(words, seen)
        assert (result.state, result.fraction) == (State.NEEDS_REVIEW, Fraction(0))
        (found,) = result.findings
        assert found.message == "This answer is read and graded by a person."
        assert found.private == "Rubric:\n[2] names the ion\n[1] says why"


def test_words_that_are_not_there_are_not_attempted() -> None:
    assert check(words, observe(MISSING, "  ")).state is State.NOT_ATTEMPTED
    gone = check(words, observe(MISSING, None))
    assert gone.state is State.NOT_ATTEMPTED
    assert gone.findings[0].code == "answer_missing"


def test_a_number_is_no_text() -> None:
    (found,) = check(words, observe(3.7)).findings
    assert found.message == "A text is asked for here, and this is a number."


def test_the_rubric_is_never_in_what_a_student_reads() -> None:
    result = check(words, observe("text"))
    assert all("names the ion" not in f.message + repr(f.evidence) for f in result.findings)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.complex_numbers()
    | st.sampled_from([Opaque("thing"), np.zeros(3), np.zeros((2, 2)), np.array("x"), MISSING]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers(0, 4), inner, max_size=4)
        | st.fixed_dictionaries({"t": inner, "V": inner})
        | st.fixed_dictionaries({"answer": inner, "reason": inner})
        | st.fixed_dictionaries({"K": inner, "Na": inner})
    ),
    max_leaves=8,
)


@given(value=values, text=st.none() | st.text(max_size=20))
def test_nothing_in_a_slot_can_raise_or_go_without_a_sentence(
    every_part: dict[str, Part], value: object, text: str | None
) -> None:
    for part in every_part.values():
        if type(part) not in CHECKERS:
            continue
        result = check(part, observe(value, text))
        assert result.state in State
        for found in result.findings:
            json.dumps(found.evidence, allow_nan=False)
        if result.state is not State.CORRECT:
            assert result.findings
            assert all(f.message.strip() for f in result.findings)


def test_the_states_are_stable() -> None:
    """Grade logs hold them."""
    assert " ".join(State) == (
        "correct partial incorrect ungradable_input not_attempted needs_review skipped"
    )


@pytest.mark.parametrize("fraction", [Fraction(3, 2), Fraction(-1, 2)])
def test_no_verdict_gives_more_than_everything_or_less_than_nothing(fraction: Fraction) -> None:
    with pytest.raises(ValueError, match="lies between 0 and 1"):
        Verdict(State.PARTIAL, fraction)


@pytest.mark.parametrize(
    ("state", "fraction"),
    [(State.PARTIAL, 1), (State.PARTIAL, 0), (State.CORRECT, 0), (State.INCORRECT, 1)],
)
def test_a_state_and_its_credit_agree(state: State, fraction: int) -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        Verdict(state, Fraction(fraction))


def test_a_finding_has_nothing_private_unless_it_is_given() -> None:
    assert (Finding("a", "b").evidence, Finding("a", "b").private) == ({}, "")


def test_a_check_gives_the_same_verdict_every_time(every_part: dict[str, Part]) -> None:
    for part in every_part.values():
        if type(part) in CHECKERS:
            assert check(part, observe("A1")) == check(part, observe("A1"))


def test_evidence_that_json_does_not_know_is_kept_as_text() -> None:
    found = finding(
        Code.NO_ANSWER,
        evidence={"z": 1 + 2j, "point": {"x": float("inf"), "y": 1.5}, "ideas": ("a", "b")},
    )
    assert found.evidence == {
        "z": "(1+2j)",
        "point": {"x": "inf", "y": 1.5},
        "ideas": ("a", "b"),
    }


def test_a_finding_keeps_its_evidence_and_what_is_private() -> None:
    found = finding(Code.NO_ANSWER, evidence={"a": 1}, private="for the instructor")
    assert (found.code, found.evidence, found.private) == (
        "no_answer",
        {"a": 1},
        "for the instructor",
    )
