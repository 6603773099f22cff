"""A formula is judged by its meaning, and a wrong one is refuted by an example."""

from fractions import Fraction

import pytest

from millivolt import symbolic
from millivolt.checks import check
from millivolt.isolation import TOO_LARGE, SymbolicTree
from millivolt.items import (
    Expression,
    Misconception,
    Observation,
    Response,
    State,
    SymbolSpec,
)
from millivolt.symbolic import Comparison

SYMBOLS = (
    SymbolSpec("E", "real", unit="V", typical=(-0.1, 0.1)),
    SymbolSpec("R", "positive", unit="J/(mol*K)", typical=(8.0, 8.6)),
    SymbolSpec("T", "positive", unit="K", typical=(273.0, 313.0)),
    SymbolSpec("F", "positive", unit="C/mol", typical=(9.6e4, 9.7e4)),
    SymbolSpec("z", "nonzero_integer", typical=(-2, 2)),
    SymbolSpec("c_o", "positive", unit="mM", aliases=("c_out",), typical=(1.0, 200.0)),
    SymbolSpec("c_i", "positive", unit="mM", aliases=("c_in",), typical=(1.0, 200.0)),
)
IDEAS = (
    Misconception("in_out_swapped", "R*T/(z*F)*ln(c_i/c_o)", "Tell swap."),
    Misconception("valence_lost", "R*T/F*ln(c_o/c_i)", "Tell z."),
)


def nernst(**more) -> Expression:
    options = {
        "answer": "R*T/(z*F)*ln(c_o/c_i)",
        "symbols": SYMBOLS,
        "misconceptions": IDEAS,
        **more,
    }
    return Expression("E", **options)


def verdict(value: object, part: Expression | None = None):
    part = part or nernst()
    return check(part, Observation(Response(part.id, "the cell"), value))


def test_a_value_too_large_to_hand_over_is_told_in_words():
    (found,) = verdict(TOO_LARGE).findings
    assert found.message.endswith(", and this is a value too large to hand over.")


@pytest.mark.parametrize(
    "value",
    [
        "R*T/(z*F)*ln(c_o/c_i)",
        "RT/(zF) (ln c_o - ln c_i)",
        "-R*T/(z*F)*log(c_in/c_out)",
        r"\frac{RT}{zF}\ln\frac{c_o}{c_i}",
        "E = R*T/(z*F)*ln(c_o/c_i)",
        "2.302585 R T/(z F) log10(c_o/c_i)",
        SymbolicTree(
            (
                "Mul",
                ("Symbol", "R"),
                ("Symbol", "T"),
                ("Pow", ("Symbol", "z"), ("Integer", "-1")),
                ("Pow", ("Symbol", "F"), ("Integer", "-1")),
                (
                    "log",
                    ("Mul", ("Symbol", "c_o"), ("Pow", ("Symbol", "c_i"), ("Integer", "-1"))),
                ),
            )
        ),
    ],
)
def test_any_equal_formula_is_right(value: object) -> None:
    assert verdict(value).state is State.CORRECT


def test_a_rounded_constant_is_accepted_with_a_note() -> None:
    found = verdict("2.303 R T/(z F) log10(c_o/c_i)")
    assert found.state is State.CORRECT
    assert [(f.code, f.evidence) for f in found.findings] == [
        ("formula_note", {"note": "rounded_constant"})
    ]
    assert found.findings[0].message == "In your formula 2.303 stands for 2.30259."


