"""Tests in the cells of a notebook: what they give for right, wrong and strange submissions."""

import json

import pytest

from millivolt.items import State
from millivolt.legacy.marking import HandIn
from millivolt.legacy.material import read_material

SQUARE = """\
#### plain
import numpy as np
#### answer square
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION
#### test visible 2
assert square(3) == 9
#### test hidden 2
assert square(2) == 4
### BEGIN HIDDEN TESTS
assert square(-5) == 25
np.testing.assert_allclose(square(np.array([1.0, 2.0])), [1.0, 4.0])
### END HIDDEN TESTS
"""
RIGHT = {"square": "def square(x):\n    return x ** 2"}


def states(entry):
    return {part.slot: part.verdict.state.value for part in entry.parts}


def points(entry):
    return {part.slot: float(part.score) for part in entry.parts}


def codes(entry, slot):
    (part,) = (part for part in entry.parts if part.slot == slot)
    return [found.code for found in part.verdict.findings]


def test_a_right_answer_gets_its_points(graded):
    entry = graded(SQUARE, RIGHT)
    assert points(entry) == {"visible": 2.0, "hidden": 2.0}
    assert entry.max_score == 4


def test_a_wrong_answer_loses_only_the_tests_that_it_fails(graded):
    entry = graded(SQUARE, {"square": "def square(x):\n    return abs(x) * x"})
    assert points(entry) == {"visible": 2.0, "hidden": 0.0}


def test_a_hidden_check_is_not_told(graded):
    entry = graded(SQUARE, {"square": "def square(x):\n    return abs(x) * x"})
    (found,) = entry.parts[1].verdict.findings
    assert "25" not in found.message
    assert "square(-5)" not in found.message
    visible = graded(SQUARE, {"square": "def square(x):\n    return 8"}).parts[0].verdict.findings
    assert "assert square(3) == 9" in visible[0].message


HELPER = """\
#### answer square
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION
#### test helped 1
def check(x, wanted):
    assert square(x) == wanted, f"wanted {wanted}"
check(3, 9)
### BEGIN HIDDEN TESTS
check(-5, 25)
### END HIDDEN TESTS
"""


def test_a_visible_helper_tells_nothing_of_the_hidden_line_that_called_it(graded):
    entry = graded(HELPER, {"square": "def square(x):\n    return abs(x) * x"})
    (found,) = entry.parts[0].verdict.findings
    assert "25" not in found.message
    (told,) = graded(HELPER, {"square": "def square(x):\n    return 8"}).parts[0].verdict.findings
    assert "wanted 9" in told.message


def test_an_answer_that_was_left_alone_is_no_response(graded):
    assert set(states(graded(SQUARE)).values()) == {"not_attempted"}


@pytest.mark.parametrize(
    "noise",
    ["import warnings; warnings.warn('careful')", "import sys; print('x', file=sys.stderr)"],
)
def test_warnings_and_what_is_printed_to_stderr_cost_nothing(graded, noise):
    entry = graded(SQUARE, {"square": f"def square(x):\n    {noise}\n    return x * x"})
    assert entry.score == 4


def test_an_endless_loop_costs_only_what_depends_on_it(graded):
    loop = "def square(x):\n    while np.all(x == 3): pass\n    return x * x"
    entry = graded(SQUARE, {"square": loop})
    assert points(entry) == {"visible": 0.0, "hidden": 2.0}
    assert codes(entry, "visible") == ["cell_test_stopped"]


def test_code_that_ends_its_process_costs_only_what_depends_on_it(graded):
    leaving = "import os\ndef square(x):\n    if np.all(x == 3): os._exit(0)\n    return x * x"
    assert points(graded(SQUARE, {"square": leaving})) == {"visible": 0.0, "hidden": 2.0}


def doubled(cells):
    return [copy for cell in cells for copy in (cell, {**cell, "id": cell["id"] + "x"})]


def without_tests(cells):
    return [c for c in cells if not c["metadata"].get("nbgrader", {}).get("grade")]


def with_weak_tests(cells):
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "pass"
    return cells


def as_text(cells):
    return [
        {**c, "cell_type": "markdown"} if c["metadata"].get("nbgrader", {}).get("grade") else c
        for c in cells
    ]


@pytest.mark.parametrize("edit", [doubled, without_tests, with_weak_tests, as_text])
def test_what_students_do_to_test_cells_changes_no_points(graded, edit):
    assert graded(SQUARE, RIGHT, edit=edit).score == 4
    assert graded(SQUARE, {"square": "def square(x):\n    return 9"}, edit=edit).score == 2


PARTIAL = """\
#### answer level
### BEGIN SOLUTION
level = 2.0
### END SOLUTION
#### test partly 2
level
"""


