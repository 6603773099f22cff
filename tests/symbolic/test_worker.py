"""The worker answers like the functions do, and is ended when it must be."""

import time

import pytest

from millivolt.symbolic import Symbol, Worker, check_derivation, compare, compare_safely
from millivolt.symbolic import worker as worker_module

SYMBOLS = {
    "R": Symbol("R", "positive", "J/(mol K)", aliases=("gas",), typical=(8.314, 8.314)),
    "T": "positive",
    "p": (0, 1),
    "z": "nonzero_integer",
    "u": "complex",
}


@pytest.fixture(scope="module")
def worker():
    with Worker(timeout=10) as running:
        yield running


@pytest.mark.parametrize(
    ("student", "reference"),
    [
        ("R*T + T*gas", "2*R*T"),
        ("R*T", "2*R*T"),
        ("u^2", "u*u*u"),
        ("R*", "R"),
        ("ln(p*(1 - p))", "ln(p) + ln(1 - p)"),
        (["Mul", 2, "T"], "T + T"),
    ],
)
def test_the_worker_gives_the_same_comparison(worker, student, reference):
    assert worker.compare(student, reference, SYMBOLS) == compare(student, reference, SYMBOLS)


def test_the_worker_gives_the_same_report(worker):
    question = (["R*T = 2*z", "R = 3*z/T"], ["R*T = 2*z"], "R = 2*z/T", SYMBOLS, "R", ("u",))
    assert worker.check_derivation(*question) == check_derivation(*question)


def test_the_authors_errors_pass_through(worker):
    with pytest.raises(ValueError, match="reference"):
        worker.compare("R", "R +", SYMBOLS)
    assert worker.compare("R", "R", SYMBOLS).verdict == "equal"


def test_a_worker_that_takes_too_long_is_ended_and_replaced(monkeypatch):
    with Worker(timeout=10) as impatient:
        assert impatient.compare("R", "R", SYMBOLS).verdict == "equal"
        impatient.timeout = 0
        start = time.monotonic()
        outcome = impatient.compare("integrate(sin(1/x), x, 0, 1)", "T", SYMBOLS)
        assert time.monotonic() - start < 5
        assert outcome.verdict == "undecided"
        assert outcome.how == "timeout"
        report = impatient.check_derivation(["R = T"], ["R = T"], None, SYMBOLS)
        assert report.undecided == (0,)
        impatient.timeout = 10
        assert impatient.compare("R", "R", SYMBOLS).verdict == "equal"


def test_closing_twice_is_harmless():
    running = Worker()
    running.close()
    running.close()


def test_one_question_can_be_asked_alone():
    assert compare_safely("T + T", "2*T", SYMBOLS, timeout=10).verdict == "equal"


def test_what_goes_through_the_pipe_comes_back_unchanged():
    rows = worker_module._encode_symbols(SYMBOLS)
    back = worker_module._decode_symbols(rows)
    assert worker_module._encode_symbols(back) == rows
