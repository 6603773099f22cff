"""What a test of one call tells the student, and which values it takes for right."""

import numpy as np
import pytest

from millivolt.grading.agreement import Agreement, Disagreement
from millivolt.grading.student import Student
from millivolt.isolation import Returned


class Returning:
    """A box whose functions always return ``value``."""

    def __init__(self, value):
        self._value = value

    def call(self, name, calls):
        return [Returned(self._value, 0.0) for _ in calls]


def agree_on(value, expected, *args, rel=1e-4, abs=0.0):
    agree = Agreement(Student(Returning(value), []), lambda *_: expected)
    agree.on("nernst", *args, rel=rel, abs=abs)


def told(value, expected, *args):
    with pytest.raises(Disagreement) as disagreement:
        agree_on(value, expected, *args)
    return str(disagreement.value)


def test_a_wrong_number_is_told_with_the_right_one_and_the_call():
    assert told(80.60699434, -80.60699434, 4.5, 140.0, 1, 310.15) == (
        "It should give -80.607 for nernst(4.5, 140.0, 1, 310.15); yours gives 80.607."
    )


def test_numbers_that_six_figures_do_not_tell_apart_are_told_in_full():
    agree = Agreement(Student(Returning(1.00000002), []), lambda: 1.0)
    with pytest.raises(Disagreement, match=r"give 1\.0 for .*; yours gives 1\.00000002\."):
        agree.on("one", rel=1e-9)


def test_an_array_is_told_by_its_first_wrong_entry():
    right = np.array([[1.0, 2.0], [3.0, 4.0]])
    wrong = np.array([[1.0, 2.00001], [30.0, 40.0]])
    assert told(wrong, right) == "It should give 3.0 at [1, 0] for nernst(); yours gives 30.0."


@pytest.mark.parametrize("value", [1.0, [1.0], [1.0, 2.0, 3.0], "text", None, True])
def test_another_shape_or_kind_is_told_as_a_whole(value):
    assert told(value, np.array([1.0, 2.0])).startswith("It should give [1.0, 2.0] for nernst()")


def test_a_ragged_list_is_told_where_it_goes_wrong():
    told_so = told([1.0, [1.0, 2.0]], np.array([1.0, 2.0]))
    assert told_so == "It should give 2.0 at [1] for nernst(); yours gives [1.0, 2.0]."


@pytest.mark.parametrize(
    "value", [np.array([1.0, 2.0]), [1.0, 2.0], (1, 2), np.array([1.0, 2.00001])]
)
def test_a_list_is_as_good_as_an_array(value):
    agree_on(value, np.array([1.0, 2.0]))


@pytest.mark.parametrize("value", [float("nan"), 1, np.array([1.0]), [1.0], True, "1.5"])
def test_what_is_not_the_number_is_wrong(value):
    assert told(value, 1.5).endswith(".")