@pytest.mark.parametrize(
    ("value", "state", "score"),
    [
        ("2.0", State.CORRECT, 2),
        ("0.5", State.PARTIAL, 0.5),
        ("0", State.INCORRECT, 0),
        ("float('nan')", State.INCORRECT, 0),
        ("-1", State.INCORRECT, 0),
        ("'all right'", State.INCORRECT, 0),
        ("[2.0]", State.INCORRECT, 0),
        ("True", State.INCORRECT, 0),
        ("2.5", State.NEEDS_REVIEW, 0),
        ("1e9", State.NEEDS_REVIEW, 0),
        ("float('inf')", State.NEEDS_REVIEW, 0),
    ],
)
def test_the_last_line_gives_points_only_as_a_number_within_the_maximum(
    graded, value, state, score
):
    (part,) = graded(PARTIAL, {"level": f"level = {value}"}).parts
    assert (part.verdict.state, float(part.score)) == (state, score)


def test_a_last_line_that_is_not_meant_as_points_costs_nothing(graded):
    text = SQUARE.replace("assert square(3) == 9", "assert square(3) == 9\n'well done'")
    assert graded(text, RIGHT).score == 4


STATE = """\
#### answer x
### BEGIN SOLUTION
x = 1
### END SOLUTION
#### test first 1
assert x == 1
#### answer x_again
### BEGIN SOLUTION
x = 2
def twice(): return 2 * x
### END SOLUTION
#### test second 1
assert x == 2
x = 10
assert twice() == 20
del x
try:
    twice()
    raise AssertionError("it still works")
except NameError:
    pass
"""


def test_a_test_sees_names_as_they_are_in_its_place_and_can_change_them(graded):
    right = {"x": "x = 1", "x_again": "x = 2\ndef twice(): return 2 * x"}
    assert graded(STATE, right).score == 2
    fixed = {"x": "x = 1", "x_again": "x = 2\ndef twice(): return 4"}
    assert points(graded(STATE, fixed)) == {"first": 1.0, "second": 0.0}


OBJECTS = """\
#### answer cell
### BEGIN SOLUTION
class Cell:
    def __init__(self, V): self.V = V
    def step(self, by): self.V += by; return self
class TooHigh(ValueError): pass
def high(V):
    raise TooHigh("V is too high")
### END SOLUTION
#### test objects 1
cell = Cell(-70.0)
cell.step(5.0).step(1.0)
assert cell.V == -64.0
try:
    high(3)
except ValueError as error:
    assert "too high" in str(error)
else:
    raise AssertionError("no error")
"""


def test_objects_and_exceptions_of_the_student_can_be_used_from_apart(graded):
    own = (
        "class Cell:\n    def __init__(self, V): self.V = V\n"
        "    def step(self, by):\n        self.V += {}\n        return self\n"
        "def high(V): raise ValueError('too high')"
    )
    assert graded(OBJECTS, {"cell": own.format("by")}).score == 1
    assert graded(OBJECTS, {"cell": own.format("2 * by")}).score == 0


CALLBACK = """\
#### answer slope
def slope(f, x):
    ### BEGIN SOLUTION
    return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
    ### END SOLUTION
#### test callback 1
### BEGIN HIDDEN TESTS
assert abs(slope(lambda x: x * x, 3.0) - 6.0) < 1e-3
### END HIDDEN TESTS
"""


def test_a_test_that_needs_the_students_process_counts_when_its_decoys_fail(graded):
    entry = graded(CALLBACK, {"slope": "def slope(f, x):\n    return (f(x + 1e-5) - f(x)) / 1e-5"})
    assert entry.score == 1
    assert "cell_test_shared" in codes(entry, "callback")
    assert graded(CALLBACK, {"slope": "def slope(f, x):\n    return f(x)"}).score == 0


FORGED = """\
import builtins
builtins.abs = lambda value: 0.0
def slope(f, x): return 1.0
"""


def test_a_forged_pass_is_found_out_by_a_decoy(graded):
    entry = graded(CALLBACK, {"slope": FORGED})
    assert states(entry) == {"callback": "needs_review"}
    assert codes(entry, "callback") == ["cell_test_decoy_passed"]


UNGUARDED = """\
#### answer pair
### BEGIN SOLUTION
def inner(): return 1
def outer(): return inner()
### END SOLUTION
#### test uses 1
calls = []
inner_before = inner
def inner(): calls.append(1)
outer()
assert calls
"""


def test_a_test_that_nothing_guards_waits_for_a_person_unless_it_is_trusted(graded):
    right = {"pair": "def inner(): return 1\ndef outer(): return inner()"}
    entry = graded(UNGUARDED, right)
    assert codes(entry, "uses") == ["cell_test_unguarded"]
    assert graded(UNGUARDED, right, trusted=("uses",)).score == 1
    wrong = {"pair": "def inner(): return 1\ndef outer(): return 1"}
    assert graded(UNGUARDED, wrong, trusted=("uses",)).score == 0


def test_a_test_that_not_even_the_solution_passes_costs_nobody(graded):
    text = SQUARE.replace("assert square(3) == 9", "import no_such_library")
    entry = graded(text, RIGHT)
    assert states(entry) == {"visible": "needs_review", "hidden": "correct"}
    assert "no_such_library" in entry.parts[0].verdict.findings[0].private


PEOPLE = """\
#### manual essay 3 markdown
An essay.
#### manual plot 2
plot = 1
#### task project 4
Do something.
"""


