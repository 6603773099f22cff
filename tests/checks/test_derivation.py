"""A derivation earns the steps that follow, and its first bad line is named."""

from fractions import Fraction

import pytest

from millivolt import symbolic
from millivolt.checks import check
from millivolt.items import (
    Derivation,
    Misconception,
    Observation,
    Response,
    State,
    SymbolSpec,
)
from millivolt.symbolic import DerivationReport, Step

NAMES = ("R", "T", "F", "c_i", "c_o")
SYMBOLS = (
    *(SymbolSpec(name, "positive") for name in NAMES),
    SymbolSpec("z", "nonzero_integer"),
    SymbolSpec("E", "real"),
    SymbolSpec("phi_i", "real"),
    SymbolSpec("phi_o", "real"),
)
PREMISES = ("R*T*ln(c_i) + z*F*phi_i = R*T*ln(c_o) + z*F*phi_o", "E = phi_i - phi_o")
STEPS = (
    "z*F*(phi_i - phi_o) = R*T*(ln(c_o) - ln(c_i))",
    "z*F*E = R*T*ln(c_o/c_i)",
    "E = R*T/(z*F)*ln(c_o/c_i)",
)
SWAPPED = (STEPS[0], "z*F*E = R*T*ln(c_i/c_o)", "E = R*T/(z*F)*ln(c_i/c_o)")


def part() -> Derivation:
    return Derivation(
        "steps",
        premises=PREMISES,
        goal=STEPS[-1],
        steps=STEPS,
        symbols=SYMBOLS,
        misconceptions=(
            Misconception("in_out_swapped", SWAPPED, "Tell swap."),
            Misconception("stops_early", STEPS[:2], "Tell stop."),
            Misconception("valence_lost", (STEPS[0], "F*E = R*T*ln(c_o/c_i)"), "Tell z."),
        ),
        solved_for="E",
        forbidden=("phi_i", "phi_o"),
    )


def verdict(value: object):
    return check(part(), Observation(Response("steps", "the cell"), value))


@pytest.mark.parametrize(
    "value",
    [
        "\n".join(STEPS),
        "\n\n" + "\n\n".join(STEPS) + "\n",
        list(STEPS),
        (*STEPS,),
        ["", *STEPS, "  "],
        "\n".join(["F*z*phi_i - F*z*phi_o = R*T*ln(c_o) - R*T*ln(c_i)", STEPS[-1]]),
    ],
)
def test_a_derivation_whose_lines_follow_to_the_goal_is_right(value: object) -> None:
    result = verdict(value)
    assert (result.state, result.findings) == (State.CORRECT, ())


def test_the_first_bad_line_is_named_with_an_example_and_its_idea() -> None:
    result = verdict("\n".join(SWAPPED))
    assert result.state is State.PARTIAL
    assert Fraction(0) < result.fraction < 1
    assert result.misconceptions == ("in_out_swapped",)
    first = result.findings[0]
    assert first.code == "bad_step"
    assert first.message.startswith("Line 2: This does not follow: at ")
    assert first.evidence["line"] == 2
    assert set(first.evidence) == {"line", "slip", "counterexample"}
    assert first.evidence["counterexample"]


def test_an_idea_is_recognised_when_its_first_wrong_line_was_skipped() -> None:
    result = verdict("\n".join([SWAPPED[0], SWAPPED[2]]))
    assert result.misconceptions == ("in_out_swapped",)


def test_what_cannot_be_decided_waits_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def check_derivation(lines, *_: object) -> DerivationReport:
        steps = tuple(Step(n, line, "undecided", "hm") for n, line in enumerate(lines))
        return DerivationReport(
            steps, None, False, None, "for the instructor", Fraction(0), undecided=(0,)
        )

    monkeypatch.setattr(symbolic, "check_derivation", check_derivation)
    result = verdict("\n".join(STEPS))
    assert result.state is State.NEEDS_REVIEW
    assert [(f.code, f.private) for f in result.findings] == [("undecided", "for the instructor")]


def test_blank_lines_do_not_count() -> None:
    result = verdict("\n\n" + "\n \n".join(SWAPPED))
    assert result.findings[0].evidence["line"] == 2


def test_another_bad_line_names_no_idea() -> None:
    result = verdict("\n".join([STEPS[0], "z*F*E = 5*R*T*ln(c_o/c_i)"]))
    assert (result.misconceptions, result.findings[0].code) == ((), "bad_step")


def test_a_derivation_that_stops_early_earns_what_follows() -> None:
    result = verdict(STEPS[0])
    assert result.state is State.PARTIAL
    assert (result.findings[0].code, result.misconceptions) == ("goal_not_reached", ())
    assert result.findings[0].message == (
        "Every line is right so far, but the goal is not reached yet."
    )


def test_a_misconception_may_be_to_stop_at_a_line() -> None:
    assert verdict("\n".join(STEPS[:2])).misconceptions == ("stops_early",)
    assert verdict("\n".join((STEPS[0], STEPS[0], STEPS[1]))).misconceptions == ("stops_early",)
    assert verdict(STEPS[0]).misconceptions == ()


def test_an_idea_is_recognised_behind_the_words_of_a_move() -> None:
    moved = (STEPS[0], f"let z = 1: {SWAPPED[1].replace('z*', '')}")
    assert verdict("\n".join(moved)).findings[0].code == "bad_step"
    spoken = (STEPS[0], f"so: {SWAPPED[1]}")
    assert verdict("\n".join(spoken)).misconceptions == ("in_out_swapped",)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("we solve the equation (see above", "unreadable_formula"),
        (3.7, "wrong_type"),
        ([3.7], "wrong_type"),
        ("E = E\n" * 61, "wrong_shape"),
        (["E = " + "1+" * 1500 + "1"], "unreadable_formula"),
    ],
)
def test_what_is_no_derivation_is_ungradable(value: object, code: str) -> None:
    result = verdict(value)
    assert (result.state, [f.code for f in result.findings]) == (State.UNGRADABLE_INPUT, [code])


def test_what_a_derivation_should_be_is_told() -> None:
    (found,) = verdict(3.7).findings
    assert found.message == "A text of equations is asked for here, and this is a number."


def test_the_number_of_lines_is_limited_and_told() -> None:
    (found,) = verdict("E = E\n" * 61).findings
    assert (
        found.message
        == "A derivation of at most 60 lines is asked for here, and this has 61 lines."
    )
    assert verdict("E = phi_i - phi_o\n" * 60).state is not State.UNGRADABLE_INPUT
