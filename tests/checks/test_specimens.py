"""Every kind of part makes responses for itself, and each gets the verdict that it deserves."""

import ast

import pytest

from millivolt.checks import CHECKERS, Kind, check, specimens
from millivolt.checks.manufacture import MAKERS
from millivolt.items import (
    Constraint,
    Design,
    Expression,
    Function,
    Matching,
    Misconception,
    Numeric,
    Option,
    Ordering,
    Part,
    Series,
    SymbolSpec,
    Tolerance,
    Variable,
)
from millivolt.items.records import PART_KINDS


def test_every_kind_of_part_makes_specimens_and_all_but_functions_are_checked() -> None:
    assert set(MAKERS) == set(PART_KINDS)
    assert set(CHECKERS) == set(PART_KINDS) - {Function}


def test_every_specimen_gets_the_verdict_that_it_deserves(every_part: dict[str, Part]) -> None:
    wrong = []
    for name, part in every_part.items():
        if isinstance(part, Function):
            continue
        for specimen in specimens(part):
            verdict = check(part, specimen.observation(part))
            if not specimen.agrees(verdict):
                wrong.append((name, specimen.label, specimen.value, verdict))
    assert wrong == []


def test_every_part_makes_right_disguised_wrong_and_blank_responses(
    every_part: dict[str, Part],
) -> None:
    for name, part in every_part.items():
        kinds = [s.kind for s in specimens(part)]
        needed = {Kind.RIGHT, Kind.DISGUISED, Kind.WRONG}
        if not isinstance(part, Function):
            needed.add(Kind.BLANK)
        assert needed <= set(kinds), name
        assert kinds.count(Kind.RIGHT) == 1, name


def test_every_claimed_misconception_has_a_specimen(every_part: dict[str, Part]) -> None:
    for name, part in every_part.items():
        made = {i for s in specimens(part) for i in s.misconceptions}
        assert {m.id for m in part.claims()} <= made, name


