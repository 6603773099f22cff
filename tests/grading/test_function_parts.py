"""Functions are graded by pytest files: worth, prerequisites, counterexamples, hidden inputs."""

from fractions import Fraction

import numpy as np
import pytest

from millivolt.grading.agreement import close
from millivolt.items import State


@pytest.fixture
def graded(grade, handed_in):
    def run(source):
        (entry,) = grade(handed_in({"q2_code": source}))
        return next(part.verdict for part in entry.parts if part.slot == "q2_code")

    return run


def by_code(verdict):
    return {finding.code: finding for finding in verdict.findings}


CONSTANT = "8.314462618 / 96485.33212 * 1000"


def test_the_share_is_that_of_the_tests_that_passed(graded):
    verdict = graded(f"def slope(T, z): return {CONSTANT} * T / z")
    # 1/0 raises ZeroDivisionError where ValueError is asked for: two of six points are lost.
    assert verdict.fraction == Fraction(4, 6)
    assert verdict.state is State.PARTIAL


def test_a_visible_test_shows_a_small_counterexample(graded):
    verdict = graded(f"def slope(T, z): return {CONSTANT} * T / abs(z)")
    found = by_code(verdict)["test_failed"]
    assert found.evidence["call"] in ("slope(250.0, -1)", "slope(250.0, -2)")
    assert found.evidence["got"].lstrip("-") == found.evidence["expected"].lstrip("-")


def test_a_hidden_test_tells_the_behaviour_and_not_its_inputs(graded):
    verdict = graded(f"def slope(T, z): return {CONSTANT} * T / z if z else 0.0")
    found = by_code(verdict)["test_failed_hidden"]
    assert found.message == "It refuses z = 0: not yet."
    assert "slope(310.15, 0)" in found.private


def test_a_test_whose_prerequisite_failed_is_skipped(graded):
    verdict = graded("def slope(T, z): return 'a lot'")
    assert verdict.state is State.INCORRECT
    assert [f.code for f in verdict.findings] == ["test_failed", "test_skipped", "test_skipped"]
    assert "Returns a number" in verdict.findings[1].message


def test_an_exception_of_the_student_is_told_with_their_own_line(graded):
    verdict = graded("def slope(T, z):\n    x = T\n    return x / undefined_name")
    found = by_code(verdict)["test_raised"]
    assert "NameError" in found.message
    assert "line 3" in found.message


def test_an_endless_call_stops_that_test(graded):
    verdict = graded("def slope(T, z):\n    while True: pass")
    assert verdict.fraction == 0
    assert by_code(verdict)["test_stopped"].evidence == {"limit": "call_wall"}


def test_a_function_that_does_not_do_the_same_twice_is_told_so(graded):
    source = (
        "calls = [0]\n"
        "def slope(T, z):\n"
        "    calls[0] += 1\n"
        f"    return {CONSTANT} * T / z if calls[0] < 5 or calls[0] > 61 else 1.0"
    )
    verdict = graded(source)
    assert "different values when called again" in by_code(verdict)["test_failed"].message


def test_a_missing_function_is_told_with_its_signature(graded):
    verdict = graded("my_slope = 3")
    assert verdict.state is State.UNGRADABLE_INPUT
    assert "slope" in verdict.findings[0].message
    assert "(T, z)" in verdict.findings[0].message


def test_something_else_under_the_name_is_told(graded):
    verdict = graded("slope = 26.7")
    assert [f.code for f in verdict.findings] == ["not_a_function"]


def test_a_cell_that_raises_is_told(graded):
    verdict = graded("import no_such_module\ndef slope(T, z): return 1.0")
    assert verdict.state is State.UNGRADABLE_INPUT
    assert "ModuleNotFoundError" in verdict.findings[0].message


@pytest.mark.parametrize(
    "cheat",
    [
        "class Anything(float):\n    __eq__ = lambda s, o: True\n    __ne__ = lambda s, o: False\n"
        "def slope(T, z): return Anything(1.0)",
        "import numpy as np\nclass A(np.ndarray):\n    pass\n"
        "def slope(T, z): return np.ones(3).view(A)",
        "def slope(T, z): return float('nan')",
        "def slope(T, z): return float('inf')",
        "def slope(T, z): return True",
        "def slope(T, z): return None",
        "import pytest, sys\ndef slope(T, z): sys.exit(0)",
        "import os\ndef slope(T, z): os._exit(0)",
        "def slope(T, z): raise AssertionError('pass')",
    ],
)
def test_values_that_pretend_earn_nothing(graded, cheat):
    assert graded(cheat).fraction == 0


def test_a_misconception_is_named_when_its_function_does_the_same(graded):
    verdict = graded(f"def slope(T, z): return {CONSTANT} * T * z")
    assert verdict.misconceptions == ("z_multiplies",)
    assert "The valence divides." in by_code(verdict)["misconception"].message


def test_no_misconception_is_named_when_only_some_values_agree(graded):
    verdict = graded(f"def slope(T, z): return {CONSTANT} * T * z if z > 0 else 0.0")
    assert verdict.misconceptions == ()


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("got", "expected", "agree"),
    [
        (1.0 + 1e-12, 1.0, True),
        (1.1, 1.0, False),
        (NAN, NAN, True),
        (NAN, 1.0, False),
        (1.0, NAN, False),
        (INF, INF, True),
        (-INF, INF, False),
        (1, 1.0, True),
        (True, 1.0, False),
        ("1.0", 1.0, False),
        (None, 1.0, False),
        (np.array(1.0), 1.0, True),
        (np.array([1.0]), 1.0, False),
        (np.array([1.0, NAN]), np.array([1.0, NAN]), True),
        (np.array([1.0, 2.0]), np.array([[1.0, 2.0]]), False),
        (np.array([True, False]), np.array([1.0, 0.0]), False),
        ([1.0, 2.0], np.array([1.0, 2.0]), False),
        ([1.0, 2.0], (1.0, 2.0), True),
        (np.array([1.0, 2.0]), [1.0, 2.0], True),
        (np.array([[1.0, 2.0]]), [[1.0, 2.0]], True),
        (np.array([True, False]), [1.0, 0.0], False),
        ([1.0], (1.0, 2.0), False),
        (1.0, True, False),
        (True, True, True),
    ],
)
def test_values_agree_when_they_are_the_same_kind_of_number(got, expected, agree):
    assert close(got, expected, 1e-9) is agree


def test_a_function_whose_item_left_the_bank_waits_for_a_person(
    bank, grade, handed_in, monkeypatch
):
    monkeypatch.delitem(bank._names, "slope")
    first, second = grade(handed_in({"q2_code": "def slope(T, z): return 1.0"}), handed_in({}))
    verdict = next(part.verdict for part in first.parts if part.slot == "q2_code")
    assert verdict.state is State.NEEDS_REVIEW
    assert second.student == "ada"
