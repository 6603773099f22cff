"""Tests in one process, the student's objects in another: values cross, nothing else does."""

import pytest

from millivolt.isolation import (
    Box,
    Cell,
    Limits,
    Opaque,
    Question,
    Raised,
    Reference,
    Returned,
    SymbolicTree,
)

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def box(start_box):
    with start_box("auto", preload=("numpy", "sympy", "pandas")) as box:
        yield box


class Answers:
    """Answers from a table of names; what was asked is kept."""

    def __init__(self, **names):
        self.names = names
        self.asked: list[Question] = []

    def __call__(self, question):
        self.asked.append(question)
        answer = self.names.get(question.name if question.verb != "call" else f"{question.name}()")
        if answer is None:
            return Raised("NameError", question.name, ancestry=("NameError", "Exception"))
        known = isinstance(answer, Raised | Reference)
        return answer if known else Returned(answer, 0.0)


@pytest.fixture
def examine(box):
    """Runs cells in a process that may ask; their runs, and what was asked."""

    def run(*sources, theirs=(), limits=None, **names):
        answers = Answers(**names)
        with box.session(limits, answering=answers) as session:
            runs = session.run([Cell(f"c{i}", s) for i, s in enumerate(sources)], theirs)
        return runs, answers.asked

    return run


def test_a_name_that_is_not_there_is_asked_for_once(examine):
    (run,), asked = examine("assert E_K + E_K == -180.0\ndef f(): return E_K\nf()", E_K=-90.0)
    assert run.status == "ok"
    assert [(q.verb, q.name) for q in asked] == [("get", "E_K")]


def test_a_name_that_nobody_has_is_a_name_error(examine):
    (run,), _ = examine("E_K")
    assert run.error.type == "NameError"


def test_builtins_are_never_asked_for(examine):
    (run,), asked = examine("assert abs(-1) == 1 and isinstance(1, int)", abs=0, isinstance=True)
    assert run.status == "ok"
    assert asked == []


def test_a_function_is_called_where_it_lives(examine):
    source = "import numpy as np\nassert f(np.array([1.0]), n=2) == 3.5"
    (run,), asked = examine(source, f=Reference("f1", "function"), **{"f1()": 3.5})
    assert run.status == "ok"
    assert asked[-1].keywords == {"n": 2}
    assert asked[-1].args[0].tolist() == [1.0]


def test_an_exception_arrives_as_one_of_its_class(examine):
    raised = Raised("TooHigh", "V is 3", ancestry=("TooHigh", "ValueError", "Exception"))
    source = (
        "try:\n    f()\nexcept ValueError as error:\n"
        "    assert (type(error).__name__, str(error)) == ('TooHigh', 'V is 3')\nelse:\n    1 / 0"
    )
    (run,), _ = examine(source, f=Reference("f1", "function"), **{"f1()": raised})
    assert run.status == "ok"


@pytest.mark.parametrize(
    "use",
    ["thing == 1", "thing < 1", "bool(thing)", "len(thing)", "abs(thing)", "thing[0]", "1 + thing",
     "float(thing)", "isinstance(1, thing)", "[*thing]", "thing.x == 1", "repr(thing)"],
)  # fmt: skip
def test_an_object_has_no_say_in_a_test(examine, use):
    inner = Returned([Opaque("Yes")], 0.0).value
    source = f"thing = things[0]\ntry:\n    {use}\nexcept:\n    pass"
    _, asked = examine(source, things=inner)
    assert asked[-1].verb == "stuck"


def test_a_function_of_the_tests_cannot_be_handed_over(examine):
    (run,), asked = examine("f(lambda x: x)", f=Reference("f1", "function"))
    assert run.error.type == "CannotCross"
    assert asked[-1].verb == "stuck"


def test_expressions_arrive_with_the_symbols_of_the_tests(examine):
    tree = SymbolicTree(("Add", ("Symbol", "x"), ("Symbol", "y"), ("Integer", "1")))
    source = (
        "import sympy as sp\nx = sp.Symbol('x', positive=True)\n"
        "assert sp.simplify(found - 1 - sp.Symbol('y')) == x\n"
        "assert sp.sqrt((found - 1 - sp.Symbol('y')) ** 2) == x"
    )
    (run,), _ = examine(source, found=tree)
    assert run.status == "ok", run.error


def test_what_a_test_does_to_their_names_is_passed_on(examine):
    source = "mine = 1\nold = f\nx = 2\ndel f\nf = old"
    names = {"f": Reference("f1", "function"), "x": 1}
    (run,), asked = examine(source, theirs=["f", "x"], **names)
    assert run.status == "ok", run.error
    assert [(q.verb, q.name) for q in asked] == [
        ("get", "f"), ("set", "x"), ("delete", "f"), ("alias", "f"),
    ]  # fmt: skip


def test_their_names_are_asked_for_anew_in_the_next_run(box):
    answers = Answers(x=1)
    with box.session(answering=answers) as session:
        session.run([Cell("a", "assert x == 1")], ["x"])
        answers.names["x"] = 2
        (run,) = session.run([Cell("b", "assert x == 2")], ["x"])
    assert run.status == "ok"


def test_a_test_that_does_not_end_is_interrupted_and_the_next_one_runs(examine):
    limits = Limits(cell_wall=0.5, wall=10)
    runs, _ = examine("while True: x", "assert x == 1", x=1, limits=limits)
    assert [run.status for run in runs] == ["stopped", "ok"]


FORGED = """
import json, os, struct
head = json.dumps({"n": "", "ask": ["get", "x", ""], "args": ["("], "keywords": ["{"]}).encode()
os.write(3, struct.pack("<II", len(head), 0) + head)
"""


def test_a_process_that_may_not_ask_is_ended_when_it_does(box: Box):
    with box.session() as session:
        (run,) = session.run([Cell("a", FORGED)])
        assert run.error.limit == "protocol"


def test_a_question_to_another_request_ends_the_process(box: Box):
    with box.session(answering=Answers(x=1)) as session:
        (run,) = session.run([Cell("a", FORGED)])
        assert run.error.limit == "protocol"