def test_every_specimen_is_a_cell_of_python_that_binds_the_name(
    every_part: dict[str, Part],
) -> None:
    for name, part in every_part.items():
        for specimen in specimens(part):
            if name == "free text" or specimen.label == "deleted":
                continue
            bound = part.name if isinstance(part, Function) else "q1_x"
            tree = ast.parse(specimen.cell("q1_x"))
            names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
            names |= {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
            assert bound in names, (name, specimen.label)


def test_a_cell_evaluates_to_the_value_of_its_specimen(every_part: dict[str, Part]) -> None:
    skipped = ("figure", "bent figure", "function", "free text")
    for name, part in every_part.items():
        for specimen in specimens(part):
            if name in skipped or specimen.label == "deleted":
                continue
            space: dict[str, object] = {}
            exec(specimen.cell("q1_x"), space)
            # Not compared with ==, because NaN is not equal to itself.
            assert repr(space["q1_x"]) == repr(specimen.value), (name, specimen.label)


def test_the_same_part_makes_the_same_specimens(every_part: dict[str, Part]) -> None:
    for part in every_part.values():
        assert [repr(s) for s in specimens(part)] == [repr(s) for s in specimens(part)]


def labels(part: Part) -> list[str]:
    return [s.label for s in specimens(part)]


SYMBOLS = (SymbolSpec("V", "real"), SymbolSpec("E", "real"), SymbolSpec("g", "positive"))


def test_a_formula_that_is_no_equation_is_disguised_and_spoilt_as_a_whole() -> None:
    part = Expression("I", answer="g*(V - E)", symbols=SYMBOLS)
    values = {s.label: s.value for s in specimens(part)}
    assert values["times one"] == "1*(g*(V - E))"
    assert values["7/5 times too large"] == "(7/5)*(g*(V - E))"


def test_the_sides_of_an_equation_stay_apart() -> None:
    part = Expression("I", answer="V = E", symbols=SYMBOLS)
    values = {s.label: s.value for s in specimens(part)}
    assert values["twice the half"] == "V = 2*((E)/2)"


def test_a_factor_that_a_misconception_claims_is_passed_over() -> None:
    ideas = (Misconception("more", "7/5*g*(V - E)", "Tell."),)
    part = Expression("I", answer="g*(V - E)", symbols=SYMBOLS, misconceptions=ideas)
    assert "11/3 times too large" in labels(part)
    assert "7/5 times too large" not in labels(part)


def test_a_form_that_is_asked_for_is_not_disguised_away() -> None:
    part = Expression("I", answer="g*V - g*E", symbols=SYMBOLS, forms=("expanded",))
    assert Kind.DISGUISED not in [s.kind for s in specimens(part)]


def test_three_decimals_get_no_comma_for_they_could_be_thousands() -> None:
    with_comma = Numeric("x", answer=1.25, unit="mV", tolerance=Tolerance(0.01), figures=3)
    assert "a decimal comma" in labels(with_comma)
    without = Numeric("x", answer=1.25, unit="mV", tolerance=Tolerance(0.01), figures=4)
    assert "a decimal comma" not in labels(without)
    whole = Numeric("x", answer=125.0, unit="mV", tolerance=Tolerance(0.01), figures=3)
    assert "a decimal comma" not in labels(whole)


def test_a_wrong_value_is_one_that_nothing_explains() -> None:
    ideas = (Misconception("a", 17.0, "Tell."), Misconception("b", 6.0, "Tell."))
    part = Numeric("x", answer=10.0, unit="mV", tolerance=Tolerance(0.01), misconceptions=ideas)
    values = {s.label: s.value for s in specimens(part)}
    assert values["a value that nothing explains"] == "29.0000 mV"
    crowded = tuple(
        Misconception(f"m{n}", 10.0 * f, "Tell.")
        for n, f in enumerate((1.7, 0.6, 2.9, 0.37, 4.3, 0.21, 7.7, 0.13, 17.0, 0.053))
    )
    part = Numeric("x", answer=10.0, unit="mV", tolerance=Tolerance(0.01), misconceptions=crowded)
    assert "a value that nothing explains" not in labels(part)


def test_an_order_of_two_has_no_reverse_that_is_wholly_wrong() -> None:
    two = (Option("a", "one"), Option("b", "two"))
    assert "the reverse" not in labels(Ordering("o", options=two, answer=("b", "a")))


def test_a_match_without_a_wholly_wrong_answer_makes_none() -> None:
    stems = tuple(Option(n, f"stem {n}") for n in "stuv")
    two = (Option("a", "one"), Option("b", "two"))
    part = Matching("m", stems=stems, options=two, answer=("a", "a", "b", "b"))
    assert "every pair wrong" not in labels(part)


def test_a_design_that_no_corner_spoils_makes_no_wholly_wrong_one() -> None:
    part = Design(
        "d",
        variables=(Variable("x", "mM", 1.0, 2.0),),
        constraints=(Constraint("low", "x", 0.0, 1.5, "mM"), Constraint("any", "x", 0.0, 9.0, "")),
        example=(1.2,),
    )
    assert "every constraint missed" not in labels(part)
    odd = Design(
        "d",
        variables=(Variable("x", "mM", 1.0, 3.0),),
        constraints=(Constraint("root", "ln(x - 2)", -5.0, 5.0, ""),),
        example=(2.5,),
    )
    (spoilt,) = [s for s in specimens(odd) if s.label == "every constraint missed"]
    assert spoilt.value == {"x": 1.0}
    assert spoilt.agrees(check(odd, spoilt.observation(odd)))


def test_a_trace_too_fine_to_be_thinned_is_given_whole() -> None:
    times = tuple(float(n) for n in range(401))
    values = tuple(float(n % 2) for n in range(401))
    part = Series("t", time_unit="ms", value_unit="mV", times=times, values=values,
                  max_deviation=0.01)  # fmt: skip
    made = {s.label: s for s in specimens(part)}
    assert len(made["as expected"].value["t"]) == 401
    assert "another sampling" not in made


def test_a_part_of_another_kind_is_refused(observe) -> None:
    with pytest.raises(TypeError, match="function"):
        check(Function("f", name="f", signature="()", doc="", reference="a:b", tests="",
                       solution=""), observe(1.0))  # fmt: skip