@pytest.mark.parametrize(
    ("value", "ideas"),
    [
        ("R*T/(z*F)*ln(c_i/c_o)", ("in_out_swapped",)),
        ("-R*T/(z*F)*ln(c_o/c_i)", ("in_out_swapped",)),
        ("R*T/F*(ln c_o - ln c_i)", ("valence_lost",)),
        ("7*R*T/F*ln(c_o/c_i)", ()),
    ],
)
def test_a_wrong_formula_is_refuted_and_its_idea_named(value: str, ideas: tuple[str, ...]) -> None:
    found = verdict(value)
    assert (found.state, found.misconceptions) == (State.INCORRECT, ideas)
    first = found.findings[0]
    assert first.code == "different_formula"
    assert first.message.startswith("The formula is not the same. At ")
    assert set(first.evidence) == {"counterexample", "student_value", "reference_value"}
    assert first.evidence["student_value"] != first.evidence["reference_value"]


def test_terms_that_cannot_be_added_are_pointed_out_once() -> None:
    found = verdict("R*T/(z*F)*ln(c_o/c_i) + T")
    assert found.state is State.INCORRECT
    assert [f.code for f in found.findings] == ["different_formula"]
    assert "cannot be added: V and K." in found.findings[0].message


def test_a_symbol_without_a_unit_is_a_number_beside_those_that_have_one() -> None:
    found = verdict("R*T/(z*F)*ln(c_o/c_i) + z")
    assert "cannot be added: V and a number." in found.findings[0].message


def test_an_item_without_units_hears_nothing_of_them() -> None:
    bare = tuple(SymbolSpec(s.name, s.domain, typical=s.typical) for s in SYMBOLS)
    found = verdict("R*T/(z*F)*ln(c_o/c_i) + T", nernst(symbols=bare))
    assert "cannot be added" not in found.findings[0].message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("R*T/(z*F", None),
        ("R*T*velocity", None),
        ("__import__('os')", None),
        ("V = W = R*T", None),
        ("V == velocity", None),
        (3.7, "A formula in quotes is asked for here, and this is a number."),
        (["R*T"], "A formula in quotes is asked for here, and this is a list."),
        ("R+" * 1200, "This is too long to be one formula."),
    ],
)
def test_what_is_no_formula_is_ungradable(value: object, message: str | None) -> None:
    found = verdict(value)
    assert found.state is State.UNGRADABLE_INPUT
    (only,) = found.findings
    assert only.message == message if message else only.code == "unreadable_formula"


@pytest.mark.parametrize("name", ["V", "E_Cl", "dE/dT", " answer ", "E", "V(t)", "E_K( T ) "])
def test_a_formula_may_be_given_a_name(name: str) -> None:
    assert verdict(f"{name} = R*T/(z*F)*ln(c_o/c_i)").state is State.CORRECT
    assert verdict(f"{name} = R*T/F*ln(c_o/c_i)").misconceptions == ("valence_lost",)


def test_a_name_does_not_turn_a_formula_into_an_answer() -> None:
    assert verdict("T = R*T/(z*F)*ln(c_o/c_i)").state is not State.CORRECT
    (found,) = verdict("V = R*T*velocity").findings
    assert found.evidence == {"position": 8}


def test_where_a_formula_cannot_be_read_is_told() -> None:
    (found,) = verdict("R*T*velocity").findings
    assert found.evidence == {"position": 4}


@pytest.mark.parametrize(
    ("options", "value", "lacking"),
    [
        ({"solved_for": "E"}, "E = R*T/(z*F)*ln(c_o/c_i)", None),
        ({"solved_for": "E"}, "z*F*E = R*T*ln(c_o/c_i)", "not_solved"),
        ({"solved_for": "E"}, "R*T/(z*F)*ln(c_o/c_i) = E", None),
        ({"forms": ("single_logarithm",)}, "E = R*T/(z*F)*ln(c_o/c_i)", None),
        ({"forms": ("single_logarithm",)}, "E = R*T/(z*F)*(ln(c_o)-ln(c_i))", "not_one_logarithm"),
        ({"forms": ("expanded",)}, "E = R*T/(z*F)*(ln(c_o)-ln(c_i))", "not_expanded"),
        ({"forms": ("expanded",)}, "E = R*T/(z*F)*ln(c_o)-R*T/(z*F)*ln(c_i)", None),
        ({"forbidden": ("c_i",)}, "E = R*T/(z*F)*ln(c_o/c_i)", "symbol_left"),
    ],
)
def test_a_right_formula_in_another_form_earns_half(
    options: dict[str, object], value: str, lacking: str | None
) -> None:
    part = nernst(answer="E = R*T/(z*F)*ln(c_o/c_i)", misconceptions=(), **options)
    found = verdict(value, part)
    assert found.fraction == (Fraction(1, 2) if lacking else 1)
    assert [f.evidence["form"] for f in found.findings if f.code == "wrong_form"] == (
        [lacking] if lacking else []
    )
    if lacking:
        assert found.findings[0].message.startswith(
            "The formula is right, but not in the form that is asked for. "
        )


