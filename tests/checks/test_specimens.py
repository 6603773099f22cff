"""Every kind of part makes responses for itself, and each gets the verdict that it deserves."""

import ast

import pytest

from millivolt.checks import CHECKERS, Kind, check, specimens
from millivolt.checks.manufacture import MAKERS
from millivolt.items import Function, Part
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
    skipped = ("figure", "function", "free text")
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


def test_a_part_of_another_kind_is_refused(observe) -> None:
    with pytest.raises(TypeError, match="function"):
        check(Function("f", name="f", signature="()", doc="", reference="a:b", tests="",
                       solution=""), observe(1.0))  # fmt: skip