def test_answers_in_words_and_tasks_wait_for_a_person(graded):
    entry = graded(PEOPLE, {"essay": "Because of the gradient.", "plot": "plot = 2"})
    assert set(states(entry).values()) == {"needs_review"}
    assert states(graded(PEOPLE)) == {
        "essay": "not_attempted", "plot": "not_attempted", "project": "needs_review",
    }  # fmt: skip


FILES = """\
#### answer total
### BEGIN SOLUTION
total = sum(float(line) for line in open("data/volts.csv"))
### END SOLUTION
#### test reads 1
assert total == sum(float(line) for line in open("data/volts.csv"))
"""


def test_the_files_of_the_assignment_are_there_for_answers_and_tests(course, mark_all):
    made = course({"ps1": FILES})
    (made.folder / "source/ps1/data").mkdir()
    (made.folder / "source/ps1/data/volts.csv").write_text("1.5\n2.5\n")
    material = read_material(made, "ps1")
    document = json.loads((made.folder / "source/ps1/ps1.ipynb").read_text())
    hand_in = HandIn("ada", {"ps1": json.dumps(document).encode()})
    assert mark_all(material, hand_in)[0].score == 1


def test_a_file_that_is_no_notebook_is_told_and_stops_nothing(graded):
    entry = graded(SQUARE, data=b"{")
    assert set(states(entry).values()) == {"ungradable_input"}


def test_notebooks_with_tests_of_one_name_have_parts_of_their_own(course, mark_all):
    made = course({"one": SQUARE, "two": SQUARE})
    material = read_material(made, "ps1")
    solved = (made.folder / "source/ps1/one.ipynb").read_bytes()
    (entry,) = mark_all(material, HandIn("ada", {"one": solved}))
    assert points(entry) == {
        "one.visible": 2.0, "one.hidden": 2.0, "two.visible": 0.0, "two.hidden": 0.0,
    }  # fmt: skip
    assert states(entry)["two.hidden"] == "not_attempted"


def test_without_the_solution_a_test_runs_apart_all_the_same(course, mark_all):
    from dataclasses import replace

    made = course({"ps1": SQUARE})
    material = replace(read_material(made, "ps1"), solved=False)
    solved = (made.folder / "source/ps1/ps1.ipynb").read_bytes()
    (entry,) = mark_all(material, HandIn("ada", {"ps1": solved}))
    assert entry.score == 4


OWN_BUILTIN = """\
#### answer largest
### BEGIN SOLUTION
def max(values):
    return sorted(values)[-1]
### END SOLUTION
#### test own_max 1
assert max([1, 3, 2]) == 3
"""


def test_an_answer_that_redefines_a_builtin_is_tested_and_not_the_builtin(graded):
    assert graded(OWN_BUILTIN, {"largest": "def max(values): return sorted(values)[-1]"}).score == 1
    assert graded(OWN_BUILTIN, {"largest": "def max(values): return 0"}).score == 0


GIVEN = """\
#### plain
x = 5
#### read_only more
y = 1
#### answer change
### BEGIN SOLUTION
x = x + y
def now(): return x
### END SOLUTION
#### test changed 1
assert x == 6
assert now() == 6
"""


def test_what_the_instructor_gave_does_not_overwrite_what_the_student_made_of_it(graded):
    assert graded(GIVEN, {"change": "x = x + y\ndef now(): return x"}).score == 1
    assert graded(GIVEN, {"change": "def now(): return x"}).score == 0


HELPED = """\
#### answer level
### BEGIN SOLUTION
level = 1
### END SOLUTION
#### test helped 1
import colorsys
assert colorsys.rgb_to_hsv(0, 0, 1)[2] == level
"""


def test_modules_that_a_student_hands_in_stay_out_of_the_tests(course, mark_all):
    made = course({"ps1": HELPED})
    material = read_material(made, "ps1")
    document = json.loads((made.folder / "release/ps1/ps1.ipynb").read_text())
    document["cells"][0]["source"] = "import colorsys\nlevel = colorsys.LEVEL"
    fake = b"LEVEL = 7\ndef rgb_to_hsv(*args): return (7, 7, 7)\n"
    data = json.dumps(document).encode()
    (entry,) = mark_all(material, HandIn("ada", {"ps1": data}, files=(("colorsys.py", fake),)))
    assert entry.score == 0
    assert codes(entry, "helped") == ["cell_test_different_apart"]


TASK = """\
#### task draw 4
Draw.
#### plain
# Your drawing here.
#### test after 1
assert True
"""


@pytest.mark.parametrize(("place", "source"), [(None, ""), (1, "It rises."), (2, "x = 1")])
def test_the_person_who_reads_a_task_is_told_what_was_done_for_it(graded, place, source):
    """Above the instructor's empty cell, or below it."""

    def edit(cells):
        own = {"cell_type": "code", "id": "mine", "metadata": {}, "source": source, "outputs": []}
        return cells if place is None else [*cells[:place], own, *cells[place:]]

    entry = graded(TASK, edit=edit)
    assert states(entry)["draw"] == "needs_review"
    assert next(p.typed for p in entry.parts if p.slot == "draw") == source