def compared(monkeypatch: pytest.MonkeyPatch, outcome: str) -> None:
    """Let every comparison end as ``outcome``."""

    def compare_and_read(typed, reference, symbols):
        tree = symbolic.parse(typed, symbols).tree
        return Comparison(outcome, "for the instructor"), tree

    monkeypatch.setattr(symbolic, "compare_and_read", compare_and_read)


def test_what_cannot_be_decided_waits_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    compared(monkeypatch, "undecided")
    found = verdict("R*T")
    assert found.state is State.NEEDS_REVIEW
    assert [(f.message, f.private) for f in found.findings] == [
        (
            "Whether the formula is right could not be decided by machine, so a person will look.",
            "for the instructor",
        )
    ]


def test_what_agrees_everywhere_it_was_tried_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    compared(monkeypatch, "probable")
    found = verdict("R*T")
    assert found.state is State.CORRECT
    assert [f.message for f in found.findings] == [
        "The formula agrees at every point that was tried; it was accepted without a proof."
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "E(T) = R*T/(z*F)*ln(c_o/c_i)",
        "E ≈ R*T/(z*F)*ln(c_o/c_i)",
        "R*T/(z*F)*ln(c_o/c_i) = E",
        "E = R*T/(z*F)*ln(c_o/c_i) = -R*T/(z*F)*ln(c_i/c_o)",
    ],
)
def test_an_equation_that_is_solved_is_so_however_it_is_written(typed):
    part = nernst(answer="E = R*T/(z*F)*ln(c_o/c_i)", solved_for="E", misconceptions=())
    assert verdict(typed, part).state is State.CORRECT


@pytest.mark.parametrize(
    "name",
    [
        *("E_eq", "V_K", "Vm", "ΔV", "∆V", r"\Delta V", r"V_{rev}", r"E_{\mathrm{K}}", "E_{K^+}"),
        *("Eₖ", "V(T)", "dE/dx"),
    ],
)
def test_a_name_that_a_student_gives_the_formula_is_left_out(name):
    found = verdict(f"{name} = R*T/(z*F)*ln(c_o/c_i)")
    assert found.state is State.CORRECT


def test_a_formula_that_is_right_in_another_reading_tells_which():
    part = nernst(answer="ln(c_o/c_i)", misconceptions=())
    found = verdict("ln c_o/c_i", part)
    assert found.state is State.CORRECT
    assert any("ln(a/b)" in finding.message for finding in found.findings)


@pytest.mark.parametrize(
    ("doubtful", "plain"),
    [
        ("1/2x + 1/2y", "(1/2)*x + (1/2)*y"),
        ("1/2x*y", "(1/2)*x*y"),
    ],
)
def test_the_form_is_that_of_the_reading_that_is_right(doubtful, plain):
    symbols = (SymbolSpec("x", "positive"), SymbolSpec("y", "positive"))
    part = Expression("x", symbols=symbols, answer=plain, forms=("factored",))
    expected = verdict(plain, part)
    assert expected.state in (State.CORRECT, State.PARTIAL)
    assert verdict(doubtful, part).fraction == expected.fraction
